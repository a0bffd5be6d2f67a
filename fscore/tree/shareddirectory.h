// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/listeddirectory.h"

namespace arv {

// What others share with the account: a directory for each owner of shared projects that may be
// seen (a person's holds what of theirs may be read), and the shared projects themselves whose
// owner may not. Mount thread only.
class SharedDirectory : public ListedDirectory
{
public:
    SharedDirectory(TreeContext& context, Inode inode, Directory* parent, QByteArray name);

    [[nodiscard]] std::size_t footprint() const override
    {
        return footprintAs(sizeof(SharedDirectory)) + ListedDirectory::footprint();
    }
    void noteObjectEvent(const ObjectEvent& event) override;

protected:
    [[nodiscard]] Task<void> fetchListing(RunPointer run, CancelToken token) override;
    [[nodiscard]] std::optional<Node*> nodeFor(const Place& place) override;
    [[nodiscard]] QString title() const override { return QStringLiteral("shared projects"); }

private:
    // All that decides the names, gathered from all pages: a later one may bring an owner.
    struct Gathered
    {
        QList<ContentItem> groups;
        QList<User> users; // owners
        QList<Group> ownerGroups; // owners
    };
    [[nodiscard]] Task<void> gather(std::shared_ptr<Gathered> all, CancelToken token);
    [[nodiscard]] Task<void> gatherReadable(std::shared_ptr<Gathered> all, CancelToken token);
    [[nodiscard]] Task<void> gatherOwners(std::shared_ptr<Gathered> all, CancelToken token);
    void takeAll(Run& run, const Gathered& all);
};

} // namespace arv
