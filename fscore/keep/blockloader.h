// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/singleflight.h"
#include "async/task.h"
#include "base/clock.h"
#include "keep/arrivingblock.h"
#include "keep/blockverifier.h"
#include "keep/keepservices.h"
#include "net/credentials.h"
#include "net/retry.h"

#include <functional>
#include <memory>

namespace arv {

class BlockHunt;
class HttpClient;
struct HttpRequest;

// How long a service may be slow before the next one is asked.
struct KeepTimeouts
{
    std::chrono::milliseconds connect{5000};
    std::chrono::milliseconds connectToProxy{20000};
    std::chrono::milliseconds slow{30000}; // below 32768 bytes/s while another service is left
    std::chrono::milliseconds slowAtLast{256000}; // the same when none is
};

// Gets blocks from the Keep services for one account: the services in rendezvous order, one after
// another until one sends the block with its length and MD5, round after round. Transfer thread
// only; must outlive its tasks (stop, then idle).
class BlockLoader
{
public:
    // Gives the services of the cluster to the call, from any thread, or drops it.
    using Answer = std::function<void(Result<QList<KeepService>>)>;
    using ServiceSource = std::function<void(Answer)>;

    struct Setup
    {
        Credentials credentials;
        RetryPolicy retry;
        KeepTimeouts timeouts;
        const Clock* clock = nullptr; // must outlive the loader
        ServiceSource services; // asked every 5 minutes at most, and before each new round
    };

    BlockLoader(Setup setup, BlockBuffers& buffers, BlockVerifier& verifier, Throttle& throttle);
    ~BlockLoader();
    BlockLoader(const BlockLoader&) = delete;
    BlockLoader& operator=(const BlockLoader&) = delete;

    // The whole block, verified. Errors: BlockNotFound (every service says so), BlockCorrupt (what
    // came was wrong or short everywhere), SignatureRefused, PermissionDenied (a proxy refuses the
    // token), NotSignedIn, Unreachable, TimedOut, ServerError, NoMemory, Cancelled (by stop()).
    [[nodiscard]] Task<Bytes> load(std::shared_ptr<ArrivingBlock> block);

    // What idle() waits for: whatever uses this loader.
    void start(Task<void> task) { m_scope.start(std::move(task)); }

    // For requests that begin from now on.
    void setToken(const QString& token);

    // Gives up every load, with Cancelled, and begins no more.
    void stop() { m_stop.cancel(); }
    [[nodiscard]] CancelToken stopped() const { return m_stop.token(); }
    [[nodiscard]] Pending<void> idle() { return m_scope.idle(); }
    [[nodiscard]] const QString& host() const { return m_setup.credentials.host; }

private:
    struct Question;

    [[nodiscard]] Task<Bytes> tryRound(std::shared_ptr<ArrivingBlock> block,
                                       std::shared_ptr<BlockHunt> hunt, QList<KeepService> services,
                                       QByteArray requestId);
    [[nodiscard]] Task<Bytes> ask(std::shared_ptr<ArrivingBlock> block,
                                  std::shared_ptr<BlockHunt> hunt, KeepService service,
                                  HttpRequest request);
    [[nodiscard]] HttpRequest requestFor(const Locator& locator, const KeepService& service,
                                         bool isLast) const;
    [[nodiscard]] HttpClient& clientFor(const ArrivingBlock& block);
    [[nodiscard]] Task<QList<KeepService>> servicesForFirstRound();
    [[nodiscard]] Task<QList<KeepService>> servicesForNextRound(Clock::Monotonic notBefore);
    [[nodiscard]] Task<QList<KeepService>> renewServices();
    // By value, because co_return of a member would move it away (QCoro 0.8 takes every lvalue that
    // is not const for one that may be emptied).
    [[nodiscard]] QList<KeepService> knownServices() const { return m_services; }
    [[nodiscard]] Pending<QList<KeepService>> joinRenewal(const CancelToken& token);
    [[nodiscard]] Pending<QList<KeepService>> askSource();

    const Setup m_setup;
    BlockBuffers& m_buffers;
    BlockVerifier& m_verifier;
    Throttle& m_throttle;
    CancelSource m_stop;
    TaskScope m_scope;
    // Apart, so that what is read ahead takes no connection from who waits.
    std::unique_ptr<HttpClient> m_reads;
    std::unique_ptr<HttpClient> m_ahead;

    QList<KeepService> m_services;
    Clock::Monotonic m_renewAt; // when m_services are due to be asked for again
    Clock::Monotonic m_renewedAt;
    SingleFlight<int, QList<KeepService>> m_renewals;
    std::shared_ptr<Question> m_question; // the one that waits for an answer
};

} // namespace arv
