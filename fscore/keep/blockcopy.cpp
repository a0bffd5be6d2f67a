// SPDX-License-Identifier: Apache-2.0
#include "keep/blockcopy.h"

namespace arv {

BlockCopy::BlockCopy(std::shared_ptr<BlockBuffer> buffer, std::uint32_t size, Grown grown,
                     Throttle* throttle)
    : m_buffer(std::move(buffer))
    , m_size(size)
    , m_grown(std::move(grown))
    , m_throttle(throttle)
{ }

std::span<char> BlockCopy::room()
{
    const auto here = arrived();
    return {m_buffer->data() + here, m_size - here};
}

void BlockCopy::took(std::size_t bytes)
{
    const auto now = arrived() + static_cast<std::uint32_t>(bytes);
    m_arrived.store(now, std::memory_order_release);
    if (m_grown)
        m_grown(now);
}

Bytes BlockCopy::slice(std::uint32_t offset, std::uint32_t length) const
{
    return Bytes(m_buffer, m_buffer->data(), arrived()).slice(offset, length);
}

} // namespace arv
