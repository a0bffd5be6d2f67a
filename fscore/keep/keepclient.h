// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/gate.h"
#include "async/pool.h"
#include "async/singleflight.h"
#include "async/task.h"
#include "base/bytes.h"
#include "base/clock.h"
#include "keep/blockcache.h"
#include "keep/keepservices.h"
#include "keep/locator.h"
#include "net/retry.h"

#include <QHash>

#include <functional>
#include <memory>
#include <optional>

namespace arv {

class BlockHunt;
class HttpClient;

// How long a service may be slow before the next one is asked.
struct KeepTimeouts
{
    std::chrono::milliseconds connect{5000};
    std::chrono::milliseconds connectToProxy{20000};
    std::chrono::milliseconds slow{30000}; // below 32768 bytes/s while another service is left
    std::chrono::milliseconds slowAtLast{256000}; // the same when none is
};

// Reads blocks: from the block cache, else from the services in rendezvous order, one fetch per
// block whoever waits. What it returns has the right length and MD5. Lives in the thread of its
// HttpClient; hashing runs on the pool.
class KeepClient
{
public:
    // Asks the API for the services; called at most every 5 minutes and before each new round. Its
    // task belongs to the scope: it must end when the mount does.
    using ServiceSource = std::function<Task<QList<KeepService>>()>;

    // clock: for tests; must outlive the client.
    KeepClient(HttpClient& http, Pool& hashing, BlockCache& cache, TaskScope& scope,
               ServiceSource services, RetryPolicy retry = {}, const Clock* clock = nullptr);

    // The block if it is in memory, without waiting: most reads end here.
    [[nodiscard]] std::optional<Bytes> cached(const Locator& locator);

    // The whole block, verified. Errors: BlockNotFound (every service says so), BlockCorrupt (what
    // came was wrong or short everywhere), SignatureRefused, PermissionDenied (a proxy refuses the
    // token), NotSignedIn, Unreachable, TimedOut, ServerError, Cancelled (the fetch itself goes on
    // for the cache).
    [[nodiscard]] Task<Bytes> fetch(Locator locator, CancelToken token = {});

    // Gives up every fetch, with Cancelled, and begins no more: part of an orderly end, since the
    // scope is idle only when no fetch is under way.
    void stop() { m_stop.cancel(); }

    void setTimeouts(const KeepTimeouts& timeouts) { m_timeouts = timeouts; }

private:
    struct Remembered
    {
        Error error;
        Clock::Monotonic until;
    };

    [[nodiscard]] Task<Bytes> fly(Locator locator);
    [[nodiscard]] Task<Bytes> search(Locator locator);
    [[nodiscard]] Task<Bytes> tryRound(std::shared_ptr<BlockHunt> hunt, QList<KeepService> services,
                                       QByteArray requestId);
    [[nodiscard]] Task<Bytes> ask(std::shared_ptr<BlockHunt> hunt, KeepService service,
                                  HttpRequest request);
    [[nodiscard]] Task<bool> isIntact(Locator locator, QByteArray body);
    [[nodiscard]] HttpRequest requestFor(const Locator& locator, const KeepService& service,
                                         bool isLast) const;
    [[nodiscard]] Task<QList<KeepService>> servicesForFirstRound();
    [[nodiscard]] Task<QList<KeepService>> servicesForNextRound(Clock::Monotonic notBefore);
    [[nodiscard]] Task<QList<KeepService>> renewServices();
    // By value, because co_return of a member would move it away (QCoro 0.8 takes every lvalue that
    // is not const for one that may be emptied).
    [[nodiscard]] QList<KeepService> knownServices() const { return m_services; }
    [[nodiscard]] Pending<QList<KeepService>> joinRenewal(const CancelToken& token);
    [[nodiscard]] std::optional<Error> remembered(const Locator& locator) const;
    void remember(const Locator& locator, const Error& error);

    HttpClient& m_http;
    Pool& m_hashing;
    BlockCache& m_cache;
    ServiceSource m_source;
    RetryPolicy m_retry;
    KeepTimeouts m_timeouts;
    const Clock* m_clock;
    CancelSource m_stop;

    QList<KeepService> m_services;
    Clock::Monotonic m_renewAt; // when m_services are due to be asked for again
    Clock::Monotonic m_renewedAt;
    SingleFlight<int, QList<KeepService>> m_renewals;
    SingleFlight<QByteArray, Bytes> m_flights; // by hash and size
    QHash<QByteArray, Remembered> m_failures; // by whole locator: another signature, another chance
};

} // namespace arv
