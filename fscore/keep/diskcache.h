// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.h"
#include "base/clock.h"
#include "base/result.h"
#include "keep/blockbuffers.h"
#include "keep/blockcachefigures.h"
#include "keep/blockfolder.h"
#include "keep/blockindex.h"
#include "keep/locator.h"

#include <array>
#include <mutex>
#include <span>

namespace arv {

// Blocks on disk, where Arvados' own tools keep theirs, and shared with them: any number of
// processes may use one folder. Each keeps its own books and its own limit; what others add is
// noticed when it is read, or when a block is written beside it. Nothing on the disk is believed: a
// block is verified at its first use in this process, and again when its file has changed. What is
// wrong is deleted, what others use stays. Any thread; every call but mayHave and figures may block
// on the disk, reads and writes of blocks side by side. Errors are one sentence that names the
// folder; a cache that cannot be written can still be read.
class DiskCache
{
public:
    struct Settings
    {
        QString folder; // CACHE/keep: the folder that holds HHH
        std::uint64_t limit = 0; // bytes; 0: defaultLimit()
        std::uint64_t keepFree = 1 << 30; // bytes of the file system that are left to others
        std::uint64_t mostBlocks = 2 << 20; // for the memory that the books take: some 150 MiB
        std::shared_ptr<const Clock> clock = std::make_shared<Clock>(); // never null
    };

    // By size of the file system, what is free of it, and what the cache takes already; all bytes.
    [[nodiscard]] static std::uint64_t defaultLimit(std::uint64_t total, std::uint64_t available,
                                                    std::uint64_t used);

    // Makes the folder and takes over what is there, as far as it fits: what was used least
    // recently goes. Looks at every file, but not into it. The buffers must outlive the cache.
    [[nodiscard]] static Result<std::unique_ptr<DiskCache>> open(Settings settings,
                                                                 BlockBuffers& buffers);

    DiskCache(const DiskCache&) = delete;
    DiskCache& operator=(const DiskCache&) = delete;

    // The block, if it is here and right. The MD5 is computed on this thread.
    [[nodiscard]] std::optional<Bytes> read(const Locator& locator);

    // From memory: read() may still come back empty-handed, or find what another process has added.
    [[nodiscard]] bool mayHave(const Locator& locator) const;

    // It was used just now, though from memory: what is needed often should not go from the disk.
    // Touches no file.
    void noteUse(const Locator& locator);

    // Keeps the block, which the caller has verified, and makes room for it. Not kept, and no
    // error: the empty block, which needs no file, and one that is bigger than the limit.
    Result<void> write(const Locator& locator, const Bytes& block);

    // Whatever others use stays. Hashes that are none are passed over.
    void remove(QByteArrayView hash);
    struct Removed
    {
        std::uint64_t blocks = 0;
        std::uint64_t bytes = 0;
    };
    Removed removeAll(std::span<const QByteArray> hashes); // what went
    void clear(); // also what other processes have added

    void setLimit(std::uint64_t bytes); // 0: defaultLimit()

    struct Figures
    {
        BlockCacheFigures::Layer layer; // bytes and blocks: what this process knows of
        std::uint64_t verified = 0; // blocks whose MD5 was computed, and right
        std::uint64_t mismatches = 0; // files that were not the block of their name
    };
    [[nodiscard]] Figures figures() const;
    [[nodiscard]] const QString& folder() const { return m_folder.path(); }

private:
    struct Found;
    class Reservation;

    DiskCache(Settings settings, BlockBuffers& buffers);

    void takeOver();
    void keepNewest(std::vector<Found>& found);
    void noticeOthers(std::uint32_t part);
    void lookAround(std::uint32_t part);

    [[nodiscard]] std::optional<Bytes> readFile(const Locator& locator, const BlockKey& key,
                                                BlockFile& file);
    void discard(const BlockKey& key, BlockFile& file);
    void noteRead(const BlockKey& key, std::uint32_t size, std::uint64_t stamp, bool isNew);
    [[nodiscard]] bool isVerified(const BlockKey& key, const BlockFileState& state) const;
    [[nodiscard]] bool isHere(const Locator& locator, const BlockKey& key) const;
    [[nodiscard]] std::chrono::nanoseconds age(std::int64_t time) const;

    [[nodiscard]] Result<Reservation> makeRoom(std::uint64_t bytes);
    [[nodiscard]] Result<void> leaveFree(std::uint64_t bytes);
    [[nodiscard]] Error tooLittleFree() const;
    [[nodiscard]] BlockIndex::Wanted excess(std::uint64_t bytes, std::uint64_t blocks) const;
    std::uint64_t drop(BlockIndex::Wanted wanted);
    [[nodiscard]] std::uint64_t evict(const BlockKey& key);
    BlockFolder::Removed take(const BlockKey& key);

    const BlockFolder m_folder;
    BlockBuffers& m_buffers;
    const std::uint64_t m_keepFree;
    const std::uint64_t m_mostBlocks;
    const std::shared_ptr<const Clock> m_clock;

    // One thread at a time makes room, so that no two delete what one of them needed; it holds no
    // other lock while it deletes.
    std::mutex m_makingRoom;

    mutable std::mutex m_mutex; // of all below; never held while a file is touched
    BlockIndex m_index;
    std::uint64_t m_limit = 0;
    std::uint64_t m_reserved = 0; // bytes on disk of blocks that are being written
    Figures m_figures;
    std::array<Clock::Monotonic, BlockFolder::parts> m_lookedAt{};
};

} // namespace arv
