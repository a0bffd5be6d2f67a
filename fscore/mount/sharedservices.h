// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/pool.h"
#include "base/clock.h"
#include "keep/blockcache.h"

#include <memory>
#include <thread>

namespace arv {

// What all mounts of a process share: the pools and the block cache, each with a lock of its own.
// Outlives the mounts.
struct SharedServices
{
    Pool pool{std::thread::hardware_concurrency()};
    Pool errands{1}; // short blocking work outside mounts: reading /proc, asking fusermount3
    BlockCache blocks;
    std::shared_ptr<const Clock> clock = std::make_shared<Clock>(); // never null
};

} // namespace arv
