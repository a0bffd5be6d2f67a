// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>

namespace arv {

// A shared, immutable slice of a block: what a read returns. Copying copies the reference, never
// the bytes; what they lie in lives as long as any slice of it. Any thread.
class Bytes
{
public:
    Bytes() = default;
    explicit Bytes(QByteArray block)
    {
        const auto owner = std::make_shared<const QByteArray>(std::move(block));
        m_data = owner->constData();
        m_size = static_cast<std::size_t>(owner->size());
        m_owner = owner;
    }
    // owner keeps the bytes where they are, and as they are.
    Bytes(std::shared_ptr<const void> owner, const char* data, std::size_t size)
        : m_owner(std::move(owner))
        , m_data(data)
        , m_size(size)
    { }

    // Cut to what there is: an offset or length beyond the end gives fewer bytes, never others.
    [[nodiscard]] Bytes slice(std::size_t offset, std::size_t length) const
    {
        Bytes part = *this;
        part.m_data = m_data + std::min(offset, m_size);
        part.m_size = std::min(length, m_size - std::min(offset, m_size));
        return part;
    }

    [[nodiscard]] const char* data() const { return m_data; }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] std::string_view view() const { return {m_data, m_size}; }

private:
    std::shared_ptr<const void> m_owner;
    const char* m_data = "";
    std::size_t m_size = 0;
};

} // namespace arv
