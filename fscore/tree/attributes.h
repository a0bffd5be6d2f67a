// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"

#include <chrono>
#include <cstdint>

namespace arv {

// What stat tells of a file or directory, as far as the tree knows it; owner, block counts and link
// count are the mount's business. A value.
struct Attributes
{
    Inode inode = Inode::None;
    bool directory = false;
    std::uint32_t permissions = 0444; // 0555 for directories and files of collections
    std::uint64_t size = 0; // bytes; 0 for directories
    std::int64_t modified = 0; // nanoseconds since 1970; ctime is the same
    std::int64_t accessed = 0; // nanoseconds since 1970, through this mount
};

// How long the kernel may go on without asking.
struct Validity
{
    std::chrono::milliseconds entry{0};
    std::chrono::milliseconds attributes{0};
};

} // namespace arv
