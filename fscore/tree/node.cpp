// SPDX-License-Identifier: Apache-2.0
#include "tree/node.h"

#include "base/footprint.h"
#include "tree/directory.h"
#include "tree/staleness.h"

namespace arv {

Node::Node(Inode inode, Directory* parent, QByteArray name)
    : m_inode(inode)
    , m_parent(parent)
    , m_name(std::move(name))
{ }

std::size_t Node::footprintAs(std::size_t object) const
{
    constexpr std::size_t forTheAllocator = 64; // and what nobody can see: buckets, spans, rounding
    constexpr std::size_t inInodeTable = sizeof(std::pair<Inode, void*>) + sizeof(void*);
    constexpr std::size_t inParent = sizeof(QByteArray) + sizeof(void*); // name, pointer
    return object + heapBytes(m_name) + inInodeTable + inParent + forTheAllocator;
}

Validity Node::validity() const
{
    if (m_parent)
        return m_parent->validityOf(*this);
    return {staleness::local, staleness::local};
}

Task<void> Node::prepareToOpen(CancelToken /*token*/)
{
    co_return done();
}

} // namespace arv
