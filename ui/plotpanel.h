// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "plotline.h"
#include "valuescale.h"

#include <QWidget>

class QStackedWidget;
class QTableView;

namespace arv {

class Plot;
class PlotTableModel;
class TimeSeries;

// A plot with its title, and the same values as a table for those who read better there. UI thread.
class PlotPanel : public QWidget
{
    Q_OBJECT

public:
    PlotPanel(const QString& title, ValueScale::Unit unit, const QList<PlotLine>& lines,
              QWidget* parent = nullptr);

    void showSeries(const QList<const TimeSeries*>& series, qint64 now); // lent, as to the plot
    void setNow(qint64 now);
    void showTable(bool shown);
    [[nodiscard]] Plot& plot() const { return *m_plot; }
    [[nodiscard]] QTableView& table() const { return *m_table; }

private:
    [[nodiscard]] QTableView* makeTable(const QString& title);

    Plot* m_plot;
    PlotTableModel* m_model;
    QTableView* m_table;
    QStackedWidget* m_pages;
};

} // namespace arv
