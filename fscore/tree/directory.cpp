// SPDX-License-Identifier: Apache-2.0
#include "tree/directory.h"

#include "tree/context.h"
#include "tree/inodetable.h"

namespace arv {

Directory::Directory(TreeContext& context, Inode inode, Directory* parent, QByteArray name)
    : Node(inode, parent, std::move(name))
    , m_context(context)
{ }

Task<void> Directory::prepareToFind(QByteArray /*name*/, CancelToken /*token*/)
{
    co_return done();
}

Task<void> Directory::prepareToList(CancelToken /*token*/)
{
    co_return done();
}

Validity Directory::childValidity() const
{
    return {staleness::local, staleness::local};
}

void Directory::addChild(std::unique_ptr<Node> child)
{
    m_live.insert(child->name(), child.get());
    m_context.inodes.add(std::move(child));
}

Attributes Directory::directoryAttributes(std::int64_t modified) const
{
    Attributes attributes;
    attributes.inode = inode();
    attributes.directory = true;
    attributes.permissions = 0555;
    attributes.modified = modified;
    attributes.accessed = accessed(modified);
    return attributes;
}

} // namespace arv
