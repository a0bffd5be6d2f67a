// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/directory.h"

#include <list>

namespace arv {

// What the inode cache keeps and drops as a whole: the root of a collection, with the files and
// directories inside, or a project, with its names. Once it holds content it stays in memory when
// nobody refers to it, until it is evicted. Mount thread only.
class Unit : public Directory
{
public:
    using Directory::Directory;

    [[nodiscard]] Unit* asUnit() override { return this; }

    // There is something that eviction would free.
    [[nodiscard]] virtual bool holdsContent() const = 0;
    // Back to what it was before the first look inside. Nothing below it may be left.
    virtual void dropContent() = 0;

    // Measured footprint of this node and of those that belong to it.
    [[nodiscard]] std::uint64_t bytes() const { return m_bytes; }

private:
    friend class InodeCache;
    enum class State
    {
        Unlisted, // holds nothing, or is detached
        Idle, // may be evicted or, if the kernel holds it, asked for
        Asked, // the kernel was asked to let go, and has not yet
        InUse, // handles or work in progress hold it or something below
    };
    State m_state = State::Unlisted;
    std::list<Unit*>::iterator m_position; // in the list of its state
    std::uint64_t m_bytes = 0;
    std::uint64_t m_awaited = 0; // bytes that were expected to be freed when it was asked for
    std::uint64_t m_attempt = 0; // in which it was asked for
};

} // namespace arv
