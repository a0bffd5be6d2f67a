// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/blockcachesettings.h"

#include <cstdint>

namespace arv {

// What the blocks that all mounts of a process read may take of the machine and of the line. A
// value.
struct DataSettings
{
    BlockCacheSettings cache; // an empty folder: the one of Arvados' own tools
    std::uint64_t bandwidth = 0; // bytes per second at most, of reading; 0: as fast as it goes
    bool operator==(const DataSettings&) const = default;

    static constexpr std::uint64_t leastBandwidth = 16ULL << 10; // a whole block takes an hour
    static constexpr std::uint64_t mostBandwidth = 1ULL << 40;
    static constexpr std::uint64_t mostDisk = 1ULL << 50;
    static constexpr std::uint64_t mostMemory = 1ULL << 40;
};

} // namespace arv
