// SPDX-License-Identifier: Apache-2.0
#include "demo/recordtables.h"

#include "demo/newrecord.h"

#include <algorithm>

namespace arv::demo {

namespace {

// Under which a name may stand once; empty if the row takes no part.
std::string nameKey(Kind kind, const std::string& owner, const std::string& name)
{
    if (name.empty() || (kind != Kind::Group && kind != Kind::Collection))
        return {};
    return (kind == Kind::Group ? "g" : "c") + owner + '/' + name;
}

std::string nameKey(const Record& row)
{
    const bool old = row.kind == Kind::Collection && row.text("current_version_uuid") != row.uuid();
    const bool role = row.text("group_class") == "role";
    if (old || role || row.flag("is_trashed"))
        return {};
    return nameKey(row.kind, row.owner(), row.text("name"));
}

} // namespace

void RecordTables::put(const RecordPtr& row)
{
    Table& rows = table(row->kind);
    const auto [entry, fresh] = rows.byUuid.try_emplace(row->uuid(), rows.rows.size());
    const std::size_t at = entry->second;
    if (fresh)
        rows.rows.emplace_back();
    else
        leaveIndexes(at, *rows.rows[at]);
    rows.rows[at] = row;
    enterIndexes(at, *row);
}

void RecordTables::enterIndexes(std::size_t at, const Record& row)
{
    table(row.kind).byOwner[row.owner()].push_back(at);
    if (const std::string key = nameKey(row); !key.empty())
        m_byName[key] = row.uuid();
    if (row.kind == Kind::Collection)
        m_byHash[row.text("portable_data_hash")].push_back(row.uuid());
    if (row.kind == Kind::Token)
        m_bySecret[row.text("api_token")] = row.uuid();
}

void RecordTables::leaveIndexes(std::size_t at, const Record& row)
{
    auto& siblings = table(row.kind).byOwner[row.owner()];
    siblings.erase(std::remove(siblings.begin(), siblings.end(), at), siblings.end());
    const auto name = m_byName.find(nameKey(row));
    if (name != m_byName.end() && name->second == row.uuid())
        m_byName.erase(name);
    m_bySecret.erase(row.text("api_token"));
    if (row.kind != Kind::Collection)
        return;
    auto& same = m_byHash[row.text("portable_data_hash")];
    same.erase(std::remove(same.begin(), same.end(), row.uuid()), same.end());
}

void RecordTables::remove(const std::string& uuid)
{
    const auto kind = kindOfUuid(uuid);
    if (!kind)
        return;
    Table& rows = table(*kind);
    const auto found = rows.byUuid.find(uuid);
    if (found == rows.byUuid.end())
        return;
    const std::size_t at = found->second;
    leaveIndexes(at, *rows.rows[at]);
    rows.byUuid.erase(found);
    rows.rows[at] = nullptr;
}

RecordPtr RecordTables::find(std::string_view uuid) const
{
    const auto kind = kindOfUuid(uuid);
    if (!kind)
        return nullptr;
    const Table& rows = table(*kind);
    const auto found = rows.byUuid.find(std::string(uuid));
    return found == rows.byUuid.end() ? nullptr : rows.rows[found->second];
}

RecordPtr RecordTables::withSecret(std::string_view secret) const
{
    const auto found = m_bySecret.find(std::string(secret));
    return found == m_bySecret.end() ? nullptr : find(found->second);
}

bool RecordTables::isNameTaken(const Record& row) const
{
    const std::string key = nameKey(row);
    const auto taken = m_byName.find(key);
    return !key.empty() && taken != m_byName.end() && taken->second != row.uuid();
}

std::vector<RecordPtr> RecordTables::all(Kind kind) const
{
    std::vector<RecordPtr> rows;
    rows.reserve(table(kind).byUuid.size());
    for (const RecordPtr& row : table(kind).rows)
        if (row)
            rows.push_back(row);
    return rows;
}

std::vector<RecordPtr> RecordTables::ownedBy(Kind kind, std::string_view owner) const
{
    const Table& rows = table(kind);
    const auto found = rows.byOwner.find(std::string(owner));
    std::vector<RecordPtr> owned;
    if (found != rows.byOwner.end())
        for (const std::size_t at : found->second)
            owned.push_back(rows.rows[at]);
    return owned;
}

std::vector<RecordPtr> RecordTables::withHash(std::string_view hash) const
{
    const auto found = m_byHash.find(std::string(hash));
    std::vector<RecordPtr> rows;
    if (found != m_byHash.end())
        for (const std::string& uuid : found->second)
            rows.push_back(find(uuid));
    return rows;
}

} // namespace arv::demo
