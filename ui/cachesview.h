// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cachehistory.h"
#include "desk.h"

#include <QTimer>
#include <QWidget>

#include <functional>
#include <map>

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace arv {

class CacheNumbers;
class CachePlots;
class CacheTables;
class CapEditor;
class Sight;

// The inode cache of one mount, live: memory against the cap, counters, the last five minutes as
// plots and tables, the largest units; the cap can be changed. Asks for figures only while a person
// can see it. The desk outlives it. UI thread.
class CachesView : public QWidget
{
    Q_OBJECT

public:
    explicit CachesView(Desk& desk, QWidget* parent = nullptr);
    ~CachesView() override;

    void showMount(const QString& id); // chooses it
    [[nodiscard]] QString shownMount() const { return m_id; }
    // Milliseconds of a clock that does not go back; for those who cannot wait for the real one.
    void setClock(std::function<qint64()> clock);

private:
    [[nodiscard]] QWidget* makeTop();
    [[nodiscard]] QWidget* makeFigures();
    [[nodiscard]] QWidget* makeAbsence();
    void connectDesk();

    void watch(bool seen);
    void fillChooser();
    void choose(const QString& id);
    void takeFigures(const QString& id); // of one mount that has news
    bool record(const Desk::Mount& mount);
    void recordAll(); // once a second, for mounts that have no news
    void showSoon();
    void showFigures();
    void showMounted(const Desk::Mount& mount);
    void showAbsence(const std::optional<Desk::Mount>& mount);
    void showPlots();
    void forgetLost();
    [[nodiscard]] CacheHistory& history(const QString& id) { return m_histories[id]; }

    Desk& m_desk;
    std::function<qint64()> m_clock;
    QString m_id; // of the mount shown; empty: there is none
    std::map<QString, CacheHistory> m_histories;
    Sight* m_sight;
    QTimer m_second;
    QTimer m_pause; // between two updates on the screen
    bool m_due = false; // something came during the pause
    std::optional<qint64> m_calmShown; // when plots and tables were brought up to date

    QComboBox* m_chooser = nullptr;
    CapEditor* m_cap = nullptr;
    CacheNumbers* m_numbers = nullptr;
    CachePlots* m_plots = nullptr;
    CacheTables* m_tables = nullptr;
    QStackedWidget* m_pages = nullptr;
    QLabel* m_absence = nullptr;
    QPushButton* m_mountIt = nullptr;
};

} // namespace arv
