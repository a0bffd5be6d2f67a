// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/directory.h"
#include "tree/mountselection.h"

#include <vector>

namespace arv {

// The plain root of a mount: directories of the kinds and by the names that it was made for, and
// where it shows everything a README that explains them.
class RootDirectory : public Directory
{
public:
    enum class Readme
    {
        None,
        Shown
    };
    // Of several entries of one name the first counts.
    RootDirectory(TreeContext& context, Inode inode, const QList<CustomMount>& entries,
                  Readme readme);
    // What a mount without any choice shows: by_id, by_tag, home, shared.
    [[nodiscard]] static QList<CustomMount> everything();

    [[nodiscard]] Attributes attributes() const override;
    [[nodiscard]] std::optional<Node*> findNow(const QByteArray& name) override;
    [[nodiscard]] std::shared_ptr<const Listing> listingNow() override;
    [[nodiscard]] std::size_t footprint() const override
    {
        return footprintAs(sizeof(RootDirectory)) + m_entries.capacity() * sizeof(Entry);
    }

private:
    struct Entry
    {
        QByteArray name;
        CustomMount::Kind kind = CustomMount::Kind::Home;
        Inode inode = Inode::None;
    };
    [[nodiscard]] const Entry* entry(const QByteArray& name) const;
    [[nodiscard]] Node* make(const Entry& entry);
    [[nodiscard]] Node* makeReadme();

    std::int64_t m_modified;
    std::vector<Entry> m_entries; // in the order in which they are listed
    Inode m_readme = Inode::None; // none: it has no README
};

} // namespace arv
