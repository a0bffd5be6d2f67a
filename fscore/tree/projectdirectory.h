// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/records.h"
#include "tree/listeddirectory.h"
#include "tree/names.h"
#include "tree/projecttraits.h"
#include "tree/recordfile.h"

namespace arv {

// A project, a filter group or a user's home: sub-projects, filter groups and collections by name,
// and if the mount shows them container requests and workflows as files. Mount thread only.
class ProjectDirectory : public ListedDirectory
{
public:
    struct Subject
    {
        Uuid uuid; // of a user or group; empty: the home of whoever the token belongs to
        bool isFilterGroup = false;
    };

    ProjectDirectory(TreeContext& context, Inode inode, Directory* parent, QByteArray name,
                     Subject subject, std::int64_t modified);

    [[nodiscard]] std::optional<Node*> findNow(const QByteArray& name) override;
    [[nodiscard]] Task<void> prepareToFind(QByteArray name, CancelToken token) override;
    [[nodiscard]] NodeKind kind() const override { return NodeKind::Project; }
    [[nodiscard]] std::size_t footprint() const override;
    [[nodiscard]] bool holdsContent() const override;
    void dropContent() override;
    [[nodiscard]] ObjectTraits* traits() override { return &m_traits; }
    [[nodiscard]] const Uuid* projectUuid() const override { return &m_subject.uuid; }
    void noteOwnEvent(const ObjectEvent& event) override;
    void noteObjectEvent(const ObjectEvent& event) override;

protected:
    [[nodiscard]] Task<void> fetchListing(RunPointer run, CancelToken token) override;
    [[nodiscard]] bool asksForNames() const override { return true; }
    [[nodiscard]] Task<Place> askForName(QByteArray name, CancelToken token) override;
    [[nodiscard]] bool asksForObjects() const override { return !m_subject.isFilterGroup; }
    [[nodiscard]] Task<QList<Place>> askForObjects(QStringList ids, CancelToken token) override;
    [[nodiscard]] std::optional<Node*> nodeFor(const Place& place) override;
    [[nodiscard]] Task<void> prepareNode(Place place, CancelToken token) override;
    [[nodiscard]] bool isReserved(const QByteArray& name) const override
    {
        return name == projectFileName;
    }
    [[nodiscard]] QString title() const override;

private:
    friend class ProjectTraits;
    enum class Series
    {
        Groups,
        Collections,
        Others
    };
    [[nodiscard]] Task<void> resolveOwner(CancelToken token);
    [[nodiscard]] Task<ContentsPage> fetchPage(Series series, Uuid after, CancelToken token);
    [[nodiscard]] Task<void> fetchSeries(Series series, Task<ContentsPage>* first, RunPointer run,
                                         CancelToken token);
    [[nodiscard]] std::optional<Place> placeOf(const ContentItem& item) const;
    [[nodiscard]] QByteArray shownName(const ContentItem& item) const;
    [[nodiscard]] Place chosenOf(const QList<ContentItem>& items, const QByteArray& name,
                                 const QString& typed) const;
    [[nodiscard]] bool isInsideItself() const;
    [[nodiscard]] Task<void> fetchRecord(CancelToken token);

    Subject m_subject;
    RecordFile m_recordFile{projectFileName};
    ProjectTraits m_traits{*this};
};

} // namespace arv
