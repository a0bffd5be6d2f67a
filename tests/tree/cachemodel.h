// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/inodecache.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

namespace arv::test {

// The rules of the inode cache written down as plainly as possible: everything is counted anew by
// walking, every list is searched from the front. What the real one must agree with.
class CacheModel
{
public:
    using Id = std::uint64_t;
    enum class State
    {
        Unlisted,
        Idle,
        Asked,
        InUse
    };
    struct Item
    {
        Id parent = 0; // 0: detached, or the root
        bool isUnit = true;
        std::uint64_t lookups = 0;
        std::uint64_t uses = 0;
        std::uint64_t content = 0;
        std::uint64_t size = 0;
        State state = State::Unlisted;
    };
    static constexpr Id root = 1;

    std::map<Id, Item> items;
    std::vector<Id> idle; // least recently used first
    std::uint64_t cap = InodeCache::defaultCap;
    std::vector<Id> asked; // in order, whenever somebody was
    std::uint64_t evictions = 0;

    void add(Id id, Id parent, bool isUnit, std::uint64_t size)
    {
        items[id] = {parent, isUnit, 0, 0, 0, size, State::Unlisted};
    }

    void load(Id id, std::uint64_t bytes)
    {
        items.at(id).content = bytes;
        restate(id);
    }

    void look(Id id)
    {
        ++items.at(id).lookups;
        restateFrom(id);
        for (const Id unit : unitsFrom(id)) {
            if (items.at(unit).state == State::Asked)
                put(unit, State::Idle, false);
        }
    }
    void forget(Id id)
    {
        items.at(id).lookups = 0;
        restateFrom(id);
        collect(id);
    }
    void use(Id id)
    {
        ++items.at(id).uses;
        restateFrom(id);
    }
    void unuse(Id id)
    {
        --items.at(id).uses;
        restateFrom(id);
        collect(id);
    }
    void touch(Id id)
    {
        for (const Id unit : unitsFrom(id)) {
            const auto state = items.at(unit).state;
            if (state == State::Idle || state == State::Asked)
                put(unit, State::Idle, false);
        }
    }
    void detach(Id id)
    {
        const Id parent = std::exchange(items.at(id).parent, 0);
        restateFrom(parent);
        restate(id);
        collect(id);
        collect(parent);
    }

    // Everything that was asked for before is taken for refused.
    void shrink()
    {
        m_evicting = m_evicting || bytes() > cap;
        std::uint64_t awaited = 0;
        while (m_evicting) {
            m_evicting = bytes() > cap / 10 * 9;
            if (!m_evicting || listed() <= InodeCache::minEntries || idle.empty())
                return;
            const Id oldest = idle.front();
            if (bytes() - std::min(awaited, bytes()) <= cap / 10 * 9)
                return;
            if (!isHeld(oldest)) {
                evict(oldest);
                continue;
            }
            if (listed() - count(State::Asked) <= InodeCache::minEntries)
                return;
            awaited += unitBytes(oldest);
            put(oldest, State::Asked, false);
            asked.push_back(oldest);
        }
    }

    [[nodiscard]] std::uint64_t bytes() const
    {
        std::uint64_t sum = 0;
        for (const auto& [id, item] : items)
            sum += item.size + item.content;
        return sum;
    }
    [[nodiscard]] bool isAtOrBelow(Id id, Id above) const
    {
        for (; id != 0; id = items.at(id).parent) {
            if (id == above)
                return true;
        }
        return false;
    }
    [[nodiscard]] bool isHeld(Id unit) const
    {
        return std::any_of(items.begin(), items.end(), [&](const auto& entry) {
            return entry.second.lookups > 0 && (unit != root || entry.first != root)
                && isAtOrBelow(entry.first, unit);
        });
    }
    [[nodiscard]] bool isUsed(Id unit) const
    {
        return std::any_of(items.begin(), items.end(), [&](const auto& entry) {
            return entry.second.uses > 0 && isAtOrBelow(entry.first, unit);
        });
    }

private:
    [[nodiscard]] std::size_t count(State state) const
    {
        return static_cast<std::size_t>(
            std::count_if(items.begin(), items.end(),
                          [state](const auto& entry) { return entry.second.state == state; }));
    }
    [[nodiscard]] std::size_t listed() const { return items.size() - count(State::Unlisted); }

    // A unit with the files that stand in it.
    [[nodiscard]] std::uint64_t unitBytes(Id unit) const
    {
        std::uint64_t sum = 0;
        for (const auto& [id, item] : items) {
            if (id == unit || (!item.isUnit && item.parent == unit))
                sum += item.size + item.content;
        }
        return sum;
    }

    [[nodiscard]] std::vector<Id> unitsFrom(Id id) const
    {
        std::vector<Id> units;
        for (; id != 0; id = items.at(id).parent) {
            if (items.at(id).isUnit)
                units.push_back(id);
        }
        return units;
    }

    void restateFrom(Id id)
    {
        for (const Id unit : unitsFrom(id))
            restate(unit);
    }

    void restate(Id id)
    {
        const auto& item = items.at(id);
        if (!item.isUnit)
            return;
        auto now = State::Idle;
        if (item.content == 0 || (item.parent == 0 && id != root))
            now = State::Unlisted;
        else if (isUsed(id))
            now = State::InUse;
        else if (item.state == State::Asked && isHeld(id))
            now = State::Asked;
        if (now != item.state)
            put(id, now, item.state == State::Asked && now == State::Idle);
    }

    void put(Id id, State state, bool first)
    {
        std::erase(idle, id);
        items.at(id).state = state;
        if (state == State::Idle)
            idle.insert(first ? idle.begin() : idle.end(), id);
    }

    void collect(Id id)
    {
        const auto found = items.find(id);
        if (found == items.end() || id == root)
            return;
        const auto& item = found->second;
        const bool hasChildren = std::any_of(items.begin(), items.end(), [id](const auto& entry) {
            return entry.second.parent == id;
        });
        if (item.lookups > 0 || item.uses > 0 || hasChildren || item.state != State::Unlisted)
            return;
        const Id parent = item.parent;
        items.erase(found);
        collect(parent);
    }

    void evict(Id unit)
    {
        std::vector<Id> children;
        for (const auto& [id, item] : items) {
            if (item.parent == unit)
                children.push_back(id);
        }
        for (const Id child : children) {
            if (items.at(child).state != State::Unlisted)
                evict(child);
            else
                clear(child);
        }
        ++evictions;
        items.at(unit).content = 0;
        put(unit, State::Unlisted, false);
        collect(unit);
    }

    // An unloaded thing that nobody refers to, and what is below.
    void clear(Id id)
    {
        std::vector<Id> children;
        for (const auto& [child, item] : items) {
            if (item.parent == id)
                children.push_back(child);
        }
        for (const Id child : children) {
            if (items.at(child).state != State::Unlisted)
                evict(child);
            else
                clear(child);
        }
        collect(id);
    }

    bool m_evicting = false;
};

} // namespace arv::test
