// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/objectevent.h"
#include "tree/directory.h"

#include <list>

namespace arv {

class ObjectTraits;

// What the inode cache keeps and drops as a whole: the root of a collection, with the files and
// directories inside, or a directory whose names the server lists (a project, what is shared,
// tags). Once it holds content it stays in memory when nobody refers to it, until it is evicted.
// Mount thread only.
class Unit : public Directory
{
public:
    using Directory::Directory;
    ~Unit() override;

    [[nodiscard]] Unit* asUnit() override { return this; }

    // There is something that eviction would free.
    [[nodiscard]] virtual bool holdsContent() const = 0;
    // Back to what it was before the first look inside. Nothing below it may be left.
    virtual void dropContent() = 0;

    // The server's object that this stands for, by UUID; empty: none, or not known yet.
    [[nodiscard]] const QString& identity() const { return m_identity; }

    // The event feed has something: about the object itself; about an object that is, was or may be
    // listed here. Both are hints: the server is asked at once if anything is kept that may be old.
    virtual void noteOwnEvent(const ObjectEvent& /*event*/) { }
    virtual void noteObjectEvent(const ObjectEvent& /*event*/) { }
    // Anything may have changed unseen: the server is asked at the next use.
    virtual void mayHaveChanged() { }

    // What extended attributes tell of it and of all that is part of it; nullptr: nothing.
    [[nodiscard]] virtual ObjectTraits* traits() { return nullptr; }

    // Measured footprint of this node and of those that belong to it.
    [[nodiscard]] std::uint64_t bytes() const { return m_bytes; }

protected:
    void identify(const QString& uuid);
    void watchAllEvents(); // noteObjectEvent() is called for each

private:
    friend class InodeCache;
    enum class State
    {
        Unlisted, // holds nothing, or is detached
        Idle, // may be evicted or, if the kernel holds it, asked for
        Asked, // the kernel was asked to let go, and has not yet
        InUse, // handles or work in progress hold it or something below
    };
    QString m_identity;
    bool m_watchesAll = false;
    State m_state = State::Unlisted;
    std::list<Unit*>::iterator m_position; // in the list of its state
    std::uint64_t m_bytes = 0;
    std::uint64_t m_awaited = 0; // bytes that were expected to be freed when it was asked for
    std::uint64_t m_attempt = 0; // in which it was asked for
};

} // namespace arv
