// SPDX-License-Identifier: Apache-2.0
// The store's changes of what is there, and links, which change what can be seen.
#include "demo/store.h"

#include "demo/apitime.h"
#include "demo/newrecord.h"

#include <chrono>
#include <set>

namespace arv::demo {

using nlohmann::json;

namespace {

constexpr std::chrono::hours trashLifetime{336}; // until delete_at

// With the kinds of its ends; a UUID of no known kind has none.
Record linkRow(const NewLink& link)
{
    Record row = newRecord(Kind::Link, link.uuid, link.owner);
    row.attributes["link_class"] = link.linkClass;
    row.attributes["name"] = link.name;
    row.attributes["properties"] = link.properties;
    row.attributes["head_uuid"] = link.head;
    row.attributes["tail_uuid"] = link.tail;
    if (const auto kind = kindOfUuid(link.head))
        row.attributes["head_kind"] = kindName(*kind);
    if (const auto kind = kindOfUuid(link.tail))
        row.attributes["tail_kind"] = kindName(*kind);
    return row;
}

} // namespace

void Store::share(const std::string& uuid, const std::string& with, Level level)
{
    const std::lock_guard lock(m_mutex);
    for (const RecordPtr& link : m_tables.all(Kind::Link))
        if (link->text("link_class") == "permission" && link->text("head_uuid") == uuid
            && link->text("tail_uuid") == with)
            remove(link->uuid());
    if (level == Level::None)
        return;
    put(linkRow({systemUser(), "permission", levelName(level), uuid, with, json::object(),
                 newUuid(Kind::Link)}));
}

Result<std::string> Store::addLink(const NewLink& link)
{
    NewLink wanted = link;
    if (wanted.uuid.empty())
        wanted.uuid = newUuid(Kind::Link);
    const std::lock_guard lock(m_mutex);
    for (const std::string& end : {link.head, link.tail})
        if (!end.empty() && !m_tables.find(end))
            return noRecord(end);
    put(linkRow(wanted));
    return wanted.uuid;
}

std::string Store::addTag(const std::string& owner, const std::string& name,
                          const std::string& head)
{
    NewLink tag{owner, "tag", name, head};
    tag.uuid = newUuid(Kind::Link);
    const std::lock_guard lock(m_mutex);
    put(linkRow(tag));
    return tag.uuid;
}

template <class Change>
Result<void> Store::change(const std::string& uuid, Change how)
{
    const std::lock_guard lock(m_mutex);
    const RecordPtr before = m_tables.find(uuid);
    if (!before)
        return noRecord(uuid);
    Record row = *before;
    row.attributes["modified_at"] = nowText();
    row.attributes.erase("etag");
    how(row);
    if (auto fits = checkChange(*before, row); !fits)
        return fits;
    put(std::move(row));
    return done();
}

Result<void> Store::update(const std::string& uuid, const json& attributes)
{
    return change(uuid, [&attributes](Record& row) { row.attributes.update(attributes); });
}

// What stays where it is and as it is called needs no check: a recorded row may break the rules.
Result<void> Store::checkChange(const Record& before, const Record& after) const
{
    const bool named = after.kind == Kind::Group || after.kind == Kind::Collection;
    const bool same = before.text("name") == after.text("name") && before.owner() == after.owner()
        && before.flag("is_trashed") == after.flag("is_trashed");
    if (!named || same)
        return done();
    if (before.owner() != after.owner() && isInside(after.owner(), after.uuid()))
        return {Errc::Invalid, QStringLiteral("a project cannot be moved into itself")};
    return checkPlace(after);
}

bool Store::isInside(const std::string& project, const std::string& around) const
{
    std::set<std::string> seen; // recorded rows might go in circles
    std::string at = project;
    while (at != around) {
        const RecordPtr row = m_tables.find(at);
        if (!row || row->kind != Kind::Group || !seen.insert(at).second)
            return false;
        at = row->owner();
    }
    return true;
}

Result<void> Store::trash(const std::string& uuid)
{
    return change(uuid, [](Record& row) {
        const auto now = std::chrono::system_clock::now();
        row.attributes["is_trashed"] = true;
        row.attributes["trash_at"] = timeText(now);
        row.attributes["delete_at"] = timeText(now + trashLifetime);
    });
}

Result<void> Store::freeze(const std::string& project)
{
    return change(project, [](Record& row) { row.attributes["frozen_by_uuid"] = row.owner(); });
}

Result<void> Store::replaceManifest(const std::string& collection, const std::string& manifest)
{
    return change(collection, [&manifest](Record& row) { setManifest(row, manifest); });
}

} // namespace arv::demo
