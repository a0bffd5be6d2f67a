// SPDX-License-Identifier: Apache-2.0
#include "keep/packedreads.h"

namespace arv {

namespace {

constexpr std::uint64_t apart = 1ULL << 32; // so far that no run goes on across it

} // namespace

unsigned PackedReads::note(std::uint32_t block, std::uint32_t blockSize, std::uint32_t offset,
                           std::uint32_t length)
{
    if (block == m_block + 1)
        m_base += m_blockSize;
    else if (block != m_block)
        m_base += apart;
    m_block = block;
    m_blockSize = blockSize;
    return m_pattern.note(m_base + offset, length);
}

} // namespace arv
