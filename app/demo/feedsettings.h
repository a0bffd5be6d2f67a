// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace arv::demo {

// What bounds a client of the event feed. Values as a real cluster has them, where it has them.
struct FeedSettings
{
    std::chrono::milliseconds keepAlive{60000}; // "{}" when nothing else was said for so long
    std::chrono::milliseconds slowTime{1000}; // without a byte taken, with a full queue: too slow
    std::size_t queued = 64; // events that may wait for a client that takes nothing
    std::int64_t pendingBytes = 64 << 10; // written but not taken by the kernel, before events wait
    std::uint64_t frame = 2 << 20; // bytes a client may send in one
};

} // namespace arv::demo
