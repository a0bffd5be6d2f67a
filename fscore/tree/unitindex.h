// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QList>
#include <QSet>
#include <QString>

namespace arv {

class Unit;

// Collections and projects by the UUID that they stand for: one object may be reached by name, by
// UUID and by tag. Units enter and leave by themselves. Mount thread only.
class UnitIndex
{
public:
    void add(const QString& uuid, Unit& unit) { m_units.insert(uuid, &unit); }
    void remove(const QString& uuid, Unit& unit) { m_units.remove(uuid, &unit); }

    [[nodiscard]] QList<Unit*> of(const QString& uuid) const { return m_units.values(uuid); }
    [[nodiscard]] QList<Unit*> all() const { return m_units.values(); }

    // Those that want to hear of every event: what they list cannot be told from an owner.
    void addWatcher(Unit& unit) { m_watchers.insert(&unit); }
    void removeWatcher(Unit& unit) { m_watchers.remove(&unit); }
    [[nodiscard]] QList<Unit*> watchers() const { return m_watchers.values(); }

    // Bytes that one unit takes here, with its key.
    static constexpr std::size_t footprint = 96;

private:
    QMultiHash<QString, Unit*> m_units;
    QSet<Unit*> m_watchers;
};

} // namespace arv
