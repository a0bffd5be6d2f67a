// SPDX-License-Identifier: Apache-2.0
#include "tree/listeddirectory.h"

#include "base/footprint.h"
#include "base/log.h"
#include "tree/names.h"
#include "tree/unitindex.h"

namespace arv {

using std::chrono::milliseconds;

ListedDirectory::ListedDirectory(TreeContext& context, Inode inode, Directory* parent,
                                 QByteArray name, std::int64_t modified)
    : Unit(context, inode, parent, std::move(name))
    , m_modified(modified)
{ }

Attributes ListedDirectory::attributes() const
{
    return directoryAttributes(m_modified);
}

bool ListedDirectory::noteListedTime(std::int64_t modified)
{
    if (modified <= m_modified) // else as local as a change that we saw ourselves
        return false;
    m_modified = modified;
    return true;
}

std::size_t ListedDirectory::footprint() const
{
    auto bytes = m_places.footprint() + m_questions.capacity() * sizeof(Monotonic);
    if (m_listing)
        bytes += m_listing->footprint();
    if (m_running && m_running->listing != m_listing)
        bytes += m_running->listing->footprint();
    if (!identity().isEmpty())
        bytes += UnitIndex::footprint;
    return bytes;
}

bool ListedDirectory::holdsContent() const
{
    return m_listing || m_running || !m_places.isEmpty();
}

void ListedDirectory::dropContent()
{
    m_places = {};
    m_listing.reset();
    m_hidden.clear();
}

milliseconds ListedDirectory::period() const
{
    return Freshness::period(context(), seldom());
}

Validity ListedDirectory::childValidity() const
{
    if (!isCompletelyKnown()) {
        const auto polled = std::min(period(), staleness::polledAtMost);
        return {polled, polled};
    }
    const auto left = m_freshness.left(context(), period());
    return {left, left};
}

// A name that was asked for alone is as old as its answer.
Validity ListedDirectory::validityOf(const Node& child) const
{
    const Place* const place = isCompletelyKnown() ? nullptr : m_places.find(child.name());
    if (!place)
        return childValidity();
    using std::chrono::duration_cast;
    const auto age = duration_cast<milliseconds>(context().clock.monotonic() - place->seenAt);
    const auto left = std::clamp(period() - age, milliseconds{0}, staleness::polledAtMost);
    return {left, left};
}

bool ListedDirectory::isCompletelyKnown() const
{
    return m_listing && m_listing->isComplete();
}

// There is a complete listing, young enough to answer from; starts a refresh behind it if stale.
bool ListedDirectory::isListingServable()
{
    if (!isCompletelyKnown() || m_freshness.isTooOld(context(), period()))
        return false;
    refreshIfStale();
    return true;
}

void ListedDirectory::refreshIfStale()
{
    if (isCompletelyKnown() && m_freshness.age(context()) >= period())
        startListing();
}

std::optional<Node*> ListedDirectory::findNow(const QByteArray& name)
{
    const Place* place = m_places.find(name);
    if (isListingServable())
        return place && place->exists ? nodeFor(*place) : nullptr;
    if (!place || context().clock.monotonic() - place->seenAt >= period())
        return std::nullopt;
    return place->exists ? nodeFor(*place) : nullptr;
}

Task<void> ListedDirectory::prepareToFind(QByteArray name, CancelToken token)
{
    auto preparing = prepareName(name, token);
    const auto prepared = co_await preparing;
    if (!prepared)
        co_return prepared;
    const Place* place = m_places.find(name);
    if (!place || !place->exists || liveChild(name))
        co_return done();
    auto making = prepareNode(*place, token);
    const auto made = co_await making;
    co_return made;
}

// What cannot be asked for by name, or was listed and is too old by now, is listed.
Task<void> ListedDirectory::prepareName(QByteArray name, CancelToken token)
{
    if (isListingServable())
        co_return done();
    if (!asksForNames() || isCompletelyKnown()) {
        auto listing = awaitListing(token);
        const auto listed = co_await listing;
        co_return listed;
    }
    const Place* known = m_places.find(name);
    if (known && context().clock.monotonic() - known->seenAt < period())
        co_return done();
    if (!known) // asking again after one name is no walk
        noteQuestion();
    const auto hints = m_hints;
    auto asking = askForName(name, token);
    auto place = co_await asking;
    if (!place && keepsOld(name, place.error()))
        co_return done();
    if (!place)
        co_return place.error();
    m_trouble.forget();
    place->name = name;
    place->seenAt = context().clock.monotonic();
    if (place->exists)
        place->inode = inodeFor(*place);
    replacePlace(*place);
    if (hints != m_hints)
        doubt(*place);
    measure();
    co_return done();
}

Task<Place> ListedDirectory::askForName(QByteArray /*name*/, CancelToken /*token*/)
{
    co_return Error{Errc::NotSupported, title() + QStringLiteral(": names are listed")};
}

Task<QList<Place>> ListedDirectory::askForObjects(QStringList /*ids*/, CancelToken /*token*/)
{
    co_return Error{Errc::NotSupported, title() + QStringLiteral(": objects are listed")};
}

Task<void> ListedDirectory::prepareNode(Place /*place*/, CancelToken /*token*/)
{
    co_return done();
}

bool ListedDirectory::shows(const QByteArray& name) const
{
    const Place* const now = m_places.find(name);
    return now && now->exists;
}

bool ListedDirectory::isStillThere(const Place& place) const
{
    const Place* const now = m_places.find(place.name);
    return now && now->exists && now->inode == place.inode;
}

// What was there stays reachable while the server does not say what there is now, for whatever
// reason, as a listing does; a new try follows soon.
bool ListedDirectory::keepsOld(const QByteArray& name, const Error& why)
{
    const Place* old = m_places.find(name);
    const bool isGivenUp = why.code == Errc::Cancelled || why.code == Errc::ShuttingDown;
    if (!old || !old->exists || isGivenUp)
        return false;
    if (m_trouble.isNews(why))
        qCWarning(logTree).noquote() << title() << ": a name was not asked for again:" << why.text;
    auto kept = *old;
    kept.seenAt = context().clock.monotonic() - period() + staleness::afterFailure;
    m_places.put(kept);
    return true;
}

// The number of the object that stands there, if it is still the same object; else a new one.
Inode ListedDirectory::inodeFor(const Place& place) const
{
    const Place* old = m_places.find(place.name);
    return old && old->isSameAs(place) ? old->inode : context().inodes.reserve();
}

// What stood there and is not the same object any more is told to the kernel.
void ListedDirectory::replacePlace(const Place& place)
{
    const Place* old = m_places.find(place.name);
    if (old && old->inode != place.inode)
        dropNode(place.name);
    noteTime(place);
    m_places.put(place);
}

void ListedDirectory::dropNode(const QByteArray& name)
{
    Node* live = liveChild(name);
    if (!live)
        return;
    context().tellKernel({Change::Kind::Entry, inode(), name, {}});
    context().inodes.detach(*live);
}

// The object stays, but its time may have changed.
void ListedDirectory::noteTime(const Place& place)
{
    Node* const live = place.exists ? liveChild(place.name) : nullptr;
    Directory* const directory = live ? live->asDirectory() : nullptr;
    if (directory && directory->noteListedTime(place.modifiedAt))
        context().tellKernel({Change::Kind::Attributes, Inode::None, {}, live->inode()});
}

// A walk does not become one question for each name.
void ListedDirectory::noteQuestion()
{
    const auto now = context().clock.monotonic();
    std::erase_if(m_questions,
                  [now](Monotonic asked) { return now - asked > staleness::lookupWindow; });
    m_questions.push_back(now);
    if (m_questions.size() >= staleness::lookupsBeforeListing)
        startListing();
}

std::shared_ptr<const Listing> ListedDirectory::listingNow()
{
    return isListingServable() || isGrowing() ? m_listing : nullptr;
}

Task<void> ListedDirectory::prepareToList(CancelToken token)
{
    if (m_listing) {
        auto waiting = awaitListing(token);
        const auto waited = co_await waiting;
        co_return waited;
    }
    startListing(); // the first one is shown as it grows
    co_return done();
}

} // namespace arv
