// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <cstdint>

namespace arv {

// How the block cache of this process is doing; counts are since its start. A value.
struct BlockCacheFigures
{
    struct Layer
    {
        std::uint64_t bytes = 0;
        std::uint64_t capacity = 0; // bytes; 0: there is no such layer
        std::uint64_t blocks = 0;
        std::uint64_t hits = 0;
        std::uint64_t evictions = 0; // blocks
        bool operator==(const Layer&) const = default;
    };
    Layer memory;
    Layer disk;
    std::uint64_t misses = 0; // asked of the cluster
    std::uint64_t arriving = 0; // bytes of memory that blocks on their way take
    std::uint64_t verified = 0; // blocks whose MD5 was computed, and right
    std::uint64_t mismatches = 0; // blocks that came or were read back with another MD5
    QString folder; // of the disk layer
    QString trouble; // why there is no disk layer although one is wanted; one sentence, or empty
    bool operator==(const BlockCacheFigures&) const = default;
};

} // namespace arv
