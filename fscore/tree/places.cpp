// SPDX-License-Identifier: Apache-2.0
#include "tree/places.h"

#include "base/footprint.h"

#include <algorithm>

namespace arv {

namespace {

// The key shares its bytes with the name.
std::size_t footprintOf(const Place& place)
{
    return sizeof(QByteArray) + sizeof(Place) + heapBytes(place.name) + heapBytes(place.id);
}

Place::Kind placeKindOf(ContentItem::Kind kind)
{
    switch (kind) {
    case ContentItem::Kind::Project:
        return Place::Kind::Project;
    case ContentItem::Kind::FilterGroup:
        return Place::Kind::FilterGroup;
    case ContentItem::Kind::Collection:
        return Place::Kind::Collection;
    default:
        return Place::Kind::Object;
    }
}

} // namespace

const Place* Places::find(const QByteArray& name) const
{
    const auto found = m_places.constFind(name);
    return found == m_places.constEnd() ? nullptr : &*found;
}

const Place* Places::findById(const QString& id) const
{
    const auto found = std::find_if(m_places.cbegin(), m_places.cend(), [&id](const Place& place) {
        return place.exists && place.id == id;
    });
    return found == m_places.cend() ? nullptr : &*found;
}

void Places::put(const Place& place)
{
    auto& kept = m_places[place.name];
    if (!kept.name.isNull())
        m_bytes -= footprintOf(kept);
    kept = place;
    m_bytes += footprintOf(kept);
}

void Places::remove(const QByteArray& name)
{
    const auto found = m_places.constFind(name);
    if (found == m_places.constEnd())
        return;
    m_bytes -= footprintOf(*found);
    m_places.erase(found);
}

void Places::expire(Clock::Monotonic seenAt)
{
    for (auto& place : m_places)
        place.seenAt = std::min(place.seenAt, seenAt);
}

Place placeFor(const QByteArray& name, const ContentItem& item)
{
    return {name, true, placeKindOf(item.kind), item.uuid.text, item.modifiedAt, Inode::None, {}};
}

bool isShown(const ContentItem& item)
{
    if (item.name.isEmpty())
        return false;
    if (item.kind == ContentItem::Kind::Collection)
        return item.currentVersionUuid.isEmpty() || item.currentVersionUuid == item.uuid;
    return item.kind == ContentItem::Kind::Project || item.kind == ContentItem::Kind::FilterGroup;
}

bool isOtherObject(const ContentItem& item)
{
    return !item.name.isEmpty()
        && (item.kind == ContentItem::Kind::ContainerRequest
            || item.kind == ContentItem::Kind::Workflow);
}

} // namespace arv
