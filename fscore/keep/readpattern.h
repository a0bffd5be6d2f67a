// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace arv {

// How something long is being read, and how far ahead it is worth fetching: nothing for jumps, more
// the longer the reads follow each other. Positions are bytes. A value.
class ReadPattern
{
public:
    // Reads whose place is off by so little still follow each other: the kernel reads ahead in
    // several requests, which may overtake one another.
    static constexpr std::uint64_t slack = 1 << 20;
    static constexpr unsigned mostBlocks = 4; // ahead

    // Notes a read. How many blocks behind that of its end shall be there or on their way; 0 nearly
    // always, for the question is only worth asking a few times a block.
    [[nodiscard]] unsigned note(std::uint64_t offset, std::uint64_t length);

    // Bytes that have been read in a row.
    [[nodiscard]] std::uint64_t sequence() const { return m_sequence; }

private:
    [[nodiscard]] unsigned wanted() const;

    std::uint64_t m_end = 0; // of the run
    std::uint64_t m_sequence = 0;
};

} // namespace arv
