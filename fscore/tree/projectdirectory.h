// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/records.h"
#include "tree/context.h"
#include "tree/inodetable.h"
#include "tree/names.h"
#include "tree/places.h"
#include "tree/recordfile.h"
#include "tree/unit.h"

namespace arv {

// A project, a filter group or a user's home: sub-projects, filter groups and collections by name.
// A name is one question to the server until somebody lists, or asks for so many names that a
// listing is cheaper; a complete listing answers everything from memory until it is stale.
class ProjectDirectory : public Unit
{
public:
    struct Subject
    {
        Uuid uuid; // of a user or group; empty: the home of whoever the token belongs to
        bool isFilterGroup = false;
    };

    ProjectDirectory(TreeContext& context, Inode inode, Directory* parent, QByteArray name,
                     Subject subject, std::int64_t modified);

    [[nodiscard]] Attributes attributes() const override;
    bool noteListedTime(std::int64_t modified) override;
    [[nodiscard]] std::optional<Node*> findNow(const QByteArray& name) override;
    [[nodiscard]] Task<void> prepareToFind(QByteArray name, CancelToken token) override;
    [[nodiscard]] std::shared_ptr<const Listing> listingNow() override;
    [[nodiscard]] Task<void> prepareToList(CancelToken token) override;
    [[nodiscard]] bool isCompletelyKnown() const override;
    [[nodiscard]] Validity childValidity() const override;

    [[nodiscard]] NodeKind kind() const override { return NodeKind::Project; }
    [[nodiscard]] std::size_t footprint() const override;
    [[nodiscard]] bool holdsContent() const override;
    void dropContent() override;

    [[nodiscard]] const Uuid* projectUuid() const override { return &m_subject.uuid; }

private:
    using Monotonic = Clock::Monotonic;

    // Listing
    std::shared_ptr<GrowingListing> startListing(); // or the one that runs
    [[nodiscard]] Task<void> list(std::shared_ptr<GrowingListing> listing, Pin self);
    [[nodiscard]] Task<void> giveUpAbandoned(std::shared_ptr<GrowingListing> listing,
                                             CancelSource stop, CancelToken over);
    [[nodiscard]] Task<void> fetchPages(std::shared_ptr<GrowingListing> listing, Places* places,
                                        CancelToken token);
    [[nodiscard]] Task<ContentsPage> fetchPage(bool ofGroups, Uuid after, CancelToken token);
    void takePage(const ContentsPage& page, GrowingListing& listing, Places& places);
    void takeItem(const ContentItem& item, GrowingListing& listing, Places& places);
    void finishListing(const std::shared_ptr<GrowingListing>& listing, Places places);
    void failListing(const std::shared_ptr<GrowingListing>& listing, const Error& why);
    [[nodiscard]] Task<void> awaitListing(CancelToken token);
    [[nodiscard]] Task<void> resolveOwner(CancelToken token);
    [[nodiscard]] bool isListingServable();
    [[nodiscard]] std::chrono::milliseconds listingAge() const;

    // Single names
    [[nodiscard]] Task<void> askForName(QByteArray name, CancelToken token);
    void chooseItem(const QList<ContentItem>& items, const QString& typed, Place& place) const;
    [[nodiscard]] bool keepsOld(const QByteArray& name, const Error& why);
    void noteQuestion();
    [[nodiscard]] Task<void> fetchRecord(CancelToken token);

    [[nodiscard]] Node* nodeFor(const Place& place);
    [[nodiscard]] Inode inodeFor(const Place& place);
    [[nodiscard]] bool isInsideItself() const;
    void replacePlace(const Place& place);
    void dropNode(const QByteArray& name);
    void noteTime(const Place& place);
    void measure() { context().inodes.cache().measure(*this); }

    Subject m_subject;
    std::int64_t m_modified;
    Places m_places; // what is known by name
    std::shared_ptr<GrowingListing> m_listing; // what new handles see; growing the first time
    std::shared_ptr<GrowingListing> m_running; // the listing being fetched, if any
    Monotonic m_listedAt; // when m_listing was completed, or its refresh last failed
    std::vector<Monotonic> m_questions; // recent lookups of names not known
    RecordFile m_recordFile{projectFileName};
};

} // namespace arv
