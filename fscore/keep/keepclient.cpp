// SPDX-License-Identifier: Apache-2.0
#include "keep/keepclient.h"

#include "async/sleep.h"
#include "base/log.h"
#include "keep/blockhunt.h"
#include "keep/md5.h"
#include "net/httpclient.h"

#include <QRandomGenerator>
#include <QTimer>

namespace arv {

namespace {

using namespace std::chrono_literals;

constexpr auto servicesLife = 5min;
constexpr auto pauseAfterFailedRenewal = 3s;
constexpr auto patienceWithRenewal = 5s; // then the list we have must do
constexpr auto failureMemory = 5s; // against storms: a program that reads again at once
constexpr qsizetype mostFailures = 10000;
// What a server says of a refusal may be longer than a small block; the size of a block that came
// is looked at besides.
constexpr qint64 refusalSize = 65536; // bytes
constexpr qsizetype hashedInPlace = 65536; // bytes; bigger blocks on the pool

const Clock systemClock;

Error stopped()
{
    return {Errc::Cancelled, QStringLiteral("the Keep client was stopped")};
}

} // namespace

KeepClient::KeepClient(HttpClient& http, Pool& hashing, BlockCache& cache, TaskScope& scope,
                       ServiceSource services, RetryPolicy retry, const Clock* clock)
    : m_http(http)
    , m_hashing(hashing)
    , m_cache(cache)
    , m_source(std::move(services))
    , m_retry(retry)
    , m_clock(clock ? clock : &systemClock)
    , m_renewals(scope)
    , m_flights(scope)
{ }

std::optional<Bytes> KeepClient::cached(const Locator& locator)
{
    if (locator.isEmptyBlock())
        return Bytes();
    return m_cache.get(locator);
}

Task<Bytes> KeepClient::fetch(Locator locator, CancelToken token)
{
    if (locator.isEmptyBlock())
        co_return Bytes();
    auto block = m_cache.getUncounted(locator);
    if (block)
        co_return *block;
    while (!token.isCancelled()) {
        const auto known = remembered(locator);
        if (known)
            co_return *known;
        const auto begin = [this, locator](const CancelToken&) { return fly(locator); };
        auto joining = m_flights.join(locator.stripped(), begin, token);
        auto result = co_await joining;
        // The flight may have been another's, with an older signature than ours.
        const bool mayBeAnothers = !result && result.error().code == Errc::SignatureRefused;
        if (!mayBeAnothers || remembered(locator))
            co_return result;
    }
    co_return Error{Errc::Cancelled, QStringLiteral("the wait was given up")};
}

Task<Bytes> KeepClient::fly(Locator locator)
{
    if (m_stop.isCancelled())
        co_return stopped();
    auto searching = search(locator);
    auto block = co_await searching;
    if (block)
        m_cache.put(locator, *block);
    else
        remember(locator, block.error());
    co_return block;
}

Task<Bytes> KeepClient::search(Locator locator)
{
    const auto hunt = std::make_shared<BlockHunt>(locator);
    const auto requestId = newRequestId();
    const auto begun = m_clock->monotonic();
    auto asking = servicesForFirstRound();
    auto services = co_await asking;
    for (int round = 1; services; ++round) {
        auto trying = tryRound(hunt, *services, requestId);
        auto block = co_await trying;
        const auto wait = keepWait(m_retry, round, QRandomGenerator::global()->generateDouble());
        const auto now = m_clock->monotonic();
        if (block || m_stop.isCancelled() || !hunt->isWorthAnotherRound() || round >= m_retry.tries
            || now - begun + wait > m_retry.total)
            co_return block;
        auto sleeping = sleepFor(wait, m_stop.token());
        const auto slept = co_await sleeping;
        if (!slept)
            co_return stopped();
        auto renewing = servicesForNextRound(now);
        services = co_await renewing;
    }
    co_return services.error();
}

Task<Bytes> KeepClient::tryRound(std::shared_ptr<BlockHunt> hunt, QList<KeepService> services,
                                 QByteArray requestId)
{
    const auto places = hunt->round(services);
    for (const auto& service : places) {
        const bool isLast = &service == &places.last();
        auto request = requestFor(hunt->locator(), service, isLast);
        request.requestId = requestId;
        auto asking = ask(hunt, service, request);
        auto block = co_await asking;
        if (block || m_stop.isCancelled())
            co_return block;
    }
    co_return hunt->outcome();
}

Task<Bytes> KeepClient::ask(std::shared_ptr<BlockHunt> hunt, KeepService service,
                            HttpRequest request)
{
    auto sending = m_http.send(std::move(request), m_stop.token());
    const auto reply = co_await sending;
    if (m_stop.isCancelled())
        co_return stopped();
    if (!hunt->hasItsBytes(service, reply))
        co_return hunt->outcome();
    auto checking = isIntact(hunt->locator(), reply->body);
    const auto intact = co_await checking;
    if (!intact)
        co_return intact.error();
    if (*intact)
        co_return Bytes(reply->body);
    hunt->noteWrongBytes(service);
    co_return hunt->outcome();
}

Task<bool> KeepClient::isIntact(Locator locator, QByteArray body)
{
    if (body.size() <= hashedInPlace)
        co_return md5Hex(body) == locator.hash();
    const auto job = [body] { return md5Hex(body); };
    auto hashing = m_hashing.run(job);
    const auto hash = co_await hashing;
    if (!hash)
        co_return hash.error();
    co_return *hash == locator.hash();
}

HttpRequest KeepClient::requestFor(const Locator& locator, const KeepService& service,
                                   bool isLast) const
{
    HttpRequest request;
    request.target = service.baseUrl + QString::fromLatin1(locator.text());
    // Compression would hide the length, and blocks are looked at byte for byte.
    request.headers = {{"Accept", "application/octet-stream"}, {"Accept-Encoding", "identity"}};
    request.limits.maxBody = std::max<qint64>(locator.size(), refusalSize);
    request.limits.connect = service.disk ? m_timeouts.connect : m_timeouts.connectToProxy;
    request.limits.silence = isLast ? m_timeouts.slowAtLast : m_timeouts.slow;
    request.limits.rateWindow = request.limits.silence;
    request.limits.total = 0ms; // bounded by the rate
    return request;
}

Task<QList<KeepService>> KeepClient::servicesForFirstRound()
{
    if (!m_services.isEmpty()) {
        if (m_clock->monotonic() >= m_renewAt)
            (void)joinRenewal({}); // goes on behind this fetch, which need not wait for it
        co_return knownServices();
    }
    auto joining = joinRenewal(m_stop.token());
    auto services = co_await joining;
    co_return services;
}

Task<QList<KeepService>> KeepClient::servicesForNextRound(Clock::Monotonic notBefore)
{
    if (!m_services.isEmpty() && m_renewedAt >= notBefore)
        co_return knownServices(); // another fetch has just asked
    const auto patience = std::make_shared<CancelSource>();
    QTimer::singleShot(patienceWithRenewal, [patience] { patience->cancel(); });
    const auto onStop = m_stop.token().onCancel([patience] { patience->cancel(); });
    auto joining = joinRenewal(patience->token());
    auto services = co_await joining;
    if (m_stop.isCancelled())
        co_return stopped();
    if (!services && !m_services.isEmpty())
        co_return knownServices();
    co_return services;
}

Pending<QList<KeepService>> KeepClient::joinRenewal(const CancelToken& token)
{
    return m_renewals.join(
        0, [this](const CancelToken&) { return renewServices(); }, token);
}

Task<QList<KeepService>> KeepClient::renewServices()
{
    auto asking = m_source();
    auto services = co_await asking;
    const auto now = m_clock->monotonic();
    m_renewAt = now + (services ? std::chrono::seconds(servicesLife) : pauseAfterFailedRenewal);
    if (services) {
        m_services = *services;
        m_renewedAt = now;
    } else {
        qCInfo(logKeep).noquote() << "Keep services:" << services.error().text;
    }
    co_return services;
}

std::optional<Error> KeepClient::remembered(const Locator& locator) const
{
    const auto known = m_failures.constFind(locator.text());
    if (known == m_failures.cend() || known->until <= m_clock->monotonic())
        return std::nullopt;
    return known->error;
}

void KeepClient::remember(const Locator& locator, const Error& error)
{
    if (error.code == Errc::Cancelled)
        return;
    const auto now = m_clock->monotonic();
    m_failures.removeIf([now](const auto& entry) { return entry.value().until <= now; });
    if (m_failures.size() >= mostFailures)
        m_failures.clear();
    m_failures.insert(locator.text(), {error, now + failureMemory});
}

} // namespace arv
