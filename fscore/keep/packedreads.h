// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/readpattern.h"

#include <cstdint>

namespace arv {

// How the small files of one collection are being read. They lie packed in its blocks, so whoever
// reads them in their order reads the blocks from one end to the other, file by file. A value.
class PackedReads
{
public:
    // Files up to this size count as small.
    static constexpr std::uint64_t largestFile = 16 << 20; // bytes

    // Notes a read of a small file: block: its number in the collection. How many blocks behind it
    // shall be there or on their way; 0 nearly always.
    [[nodiscard]] unsigned note(std::uint32_t block, std::uint32_t blockSize, std::uint32_t offset,
                                std::uint32_t length);

private:
    ReadPattern m_pattern; // of the blocks as one long file
    std::uint64_t m_base = 0; // where the present block begins in it
    std::uint32_t m_block = 0;
    std::uint32_t m_blockSize = 0;
};

} // namespace arv
