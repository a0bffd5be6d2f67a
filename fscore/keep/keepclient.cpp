// SPDX-License-Identifier: Apache-2.0
#include "keep/keepclient.h"

#include "base/log.h"

namespace arv {

namespace {

using namespace std::chrono_literals;

constexpr auto failureMemory = 5s; // against storms: a program that reads again at once
constexpr qsizetype mostFailures = 10000;

const Clock systemClock;

Error givenUp()
{
    return {Errc::Cancelled, QStringLiteral("the wait was given up")};
}

// Until so much of the block can be had, or it has ended.
Pending<void> arrivalOf(ArrivingBlock& block, const KeepClient::Part& part,
                        const CancelToken& token)
{
    const Promise<void> promise(token);
    auto pending = promise.pending();
    // As with the pool's answers: the box is opened at home alone.
    auto box = std::make_shared<Promise<void>>(promise);
    block.whenThere(part.offset + part.length, part.trust, Mailbox::current().address(),
                    [box = std::move(box)] { box->finishFromLoop(done()); });
    return pending;
}

} // namespace

// The mount thread's end of questions that the transfer thread asks.
class KeepClient::Home
{
public:
    Home(TaskScope& scope, ServiceSource source)
        : m_scope(scope)
        , m_source(std::move(source))
    { }

    void askServices(BlockLoader::Answer answer)
    {
        m_scope.start(answerServices(m_source, std::move(answer)));
    }

private:
    [[nodiscard]] static Task<void> answerServices(ServiceSource source, BlockLoader::Answer answer)
    {
        auto asking = source();
        const auto services = co_await asking;
        answer(services);
        co_return done();
    }

    TaskScope& m_scope;
    ServiceSource m_source;
};

KeepClient::KeepClient(BlockStore& store, TaskScope& scope, Setup setup)
    : m_store(store)
    , m_scope(scope)
    , m_clock(setup.clock ? *setup.clock : systemClock)
    , m_betrayed(std::move(setup.betrayed))
    , m_home(std::make_shared<Home>(scope, std::move(setup.services)))
{
    BlockLoader::Setup loader;
    loader.credentials = std::move(setup.credentials);
    loader.retry = setup.retry;
    loader.timeouts = setup.timeouts;
    loader.clock = &m_clock;
    const auto address = Mailbox::current().address();
    const std::weak_ptr<Home> home = m_home;
    loader.services = [address, home](const BlockLoader::Answer& answer) {
        address->post([home, answer] {
            if (const auto here = home.lock())
                here->askServices(answer);
        });
    };
    m_loader = m_store.openLoader(std::move(loader));
}

KeepClient::~KeepClient()
{
    if (!m_stop.isCancelled())
        m_store.closeLoader(m_loader, [] {});
}

std::optional<Bytes> KeepClient::now(const Part& part)
{
    if (part.block.isEmptyBlock())
        return Bytes();
    if (const auto block = m_store.find(part.block))
        return block->slice(part.offset, part.length);
    if (part.trust == Trust::Verified)
        return std::nullopt;
    const auto block = m_store.arriving(part.block);
    return block ? giveOut(*block, part) : std::nullopt;
}

std::optional<Bytes> KeepClient::giveOut(ArrivingBlock& block, const Part& part)
{
    auto bytes = block.bytes(part.offset, part.length, part.trust);
    if (bytes && part.trust == Trust::Early)
        watchForBetrayal(block, part.reader);
    return bytes;
}

// Once for each block on its way.
void KeepClient::watchForBetrayal(ArrivingBlock& block, std::uint64_t reader)
{
    if (block.outcome())
        return;
    const auto key = block.locator().stripped();
    auto& watch = m_watched[key];
    watch.readers.insert(reader);
    if (std::exchange(watch.block, block.id()) == block.id())
        return;
    const std::weak_ptr<Home> home = m_home;
    const auto held = block.shared_from_this();
    block.whenThere(block.size(), Trust::Verified, Mailbox::current().address(),
                    [this, home, key, held] {
                        if (home.lock())
                            settle(key, held.get());
                    });
}

void KeepClient::settle(const QByteArray& key, const ArrivingBlock* block)
{
    const auto watch = m_watched.take(key);
    if (block->isBetrayed() && m_betrayed)
        m_betrayed(block->locator(), watch.readers);
}

Task<Bytes> KeepClient::read(Part part, CancelToken token)
{
    if (part.block.isEmptyBlock())
        co_return Bytes();
    while (!token.isCancelled() && !m_stop.isCancelled()) {
        const auto cached = m_store.findUncounted(part.block);
        if (cached)
            co_return cached->slice(part.offset, part.length);
        const auto known = remembered(part.block);
        if (known)
            co_return *known;
        const auto block = m_store.begin(part.block, m_loader, part.purpose, part.file);
        auto arriving = arrivalOf(*block, part, token);
        const auto arrived = co_await arriving;
        if (!arrived)
            co_return arrived.error();
        const auto bytes = giveOut(*block, part);
        if (bytes)
            co_return *bytes;
        const auto outcome = block->outcome();
        // The flight may have been another's, with an older signature or another account's trouble.
        const bool isOurs = block->locator().text() == part.block.text();
        if (!outcome || *outcome || !isOurs)
            continue;
        remember(part.block, outcome->error());
        co_return outcome->error();
    }
    co_return givenUp();
}

std::optional<Bytes> KeepClient::cached(const Locator& locator)
{
    return now({locator, 0, locator.size(), Trust::Verified});
}

Task<Bytes> KeepClient::fetch(Locator locator, CancelToken token)
{
    const auto size = locator.size();
    auto reading = read({std::move(locator), 0, size, Trust::Verified}, std::move(token));
    auto block = co_await reading;
    co_return block;
}

void KeepClient::readAhead(const Locator& locator, const QString& file)
{
    if (locator.isEmptyBlock() || m_stop.isCancelled() || remembered(locator)
        || m_store.findUncounted(locator))
        return;
    (void)m_store.begin(locator, m_loader, Transfer::Purpose::Ahead, file);
}

void KeepClient::stop()
{
    if (m_stop.isCancelled())
        return;
    m_stop.cancel();
    m_scope.start(close());
}

Task<void> KeepClient::close()
{
    const Promise<void> promise;
    auto box = std::make_shared<Promise<void>>(promise);
    const auto address = Mailbox::current().address();
    auto closing = promise.pending();
    m_store.closeLoader(m_loader, [address, box = std::move(box)]() mutable {
        address->post([box = std::move(box)] { box->finishFromLoop(done()); });
    });
    const auto closed = co_await closing;
    co_return closed;
}

std::optional<Error> KeepClient::remembered(const Locator& locator) const
{
    const auto known = m_failures.constFind(locator.text());
    if (known == m_failures.cend() || known->until <= m_clock.monotonic())
        return std::nullopt;
    return known->error;
}

void KeepClient::remember(const Locator& locator, const Error& error)
{
    if (error.code == Errc::Cancelled)
        return;
    const auto now = m_clock.monotonic();
    m_failures.removeIf([now](const auto& entry) { return entry.value().until <= now; });
    if (m_failures.size() >= mostFailures)
        m_failures.clear();
    m_failures.insert(locator.text(), {error, now + failureMemory});
}

} // namespace arv
