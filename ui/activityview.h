// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "datahistory.h"
#include "desk.h"

#include <QTimer>
#include <QWidget>

#include <functional>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace arv {

class BandwidthField;
class PlotPanel;
class Sight;
class TransfersModel;

// The Activity tab: what is being transferred for all mounts, how fast, what it waits for, and the
// last five minutes as a plot; transfers can be paused, and limited in speed. Asks for figures only
// while a person can see it. The desk outlives it. UI thread.
class ActivityView : public QWidget
{
    Q_OBJECT

public:
    explicit ActivityView(Desk& desk, QWidget* parent = nullptr);
    ~ActivityView() override;

    // Milliseconds of a clock that does not go back; for those who cannot wait for the real one.
    void setClock(std::function<qint64()> clock);

protected:
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QWidget* makeTop();
    [[nodiscard]] QWidget* makeTransfers();
    [[nodiscard]] QWidget* makeAbsence();
    void prepareTable();
    void watch(bool seen);
    void togglePause();
    void showData();
    void showDetails();
    void showButtons(const TransferFigures& figures);
    void measure();

    Desk& m_desk;
    std::function<qint64()> m_clock;
    DataHistory m_history;
    QTimer m_second;
    Sight* m_sight;
    TransfersModel* m_model;
    QLabel* m_summary;
    QLabel* m_received;
    QPushButton* m_pause;
    BandwidthField* m_limit;
    PlotPanel* m_plot;
    QStackedWidget* m_pages;
    QTableView* m_table;
    QLabel* m_details; // of the chosen transfer
    QLabel* m_absence;
    QLabel* m_absenceIcon;
};

} // namespace arv
