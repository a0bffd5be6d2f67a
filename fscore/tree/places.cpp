// SPDX-License-Identifier: Apache-2.0
#include "tree/places.h"

namespace arv {

const Place* Places::find(const QByteArray& name) const
{
    const auto found = m_places.constFind(name);
    return found == m_places.constEnd() ? nullptr : &*found;
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
