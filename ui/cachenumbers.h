// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/mountsnapshot.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QProgressBar;

namespace arv {

// The headline of the Caches view: memory against the cap as a bar and in words, and the counters
// below it. UI thread.
class CacheNumbers : public QWidget
{
    Q_OBJECT

public:
    explicit CacheNumbers(QWidget* parent = nullptr);
    void show(const MountSnapshot& snapshot, std::uint64_t evictionsLastMinute);

    // "42.0 MiB of 128.0 MiB, 33 %"
    [[nodiscard]] static QString gaugeText(const CacheFigures& figures);

private:
    [[nodiscard]] QWidget* makeTiles();
    // A caption and below it a number; returns the number's label.
    QLabel* addTile(QGridLayout* grid, const QString& caption, const QString& explanation);

    QProgressBar* m_bar;
    QLabel* m_gauge;
    QLabel* m_nodes = nullptr;
    QLabel* m_kernelHeld = nullptr;
    QLabel* m_inUse = nullptr;
    QLabel* m_openFiles = nullptr;
    QLabel* m_hits = nullptr;
    QLabel* m_misses = nullptr;
    QLabel* m_hitRate = nullptr;
    QLabel* m_bytesRead = nullptr;
    QLabel* m_evictions = nullptr;
    QLabel* m_lastMinute = nullptr;
};

} // namespace arv
