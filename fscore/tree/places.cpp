// SPDX-License-Identifier: Apache-2.0
#include "tree/places.h"

#include "base/footprint.h"

namespace arv {

namespace {

// The key shares its bytes with the name.
std::size_t footprintOf(const Place& place)
{
    return sizeof(QByteArray) + sizeof(Place) + heapBytes(place.name) + heapBytes(place.uuid.text);
}

} // namespace

const Place* Places::find(const QByteArray& name) const
{
    const auto found = m_places.constFind(name);
    return found == m_places.constEnd() ? nullptr : &*found;
}

void Places::put(const Place& place)
{
    auto& kept = m_places[place.name];
    if (!kept.name.isNull())
        m_bytes -= footprintOf(kept);
    kept = place;
    m_bytes += footprintOf(kept);
}

Place placeFor(const QByteArray& name, const ContentItem& item)
{
    return {name, true, item.kind, item.uuid, item.modifiedAt, Inode::None, {}};
}

bool isShown(const ContentItem& item)
{
    if (item.name.isEmpty())
        return false;
    if (item.kind == ContentItem::Kind::Collection)
        return item.currentVersionUuid.isEmpty() || item.currentVersionUuid == item.uuid;
    return item.kind == ContentItem::Kind::Project || item.kind == ContentItem::Kind::FilterGroup;
}

} // namespace arv
