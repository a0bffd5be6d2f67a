// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/inodecache.h"
#include "tree/node.h"

#include <cstdint>
#include <memory>
#include <unordered_map>

namespace arv {

// Inode to node, with the two counts that keep a node: the kernel's lookups and our own uses. A
// node that nobody refers to is destroyed at once, and its parent after it if that was all that
// kept it; units that hold something stay until the cache evicts them. Mount thread only.
class InodeTable
{
public:
    InodeTable() = default;
    InodeTable(const InodeTable&) = delete;
    InodeTable& operator=(const InodeTable&) = delete;

    // Numbers are never reused; a range serves a whole collection, so that its files have numbers
    // before they have nodes. Returns the first.
    [[nodiscard]] Inode reserve(std::uint64_t count = 1);

    // Takes a new node in. The root must come first.
    template <class N>
    N& add(std::unique_ptr<N> node)
    {
        N& added = *node;
        insert(std::move(node));
        return added;
    }

    [[nodiscard]] Node* find(Inode inode) const;
    [[nodiscard]] std::size_t size() const { return m_nodes.size(); }

    // The kernel was given this node, or forgets it count times. Unknown inodes are ignored.
    void countLookup(Node& node);
    void forget(Inode inode, std::uint64_t count);
    [[nodiscard]] bool isKnownToKernel(const Node& node) const { return node.m_lookups > 0; }

    // A handle is open on it, or work on it goes on.
    [[nodiscard]] bool isInUse(const Node& node) const { return node.m_uses > 0; }

    // Calls visit(node) for each that the kernel holds; the table must not change meanwhile.
    template <class Visit>
    void forEachKnownToKernel(Visit visit) const
    {
        for (const auto& [inode, node] : m_nodes) {
            if (node->m_lookups > 0)
                visit(*node);
        }
    }

    // Takes a node out of its parent: what it stood for is gone, but handles live on. Destroys it
    // if there are none.
    void detach(Node& node);

    // Destroys the node if nothing refers to it and it is neither root nor kept. Call it after
    // making one that may go unused.
    void collect(Node& node);

    // Destroys all nodes; nothing may use the table behind it.
    void clear();

    [[nodiscard]] InodeCache& cache() { return m_cache; }
    [[nodiscard]] const InodeCache& cache() const { return m_cache; }

private:
    friend class Pin;
    void insert(std::unique_ptr<Node> node);
    void use(Inode inode);
    void unuse(Inode inode);

    std::uint64_t m_next = number(Inode::Root);
    InodeCache m_cache;
    std::unordered_map<Inode, std::unique_ptr<Node>> m_nodes;
};

// Keeps a node in the table for as long as it is held: by handles and by work that waits.
class Pin
{
public:
    Pin() = default;
    Pin(InodeTable& table, const Node& node);
    ~Pin() { reset(); }
    Pin(const Pin& other);
    Pin& operator=(Pin other) noexcept;
    Pin(Pin&& other) noexcept;

    [[nodiscard]] Inode inode() const { return m_inode; }
    // The pinned node; there is one as long as the table lives.
    [[nodiscard]] Node* node() const { return m_table ? m_table->find(m_inode) : nullptr; }

private:
    void reset();

    InodeTable* m_table = nullptr;
    Inode m_inode = Inode::None;
};

} // namespace arv
