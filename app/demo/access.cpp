// SPDX-License-Identifier: Apache-2.0
#include "demo/access.h"

#include <algorithm>
#include <array>
#include <deque>
#include <utility>

namespace arv::demo {

namespace {

using Rows = std::vector<RecordPtr>;
using RowsBy = std::unordered_map<std::string, Rows>;

RowsBy byAttribute(const Rows& rows, const char* name)
{
    RowsBy found;
    for (const RecordPtr& row : rows)
        found[row->text(name)].push_back(row);
    return found;
}

const Rows& rowsOf(const RowsBy& map, const std::string& key)
{
    static const Rows none;
    const auto found = map.find(key);
    return found == map.end() ? none : found->second;
}

Rows permissionsOnly(const Rows& links)
{
    Rows kept;
    std::copy_if(links.begin(), links.end(), std::back_inserter(kept),
                 [](const RecordPtr& link) { return link->text("link_class") == "permission"; });
    return kept;
}

// Adds the projects below the given ones.
void addDescendants(std::unordered_set<std::string>& marked, const RowsBy& owned)
{
    std::deque<std::string> open(marked.begin(), marked.end());
    while (!open.empty()) {
        const std::string at = std::move(open.front());
        open.pop_front();
        for (const RecordPtr& child : rowsOf(owned, at))
            if (marked.insert(child->uuid()).second)
                open.push_back(child->uuid());
    }
}

} // namespace

Access::Access(const std::string& user, const Source& source)
    : m_user(user)
{
    for (const RecordPtr& row : source.users) {
        if (row->uuid() != user)
            continue;
        m_admin = row->flag("is_admin");
        m_active = row->flag("is_active");
    }
    const Children owned = byAttribute(source.groups, "owner_uuid");
    markInside(source, owned);
    m_levels[user] = Level::None;
    if (!m_active)
        return;
    const Children links = byAttribute(permissionsOnly(source.links), "tail_uuid");
    walk(user, Level::Manage, owned, links, source);
    walk(source.anonymousGroup, Level::Read, owned, links, source);
    walk(source.allUsersGroup, Level::Write, owned, links, source);
}

void Access::walk(const std::string& from, Level level, const Children& owned,
                  const Children& links, const Source& source)
{
    std::deque<std::pair<std::string, Level>> open{{from, level}};
    while (!open.empty()) {
        const auto [at, reached] = std::move(open.front());
        open.pop_front();
        Level& known = m_levels[at];
        if (known >= reached)
            continue;
        known = reached;
        // A user who may only be seen opens nothing else: their home stays theirs.
        if (at.find("-tpzed-") != std::string::npos && reached < Level::Manage)
            continue;
        for (const RecordPtr& child : rowsOf(owned, at))
            open.emplace_back(child->uuid(), reached);
        for (const RecordPtr& link : rowsOf(links, at))
            open.emplace_back(link->text("head_uuid"),
                              std::min(reached, levelNamed(link->text("name"))));
        if (at != source.allUsersGroup)
            continue;
        for (const RecordPtr& other : source.users)
            if (other->flag("is_active") && other->uuid() != source.systemUser)
                open.emplace_back(other->uuid(), Level::Read);
    }
}

void Access::markInside(const Source& source, const Children& owned)
{
    for (const RecordPtr& group : source.groups) {
        if (group->flag("is_trashed"))
            m_trashed.insert(group->uuid());
        if (!group->text("frozen_by_uuid").empty())
            m_frozen.insert(group->uuid());
    }
    m_home.insert(m_user);
    addDescendants(m_trashed, owned);
    addDescendants(m_frozen, owned);
    addDescendants(m_home, owned);
}

Level Access::levelOf(const std::string& uuid) const
{
    if (m_admin)
        return Level::Manage;
    const auto found = m_levels.find(uuid);
    return found == m_levels.end() ? Level::None : found->second;
}

Level Access::level(const Record& record) const
{
    if (m_admin)
        return Level::Manage;
    if (!m_active) // sees nobody and nothing but that there is an account
        return record.uuid() == m_user ? Level::Manage : Level::None;
    // What a user owns is theirs alone: seeing the user is not seeing the home.
    const bool inHomeOfOther =
        record.owner() != m_user && record.owner().find("-tpzed-") != std::string::npos;
    const Level byOwner = levelOf(record.owner());
    if (byOwner == Level::Manage)
        return byOwner;
    return std::max(levelOf(record.uuid()),
                    inHomeOfOther && byOwner < Level::Manage ? Level::None : byOwner);
}

bool Access::canWrite(const Record& record) const
{
    return level(record) >= Level::Write && m_frozen.count(record.uuid()) == 0
        && m_frozen.count(record.owner()) == 0;
}

bool Access::isTrashed(const Record& record) const
{
    return record.flag("is_trashed") || m_trashed.count(record.owner()) > 0;
}

bool Access::isAtHome(const std::string& owner) const
{
    return m_home.count(owner) > 0;
}

Level levelNamed(std::string_view name)
{
    for (const Level level : {Level::Read, Level::Write, Level::Manage})
        if (name == levelName(level))
            return level;
    return Level::None;
}

const char* levelName(Level level)
{
    constexpr std::array names{"", "can_read", "can_write", "can_manage"};
    return names[static_cast<std::size_t>(level)];
}

} // namespace arv::demo
