// SPDX-License-Identifier: Apache-2.0
#include "tree/openread.h"

namespace arv {

namespace {

constexpr std::size_t mostRanges = 64; // then whoever jumps so much is no run any more

} // namespace

bool OpenRead::followsFromStart(ByteRange range)
{
    const auto end = m_read.endFrom(0);
    const bool follows = range.offset <= end;
    m_read.add(range.offset, range.offset + range.length);
    if (m_read.size() > mostRanges) {
        m_read.clear();
        m_read.add(0, end);
    }
    return follows;
}

} // namespace arv
