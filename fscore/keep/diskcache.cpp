// SPDX-License-Identifier: Apache-2.0
#include "keep/diskcache.h"

#include "keep/md5.h"

#include <algorithm>
#include <limits>

#include <cerrno>

namespace arv {

namespace {

using namespace std::chrono_literals;
using Removal = BlockFile::Removal;

// Who shares the cache sees by a file's times that it is used; more often would be writes for
// nothing.
constexpr auto touchEvery = 1h;
// A file that changes again so soon may bear the same time of modification.
constexpr auto settledAfter = 2s;

constexpr std::uint64_t mebibyte = 1 << 20;

constexpr std::uint64_t mostKept = std::uint64_t{1} << 62; // more cannot be added to without care

// An eviction goes on down to here, so that not every block that comes has to push one out.
std::uint64_t lowWater(std::uint64_t limit)
{
    return limit - limit / 20;
}

} // namespace

// Room on the disk for a block that is being written.
class DiskCache::Reservation
{
public:
    Reservation(DiskCache& cache, std::uint64_t bytes) // the cache is locked
        : m_cache(&cache)
        , m_bytes(bytes)
    {
        cache.m_reserved += bytes;
    }
    Reservation(Reservation&& other) noexcept
        : m_cache(std::exchange(other.m_cache, nullptr))
        , m_bytes(other.m_bytes)
    { }
    Reservation& operator=(Reservation&&) = delete;
    ~Reservation()
    {
        if (!m_cache)
            return;
        const std::lock_guard lock(m_cache->m_mutex);
        m_cache->m_reserved -= m_bytes;
    }

private:
    DiskCache* m_cache;
    std::uint64_t m_bytes;
};

std::uint64_t DiskCache::defaultLimit(std::uint64_t total, std::uint64_t available,
                                      std::uint64_t used)
{
    constexpr auto all = std::numeric_limits<std::uint64_t>::max();
    const auto ours = available > all - used ? all : available + used;
    return std::max(std::min({total / 10, ours / 4, 65536 * mebibyte}), 256 * mebibyte);
}

DiskCache::DiskCache(Settings settings, BlockBuffers& buffers)
    : m_folder(settings.folder)
    , m_buffers(buffers)
    , m_keepFree(std::min(settings.keepFree, mostKept))
    , m_mostBlocks(settings.mostBlocks)
    , m_clock(std::move(settings.clock))
{ }

Result<std::unique_ptr<DiskCache>> DiskCache::open(Settings settings, BlockBuffers& buffers)
{
    const auto limit = settings.limit;
    std::unique_ptr<DiskCache> cache(new DiskCache(std::move(settings), buffers));
    const auto ready = cache->m_folder.prepare();
    if (!ready)
        return ready.error();
    cache->takeOver();
    cache->setLimit(limit);
    return cache;
}

std::optional<Bytes> DiskCache::read(const Locator& locator)
{
    if (locator.isEmptyBlock())
        return Bytes();
    const auto key = BlockKey::of(locator.hash());
    if (!key)
        return std::nullopt;
    std::optional<Bytes> block;
    const auto readIt = [&](BlockFile& file) { block = readFile(locator, *key, file); };
    if (!m_folder.visit(*key, readIt)) {
        const std::lock_guard lock(m_mutex);
        m_index.remove(*key);
    }
    return block;
}

std::optional<Bytes> DiskCache::readFile(const Locator& locator, const BlockKey& key,
                                         BlockFile& file)
{
    if (!file.lock())
        return std::nullopt;
    const bool wasVerified = isVerified(key, file.state());
    if (file.state().size != locator.size()) {
        // A short file may be on its way. Of one that is right it is the locator that is wrong.
        if (!wasVerified)
            discard(key, file);
        return std::nullopt;
    }
    const bool isOld = age(file.state().modified) > touchEvery;
    const bool isSettled = wasVerified || age(file.state().modified) > settledAfter;
    if (isOld)
        file.touch();
    const auto buffer = m_buffers.take(locator.size());
    if (!buffer || !file.read(buffer->data(), locator.size()))
        return std::nullopt;
    const Bytes block(buffer, buffer->data(), locator.size());
    if (!wasVerified && md5Hex(block.view()) != locator.hash()) {
        discard(key, file);
        return std::nullopt;
    }
    noteRead(key, locator.size(), isSettled ? file.state().stamp() : 0, !wasVerified);
    return block;
}

bool DiskCache::isVerified(const BlockKey& key, const BlockFileState& state) const
{
    const std::lock_guard lock(m_mutex);
    return m_index.stamp(key) == state.stamp();
}

std::chrono::nanoseconds DiskCache::age(std::int64_t time) const
{
    const auto now = m_clock->wall().time_since_epoch();
    return std::max<std::chrono::nanoseconds>(now - std::chrono::nanoseconds(time), 0ns);
}

// Where it is in use it stays, but is none of ours: the next block of that name takes its place.
void DiskCache::discard(const BlockKey& key, BlockFile& file)
{
    const auto how = file.remove();
    const std::lock_guard lock(m_mutex);
    m_index.remove(key);
    if (how == Removal::Removed)
        ++m_figures.mismatches;
}

void DiskCache::noteRead(const BlockKey& key, std::uint32_t size, std::uint64_t stamp, bool isNew)
{
    const std::lock_guard lock(m_mutex);
    m_index.put(key, size, stamp);
    ++m_figures.layer.hits;
    if (isNew)
        ++m_figures.verified;
}

bool DiskCache::mayHave(const Locator& locator) const
{
    const auto key = BlockKey::of(locator.hash());
    const std::lock_guard lock(m_mutex);
    return locator.isEmptyBlock() || (key && m_index.size(*key) == locator.size());
}

void DiskCache::noteUse(const Locator& locator)
{
    const auto key = BlockKey::of(locator.hash());
    const std::lock_guard lock(m_mutex);
    if (key)
        m_index.use(*key);
}

// Whether it is right is seen when it is read.
bool DiskCache::isHere(const Locator& locator, const BlockKey& key) const
{
    bool isWhole = false;
    const auto look = [&](BlockFile& file) { isWhole = file.state().size == locator.size(); };
    return mayHave(locator) && m_folder.visit(key, look) && isWhole;
}

Result<void> DiskCache::write(const Locator& locator, const Bytes& block)
{
    const auto key = BlockKey::of(locator.hash());
    if (!key || block.size() != locator.size())
        return {Errc::Invalid,
                QStringLiteral("%1 bytes are not the block %2")
                    .arg(block.size())
                    .arg(QString::fromLatin1(locator.stripped()))};
    const auto bytes = BlockIndex::onDisk(block.size());
    if (bytes == 0 || bytes > figures().layer.capacity)
        return done();
    if (isHere(locator, *key)) {
        noteUse(locator);
        return done();
    }
    const auto room = makeRoom(bytes);
    if (!room)
        return room.error();
    int reason = m_folder.store(*key, block);
    if (BlockFolder::isFull(reason)) {
        const std::lock_guard turn(m_makingRoom);
        drop({std::max(bytes, figures().layer.capacity / 20), 0});
        reason = m_folder.store(*key, block);
    }
    if (reason != 0)
        return m_folder.error(reason);
    {
        const std::lock_guard lock(m_mutex);
        m_index.put(*key, locator.size(),
                    0); // what the disk has made of it is seen when it is read
    }
    lookAround(BlockFolder::partOf(*key));
    return done();
}

// What must go so that so many bytes of so many blocks fit; nothing if they do.
BlockIndex::Wanted DiskCache::excess(std::uint64_t bytes, std::uint64_t blocks) const
{
    const std::lock_guard lock(m_mutex);
    const auto allBytes = m_index.bytes() + m_reserved + bytes;
    const auto allBlocks = m_index.blocks() + blocks;
    BlockIndex::Wanted wanted;
    if (allBytes > m_limit)
        wanted.bytes = allBytes - lowWater(m_limit);
    if (allBlocks > m_mostBlocks)
        wanted.blocks = allBlocks - lowWater(m_mostBlocks);
    return wanted;
}

Result<DiskCache::Reservation> DiskCache::makeRoom(std::uint64_t bytes)
{
    const std::lock_guard turn(m_makingRoom);
    drop(excess(bytes, 1));
    const auto left = leaveFree(bytes);
    if (!left)
        return left.error();
    const std::lock_guard lock(m_mutex);
    if (m_index.bytes() + m_reserved + bytes > m_limit)
        return {Errc::TooLarge,
                QStringLiteral("the block cache in %1 is full of blocks that other programs use")
                    .arg(m_folder.path())};
    return Reservation(*this, bytes);
}

Result<void> DiskCache::leaveFree(std::uint64_t bytes)
{
    for (;;) {
        const auto available = m_folder.space().available;
        std::uint64_t needed = m_keepFree;
        {
            const std::lock_guard lock(m_mutex);
            needed += m_reserved + bytes;
        }
        if (available >= needed)
            return done();
        if (drop({needed - available, 0}) == 0)
            return available < bytes ? m_folder.error(ENOSPC) : tooLittleFree();
    }
}

Error DiskCache::tooLittleFree() const
{
    return {Errc::TooLarge,
            QStringLiteral("less than %1 MiB would be free where the block cache lies, in %2")
                .arg(m_keepFree / mebibyte)
                .arg(m_folder.path())};
}

// The blocks used least recently, as far as nobody uses them just now; each is tried once. Returns
// how many went. The caller has the turn.
std::uint64_t DiskCache::drop(BlockIndex::Wanted wanted)
{
    constexpr std::uint64_t atOnce = 256;
    std::uint64_t dropped = 0;
    auto tries = figures().layer.blocks;
    while (tries > 0 && (wanted.bytes > 0 || wanted.blocks > 0)) {
        std::vector<BlockKey> keys;
        {
            const std::lock_guard lock(m_mutex);
            keys = m_index.oldest(wanted, std::min(tries, atOnce));
        }
        for (const auto& key : keys) {
            const auto bytes = evict(key);
            wanted.bytes -= std::min(wanted.bytes, bytes);
            wanted.blocks -= std::min<std::uint64_t>(wanted.blocks, bytes > 0 ? 1 : 0);
            dropped += bytes > 0 ? 1 : 0;
        }
        tries = keys.empty() ? 0 : tries - keys.size();
    }
    return dropped;
}

// Bytes on disk that are no longer in the books; 0: in use.
std::uint64_t DiskCache::evict(const BlockKey& key)
{
    std::uint64_t bytes = 0;
    {
        const std::lock_guard lock(m_mutex);
        bytes = BlockIndex::onDisk(m_index.size(key));
    }
    const auto how = take(key).how;
    if (how == Removal::InUse)
        return 0;
    const std::lock_guard lock(m_mutex);
    if (how == Removal::Removed)
        ++m_figures.layer.evictions;
    return bytes;
}

void DiskCache::setLimit(std::uint64_t bytes)
{
    const std::lock_guard turn(m_makingRoom);
    const auto space = m_folder.space();
    {
        const std::lock_guard lock(m_mutex);
        m_limit = bytes > 0 ? bytes : defaultLimit(space.total, space.available, m_index.bytes());
    }
    drop(excess(0, 0));
}

void DiskCache::remove(QByteArrayView hash)
{
    if (const auto key = BlockKey::of(hash))
        take(*key);
}

DiskCache::Removed DiskCache::removeAll(std::span<const QByteArray> hashes)
{
    Removed all;
    for (const auto& hash : hashes) {
        const auto key = BlockKey::of(hash);
        const auto removed = key ? take(*key) : BlockFolder::Removed();
        all.blocks += removed.how == Removal::Removed ? 1 : 0;
        all.bytes += removed.bytes;
    }
    return all;
}

// Out of the books first: whoever writes the same block meanwhile writes it into them again.
BlockFolder::Removed DiskCache::take(const BlockKey& key)
{
    std::uint32_t size = 0;
    std::uint64_t stamp = 0;
    {
        const std::lock_guard lock(m_mutex);
        size = m_index.size(key);
        stamp = m_index.stamp(key);
        m_index.remove(key);
    }
    const auto removed = m_folder.remove(key);
    if (removed.how == Removal::InUse && size > 0) {
        const std::lock_guard lock(m_mutex);
        if (!m_index.contains(key))
            m_index.put(key, size, stamp); // at the young end: somebody needs it now
    }
    return removed;
}

DiskCache::Figures DiskCache::figures() const
{
    const std::lock_guard lock(m_mutex);
    auto now = m_figures;
    now.layer.bytes = m_index.bytes();
    now.layer.blocks = m_index.blocks();
    now.layer.capacity = m_limit;
    return now;
}

} // namespace arv
