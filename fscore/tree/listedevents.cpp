// SPDX-License-Identifier: Apache-2.0
// How a ListedDirectory follows the event feed: an event is a hint to ask again.
#include "async/sleep.h"
#include "tree/listeddirectory.h"
#include "tree/names.h"

namespace arv {

void ListedDirectory::mayHaveChanged()
{
    ++m_hints;
    if (m_running)
        m_running->isSuspect = true;
    m_freshness.expire(context(), period());
    m_places.expire(context().clock.monotonic() - period());
}

// What the kernel was told is good for a minute; it must ask again before that.
void ListedDirectory::distrustNames()
{
    mayHaveChanged();
    const auto children = liveNodes();
    for (Node* child : children) {
        if (context().inodes.isKnownToKernel(*child))
            context().tellKernel({Change::Kind::Expired,
                                  inode(),
                                  child->name(),
                                  {},
                                  child->asDirectory() != nullptr});
    }
}

void ListedDirectory::refreshSoon()
{
    ++m_hints;
    if (!m_listing)
        return distrustNames(); // single names are asked for again as they are used
    m_refreshWanted = true;
    if (!std::exchange(m_following, true))
        context().scope.start(follow(Pin(context().inodes, *this)));
}

void ListedDirectory::lookAgainAt(const QString& id)
{
    ++m_hints;
    if (!holdsContent())
        return;
    if (!asksForObjects())
        return refreshSoon();
    m_toLookAt.insert(id);
    if (!std::exchange(m_following, true))
        context().scope.start(follow(Pin(context().inodes, *this)));
}

// The name was asked for while the feed spoke: the answer may be from before.
void ListedDirectory::doubt(const Place& place)
{
    if (place.exists && asksForObjects())
        return lookAgainAt(place.id);
    auto doubtful = place;
    doubtful.seenAt -= period() - staleness::betweenLooks;
    m_places.put(doubtful);
}

// One look at a time; what the feed says meanwhile is looked at by the next. The longer a look
// takes the rarer they are, by the clock that sleeping goes by.
Task<void> ListedDirectory::follow(Pin /*self*/)
{
    while ((m_refreshWanted || !m_toLookAt.isEmpty()) && !context().ending.isCancelled()) {
        const auto began = std::chrono::steady_clock::now();
        auto looking = followOnce();
        const auto looked = co_await looking;
        if (!looked) {
            m_isSuspect = true;
            distrustNames();
        }
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now() - began);
        auto sleeping = sleepFor(std::max(staleness::betweenLooks, 4 * took), context().ending);
        const auto slept = co_await sleeping;
        Q_UNUSED(slept);
    }
    m_following = false;
    co_return done();
}

Task<void> ListedDirectory::followOnce()
{
    if (m_running) { // it may have passed the object already
        auto waiting = awaitListing(context().ending);
        const auto waited = co_await waiting;
        Q_UNUSED(waited);
    }
    const auto ids = std::exchange(m_toLookAt, {}).values();
    const bool isMuch = ids.size() > staleness::objectsAskedSingly || !m_hidden.isEmpty();
    if (!std::exchange(m_refreshWanted, false) && !isMuch) {
        auto asking = askForShownObjects(ids);
        const auto found = co_await asking;
        if (!found)
            co_return found.error();
        if (settleObjects(ids, *found))
            co_return done();
    }
    if (!m_listing) {
        distrustNames();
        co_return done();
    }
    auto listing = awaitListing(context().ending);
    const auto listed = co_await listing;
    co_return listed;
}

// Of an object with a new name only the name itself tells whether another one hides it.
Task<QList<Place>> ListedDirectory::askForShownObjects(QStringList ids)
{
    auto asking = askForObjects(ids, context().ending);
    const auto found = co_await asking;
    if (!found)
        co_return found.error();
    QList<Place> shown;
    for (const auto& place : *found) {
        const Place* const there = m_places.find(place.name);
        const bool isNew = !there || !there->exists;
        if (isNew && (there || isCompletelyKnown())) {
            auto askingName = askForName(place.name, context().ending);
            const auto chosen = co_await askingName;
            if (!chosen)
                co_return chosen.error();
            if (!chosen->exists || chosen->id != place.id)
                continue;
        }
        shown.append(place);
    }
    co_return shown;
}

// Two want one name, or one wants what another has.
bool ListedDirectory::anyCollide(const QList<Place>& found) const
{
    QSet<QByteArray> wanted;
    for (const auto& place : found) {
        const Place* const there = m_places.find(place.name);
        if (wanted.contains(place.name) || (there && there->exists && there->id != place.id))
            return true;
        wanted.insert(place.name);
    }
    return false;
}

// False if names collide, and nothing is changed then: only the whole listing tells who is shown,
// and it is compared with the places that the old listing has.
bool ListedDirectory::settleObjects(const QStringList& ids, const QList<Place>& found)
{
    if (anyCollide(found))
        return false;
    const bool isComplete = isCompletelyKnown();
    const auto listing = isComplete ? m_listing->copy() : nullptr;
    bool changed = false;
    for (const auto& id : ids) {
        const auto now = std::find_if(found.begin(), found.end(),
                                      [&id](const Place& place) { return place.id == id; });
        const Place* const old = m_places.findById(id);
        const auto oldName = old ? old->name : QByteArray();
        if (now != found.end() && !isReserved(now->name) && now->name.size() <= maxNameBytes) {
            const Place* const there = m_places.find(now->name);
            // A name that nobody has asked for may be that of another object, which hides this one.
            if (there || isComplete) {
                changed = !there || !there->isSameAs(*now) || changed;
                appear(*now, listing.get());
            }
        }
        if (!oldName.isEmpty() && (now == found.end() || now->name != oldName)) {
            changed = true;
            dropNode(oldName);
            m_places.remove(oldName);
            if (listing)
                listing->remove(oldName);
        }
    }
    if (changed) {
        m_modified = context().wallNow();
        context().tellKernel({Change::Kind::Attributes, Inode::None, {}, inode()});
    }
    if (changed && listing) {
        listing->complete();
        m_listing = listing;
    }
    measure();
    return true;
}

// It stands there now, or still does.
void ListedDirectory::appear(const Place& place, GrowingListing* listing)
{
    auto shown = place;
    shown.seenAt = context().clock.monotonic();
    shown.inode = inodeFor(shown);
    const Place* const old = m_places.find(shown.name);
    const bool isNew = !old || !old->exists;
    const bool isOther = !isNew && old->inode != shown.inode;
    if (isNew) // the kernel may remember that nothing was there
        context().tellKernel({Change::Kind::Entry, inode(), shown.name, {}});
    replacePlace(shown);
    if (!listing || (!isNew && !isOther))
        return;
    if (isOther)
        listing->remove(shown.name);
    listing->append({shown.name, shown.inode, shown.isDirectory()});
}

} // namespace arv
