// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/records.h"
#include "base/clock.h"
#include "base/ids.h"

#include <QByteArray>
#include <QHash>

#include <optional>

namespace arv {

// A name in a project: what the server said of it, and the number it has. Or that nothing is there.
struct Place
{
    QByteArray name;
    bool exists = false;
    ContentItem::Kind kind = ContentItem::Kind::Other;
    Uuid uuid;
    Timestamp modifiedAt = 0;
    Inode inode = Inode::None;
    Clock::Monotonic seenAt; // when the server said so
};

// The names of a project, first come stays: pages arrive in order of uuid, groups before
// collections, so that a project hides the collection of its name, and the lower uuid the higher.
class Places
{
public:
    [[nodiscard]] const Place* find(const QByteArray& name) const;
    [[nodiscard]] bool contains(const QByteArray& name) const { return m_places.contains(name); }

    void put(const Place& place);
    [[nodiscard]] bool isEmpty() const { return m_places.isEmpty(); }
    [[nodiscard]] QList<QByteArray> names() const { return m_places.keys(); }
    [[nodiscard]] std::size_t footprint() const { return m_bytes; } // of memory

private:
    QHash<QByteArray, Place> m_places;
    std::size_t m_bytes = 0;
};

// What is kept of an item: it stands under this name.
[[nodiscard]] Place placeFor(const QByteArray& name, const ContentItem& item);

// May the item be shown in a project? Groups that are projects or filter groups, collections in
// their current version; with a name.
[[nodiscard]] bool isShown(const ContentItem& item);

} // namespace arv
