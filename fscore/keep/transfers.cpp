// SPDX-License-Identifier: Apache-2.0
#include "keep/transfers.h"

namespace arv {

namespace {

Error givenUp()
{
    return {Errc::Cancelled, QStringLiteral("the Keep client was stopped")};
}

} // namespace

Transfers::Transfers(Services services, std::uint64_t room)
    : m_services(std::move(services))
    , m_queue(room)
{ }

void Transfers::open(LoaderId id, BlockLoader::Setup setup)
{
    m_loaders.emplace(id,
                      std::make_unique<BlockLoader>(std::move(setup), m_services.buffers,
                                                    m_services.verifier, m_throttle));
}

void Transfers::setToken(LoaderId id, const QString& token)
{
    if (auto* const loader = find(id))
        loader->setToken(token);
}

void Transfers::close(LoaderId id, std::function<void()> closed)
{
    if (auto* const loader = find(id)) {
        loader->stop();
        m_scope.start(remove(id, loader, std::move(closed)));
    }
}

Task<void> Transfers::remove(LoaderId id, BlockLoader* loader, std::function<void()> closed)
{
    auto ending = loader->idle();
    const auto ended = co_await ending;
    m_loaders.erase(id);
    closed();
    co_return ended;
}

BlockLoader* Transfers::find(LoaderId id)
{
    const auto at = m_loaders.find(id);
    return at == m_loaders.end() ? nullptr : at->second.get();
}

void Transfers::begin(LoaderId id, std::shared_ptr<ArrivingBlock> block)
{
    auto* const loader = find(id);
    if (!loader)
        return m_services.land(block, givenUp(), false);
    block->setCluster(loader->host());
    loader->start(fly(loader, std::move(block)));
}

Task<void> Transfers::fly(BlockLoader* loader, std::shared_ptr<ArrivingBlock> block)
{
    auto entering = m_queue.enter(block, loader->stopped());
    const auto pass = co_await entering;
    if (!pass) {
        m_services.land(block, pass.error(), false);
        co_return done();
    }
    m_services.reserve(block->size());
    auto reading = readFromDisk(block->locator());
    auto outcome = co_await reading;
    const bool isFromDisk = outcome.hasValue();
    if (!isFromDisk) {
        auto loading = loader->load(block);
        outcome = co_await loading;
    }
    m_services.unreserve(block->size());
    m_services.land(block, outcome, isFromDisk);
    // What an indexer reads once shall not push out what people read.
    if (outcome && !isFromDisk && block->purpose() != Transfer::Purpose::Background)
        keepOnDisk(block->locator());
    co_return done();
}

// An error: it is not there.
Task<Bytes> Transfers::readFromDisk(Locator locator)
{
    auto* const disk = m_services.disk;
    if (!disk)
        co_return Error{Errc::NotFound, QString()};
    const auto job = [disk, locator] { return disk->read(locator); };
    auto reading = disk->pool().run(job);
    const auto bytes = co_await reading;
    if (bytes && *bytes)
        co_return **bytes;
    co_return Error{Errc::NotFound, QString()};
}

// One at a time: a block that waits for its turn lies in the memory layer, and takes no memory of
// its own. If the disk is so slow that it has gone from there, it is not kept.
void Transfers::keepOnDisk(const Locator& locator)
{
    if (!m_services.disk)
        return;
    m_toWrite.push_back(locator);
    if (!std::exchange(m_isWriting, true))
        m_scope.start(writeAll());
}

Task<void> Transfers::writeAll()
{
    while (!m_toWrite.empty()) {
        const auto locator = m_toWrite.front();
        m_toWrite.pop_front();
        const auto bytes = m_services.inMemory(locator);
        if (!bytes)
            continue;
        auto writing = write(locator, *bytes);
        const auto written = co_await writing;
        Q_UNUSED(written); // what went wrong is the disk layer's to tell
    }
    m_isWriting = false;
    co_return done();
}

Task<void> Transfers::write(Locator locator, Bytes bytes)
{
    auto* const disk = m_services.disk;
    const auto job = [disk, locator, bytes] {
        disk->write(locator, bytes);
        return true;
    };
    auto writing = disk->pool().run(job);
    const auto written = co_await writing;
    co_return written ? done() : Result<void>(written.error());
}

} // namespace arv
