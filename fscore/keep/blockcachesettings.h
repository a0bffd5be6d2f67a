// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <cstdint>

namespace arv {

// What the block cache of a process may use. A value.
struct BlockCacheSettings
{
    static constexpr std::uint64_t defaultMemory = 256ULL << 20; // four whole blocks
    static constexpr std::uint64_t leastMemory = 64ULL << 20; // one whole block
    static constexpr std::uint64_t leastDisk = 256ULL << 20;

    bool useDisk = true; // else memory alone
    QString folder; // that holds the blocks, as Arvados' own tools lay them out; absolute
    std::uint64_t disk = 0; // bytes at most; 0: what suits the file system
    std::uint64_t memory = defaultMemory; // bytes at most, with blocks on their way
    bool operator==(const BlockCacheSettings&) const = default;
};

} // namespace arv
