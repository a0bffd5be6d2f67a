// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/gate.h"
#include "async/pool.h"
#include "async/singleflight.h"
#include "async/task.h"
#include "base/bytes.h"
#include "keep/blockcache.h"
#include "keep/keepservices.h"
#include "keep/locator.h"
#include "net/retry.h"

#include <functional>
#include <optional>

namespace arv {

class HttpClient;

// Reads blocks: from the block cache, else from the services in rendezvous order, one fetch per
// block whoever waits. What it returns has the right length and MD5. Lives in the thread of its
// HttpClient; hashing runs on the pool.
class KeepClient
{
public:
    // Asks the API for the services; called at most every 5 minutes and before each new round.
    using ServiceSource = std::function<Task<QList<KeepService>>()>;

    KeepClient(HttpClient& http, Pool& hashing, BlockCache& cache, TaskScope& scope,
               ServiceSource services, RetryPolicy retry = {});

    // The block if it is in memory, without waiting: most reads end here.
    [[nodiscard]] std::optional<Bytes> cached(const Locator& locator);

    // The whole block, verified. Errors: BlockNotFound (every service says so), BlockCorrupt (what
    // came was wrong or short everywhere), SignatureRefused, NotSignedIn, Unreachable, TimedOut,
    // ServerError, Cancelled (the fetch itself goes on for the cache).
    [[nodiscard]] Task<Bytes> fetch(Locator locator, CancelToken token = {});

private:
    // (implementation's own)
};

} // namespace arv
