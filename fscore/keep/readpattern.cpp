// SPDX-License-Identifier: Apache-2.0
#include "keep/readpattern.h"

#include <algorithm>

namespace arv {

namespace {

constexpr std::uint64_t mebibyte = 1 << 20;
constexpr std::uint64_t block = 64 * mebibyte;
// The question is asked anew so often, and never where a block begins: the last reads of the one
// before may still be on their way, and it should not make room too early.
constexpr std::uint64_t stride = 16 * mebibyte;
constexpr std::uint64_t phase = 8 * mebibyte;

std::uint64_t strides(std::uint64_t position)
{
    return (position + phase) / stride;
}

} // namespace

unsigned ReadPattern::note(std::uint64_t offset, std::uint64_t length)
{
    const auto end = offset + length;
    const bool follows = offset + slack >= m_end && offset <= m_end + slack;
    if (!follows) {
        m_end = end;
        m_sequence = length;
        return 0;
    }
    if (end <= m_end)
        return 0;
    const auto before = m_end;
    m_sequence += end - before;
    m_end = end;
    return strides(before) == strides(end) ? 0 : wanted();
}

// From half a block on the next one, and one more for each block that has been read.
unsigned ReadPattern::wanted() const
{
    if (m_sequence < block / 2 - phase)
        return 0;
    return static_cast<unsigned>(std::min<std::uint64_t>(1 + m_sequence / block, mostBlocks));
}

} // namespace arv
