// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/directory.h"

namespace arv {

// The root of a mount that shows everything: by_id, home and a README that explains them.
class RootDirectory : public Directory
{
public:
    RootDirectory(TreeContext& context, Inode inode);

    [[nodiscard]] Attributes attributes() const override;
    [[nodiscard]] std::optional<Node*> findNow(const QByteArray& name) override;
    [[nodiscard]] std::shared_ptr<const Listing> listingNow() override;
    [[nodiscard]] std::size_t footprint() const override
    {
        return footprintAs(sizeof(RootDirectory));
    }

private:
    std::int64_t m_modified;
    Inode m_byId;
    Inode m_home;
    Inode m_readme;
};

} // namespace arv
