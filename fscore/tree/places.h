// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/records.h"
#include "base/clock.h"
#include "base/ids.h"

#include <QByteArray>
#include <QHash>

#include <optional>

namespace arv {

// A name in a directory that the server lists: what the server said of it, and the number it has.
// Or that nothing is there.
struct Place
{
    enum class Kind
    {
        Project,
        FilterGroup,
        User, // the home of somebody
        Collection,
        Tag,
        Object // shown as a file with its record
    };
    QByteArray name;
    bool exists = false;
    Kind kind = Kind::Collection;
    QString id; // a UUID; of a tag its name on the server
    Timestamp modifiedAt = 0;
    Inode inode = Inode::None;
    Clock::Monotonic seenAt; // when the server said so

    [[nodiscard]] bool isDirectory() const { return kind != Kind::Object; }
    // A record that has changed is another file: its text is made once.
    [[nodiscard]] bool isSameAs(const Place& other) const
    {
        return exists && other.exists && kind == other.kind && id == other.id
            && (isDirectory() || modifiedAt == other.modifiedAt);
    }
};

// The names of a directory, first come stays: pages arrive in order of uuid, groups before
// collections, so that a project hides the collection of its name, and the lower uuid the higher.
class Places
{
public:
    [[nodiscard]] const Place* find(const QByteArray& name) const;
    [[nodiscard]] bool contains(const QByteArray& name) const { return m_places.contains(name); }
    // What stands there and has this id, by a walk through all; nullptr: nothing.
    [[nodiscard]] const Place* findById(const QString& id) const;

    void put(const Place& place);
    void remove(const QByteArray& name);
    void expire(Clock::Monotonic seenAt); // all of them, as if last seen then at the latest
    [[nodiscard]] bool isEmpty() const { return m_places.isEmpty(); }
    [[nodiscard]] QList<QByteArray> names() const { return m_places.keys(); }
    [[nodiscard]] std::size_t footprint() const { return m_bytes; } // of memory

private:
    QHash<QByteArray, Place> m_places;
    std::size_t m_bytes = 0;
};

// What is kept of an item of a project: it stands under this name.
[[nodiscard]] Place placeFor(const QByteArray& name, const ContentItem& item);

// May the item be shown in a project? Groups that are projects or filter groups, collections in
// their current version; with a name.
[[nodiscard]] bool isShown(const ContentItem& item);
// The same for what is shown only on request: container requests and workflows.
[[nodiscard]] bool isOtherObject(const ContentItem& item);

} // namespace arv
