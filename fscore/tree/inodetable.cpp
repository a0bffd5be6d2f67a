// SPDX-License-Identifier: Apache-2.0
#include "tree/inodetable.h"

#include "tree/directory.h"

#include <algorithm>

namespace arv {

void InodeTable::clear()
{
    // Children point at their parents, not the reverse; no order is needed once nobody looks.
    m_nodes.clear();
}

Inode InodeTable::reserve(std::uint64_t count)
{
    const Inode first{m_next};
    m_next += count;
    return first;
}

void InodeTable::insert(std::unique_ptr<Node> node)
{
    if (node->m_parent)
        ++static_cast<Node*>(node->m_parent)->m_childNodes;
    Node& added = *node;
    m_nodes.emplace(added.m_inode, std::move(node));
    m_cache.inserted(added);
}

Node* InodeTable::find(Inode inode) const
{
    const auto found = m_nodes.find(inode);
    return found == m_nodes.end() ? nullptr : found->second.get();
}

void InodeTable::countLookup(Node& node)
{
    if (node.m_lookups++ == 0)
        m_cache.heldChanged(node, true);
    m_cache.lookedUp(node);
}

void InodeTable::forget(Inode inode, std::uint64_t count)
{
    Node* node = find(inode);
    if (!node)
        return;
    const auto before = node->m_lookups;
    node->m_lookups -= std::min(before, count);
    if (before > 0 && node->m_lookups == 0)
        m_cache.heldChanged(*node, false);
    collect(*node);
}

void InodeTable::use(Inode inode)
{
    Node* node = find(inode);
    if (node && node->m_uses++ == 0)
        m_cache.usedChanged(*node, true);
}

void InodeTable::unuse(Inode inode)
{
    Node* node = find(inode);
    if (!node)
        return;
    if (--node->m_uses == 0)
        m_cache.usedChanged(*node, false);
    collect(*node);
}

void InodeTable::detach(Node& node)
{
    Directory* const parent = node.m_parent;
    if (!parent)
        return;
    parent->forgetChild(node);
    node.m_parent = nullptr;
    --static_cast<Node*>(parent)->m_childNodes;
    m_cache.detached(node, *parent);
    collect(node);
    collect(*parent);
}

void InodeTable::collect(Node& node)
{
    if (node.m_lookups > 0 || node.m_uses > 0 || node.m_childNodes > 0
        || node.m_inode == Inode::Root || InodeCache::keeps(node))
        return;
    Directory* const parent = node.m_parent;
    if (parent)
        parent->forgetChild(node);
    m_cache.erased(node);
    m_nodes.erase(node.m_inode);
    if (!parent)
        return;
    --static_cast<Node*>(parent)->m_childNodes;
    collect(*parent);
}

Pin::Pin(InodeTable& table, const Node& node)
    : m_table(&table)
    , m_inode(node.inode())
{
    m_table->use(m_inode);
}

Pin::Pin(const Pin& other)
    : m_table(other.m_table)
    , m_inode(other.m_inode)
{
    if (m_table)
        m_table->use(m_inode);
}

Pin::Pin(Pin&& other) noexcept
    : m_table(std::exchange(other.m_table, nullptr))
    , m_inode(other.m_inode)
{ }

Pin& Pin::operator=(Pin other) noexcept
{
    std::swap(m_table, other.m_table);
    std::swap(m_inode, other.m_inode);
    return *this;
}

void Pin::reset()
{
    if (m_table)
        std::exchange(m_table, nullptr)->unuse(m_inode);
}

} // namespace arv
