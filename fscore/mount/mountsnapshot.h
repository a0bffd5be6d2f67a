// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <cstdint>

namespace arv {

// What the outside sees of a mount, as a value.
struct MountSnapshot
{
    enum class State
    {
        Stopped,
        Starting,
        Mounted,
        Stopping
    };
    State state = State::Stopped;
    QString error; // why it is not mounted, or the last thing that went wrong; one sentence
    std::uint64_t inodes = 0; // nodes in memory
    std::uint64_t openHandles = 0;
};

} // namespace arv
