// SPDX-License-Identifier: Apache-2.0
#include "tree/node.h"

#include "tree/directory.h"
#include "tree/staleness.h"

namespace arv {

Node::Node(Inode inode, Directory* parent, QByteArray name)
    : m_inode(inode)
    , m_parent(parent)
    , m_name(std::move(name))
{ }

Validity Node::validity() const
{
    if (m_parent)
        return m_parent->childValidity();
    return {staleness::local, staleness::local};
}

Task<void> Node::prepareToOpen(CancelToken /*token*/)
{
    co_return done();
}

} // namespace arv
