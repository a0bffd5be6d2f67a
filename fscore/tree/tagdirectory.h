// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/listeddirectory.h"

namespace arv {

// The collections that have one tag, by UUID; empty if only projects have it. Links tell neither
// times nor what is in the trash or out of sight, so the collections of each page are asked for,
// too. Mount thread only.
class TagDirectory : public ListedDirectory
{
public:
    TagDirectory(TreeContext& context, Inode inode, Directory* parent, QByteArray name, QString tag,
                 std::chrono::milliseconds seldom);

    [[nodiscard]] std::size_t footprint() const override;
    void noteObjectEvent(const ObjectEvent& event) override;
    void dropContent() override;

protected:
    [[nodiscard]] Task<void> fetchListing(RunPointer run, CancelToken token) override;
    [[nodiscard]] bool asksForObjects() const override { return true; }
    [[nodiscard]] Task<QList<Place>> askForObjects(QStringList ids, CancelToken token) override;
    [[nodiscard]] std::optional<Node*> nodeFor(const Place& place) override;
    [[nodiscard]] QString title() const override { return QStringLiteral("tag ") + m_tag; }
    [[nodiscard]] std::chrono::milliseconds seldom() const override { return m_seldom; }

private:
    [[nodiscard]] Task<void> takePage(RunPointer run, QList<Uuid> tagged, CancelToken token);

    QString m_tag; // as the server has it
    QSet<QString> m_absent; // tagged, but not there to be shown
    std::chrono::milliseconds m_seldom;
};

} // namespace arv
