// SPDX-License-Identifier: Apache-2.0
#include "keep/blockfilestate.h"

#include <algorithm>

namespace arv {

namespace {

// A file may bear any time at all: what does not fit becomes the first or last that does. None is
// negative, so that a difference of two fits too.
std::int64_t nanoseconds(const timespec& time)
{
    constexpr std::int64_t perSecond = 1'000'000'000;
    constexpr std::int64_t last = INT64_MAX / perSecond - 1;
    return std::clamp<std::int64_t>(time.tv_sec, 0, last) * perSecond + time.tv_nsec;
}

// The finalizer of splitmix64: every bit of the number reaches every bit of the result.
std::uint64_t mixed(std::uint64_t number)
{
    number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9U;
    number = (number ^ (number >> 27)) * 0x94d049bb133111ebU;
    return number ^ (number >> 31);
}

} // namespace

std::optional<BlockFileState> BlockFileState::of(const struct stat& found)
{
    if (!S_ISREG(found.st_mode) || found.st_size < 0)
        return std::nullopt;
    BlockFileState state;
    state.size = static_cast<std::uint64_t>(found.st_size);
    state.device = found.st_dev;
    state.inode = found.st_ino;
    state.modified = nanoseconds(found.st_mtim);
    state.changed = nanoseconds(found.st_ctim);
    state.used = std::max(state.modified, nanoseconds(found.st_atim));
    return state;
}

std::uint64_t BlockFileState::stamp() const
{
    auto number = mixed(size + 1);
    for (const auto part :
         {device, inode, static_cast<std::uint64_t>(modified), static_cast<std::uint64_t>(changed)})
        number = mixed(number + part);
    return number == 0 ? 1 : number;
}

} // namespace arv
