// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/manifest.h"
#include "tree/listing.h"

#include <memory>

namespace arv {

// A directory of a collection, listed straight from the manifest: nothing is copied, whatever its
// size. Numbers are those that the entries will get. tree: equal for manifests with the same names
// in the same places.
class ManifestListing : public Listing
{
public:
    ManifestListing(std::shared_ptr<const Manifest> manifest, Manifest::NodeIndex directory,
                    Inode firstInode, std::uint64_t tree);

    [[nodiscard]] std::size_t size() const override { return m_children.count; }
    [[nodiscard]] std::uint64_t version() const override;
    [[nodiscard]] std::optional<ListedEntry> at(std::size_t position) const override;

private:
    std::shared_ptr<const Manifest> m_manifest;
    Manifest::NodeIndex m_directory;
    Manifest::Children m_children;
    Inode m_firstInode;
    std::uint64_t m_tree;
};

} // namespace arv
