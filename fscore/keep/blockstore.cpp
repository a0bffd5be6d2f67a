// SPDX-License-Identifier: Apache-2.0
#include "keep/blockstore.h"

#include <algorithm>

namespace arv {

namespace {

BlockCache::Use useFor(Transfer::Purpose purpose)
{
    return purpose == Transfer::Purpose::Background ? BlockCache::Use::Passing
                                                    : BlockCache::Use::Likely;
}

} // namespace

BlockStore::BlockStore(Pool& hashing, const BlockCacheSettings& settings)
    : m_settings(settings)
    , m_verifier(hashing)
    , m_memory(settings.memory)
{
    if (settings.useDisk && !settings.folder.isEmpty()) {
        m_disk = std::make_unique<DiskLayer>(settings, m_buffers);
        m_memory.onEviction([this](const Locator& locator) { m_disk->postUse(locator); });
    }
}

BlockStore::~BlockStore() = default;

std::unique_ptr<Transfers> BlockStore::makeTransfers()
{
    Transfers::Services services{m_buffers,
                                 m_verifier,
                                 m_disk.get(),
                                 [this](const Locator& locator) {
                                     return m_memory.getUncounted(locator,
                                                                  BlockCache::Use::Passing);
                                 },
                                 [this](std::uint64_t bytes) { m_memory.reserve(bytes); },
                                 [this](std::uint64_t bytes) { m_memory.unreserve(bytes); },
                                 [this](const auto& block, const auto& outcome, bool isFromDisk) {
                                     land(block, outcome, isFromDisk);
                                 }};
    return std::make_unique<Transfers>(std::move(services), m_settings.memory);
}

// The thread begins with the first loader: whoever mounts nothing has none.
BlockStore::LoaderId BlockStore::openLoader(BlockLoader::Setup setup)
{
    LoaderId id = 0;
    {
        const std::lock_guard lock(m_mutex);
        id = ++m_lastLoader;
        if (!m_thread.hasStarted())
            m_thread.start([this] { return makeTransfers(); });
    }
    m_thread.ask([id, setup = std::move(setup)](Transfers& at) { at.open(id, setup); });
    return id;
}

void BlockStore::setToken(LoaderId loader, const QString& token)
{
    m_thread.ask([loader, token](Transfers& at) { at.setToken(loader, token); });
}

void BlockStore::closeLoader(LoaderId loader, std::function<void()> closed)
{
    m_thread.ask([loader, closed = std::move(closed)](Transfers& at) { at.close(loader, closed); });
}

std::optional<Bytes> BlockStore::find(const Locator& locator, Transfer::Purpose purpose)
{
    return m_memory.get(locator, useFor(purpose));
}

std::optional<Bytes> BlockStore::findUncounted(const Locator& locator, Transfer::Purpose purpose)
{
    return m_memory.getUncounted(locator, useFor(purpose));
}

std::shared_ptr<ArrivingBlock> BlockStore::arriving(const Locator& locator) const
{
    const std::lock_guard lock(m_mutex);
    return m_arriving.value(locator.stripped());
}

std::shared_ptr<ArrivingBlock> BlockStore::begin(const Locator& locator, LoaderId loader,
                                                 Transfer::Purpose purpose, const QString& file)
{
    std::shared_ptr<ArrivingBlock> block;
    bool isNew = false;
    {
        const std::lock_guard lock(m_mutex);
        auto& place = m_arriving[locator.stripped()];
        isNew = place == nullptr;
        if (isNew)
            place = std::make_shared<ArrivingBlock>(locator, purpose, file);
        block = place;
    }
    if (isNew) {
        m_thread.ask([loader, block](Transfers& at) { at.begin(loader, block); });
    } else if (block->hasten(purpose)) {
        m_thread.ask([](Transfers& at) { at.reconsider(); });
    }
    return block;
}

void BlockStore::land(const std::shared_ptr<ArrivingBlock>& block, const Result<Bytes>& outcome,
                      bool isFromDisk)
{
    if (outcome)
        m_memory.put(block->locator(), *outcome, useFor(block->purpose()));
    {
        const std::lock_guard lock(m_mutex);
        const bool hasArrived = outcome && !isFromDisk;
        m_misses += isFromDisk ? 0 : 1;
        m_verified += hasArrived ? 1 : 0;
        m_mismatches += block->wrongCopies();
        m_transfers.received += hasArrived ? block->size() : 0;
        m_arriving.remove(block->locator().stripped());
    }
    block->end(outcome);
}

std::shared_ptr<void> BlockStore::shareAhead()
{
    return m_ahead;
}

unsigned BlockStore::mostAhead() const
{
    const auto readers = std::max(1U, static_cast<unsigned>(m_ahead.use_count()) - 1);
    const auto blocks = static_cast<unsigned>(m_memory.capacity() / maxBlockSize);
    return blocks > readers ? (blocks - readers) / readers : 0;
}

BlockCacheFigures BlockStore::figures() const
{
    const auto memory = m_memory.figures();
    BlockCacheFigures now;
    now.memory = {memory.bytes, memory.capacity, memory.blocks, memory.hits, memory.evictions};
    now.arriving = memory.reserved;
    if (m_disk) {
        const auto disk = m_disk->figures();
        now.disk = disk.cache.layer;
        now.verified = disk.cache.verified;
        now.mismatches = disk.cache.mismatches;
        now.folder = disk.folder;
        now.trouble = disk.trouble;
    }
    const std::lock_guard lock(m_mutex);
    now.misses = m_misses;
    now.verified += m_verified;
    now.mismatches += m_mismatches;
    return now;
}

TransferFigures BlockStore::transfers() const
{
    QList<std::shared_ptr<ArrivingBlock>> blocks;
    TransferFigures now;
    {
        const std::lock_guard lock(m_mutex);
        now = m_transfers;
        blocks = m_arriving.values();
    }
    auto received = now.received;
    for (const auto& block : blocks) {
        now.transfers.append(block->figures());
        received += now.transfers.last().bytes;
    }
    std::sort(now.transfers.begin(), now.transfers.end(),
              [](const auto& a, const auto& b) { return a.id < b.id; });
    now.received = received;
    const std::lock_guard lock(m_mutex);
    now.rate = m_rate.note(received);
    return now;
}

void BlockStore::setPaused(bool paused)
{
    {
        const std::lock_guard lock(m_mutex);
        m_transfers.isPaused = paused;
    }
    m_thread.ask([paused](Transfers& at) { at.setPaused(paused); });
}

void BlockStore::setRateLimit(std::uint64_t limit)
{
    {
        const std::lock_guard lock(m_mutex);
        m_transfers.limit = limit;
    }
    m_thread.ask([limit](Transfers& at) { at.setRateLimit(limit); });
}

void BlockStore::setMemory(std::uint64_t bytes)
{
    m_memory.setCapacity(bytes);
    m_thread.ask([bytes](Transfers& at) { at.setRoom(bytes); });
}

void BlockStore::clear()
{
    m_memory.clear();
    m_buffers.trim();
    if (m_disk)
        m_disk->postClear();
}

void BlockStore::remove(std::vector<QByteArray> hashes, std::function<void(const Removed&)> removed)
{
    Removed gone;
    for (const auto& hash : hashes) {
        const auto bytes = m_memory.remove(hash);
        gone.memoryBlocks += bytes > 0 ? 1 : 0;
        gone.memoryBytes += bytes;
    }
    const auto tell = [gone, removed = std::move(removed)](const DiskCache::Removed& ofDisk) {
        auto all = gone;
        all.diskBlocks = ofDisk.blocks;
        all.diskBytes = ofDisk.bytes;
        if (removed)
            removed(all);
    };
    if (m_disk)
        m_disk->postRemove(std::move(hashes), tell);
    else
        tell({});
}

void BlockStore::setDisk(std::uint64_t bytes)
{
    if (m_disk)
        m_disk->postLimit(bytes);
}

} // namespace arv
