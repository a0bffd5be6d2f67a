// SPDX-License-Identifier: Apache-2.0
#include "tree/projectdirectory.h"

#include "api/arvadosapi.h"
#include "base/footprint.h"
#include "base/idforms.h"
#include "base/log.h"
#include "tree/collectiondirectory.h"

namespace arv {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

ProjectDirectory::ProjectDirectory(TreeContext& context, Inode inode, Directory* parent,
                                   QByteArray name, Subject subject, std::int64_t modified)
    : Unit(context, inode, parent, std::move(name))
    , m_subject(std::move(subject))
    , m_modified(modified)
{ }

Attributes ProjectDirectory::attributes() const
{
    return directoryAttributes(m_modified);
}

bool ProjectDirectory::noteListedTime(std::int64_t modified)
{
    if (modified <= m_modified) // else as local as a change that we saw ourselves
        return false;
    m_modified = modified;
    return true;
}

std::size_t ProjectDirectory::footprint() const
{
    auto bytes = footprintAs(sizeof(ProjectDirectory)) + heapBytes(m_subject.uuid.text)
        + m_places.footprint() + m_questions.capacity() * sizeof(Monotonic)
        + m_recordFile.footprint();
    if (m_listing)
        bytes += m_listing->footprint();
    if (m_running && m_running != m_listing)
        bytes += m_running->footprint();
    return bytes;
}

bool ProjectDirectory::holdsContent() const
{
    return m_listing || m_running || !m_places.isEmpty() || !m_recordFile.isEmpty();
}

void ProjectDirectory::dropContent()
{
    m_places = {};
    m_listing.reset();
    m_recordFile.forget();
}

milliseconds ProjectDirectory::listingAge() const
{
    return duration_cast<milliseconds>(context().clock.monotonic() - m_listedAt);
}

Validity ProjectDirectory::childValidity() const
{
    if (!m_listing || !m_listing->isComplete())
        return {context().refreshTime, context().refreshTime};
    const auto fresh =
        std::clamp(context().refreshTime - listingAge(), milliseconds{0}, staleness::polledAtMost);
    return {fresh, fresh};
}

bool ProjectDirectory::isCompletelyKnown() const
{
    return m_listing && m_listing->isComplete();
}

// There is a complete listing, young enough to answer from; starts a refresh behind it if stale.
bool ProjectDirectory::isListingServable()
{
    if (!isCompletelyKnown())
        return false;
    const auto age = listingAge();
    if (age >= context().refreshTime * staleness::refreshesServedOld)
        return false;
    if (age >= context().refreshTime)
        startListing();
    return true;
}

std::optional<Node*> ProjectDirectory::findNow(const QByteArray& name)
{
    if (name == projectFileName)
        return m_recordFile.findNow(*this);
    const Place* place = m_places.find(name);
    if (isListingServable())
        return place && place->exists ? nodeFor(*place) : nullptr;
    if (!place || context().clock.monotonic() - place->seenAt >= context().refreshTime)
        return std::nullopt;
    return place->exists ? nodeFor(*place) : nullptr;
}

Node* ProjectDirectory::nodeFor(const Place& place)
{
    if (Node* live = liveChild(place.name))
        return live;
    if (place.kind == ContentItem::Kind::Collection)
        return makeChild<CollectionDirectory>(place.inode, place.name, place.uuid.text,
                                              place.modifiedAt);
    const Subject subject{place.uuid, place.kind == ContentItem::Kind::FilterGroup};
    return makeChild<ProjectDirectory>(place.inode, place.name, subject, place.modifiedAt);
}

// A filter group may contain itself, at any depth; its inner appearance is shown empty.
bool ProjectDirectory::isInsideItself() const
{
    for (const Directory* above = parent(); above; above = above->parent()) {
        const auto* subject = above->projectUuid();
        if (subject && *subject == m_subject.uuid)
            return true;
    }
    return false;
}

Task<void> ProjectDirectory::prepareToFind(QByteArray name, CancelToken token)
{
    if (name == projectFileName) {
        auto fetching = fetchRecord(token);
        auto fetched = co_await fetching;
        co_return fetched;
    }
    // The server's question for a name does not fit a filter group; a listing that is too old is
    // refreshed whole.
    if (isListingServable())
        co_return done();
    if (m_subject.isFilterGroup || isCompletelyKnown()) {
        auto listing = awaitListing(token);
        auto listed = co_await listing;
        co_return listed;
    }
    auto asking = askForName(std::move(name), token);
    auto asked = co_await asking;
    co_return asked;
}

Task<void> ProjectDirectory::fetchRecord(CancelToken token)
{
    auto resolving = resolveOwner(token);
    const auto resolved = co_await resolving;
    if (!resolved)
        co_return resolved;
    if (isUuidOf(m_subject.uuid.text, groupInfix)) {
        auto asking = context().api.group(m_subject.uuid, token);
        const auto group = co_await asking;
        if (!group)
            co_return group.error();
        m_recordFile.renew(context(), group->record, group->modifiedAt);
        measure();
        co_return done();
    }
    auto asking = context().api.user(m_subject.uuid, token);
    const auto user = co_await asking;
    if (!user)
        co_return user.error();
    const auto modified = user->record.value(QStringLiteral("modified_at")).toString();
    m_recordFile.renew(context(), user->record, parseTimestamp(modified));
    measure();
    co_return done();
}

Task<void> ProjectDirectory::askForName(QByteArray name, CancelToken token)
{
    Place place;
    place.name = name;
    const auto names = recordNames(name, context().slashSubstitution);
    if (!names.isEmpty()) {
        if (!m_places.contains(name)) // asking again after one name is no walk
            noteQuestion();
        auto resolving = resolveOwner(token);
        const auto resolved = co_await resolving;
        if (!resolved)
            co_return resolved;
        auto asking = context().api.named(m_subject.uuid, names, m_subject.isFilterGroup, token);
        const auto page = co_await asking;
        if (!page && keepsOld(name, page.error()))
            co_return done();
        if (!page)
            co_return page.error();
        chooseItem(page->items, names.first(), place);
    }
    place.seenAt = context().clock.monotonic();
    if (place.exists)
        place.inode = inodeFor(place);
    replacePlace(place);
    measure();
    co_return done();
}

// What was there stays reachable while the server does not answer, or not to this token; a new try
// follows soon.
bool ProjectDirectory::keepsOld(const QByteArray& name, const Error& why)
{
    const Place* old = m_places.find(name);
    const bool isNoAnswer = why.code == Errc::Unreachable || why.code == Errc::TimedOut
        || why.code == Errc::ServerError || why.code == Errc::NotSignedIn;
    if (!old || !old->exists || !isNoAnswer)
        return false;
    qCWarning(logTree).noquote() << "project" << m_subject.uuid.text
                                 << ": a name was not asked for again:" << why.text;
    auto kept = *old;
    kept.seenAt = context().clock.monotonic() - context().refreshTime + staleness::afterFailure;
    m_places.put(kept);
    return true;
}

// The number of the object that stands there, if it is still the same object; else a new one.
Inode ProjectDirectory::inodeFor(const Place& place)
{
    const Place* old = m_places.find(place.name);
    if (old && old->exists && old->uuid == place.uuid)
        return old->inode;
    return context().inodes.reserve();
}

// Groups come first in the reply; of several, the one whose name was typed literally wins.
void ProjectDirectory::chooseItem(const QList<ContentItem>& items, const QString& typed,
                                  Place& place) const
{
    bool isLiteral = false;
    for (const auto& item : items) {
        if (!isShown(item) || fileName(item.name, context().slashSubstitution) != place.name)
            continue;
        const bool better = item.name == typed && !isLiteral;
        if (place.exists && !better)
            continue;
        isLiteral = item.name == typed;
        place = placeFor(place.name, item);
    }
}

// What stood there and is not the same object any more is told to the kernel.
void ProjectDirectory::replacePlace(const Place& place)
{
    const Place* old = m_places.find(place.name);
    if (old && old->inode != place.inode)
        dropNode(place.name);
    noteTime(place);
    m_places.put(place);
}

void ProjectDirectory::dropNode(const QByteArray& name)
{
    Node* live = liveChild(name);
    if (!live)
        return;
    context().tellKernel({Change::Kind::Entry, inode(), name, {}});
    context().inodes.detach(*live);
}

// The object stays, but its time may have changed.
void ProjectDirectory::noteTime(const Place& place)
{
    Node* const live = place.exists ? liveChild(place.name) : nullptr;
    Directory* const directory = live ? live->asDirectory() : nullptr;
    if (directory && directory->noteListedTime(place.modifiedAt))
        context().tellKernel({Change::Kind::Attributes, Inode::None, {}, live->inode()});
}

// A walk does not become one question for each name.
void ProjectDirectory::noteQuestion()
{
    const auto now = context().clock.monotonic();
    std::erase_if(m_questions,
                  [now](Monotonic asked) { return now - asked > staleness::lookupWindow; });
    m_questions.push_back(now);
    if (m_questions.size() >= staleness::lookupsBeforeListing)
        startListing();
}

std::shared_ptr<const Listing> ProjectDirectory::listingNow()
{
    if (isListingServable() || (m_listing && !m_listing->isComplete()))
        return m_listing;
    return nullptr;
}

Task<void> ProjectDirectory::prepareToList(CancelToken token)
{
    if (m_listing) {
        auto waiting = awaitListing(token);
        auto waited = co_await waiting;
        co_return waited;
    }
    startListing(); // the first one is shown as it grows
    co_return done();
}

} // namespace arv
