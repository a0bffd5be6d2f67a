// SPDX-License-Identifier: Apache-2.0
#include "tree/tagdirectory.h"

#include "api/arvadosapi.h"
#include "base/footprint.h"
#include "base/idforms.h"
#include "tree/collectiondirectory.h"

namespace arv {

namespace {

Place placeOf(const Collection& collection)
{
    Place place;
    place.name = collection.uuid.text.toLatin1();
    place.exists = true;
    place.id = collection.uuid.text;
    place.modifiedAt = collection.modifiedAt;
    return place;
}

// So that what is in it may be there or not, now.
bool bringsOrTakesAway(const ObjectEvent& event)
{
    return event.type == ObjectEvent::Type::Delete
        || event.before.isTrashed != event.after.isTrashed
        || event.before.owner != event.after.owner;
}

} // namespace

TagDirectory::TagDirectory(TreeContext& context, Inode inode, Directory* parent, QByteArray name,
                           QString tag, std::chrono::milliseconds seldom)
    : ListedDirectory(context, inode, parent, std::move(name), context.wallNow())
    , m_tag(std::move(tag))
    , m_seldom(seldom)
{
    watchAllEvents();
}

std::size_t TagDirectory::footprint() const
{
    constexpr std::size_t each = 2 * sizeof(QString) + 27 * sizeof(QChar); // and its entry
    return footprintAs(sizeof(TagDirectory)) + heapBytes(m_tag)
        + static_cast<std::size_t>(m_absent.size()) * each + ListedDirectory::footprint();
}

void TagDirectory::dropContent()
{
    ListedDirectory::dropContent();
    m_absent.clear();
}

void TagDirectory::noteObjectEvent(const ObjectEvent& event)
{
    const auto& id = event.object.text;
    if (!holdsContent())
        return;
    if (shows(id.toLatin1()))
        return lookAgainAt(id);
    const bool isTaggedPerhaps =
        m_absent.contains(id) || (isSuspect() && isUuidOf(id, collectionInfix));
    const bool isAbove = isUuidOf(id, groupInfix) && bringsOrTakesAway(event);
    if (isUuidOf(id, linkInfix) || isAbove || isTaggedPerhaps)
        refreshSoon();
}

std::optional<Node*> TagDirectory::nodeFor(const Place& place)
{
    if (Node* live = liveChild(place.name))
        return live;
    return makeChild<CollectionDirectory>(place.inode, place.name, place.id, place.modifiedAt);
}

Task<QList<Place>> TagDirectory::askForObjects(QStringList ids, CancelToken token)
{
    QList<Uuid> uuids;
    for (const auto& id : ids)
        uuids.append(Uuid{id});
    auto asking = context().api.collectionsOf(uuids, token);
    const auto found = co_await asking;
    if (!found)
        co_return found.error();
    m_absent.unite({ids.begin(), ids.end()});
    QList<Place> places;
    for (const auto& collection : *found) {
        m_absent.remove(collection.uuid.text);
        places.append(placeOf(collection));
    }
    co_return places;
}

Task<void> TagDirectory::fetchListing(RunPointer run, CancelToken token)
{
    QSet<QString> seen; // two people may have tagged one collection
    m_absent.clear();
    Uuid after;
    for (bool isLast = false; !isLast;) {
        auto asking = context().api.taggedPage(m_tag, after, token);
        const auto page = co_await asking;
        if (!page)
            co_return page.error();
        QList<Uuid> tagged;
        for (const auto& collection : page->collections) {
            if (!seen.contains(collection.text))
                tagged.append(collection);
            seen.insert(collection.text);
        }
        auto taking = takePage(run, tagged, token);
        const auto taken = co_await taking;
        if (!taken)
            co_return taken;
        after = page->last;
        isLast = page->isLast;
    }
    co_return done();
}

Task<void> TagDirectory::takePage(RunPointer run, QList<Uuid> tagged, CancelToken token)
{
    auto asking = context().api.collectionsOf(tagged, token);
    const auto found = co_await asking;
    if (!found)
        co_return found.error();
    for (const auto& uuid : tagged)
        m_absent.insert(uuid.text);
    for (const auto& collection : *found) {
        m_absent.remove(collection.uuid.text);
        take(*run, placeOf(collection));
    }
    pageTaken(*run);
    co_return done();
}

} // namespace arv
