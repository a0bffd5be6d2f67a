// SPDX-License-Identifier: Apache-2.0
#include "tree/handles.h"

#include "tree/directory.h"
#include "tree/file.h"

namespace arv {

FileHandle Handles::add(Open open)
{
    const FileHandle handle{m_next++};
    m_open.emplace(handle, std::move(open));
    return handle;
}

FileHandle Handles::addFile(Pin node)
{
    return add({std::move(node), nullptr, {}, std::make_shared<OpenRead>()});
}

void Handles::loseBlock(Inode file, const QByteArray& blockHash)
{
    for (const auto& [handle, open] : m_open) {
        if (open.reading && open.node.inode() == file)
            open.reading->lose(blockHash);
    }
}

FileHandle Handles::addListing(Pin node, Directory& directory,
                               const std::shared_ptr<const Listing>& listing)
{
    const auto permission = directory.kernelListing().opened(listing);
    return add({std::move(node), Listing::forReader(listing), permission});
}

const Handles::Open* Handles::find(FileHandle handle) const
{
    const auto found = m_open.find(handle);
    return found == m_open.end() ? nullptr : &found->second;
}

void Handles::distrust(FileHandle handle)
{
    const auto* const open = find(handle);
    Node* const node = open ? open->node.node() : nullptr;
    if (!node)
        return;
    if (Directory* const directory = node->asDirectory())
        directory->kernelListing().distrust();
    else if (File* const file = node->asFile())
        file->distrustPages();
}

void Handles::remove(FileHandle handle)
{
    const auto* const open = find(handle);
    if (!open)
        return;
    Node* const node = open->permission.use ? open->node.node() : nullptr;
    if (Directory* const directory = node ? node->asDirectory() : nullptr)
        directory->kernelListing().released();
    m_open.erase(handle);
}

} // namespace arv
