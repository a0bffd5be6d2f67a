// SPDX-License-Identifier: Apache-2.0
#include "blockstorefeed.h"

#include "async/mailbox.h"
#include "base/visibletext.h"
#include "formatting.h"
#include "mount/accountcontroller.h"

#include <QPointer>

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

void BlockStoreFeed::clearCollection(AccountController& account, const QString& collection)
{
    account.fetchBlocks(collection, m_shared.pool,
                        [self = QPointer(this), collection](const CollectionBlocks& blocks) {
                            if (self)
                                self->removeBlocks(collection, blocks);
                        });
}

void BlockStoreFeed::removeBlocks(const QString& collection, const CollectionBlocks& blocks)
{
    if (!blocks.error.isEmpty()) {
        Q_EMIT complained(tr("The collection %1 was not cleared from the block cache: %2.")
                              .arg(visibleText(collection, 100), blocks.error));
        return;
    }
    m_shared.blocks.remove(blocks.hashes,
                           [self = QPointer(this), home = Mailbox::current().address(), collection,
                            blocks](const BlockStore::Removed& removed) {
                               home->post([self, collection, blocks, removed] {
                                   if (self)
                                       self->tellRemoved(collection, blocks, removed);
                               });
                           });
}

void BlockStoreFeed::tellRemoved(const QString& collection, const CollectionBlocks& blocks,
                                 const BlockStore::Removed& removed)
{
    const auto name = visibleText(collection, 100);
    if (removed.memoryBlocks == 0 && removed.diskBlocks == 0)
        Q_EMIT told(tr("Nothing of the collection %1 was removed from the block cache: none of its "
                       "blocks (%2) is there, or they are in use.")
                        .arg(name, countText(blocks.hashes.size())));
    else
        Q_EMIT told(tr("Of the blocks of %1, removed from the cache in memory: %2 (%3), on the "
                       "disk: %4 (%5).")
                        .arg(name, countText(removed.memoryBlocks), sizeText(removed.memoryBytes),
                             countText(removed.diskBlocks), sizeText(removed.diskBytes)));
    look();
}

} // namespace arv
