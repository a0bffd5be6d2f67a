// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/context.h"
#include "tree/freshness.h"
#include "tree/inodetable.h"
#include "tree/places.h"
#include "tree/toldonce.h"
#include "tree/unit.h"

#include <QSet>

namespace arv {

// A directory whose names the server lists page by page: a project, what is shared, the tags, one
// tag. A name may be one question to the server until somebody lists, or asks for so many names
// that a listing is cheaper; a complete listing answers everything from memory until it is stale.
// It is refreshed behind what is shown, and follows the event feed. What a kind of directory lists
// and how it asks is in the classes below it. Mount thread only.
class ListedDirectory : public Unit
{
public:
    ListedDirectory(TreeContext& context, Inode inode, Directory* parent, QByteArray name,
                    std::int64_t modified);

    [[nodiscard]] Attributes attributes() const override;
    bool noteListedTime(std::int64_t modified) override;
    [[nodiscard]] std::optional<Node*> findNow(const QByteArray& name) override;
    [[nodiscard]] Task<void> prepareToFind(QByteArray name, CancelToken token) override;
    [[nodiscard]] std::shared_ptr<const Listing> listingNow() override;
    [[nodiscard]] Task<void> prepareToList(CancelToken token) override;
    [[nodiscard]] bool isCompletelyKnown() const override;
    [[nodiscard]] Validity childValidity() const override;
    [[nodiscard]] Validity validityOf(const Node& child) const override;
    [[nodiscard]] std::size_t footprint() const override;
    [[nodiscard]] bool holdsContent() const override;
    void dropContent() override;
    void mayHaveChanged() override;
    void refreshIfStale() override;

protected:
    // One fetch of all names, as it goes on.
    struct Run
    {
        std::shared_ptr<GrowingListing> listing = std::make_shared<GrowingListing>();
        Places places;
        QSet<QString> hidden; // ids of objects that have no name here, and were told of
        bool isSuspect = false; // something may have changed unseen since it began
    };
    using RunPointer = std::shared_ptr<Run>;

    // Gives all places to take(), in the order in which they are shown, and calls pageTaken() where
    // readers may go on.
    [[nodiscard]] virtual Task<void> fetchListing(RunPointer run, CancelToken token) = 0;
    // One question for one name. exists false: there is no such thing. Only if asksForNames().
    [[nodiscard]] virtual bool asksForNames() const { return false; }
    [[nodiscard]] virtual Task<Place> askForName(QByteArray name, CancelToken token);
    // What there is of these objects, in one question. Only if asksForObjects().
    [[nodiscard]] virtual bool asksForObjects() const { return false; }
    [[nodiscard]] virtual Task<QList<Place>> askForObjects(QStringList ids, CancelToken token);
    // Made when the name is asked for. nullopt: something must be fetched first, by prepareNode().
    [[nodiscard]] virtual std::optional<Node*> nodeFor(const Place& place) = 0;
    [[nodiscard]] virtual Task<void> prepareNode(Place place, CancelToken token);
    // No object is shown by this name.
    [[nodiscard]] virtual bool isReserved(const QByteArray& /*name*/) const { return false; }
    // How it is called in messages.
    [[nodiscard]] virtual QString title() const = 0;
    // Asked again after this, if the mount's refresh time is not longer.
    [[nodiscard]] virtual std::chrono::milliseconds seldom() const { return {}; }

    [[nodiscard]] bool shows(const QByteArray& name) const;
    // Whether this is what still stands there, after a wait.
    [[nodiscard]] bool isStillThere(const Place& place) const;

    void take(Run& run, Place place);
    void pageTaken(Run& run);

    // The listing is fetched again soon, if there is one.
    void refreshSoon();
    // The server did not say what is here when it was asked last, as of a project in the trash.
    // Or it is being asked, and may not say so.
    [[nodiscard]] bool isSuspect() const { return m_isSuspect || m_following || m_running; }
    // The same for one object, if the directory has any names.
    void lookAgainAt(const QString& id);
    void measure() { context().inodes.cache().measure(*this); }

private:
    using Monotonic = Clock::Monotonic;

    // The listing
    std::shared_ptr<GrowingListing> startListing(); // or the one that runs
    [[nodiscard]] Task<void> list(RunPointer run, Pin self);
    [[nodiscard]] Task<void> giveUpAbandoned(std::shared_ptr<GrowingListing> listing,
                                             CancelSource stop, CancelToken over);
    void finishListing(Run& run);
    bool settleOldNames(const Places& places); // true: something is not there any more
    bool settleNewNames(const Places& places);
    void failListing(const std::shared_ptr<GrowingListing>& listing, const Error& why);
    [[nodiscard]] Task<void> awaitListing(CancelToken token);
    [[nodiscard]] bool isListingServable();
    [[nodiscard]] bool isGrowing() const { return m_listing && !m_listing->isComplete(); }
    [[nodiscard]] std::chrono::milliseconds period() const;
    void hide(Run& run, const Place& place, const QString& why);

    // Single names
    [[nodiscard]] Task<void> prepareName(QByteArray name, CancelToken token);
    [[nodiscard]] bool keepsOld(const QByteArray& name, const Error& why);
    void noteQuestion();
    void doubt(const Place& place);
    [[nodiscard]] Inode inodeFor(const Place& place) const;
    void replacePlace(const Place& place);
    void dropNode(const QByteArray& name);
    void noteTime(const Place& place);

    // What the event feed says
    [[nodiscard]] Task<void> follow(Pin self);
    void distrustNames();
    [[nodiscard]] Task<void> followOnce();
    [[nodiscard]] Task<QList<Place>> askForShownObjects(QStringList ids);
    [[nodiscard]] bool settleObjects(const QStringList& ids, const QList<Place>& found);
    [[nodiscard]] bool anyCollide(const QList<Place>& found) const;
    void appear(const Place& place, GrowingListing* listing);

    std::int64_t m_modified;
    Places m_places; // what is known by name
    std::shared_ptr<GrowingListing> m_listing; // what new handles see; growing the first time
    RunPointer m_running; // the listing being fetched, if any
    Freshness m_freshness; // of a complete m_listing
    ToldOnce m_trouble; // why what is shown was not asked for again
    std::vector<Monotonic> m_questions; // recent lookups of names not known
    QSet<QString> m_hidden; // as in Run, of the last complete listing
    unsigned m_hints = 0; // how often the feed spoke
    QSet<QString> m_toLookAt; // ids of objects that the feed spoke of
    bool m_refreshWanted = false;
    bool m_isSuspect = false;
    bool m_following = false;
};

} // namespace arv
