// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

#include <algorithm>
#include <cstddef>

namespace arv {

// What values take from the heap, with what the allocator adds, for accounts of memory. Bytes;
// pure, any thread.

// A piece of this size as malloc cuts it: a header of 8 bytes, whole sixteens, 32 at least.
[[nodiscard]] constexpr std::size_t allocated(std::size_t bytes)
{
    constexpr std::size_t header = 8;
    constexpr std::size_t grain = 16;
    constexpr std::size_t least = 32;
    return bytes == 0 ? 0 : std::max(least, (bytes + header + grain - 1) / grain * grain);
}

// Qt's header before the elements of a string or byte array.
inline constexpr std::size_t arrayHeader = 16;

[[nodiscard]] inline std::size_t heapBytes(const QByteArray& bytes)
{
    const auto capacity = static_cast<std::size_t>(bytes.capacity());
    return capacity == 0 ? 0 : allocated(arrayHeader + capacity + 1);
}

[[nodiscard]] inline std::size_t heapBytes(const QString& text)
{
    const auto capacity = static_cast<std::size_t>(text.capacity());
    return capacity == 0 ? 0 : allocated(arrayHeader + (capacity + 1) * sizeof(QChar));
}

} // namespace arv
