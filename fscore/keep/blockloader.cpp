// SPDX-License-Identifier: Apache-2.0
#include "keep/blockloader.h"

#include "async/sleep.h"
#include "base/log.h"
#include "keep/blockhunt.h"
#include "net/httpclient.h"

#include <QRandomGenerator>
#include <QTimer>
#include <QUrl>

namespace arv {

namespace {

using namespace std::chrono_literals;

constexpr auto servicesLife = 5min;
constexpr auto pauseAfterFailedRenewal = 3s;
constexpr auto patienceWithRenewal = 5s; // then the list we have must do
// What a server says of a refusal may be longer than a small block; the size of a block that came
// is looked at besides.
constexpr qint64 refusalSize = 65536; // bytes

Error givenUp()
{
    return {Errc::Cancelled, QStringLiteral("the Keep client was stopped")};
}

} // namespace

struct BlockLoader::Question
{
    Promise<QList<KeepService>> promise;
};

BlockLoader::BlockLoader(Setup setup, BlockBuffers& buffers, BlockVerifier& verifier,
                         Throttle& throttle)
    : m_setup(std::move(setup))
    , m_buffers(buffers)
    , m_verifier(verifier)
    , m_throttle(throttle)
    , m_reads(std::make_unique<HttpClient>(m_setup.credentials))
    , m_ahead(std::make_unique<HttpClient>(m_setup.credentials))
    , m_renewals(m_scope)
{ }

BlockLoader::~BlockLoader() = default;

void BlockLoader::setToken(const QString& token)
{
    m_reads->setToken(token);
    m_ahead->setToken(token);
}

Task<Bytes> BlockLoader::load(std::shared_ptr<ArrivingBlock> block)
{
    if (m_stop.isCancelled())
        co_return givenUp();
    const auto hunt = std::make_shared<BlockHunt>(block->locator());
    const auto requestId = newRequestId();
    const auto begun = m_setup.clock->monotonic();
    auto asking = servicesForFirstRound();
    auto services = co_await asking;
    for (int round = 1; services; ++round) {
        auto trying = tryRound(block, hunt, *services, requestId);
        auto bytes = co_await trying;
        const auto wait =
            keepWait(m_setup.retry, round, QRandomGenerator::global()->generateDouble());
        const auto now = m_setup.clock->monotonic();
        if (bytes || m_stop.isCancelled() || !hunt->isWorthAnotherRound()
            || round >= m_setup.retry.tries || now - begun + wait > m_setup.retry.total)
            co_return bytes;
        block->setWaiting(Transfer::Waiting::NextTry);
        auto sleeping = sleepFor(wait, m_stop.token());
        const auto slept = co_await sleeping;
        if (!slept)
            co_return givenUp();
        auto renewing = servicesForNextRound(now);
        services = co_await renewing;
    }
    co_return services.error();
}

Task<Bytes> BlockLoader::tryRound(std::shared_ptr<ArrivingBlock> block,
                                  std::shared_ptr<BlockHunt> hunt, QList<KeepService> services,
                                  QByteArray requestId)
{
    const auto places = hunt->round(services);
    for (const auto& service : places) {
        const bool isLast = &service == &places.last();
        auto request = requestFor(hunt->locator(), service, isLast);
        request.requestId = requestId;
        auto asking = ask(block, hunt, service, request);
        auto bytes = co_await asking;
        if (bytes || m_stop.isCancelled() || bytes.error().code == Errc::NoMemory)
            co_return bytes;
        block->dropCopy(bytes.error().text);
    }
    co_return hunt->outcome();
}

Task<Bytes> BlockLoader::ask(std::shared_ptr<ArrivingBlock> block, std::shared_ptr<BlockHunt> hunt,
                             KeepService service, HttpRequest request)
{
    auto buffer = m_buffers.take(block->size());
    if (!buffer)
        co_return Error{Errc::NoMemory, QStringLiteral("no memory for a block")};
    const auto copy = block->beginCopy(std::move(buffer), QUrl(service.baseUrl).authority(),
                                       m_verifier, &m_throttle);
    request.sink = copy;
    auto sending = clientFor(*block).send(std::move(request), m_stop.token());
    const auto reply = co_await sending;
    if (m_stop.isCancelled())
        co_return givenUp();
    if (!hunt->hasItsBytes(service, reply))
        co_return hunt->outcome();
    auto hashing = m_verifier.digest(copy);
    const auto digest = co_await hashing;
    if (!digest)
        co_return digest.error();
    if (*digest == block->locator().hash())
        co_return copy->slice(0, copy->size());
    block->noteWrongCopy();
    hunt->noteWrongBytes(service);
    co_return hunt->outcome();
}

HttpClient& BlockLoader::clientFor(const ArrivingBlock& block)
{
    return block.purpose() == Transfer::Purpose::Read ? *m_reads : *m_ahead;
}

HttpRequest BlockLoader::requestFor(const Locator& locator, const KeepService& service,
                                    bool isLast) const
{
    HttpRequest request;
    request.target = service.baseUrl + QString::fromLatin1(locator.text());
    // Compression would hide the length, and blocks are looked at byte for byte.
    request.headers = {{"Accept", "application/octet-stream"}, {"Accept-Encoding", "identity"}};
    request.limits.maxBody = std::max<qint64>(locator.size(), refusalSize);
    request.limits.connect =
        service.disk ? m_setup.timeouts.connect : m_setup.timeouts.connectToProxy;
    request.limits.silence = isLast ? m_setup.timeouts.slowAtLast : m_setup.timeouts.slow;
    request.limits.rateWindow = request.limits.silence;
    request.limits.total = 0ms; // bounded by the rate
    return request;
}

Task<QList<KeepService>> BlockLoader::servicesForFirstRound()
{
    if (!m_services.isEmpty()) {
        if (m_setup.clock->monotonic() >= m_renewAt)
            (void)joinRenewal({}); // goes on behind this fetch, which need not wait for it
        co_return knownServices();
    }
    auto joining = joinRenewal(m_stop.token());
    auto services = co_await joining;
    co_return services;
}

Task<QList<KeepService>> BlockLoader::servicesForNextRound(Clock::Monotonic notBefore)
{
    if (!m_services.isEmpty() && m_renewedAt >= notBefore)
        co_return knownServices(); // another fetch has just asked
    const auto patience = std::make_shared<CancelSource>();
    QTimer::singleShot(patienceWithRenewal, [patience] { patience->cancel(); });
    const auto onStop = m_stop.token().onCancel([patience] { patience->cancel(); });
    auto joining = joinRenewal(patience->token());
    auto services = co_await joining;
    if (m_stop.isCancelled())
        co_return givenUp();
    if (!services && !m_services.isEmpty())
        co_return knownServices();
    co_return services;
}

Pending<QList<KeepService>> BlockLoader::joinRenewal(const CancelToken& token)
{
    return m_renewals.join(
        0, [this](const CancelToken&) { return renewServices(); }, token);
}

Task<QList<KeepService>> BlockLoader::renewServices()
{
    auto asking = askSource();
    auto services = co_await asking;
    const auto now = m_setup.clock->monotonic();
    m_renewAt = now + (services ? std::chrono::seconds(servicesLife) : pauseAfterFailedRenewal);
    if (services) {
        m_services = *services;
        m_renewedAt = now;
    } else {
        qCInfo(logKeep).noquote() << "Keep services:" << services.error().text;
    }
    co_return services;
}

// The answer comes from another thread, and may come when nobody waits any more.
Pending<QList<KeepService>> BlockLoader::askSource()
{
    m_question = std::make_shared<Question>(Question{Promise<QList<KeepService>>(m_stop.token())});
    const std::weak_ptr<Question> weak = m_question;
    const auto home = Mailbox::current().address();
    m_setup.services([weak, home](Result<QList<KeepService>> services) {
        home->post([weak, services = std::move(services)] {
            if (const auto question = weak.lock())
                question->promise.finishFromLoop(services);
        });
    });
    return m_question->promise.pending();
}

} // namespace arv
