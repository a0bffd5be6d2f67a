// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <cstddef>
#include <optional>
#include <string>

namespace arv::demo {

class DemoCluster;

// Collections to measure reading with, of bytes that do not compress and are nowhere the same.
// Their blocks are made at the start and lie in memory, so that serving them costs next to nothing.
// A value.
struct BulkData
{
    static constexpr std::size_t mostBlocks = 4096; // of 64 MiB: 256 GiB
    static constexpr std::size_t packedBytes = 1 << 20; // of each packed file
    static constexpr std::size_t mostFiles = mostBlocks * 64;
    static constexpr char largeName[] = "Large file";
    static constexpr char packedName[] = "Packed files";

    // "large.bin" of so many full blocks, and blocks/000.bin, ... : each block as a file of its own
    std::size_t largeFileBlocks = 0;
    std::size_t packedFiles = 0; // file00000.bin, ... of 1 MiB each, 64 of them in a block

    // A number from 1 to most; none if it is not.
    [[nodiscard]] static std::optional<std::size_t> parse(const std::string& text,
                                                          std::size_t most);
};

// Puts them into alice's home. Takes a second for each GiB or two. Error NoMemory: more than fits.
[[nodiscard]] Result<void> addBulkData(DemoCluster& cluster, const BulkData& data);

} // namespace arv::demo
