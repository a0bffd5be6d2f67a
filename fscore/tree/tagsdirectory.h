// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/listeddirectory.h"

namespace arv {

// by_tag: a directory for every tag that anything has which the account may see. Mount thread only.
class TagsDirectory : public ListedDirectory
{
public:
    // seldom: asked again after this, and so are the tags in it; 0: after the refresh time.
    TagsDirectory(TreeContext& context, Inode inode, Directory* parent, QByteArray name,
                  std::chrono::milliseconds seldom);

    [[nodiscard]] std::size_t footprint() const override
    {
        return footprintAs(sizeof(TagsDirectory)) + ListedDirectory::footprint();
    }
    void noteObjectEvent(const ObjectEvent& event) override;

protected:
    [[nodiscard]] Task<void> fetchListing(RunPointer run, CancelToken token) override;
    [[nodiscard]] bool asksForNames() const override { return true; }
    [[nodiscard]] Task<Place> askForName(QByteArray name, CancelToken token) override;
    [[nodiscard]] std::optional<Node*> nodeFor(const Place& place) override;
    [[nodiscard]] QString title() const override { return QStringLiteral("tags"); }
    [[nodiscard]] std::chrono::milliseconds seldom() const override { return m_seldom; }

private:
    std::chrono::milliseconds m_seldom;
};

} // namespace arv
