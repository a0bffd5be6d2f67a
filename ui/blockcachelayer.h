// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/datasnapshot.h"

#include <QWidget>

class QLabel;
class QProgressBar;

namespace arv {

// One layer of the block cache, memory or disk: bytes against what it may hold, as a bar and in
// words, and its counters. UI thread.
class BlockCacheLayer : public QWidget
{
    Q_OBJECT

public:
    // absence: what is said if there is no such layer.
    BlockCacheLayer(const QString& title, const QString& absence, QWidget* parent = nullptr);
    void show(const BlockCacheFigures::Layer& layer);

    // "42.0 MiB of 256.0 MiB, 16 %"
    [[nodiscard]] static QString gaugeText(const BlockCacheFigures::Layer& layer);
    // "Blocks: 3 · Hits: 120 · Evictions: 4"
    [[nodiscard]] static QString countsText(const BlockCacheFigures::Layer& layer);

private:
    QString m_absenceText;
    QProgressBar* m_bar;
    QLabel* m_gauge;
    QLabel* m_counts;
};

} // namespace arv
