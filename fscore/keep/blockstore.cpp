// SPDX-License-Identifier: Apache-2.0
#include "keep/blockstore.h"

#include "keep/transferqueue.h"

#include <QCoreApplication>
#include <QEventLoop>

#include <pthread.h>

namespace arv {

// What lives in the transfer thread.
class BlockStore::World
{
public:
    World(BlockStore& store, QEventLoop& loop)
        : m_store(store)
        , m_loop(loop)
        , m_queue(store.m_settings.memory)
    { }

    void open(LoaderId id, BlockLoader::Setup setup)
    {
        m_loaders.emplace(id,
                          std::make_unique<BlockLoader>(std::move(setup), m_store.m_buffers,
                                                        m_store.m_verifier, m_throttle));
    }

    void setToken(LoaderId id, const QString& token)
    {
        if (auto* const loader = find(id))
            loader->setToken(token);
    }

    void close(LoaderId id, std::function<void()> closed)
    {
        if (auto* const loader = find(id)) {
            loader->stop();
            m_scope.start(remove(id, loader, std::move(closed)));
        }
    }

    void begin(LoaderId id, std::shared_ptr<ArrivingBlock> block)
    {
        auto* const loader = find(id);
        if (!loader)
            return m_store.land(block, givenUp());
        block->setCluster(loader->host());
        loader->start(fly(loader, std::move(block)));
    }

    void reconsider() { m_queue.reconsider(); }
    void setRoom(std::uint64_t bytes) { m_queue.setRoom(bytes); }
    void setPaused(bool paused) { m_queue.setPaused(paused); }
    void setRateLimit(std::uint64_t limit) { m_throttle.setLimit(limit); }
    void quit() { m_loop.quit(); }

private:
    [[nodiscard]] static Error givenUp()
    {
        return {Errc::Cancelled, QStringLiteral("the Keep client was stopped")};
    }

    [[nodiscard]] BlockLoader* find(LoaderId id)
    {
        const auto at = m_loaders.find(id);
        return at == m_loaders.end() ? nullptr : at->second.get();
    }

    [[nodiscard]] Task<void> fly(BlockLoader* loader, std::shared_ptr<ArrivingBlock> block)
    {
        auto entering = m_queue.enter(block, loader->stopped());
        const auto pass = co_await entering;
        if (!pass) {
            m_store.land(block, pass.error());
            co_return done();
        }
        m_store.m_memory.reserve(block->size());
        auto loading = loader->load(block);
        const auto outcome = co_await loading;
        m_store.m_memory.unreserve(block->size());
        m_store.land(block, outcome);
        co_return done();
    }

    [[nodiscard]] Task<void> remove(LoaderId id, BlockLoader* loader, std::function<void()> closed)
    {
        auto ending = loader->idle();
        const auto ended = co_await ending;
        m_loaders.erase(id);
        closed();
        co_return ended;
    }

    BlockStore& m_store;
    QEventLoop& m_loop;
    TransferQueue m_queue;
    Throttle m_throttle;
    TaskScope m_scope;
    std::map<LoaderId, std::unique_ptr<BlockLoader>> m_loaders;
};

BlockStore::BlockStore(Pool& hashing, const BlockCacheSettings& settings)
    : m_settings(settings)
    , m_verifier(hashing)
    , m_memory(settings.memory)
{ }

BlockStore::~BlockStore()
{
    if (!m_thread.joinable())
        return;
    m_link.ask([](World& world) { world.quit(); });
    m_thread.join();
}

// The thread begins with the first loader: whoever mounts nothing has none.
BlockStore::LoaderId BlockStore::openLoader(BlockLoader::Setup setup)
{
    LoaderId id = 0;
    {
        const std::lock_guard lock(m_mutex);
        id = ++m_lastLoader;
        if (!m_thread.joinable())
            m_thread = std::thread([this] { run(); });
    }
    m_link.ask([id, setup = std::move(setup)](World& world) { world.open(id, setup); });
    return id;
}

void BlockStore::run()
{
    ::pthread_setname_np(::pthread_self(), "arv-transfer");
    {
        QEventLoop loop; // before the mailbox: it makes this thread's dispatcher
        Mailbox mailbox;
        World world(*this, loop);
        m_link.open(world, mailbox);
        loop.exec();
        m_link.close();
    }
    // What asked Qt to be deleted later: this thread's event loop will not come back to it.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

void BlockStore::setToken(LoaderId loader, const QString& token)
{
    m_link.ask([loader, token](World& world) { world.setToken(loader, token); });
}

void BlockStore::closeLoader(LoaderId loader, std::function<void()> closed)
{
    m_link.ask([loader, closed = std::move(closed)](World& world) { world.close(loader, closed); });
}

std::optional<Bytes> BlockStore::find(const Locator& locator)
{
    return m_memory.get(locator);
}

std::optional<Bytes> BlockStore::findUncounted(const Locator& locator)
{
    return m_memory.getUncounted(locator);
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
        m_link.ask([loader, block](World& world) { world.begin(loader, block); });
    } else if (block->hasten(purpose)) {
        m_link.ask([](World& world) { world.reconsider(); });
    }
    return block;
}

void BlockStore::land(const std::shared_ptr<ArrivingBlock>& block, const Result<Bytes>& outcome)
{
    if (outcome)
        m_memory.put(block->locator(), *outcome,
                     block->purpose() == Transfer::Purpose::Background ? BlockCache::Use::Passing
                                                                       : BlockCache::Use::Likely);
    {
        const std::lock_guard lock(m_mutex);
        m_verified += outcome ? 1 : 0;
        m_transfers.received += outcome ? block->size() : 0;
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
    now.misses = memory.misses;
    now.arriving = memory.reserved;
    const std::lock_guard lock(m_mutex);
    now.verified = m_verified;
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
    m_link.ask([paused](World& world) { world.setPaused(paused); });
}

void BlockStore::setRateLimit(std::uint64_t limit)
{
    {
        const std::lock_guard lock(m_mutex);
        m_transfers.limit = limit;
    }
    m_link.ask([limit](World& world) { world.setRateLimit(limit); });
}

void BlockStore::setMemory(std::uint64_t bytes)
{
    m_memory.setCapacity(bytes);
    m_link.ask([bytes](World& world) { world.setRoom(bytes); });
}

void BlockStore::clear()
{
    m_memory.clear();
    m_buffers.trim();
}

} // namespace arv
