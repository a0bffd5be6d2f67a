// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/pool.h"
#include "base/clock.h"
#include "keep/blockstore.h"
#include "mount/memorypressure.h"

#include <memory>
#include <thread>

namespace arv {

// What all mounts of a process share: the pools, the blocks and the watch over memory, each with a
// lock of its own. Outlives the mounts.
struct SharedServices
{
    explicit SharedServices(const BlockCacheSettings& settings = {})
        : blocks(pool, settings)
    { }

    Pool pool{std::thread::hardware_concurrency()};
    Pool errands{1}; // short blocking work outside mounts: reading /proc, asking fusermount3
    BlockStore blocks;
    std::shared_ptr<const Clock> clock = std::make_shared<Clock>(); // never null
    MemoryPressure pressure;
};

} // namespace arv
