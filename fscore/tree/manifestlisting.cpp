// SPDX-License-Identifier: Apache-2.0
#include "tree/manifestlisting.h"

#include "tree/names.h"

#include <QHash>

namespace arv {

ManifestListing::ManifestListing(std::shared_ptr<const Manifest> manifest,
                                 Manifest::NodeIndex directory, Inode firstInode,
                                 std::uint64_t tree)
    : m_manifest(std::move(manifest))
    , m_directory(directory)
    , m_children(m_manifest->children(directory))
    , m_firstInode(firstInode)
    , m_tree(tree)
{ }

std::uint64_t ManifestListing::version() const
{
    return qHashMulti(0, m_tree, number(m_firstInode), m_directory);
}

std::optional<ListedEntry> ManifestListing::at(std::size_t position) const
{
    const auto place = m_children.first + static_cast<Manifest::NodeIndex>(position);
    auto name = fileName(m_manifest->name(place));
    const bool isSpecial = m_directory == Manifest::root && name == collectionFileName;
    if (isSpecial || name.size() > maxNameBytes)
        return std::nullopt;
    return ListedEntry{std::move(name), Inode{number(m_firstInode) + place},
                       m_manifest->isDirectory(place)};
}

} // namespace arv
