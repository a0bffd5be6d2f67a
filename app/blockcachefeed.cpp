// SPDX-License-Identifier: Apache-2.0
#include "blockcachefeed.h"

namespace arv {

BlockCacheFeed::BlockCacheFeed(SharedServices& shared, QObject* parent)
    : DataFeed(parent)
    , m_shared(shared)
{
    m_timer.setInterval(std::chrono::milliseconds(200));
    connect(&m_timer, &QTimer::timeout, this, &BlockCacheFeed::look);
}

DataSnapshot BlockCacheFeed::snapshot() const
{
    DataSnapshot snapshot;
    snapshot.cache = m_shared.blocks.figures();
    return snapshot;
}

void BlockCacheFeed::watch(bool watched)
{
    if (!watched)
        return m_timer.stop();
    m_timer.start();
    look();
}

void BlockCacheFeed::look()
{
    const auto now = snapshot();
    if (now == m_told)
        return;
    m_told = now;
    Q_EMIT changed();
}

void BlockCacheFeed::setPaused(bool paused)
{
    if (paused)
        Q_EMIT complained(tr("Transfers cannot be paused yet."));
    Q_EMIT changed(); // whoever shows a wish as done shows again what is
}

void BlockCacheFeed::setLimit(std::uint64_t bytesPerSecond)
{
    if (bytesPerSecond != 0)
        Q_EMIT complained(tr("The bandwidth cannot be limited yet."));
    Q_EMIT changed();
}

void BlockCacheFeed::clear()
{
    m_shared.blocks.clear();
    look();
}

void BlockCacheFeed::clearCollection(const AccountSettings&, const QString&, const QString&)
{
    Q_EMIT complained(tr("Single collections cannot be cleared from the cache yet."));
}

} // namespace arv
