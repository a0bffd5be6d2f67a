// SPDX-License-Identifier: Apache-2.0
#include "blockstorefeed.h"

namespace arv {

BlockStoreFeed::BlockStoreFeed(SharedServices& shared, QObject* parent)
    : DataFeed(parent)
    , m_shared(shared)
{
    m_timer.setInterval(std::chrono::milliseconds(200));
    connect(&m_timer, &QTimer::timeout, this, &BlockStoreFeed::look);
}

DataSnapshot BlockStoreFeed::snapshot() const
{
    DataSnapshot snapshot;
    snapshot.cache = m_shared.blocks.figures();
    snapshot.transfers = m_shared.blocks.transfers();
    return snapshot;
}

void BlockStoreFeed::watch(bool watched)
{
    if (!watched)
        return m_timer.stop();
    m_timer.start();
    look();
}

void BlockStoreFeed::look()
{
    if (snapshot() != m_told)
        tell();
}

void BlockStoreFeed::tell()
{
    m_told = snapshot();
    Q_EMIT changed();
}

void BlockStoreFeed::setPaused(bool paused)
{
    m_shared.blocks.setPaused(paused);
    tell();
}

void BlockStoreFeed::setLimit(std::uint64_t bytesPerSecond)
{
    m_shared.blocks.setRateLimit(bytesPerSecond);
    tell();
}

void BlockStoreFeed::clear()
{
    m_shared.blocks.clear();
    look();
}

void BlockStoreFeed::clearCollection(const AccountSettings&, const QString&, const QString&)
{
    Q_EMIT complained(tr("Single collections cannot be cleared from the cache yet."));
}

} // namespace arv
