// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace arv {

// A shared, immutable slice of a block: what a read returns. Copying copies the reference, never
// the bytes; the block lives as long as any slice of it. Any thread.
class Bytes
{
public:
    Bytes() = default;
    explicit Bytes(QByteArray block)
        : m_block(std::move(block))
        , m_size(static_cast<std::size_t>(m_block.size()))
    { }

    // Cut to what there is: an offset or length beyond the end gives fewer bytes, never others.
    [[nodiscard]] Bytes slice(std::size_t offset, std::size_t length) const
    {
        Bytes part = *this;
        part.m_offset = m_offset + std::min(offset, m_size);
        part.m_size = std::min(length, m_size - std::min(offset, m_size));
        return part;
    }

    [[nodiscard]] const char* data() const { return m_block.constData() + m_offset; }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] std::string_view view() const { return {data(), m_size}; }

private:
    QByteArray m_block;
    std::size_t m_offset = 0;
    std::size_t m_size = 0;
};

} // namespace arv
