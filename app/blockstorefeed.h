// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "datafeed.h"
#include "mount/collectionblocks.h"
#include "mount/sharedservices.h"

#include <QTimer>

namespace arv {

// The blocks in memory and on their way as the desk sees them. Which blocks a single collection has
// is asked of the account that clears it. UI thread, which needs a Mailbox; the services outlive
// it.
class BlockStoreFeed : public DataFeed
{
    Q_OBJECT

public:
    explicit BlockStoreFeed(SharedServices& shared, QObject* parent = nullptr);

    [[nodiscard]] DataSnapshot snapshot() const override;
    void watch(bool watched) override;
    void setPaused(bool paused) override;
    void setLimit(std::uint64_t bytesPerSecond) override;
    void clear() override;
    void clearCollection(AccountController& account, const QString& collection) override;

private:
    void removeBlocks(const QString& collection, const CollectionBlocks& blocks);
    void tellRemoved(const QString& collection, const CollectionBlocks& blocks,
                     const BlockStore::Removed& removed);
    void look();
    void tell();

    SharedServices& m_shared;
    QTimer m_timer; // runs while it is watched
    DataSnapshot m_told;
};

} // namespace arv
