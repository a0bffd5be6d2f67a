// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include <sys/stat.h>

namespace arv {

// What the file system says of a file of the block cache. A value.
struct BlockFileState
{
    // Nothing if this is no regular file.
    [[nodiscard]] static std::optional<BlockFileState> of(const struct stat& found);

    std::uint64_t size = 0; // bytes; whatever somebody laid there
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::int64_t modified = 0; // nanoseconds since 1970
    std::int64_t changed = 0; // also in mode, owner or times; nanoseconds since 1970
    std::int64_t used = 0; // the later of access and modification; nanoseconds since 1970

    // A number that is another one, in all likelihood, once anything but the time of access is
    // different. Never 0.
    [[nodiscard]] std::uint64_t stamp() const;
    [[nodiscard]] bool isSameFile(const BlockFileState& other) const
    {
        return device == other.device && inode == other.inode;
    }
};

} // namespace arv
