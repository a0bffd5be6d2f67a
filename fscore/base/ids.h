// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <cstdint>
#include <functional>

namespace arv {

// Our number for a file or directory: 64 bits, from 1 (root), never reused, so that the kernel's
// generation stays 0. None (0) means "not given to the kernel".
enum class Inode : std::uint64_t
{
    None = 0,
    Root = 1
};

// Number of an open file or listing.
enum class FileHandle : std::uint64_t
{
};

[[nodiscard]] constexpr std::uint64_t number(Inode inode)
{
    return static_cast<std::uint64_t>(inode);
}

[[nodiscard]] constexpr std::uint64_t number(FileHandle handle)
{
    return static_cast<std::uint64_t>(handle);
}

// UUID of a record, for example zzzzz-4zz18-0a1b2c3d4e5f6g7. Holds any text that was given: whether
// it has the form is asked of keep/locator.h and base/idforms.h.
struct Uuid
{
    QString text;
    bool operator==(const Uuid&) const = default;
    [[nodiscard]] bool isEmpty() const { return text.isEmpty(); }
};

// Names a content, not a collection: MD5 and length of a manifest without hints.
struct PortableDataHash
{
    QString text;
    bool operator==(const PortableDataHash&) const = default;
    [[nodiscard]] bool isEmpty() const { return text.isEmpty(); }
};

// A run of bytes: [offset, offset + length).
struct ByteRange
{
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    bool operator==(const ByteRange&) const = default;
    [[nodiscard]] std::uint64_t end() const { return offset + length; }
};

} // namespace arv

template <>
struct std::hash<arv::Inode>
{
    std::size_t operator()(arv::Inode inode) const noexcept
    {
        return std::hash<std::uint64_t>{}(arv::number(inode));
    }
};

template <>
struct std::hash<arv::FileHandle>
{
    std::size_t operator()(arv::FileHandle handle) const noexcept
    {
        return std::hash<std::uint64_t>{}(arv::number(handle));
    }
};
