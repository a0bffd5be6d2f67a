// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/blockcache.h"
#include "keep/blockcachefigures.h"
#include "keep/blockcachesettings.h"
#include "keep/blockloader.h"
#include "keep/ratemeter.h"
#include "keep/transfers.h"
#include "keep/transferthread.h"

#include <memory>
#include <mutex>

namespace arv {

// Blocks for all mounts of the process: those in memory and on the disk, and those on their way,
// each of which is fetched once whoever waits. Owns the transfer thread, in which everything
// arrives; loaders, one per mount, are closed before it goes. Any thread.
class BlockStore
{
public:
    using LoaderId = Transfers::LoaderId;

    explicit BlockStore(Pool& hashing, const BlockCacheSettings& settings = {});
    ~BlockStore();
    BlockStore(const BlockStore&) = delete;
    BlockStore& operator=(const BlockStore&) = delete;

    [[nodiscard]] LoaderId openLoader(BlockLoader::Setup setup);
    void setToken(LoaderId loader, const QString& token);
    // Gives up what it loads; closed is called in the transfer thread when nothing of it runs.
    void closeLoader(LoaderId loader, std::function<void()> closed);

    // The block if it is in memory.
    [[nodiscard]] std::optional<Bytes> find(const Locator& locator, Transfer::Purpose purpose);
    [[nodiscard]] std::optional<Bytes> findUncounted(const Locator& locator,
                                                     Transfer::Purpose purpose);
    // The block if it is on its way.
    [[nodiscard]] std::shared_ptr<ArrivingBlock> arriving(const Locator& locator) const;
    // The same; if it is not, the loader begins to fetch it. Look in memory first.
    [[nodiscard]] std::shared_ptr<ArrivingBlock>
    begin(const Locator& locator, LoaderId loader, Transfer::Purpose purpose, const QString& file);

    // Held by each who reads ahead, since all share the memory.
    [[nodiscard]] std::shared_ptr<void> shareAhead();
    // How many blocks one of them may have ahead.
    [[nodiscard]] unsigned mostAhead() const;

    [[nodiscard]] BlockCacheFigures figures() const;
    [[nodiscard]] TransferFigures transfers() const;
    // Nothing new is begun; what is under way is finished.
    void setPaused(bool paused);
    // Bytes per second that blocks arrive with, all together; 0: no limit.
    void setRateLimit(std::uint64_t limit);
    void setMemory(std::uint64_t bytes);
    void setDisk(std::uint64_t bytes); // 0: what suits the file system
    void clear();
    // What went of the blocks that were to be removed.
    struct Removed
    {
        std::uint64_t memoryBlocks = 0;
        std::uint64_t memoryBytes = 0;
        std::uint64_t diskBlocks = 0;
        std::uint64_t diskBytes = 0;
    };
    // Blocks that others use stay on the disk. removed: told once, on whatever thread.
    void remove(std::vector<QByteArray> hashes, std::function<void(const Removed&)> removed = {});

private:
    [[nodiscard]] std::unique_ptr<Transfers> makeTransfers();
    void land(const std::shared_ptr<ArrivingBlock>& block, const Result<Bytes>& outcome,
              bool isFromDisk);

    const BlockCacheSettings m_settings;
    BlockBuffers m_buffers;
    BlockVerifier m_verifier;
    std::unique_ptr<DiskLayer> m_disk; // nullptr: memory alone
    BlockCache m_memory;
    mutable std::mutex m_mutex;
    QHash<QByteArray, std::shared_ptr<ArrivingBlock>> m_arriving; // by hash and size
    std::uint64_t m_verified = 0;
    std::uint64_t m_mismatches = 0; // copies that came with another MD5
    std::uint64_t m_misses = 0; // blocks asked of the cluster
    TransferFigures m_transfers; // without those under way
    mutable RateMeter m_rate;
    LoaderId m_lastLoader = 0;
    std::shared_ptr<void> m_ahead = std::make_shared<char>(); // counts those that share it
    TransferThread m_thread; // last: it ends before what it uses
};

} // namespace arv
