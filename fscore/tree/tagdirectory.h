// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/listeddirectory.h"

namespace arv {

// The collections that have one tag, by UUID; empty if only projects have it. Mount thread only.
class TagDirectory : public ListedDirectory
{
public:
    TagDirectory(TreeContext& context, Inode inode, Directory* parent, QByteArray name, QString tag,
                 std::chrono::milliseconds seldom);

    [[nodiscard]] std::size_t footprint() const override;
    void noteObjectEvent(const ObjectEvent& event) override;

protected:
    [[nodiscard]] Task<void> fetchListing(RunPointer run, CancelToken token) override;
    [[nodiscard]] std::optional<Node*> nodeFor(const Place& place) override;
    [[nodiscard]] QString title() const override { return QStringLiteral("tag ") + m_tag; }
    [[nodiscard]] std::chrono::milliseconds seldom() const override { return m_seldom; }

private:
    QString m_tag; // as the server has it
    std::chrono::milliseconds m_seldom;
};

} // namespace arv
