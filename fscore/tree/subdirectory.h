// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/directory.h"

namespace arv {

class CollectionDirectory;

// A directory inside a collection: a place in its manifest.
class SubDirectory : public Directory
{
public:
    SubDirectory(TreeContext& context, Inode inode, Directory* parent, QByteArray name,
                 CollectionDirectory& collection, Manifest::NodeIndex place);

    [[nodiscard]] Attributes attributes() const override;
    [[nodiscard]] std::optional<Node*> findNow(const QByteArray& name) override;
    [[nodiscard]] Task<void> prepareToFind(QByteArray name, CancelToken token) override;
    [[nodiscard]] std::shared_ptr<const Listing> listingNow() override;
    [[nodiscard]] Task<void> prepareToList(CancelToken token) override;
    [[nodiscard]] Validity childValidity() const override;
    [[nodiscard]] NodeKind kind() const override { return NodeKind::Directory; }
    [[nodiscard]] std::size_t footprint() const override
    {
        return footprintAs(sizeof(SubDirectory));
    }
    void refreshIfStale() override;
    void relocate(std::optional<Manifest::NodeIndex> place) override;

private:
    CollectionDirectory* m_collection; // nullptr: this directory is gone from its collection
    Manifest::NodeIndex m_place;
    std::int64_t m_lastModified = 0; // once it is gone
};

} // namespace arv
