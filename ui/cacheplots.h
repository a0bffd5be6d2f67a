// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace arv {

class CacheHistory;
class PlotPanel;

// The plots of the Caches view: memory against the cap, hits and misses, evictions. UI thread.
class CachePlots : public QWidget
{
    Q_OBJECT

public:
    explicit CachePlots(QWidget* parent = nullptr);

    // Null: of nothing. Lent: outlives this, or another one is shown before it goes.
    void showHistory(const CacheHistory* history, qint64 now);
    void setNow(qint64 now); // in ms of the history's clock; a value may have come
    [[nodiscard]] PlotPanel& memory() const { return *m_memory; }
    [[nodiscard]] PlotPanel& questions() const { return *m_questions; }
    [[nodiscard]] PlotPanel& evictions() const { return *m_evictions; }

private:
    PlotPanel* m_memory;
    PlotPanel* m_questions;
    PlotPanel* m_evictions;
};

} // namespace arv
