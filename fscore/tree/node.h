// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/canceltoken.h"
#include "async/task.h"
#include "base/ids.h"
#include "keep/manifest.h"
#include "tree/attributes.h"
#include "tree/cachefigures.h"

#include <QByteArray>

#include <cstdint>
#include <optional>

namespace arv {

class Directory;
class File;
class InodeTable;
class Unit;

// A file or directory that has an inode: one that the kernel, a handle or a child of it refers to,
// or that the inode cache keeps.
// Owned by the InodeTable, mount thread only. What a coroutine needs across a suspension it keeps
// by Pin, never by pointer.
class Node
{
public:
    Node(Inode inode, Directory* parent, QByteArray name);
    virtual ~Node() = default;
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;

    [[nodiscard]] Inode inode() const { return m_inode; }
    [[nodiscard]] Directory* parent() const { return m_parent; } // nullptr: root, or detached
    [[nodiscard]] const QByteArray& name() const { return m_name; } // in its parent

    [[nodiscard]] virtual Attributes attributes() const = 0;
    // How long the kernel may keep entry and attributes of this node: as the directory says in
    // which it stands, unless the kind knows better.
    [[nodiscard]] virtual Validity validity() const;
    [[nodiscard]] virtual Directory* asDirectory() { return nullptr; }
    [[nodiscard]] virtual File* asFile() { return nullptr; }

    [[nodiscard]] virtual Unit* asUnit() { return nullptr; }
    // The collection or project that this belongs to (or is); nullptr: none, or none any more.
    [[nodiscard]] Unit* unit() const { return m_unit; }

    [[nodiscard]] virtual NodeKind kind() const { return NodeKind::Plain; }
    // Bytes of memory that this node keeps; whoever changes it has it measured again.
    [[nodiscard]] virtual std::size_t footprint() const { return footprintAs(sizeof(Node)); }

    void touch(std::int64_t now) { m_accessed = now; }

    // May this be opened with what is known, or must prepareToOpen() bring it up to date first?
    [[nodiscard]] virtual bool isReadyToOpen() { return true; }
    [[nodiscard]] virtual Task<void> prepareToOpen(CancelToken token);

    // Somebody who holds this open uses it: what is shown stays, and if it is old the server is
    // asked behind it. Cheap if it is fresh.
    virtual void refreshIfStale() { }

    // The collection around it has a new manifest, in which this is the given node; nullopt: it is
    // not there any more. Only nodes inside a collection care.
    virtual void relocate(std::optional<Manifest::NodeIndex> /*place*/) { }

protected:
    [[nodiscard]] std::int64_t accessed(std::int64_t modified) const
    {
        return m_accessed > modified ? m_accessed : modified;
    }
    // Of an object of this size, with its name and its entries in the tables.
    [[nodiscard]] std::size_t footprintAs(std::size_t object) const;

private:
    friend class InodeTable;
    friend class InodeCache;
    Inode m_inode;
    Directory* m_parent;
    QByteArray m_name;
    std::uint64_t m_lookups = 0; // the kernel's lookup count
    std::uint32_t m_uses = 0; // handles and work in progress
    std::uint32_t m_childNodes = 0; // nodes whose parent this is
    std::uint32_t m_heldHere = 0; // nodes at or below this that the kernel refers to
    std::uint32_t m_usedHere = 0; // nodes at or below this with uses
    Unit* m_unit = nullptr;
    std::uint64_t m_measured = 0; // bytes, as the cache's accounts have it
    std::int64_t m_accessed = 0;
};

} // namespace arv
