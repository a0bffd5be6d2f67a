// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/directory.h"

namespace arv {

// by_id: everything exists in it that can be named by a collection's UUID, a portable data hash or
// a project's UUID; by_pdh: by a portable data hash alone. It shows what has been asked for so far,
// and a README. What was asked for is a node until the inode cache evicts it; then it reappears by
// a lookup.
class MagicDirectory : public Directory
{
public:
    enum class Takes
    {
        Everything,
        HashesOnly
    };
    // withInner: as the root of a mount it holds a second one of its kind, so that scripts may
    // write MOUNT/by_id/X in every mode.
    MagicDirectory(TreeContext& context, Inode inode, Directory* parent, QByteArray name,
                   Takes takes, bool withInner);

    [[nodiscard]] Attributes attributes() const override;
    [[nodiscard]] std::optional<Node*> findNow(const QByteArray& name) override;
    [[nodiscard]] Task<void> prepareToFind(QByteArray name, CancelToken token) override;
    [[nodiscard]] std::shared_ptr<const Listing> listingNow() override;
    [[nodiscard]] bool isCompletelyKnown() const override { return false; }
    [[nodiscard]] bool listsWhatHasNodes() const override { return true; }
    [[nodiscard]] std::size_t footprint() const override
    {
        return footprintAs(sizeof(MagicDirectory));
    }

private:
    [[nodiscard]] Node* readme();
    void noteNewName();
    [[nodiscard]] Task<void> askForGroup(QByteArray name, CancelToken token);
    [[nodiscard]] Task<void> askForCollection(QByteArray name, CancelToken token);

    Takes m_takes;
    std::int64_t m_modified;
    Inode m_readmeInode;
    Inode m_innerInode;
};

} // namespace arv
