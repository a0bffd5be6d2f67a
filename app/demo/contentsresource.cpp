// SPDX-License-Identifier: Apache-2.0
#include "demo/contentsresource.h"

#include "demo/filterset.h"
#include "demo/groupsresource.h"
#include "demo/listreply.h"
#include "demo/newrecord.h"
#include "demo/store.h"

#include <algorithm>

namespace arv::demo {

using nlohmann::json;

namespace {

constexpr Kind listedKinds[]{Kind::Group, Kind::ContainerRequest, Kind::Workflow, Kind::Collection};

// [...,"is_a",...] decides which tables are asked at all, whatever the attribute: those that any
// such filter names.
bool isAskedFor(Kind kind, const std::vector<json>& filters)
{
    const json name = kindName(kind);
    bool restricted = false;
    for (const json& filter : filters) {
        if (!filter.is_array() || filter[1] != "is_a")
            continue;
        const json& wanted = filter[2];
        if (wanted == name
            || (wanted.is_array() && std::find(wanted.begin(), wanted.end(), name) != wanted.end()))
            return true;
        restricted = true;
    }
    return !restricted;
}

// A name with a dot is one of a listed table, so that "properties.x" alone is none.
std::optional<ApiError> checkContentsFilters(const ListOptions& options)
{
    for (const json& filter : options.filters) {
        if (!filter.is_array())
            continue;
        const std::string name = filter[0];
        const std::size_t dot = name.find('.');
        const auto isOf = [&](Kind kind) { return name.substr(0, dot) == Schema::of(kind).table; };
        if (dot != std::string::npos
            && std::none_of(std::begin(listedKinds), std::end(listedKinds), isOf))
            return argumentError("Invalid attribute '" + name + "' in filter", options.target);
    }
    return std::nullopt;
}

// Every name must be known to one of the kinds.
std::optional<ApiError> checkContentsSelect(const ListOptions& options)
{
    std::optional<ApiError> error;
    for (const std::string& name : options.select.value_or(std::vector<std::string>())) {
        const Select one(std::vector<std::string>{name});
        for (const Kind kind : listedKinds) {
            error = checkSelect(one, Schema::of(kind), options.target);
            if (!error)
                break;
        }
        if (error)
            return error;
    }
    return error;
}

} // namespace

Reply ContentsResource::contents(const ApiCall& call, std::string uuid) const
{
    const ApiServerOptions& limits = m_context.options;
    const std::string path = "/arvados/v1/groups/contents";
    auto options =
        ListOptions::of(call.parameters, path, false, limits.maxItemsPerResponse, limits.clusterId);
    if (!options)
        return options.error();
    if (uuid.empty())
        uuid = call.parameters.text("uuid");
    else
        options->target += "&uuid=" + queryEncoded(uuid);
    Asked asked{std::move(*options), std::move(uuid), call.parameters.flag("recursive"),
                call.parameters.flag("exclude_home_project")};
    if (auto error = resolve(asked, call))
        return *error;
    if (asked.excludeHome && !asked.uuid.empty())
        return argumentError("Cannot use 'exclude_home_project' with a parent object",
                             asked.options.target);
    if (auto error = checkContentsSelect(asked.options))
        return *error;
    if (auto error = checkContentsFilters(asked.options))
        return *error;
    const auto found = parts(asked, call);
    return found ? page(asked, *found, call) : Reply(found.error());
}

std::optional<ApiError> ContentsResource::resolve(Asked& asked, const ApiCall& call) const
{
    if (asked.uuid.empty())
        return std::nullopt;
    const Access& access = *call.caller.access;
    const RecordPtr place = m_context.store.find(asked.uuid);
    const bool isGroup = kindOfUuid(asked.uuid) == Kind::Group;
    // The front looks a group up first, which then is the request that fails.
    if (isGroup
        && (!place || !access.canRead(*place)
            || (access.isTrashed(*place) && !asked.options.includeTrash)))
        return notFound("/arvados/v1/groups/" + asked.uuid);
    if (!place || (place->kind != Kind::Group && place->kind != Kind::User))
        return notFound(asked.options.target);
    if (place->text("group_class") == "filter")
        return openFilterGroup(asked, *place);
    return std::nullopt;
}

std::optional<ApiError> ContentsResource::openFilterGroup(Asked& asked, const Record& group) const
{
    const json& properties = group.attributes["properties"];
    const auto own =
        readFilters(properties.is_object() ? properties.value("filters", json()) : json());
    if (!own)
        return own.error();
    asked.options.filters.insert(asked.options.filters.end(), own->begin(), own->end());
    asked.uuid.clear();
    return std::nullopt;
}

std::vector<std::string> ContentsResource::owners(const Asked& asked) const
{
    std::vector<std::string> all{asked.uuid};
    for (std::size_t i = 0; asked.recursive && i < all.size(); ++i)
        for (const RecordPtr& child : m_context.store.ownedBy(Kind::Group, all[i]))
            all.push_back(child->uuid());
    return all;
}

Rows ContentsResource::candidates(const Asked& asked, Kind kind) const
{
    Rows rows;
    if (asked.uuid.empty())
        rows = m_context.store.all(kind);
    else
        for (const std::string& owner : owners(asked))
            for (RecordPtr& row : m_context.store.ownedBy(kind, owner))
                rows.push_back(std::move(row));
    return rows;
}

bool ContentsResource::belongs(const Asked& asked, const Record& row, const Access& access) const
{
    const std::string& groupClass = row.text("group_class");
    if (row.kind == Kind::Group && groupClass != "project" && groupClass != "filter")
        return false;
    if (asked.excludeHome && asked.uuid.empty()
        && !GroupsResource::isShared(row, access, m_context.store))
        return false;
    return isListed(row, access, asked.options);
}

Answer<std::vector<ContentsResource::Part>> ContentsResource::parts(const Asked& asked,
                                                                    const ApiCall& call) const
{
    std::vector<Part> parts;
    std::optional<ApiError> misfit;
    for (const Kind kind : listedKinds) {
        if (!isAskedFor(kind, asked.options.filters))
            continue;
        const Schema& schema = Schema::of(kind);
        const auto filters = FilterSet::compile(asked.options.filters, schema,
                                                FilterSet::Scope::Contents, asked.options.target);
        if (!filters) { // this kind has nothing to give; an error only if no kind has
            misfit = filters.error();
            continue;
        }
        Part part{ListQuery(asked.options, schema, ListQuery::Scope::Contents),
                  candidates(asked, kind)};
        const auto isOut = [&](const RecordPtr& row) {
            return !filters->matches(*row) || !belongs(asked, *row, *call.caller.access);
        };
        part.rows.erase(std::remove_if(part.rows.begin(), part.rows.end(), isOut), part.rows.end());
        part.query.sort(part.rows);
        parts.push_back(std::move(part));
    }
    if (parts.empty() && misfit)
        return *misfit;
    return parts;
}

Reply ContentsResource::page(const Asked& asked, const std::vector<Part>& parts,
                             const ApiCall& call) const
{
    const ListOptions& options = asked.options;
    std::int64_t limit = options.limit;
    std::int64_t offset = options.offset;
    std::int64_t available = 0;
    Rows rows;
    for (const Part& part : parts) {
        const auto size = static_cast<std::int64_t>(part.rows.size());
        const std::int64_t left = limit - static_cast<std::int64_t>(rows.size());
        const std::int64_t readable =
            part.query.readable(part.rows, offset, left, m_context.options.maxIndexDatabaseRead);
        limit -= left - readable;
        const Rows some = slice(part.rows, offset, readable);
        rows.insert(rows.end(), some.begin(), some.end());
        offset = std::max<std::int64_t>(offset - size, 0);
        available += size;
    }
    const Access& access = *call.caller.access;
    json items = json::array();
    std::vector<std::string> ownersSeen;
    for (const RecordPtr& row : rows) {
        items.push_back(item(*row, access, options.select));
        ownersSeen.push_back(row->owner());
    }
    json reply = listEnvelope("arvados#objectList", options, limit, std::move(items),
                              options.exactCount ? available : -1);
    reply["included"] = includedOwners(m_context, call, ownersSeen);
    return reply;
}

// Contents never show manifests, and an etag only where it is asked for; then it is the real one.
json ContentsResource::item(const Record& row, const Access& access, const Select& select)
{
    json shown = row.kind == Kind::Group ? GroupsResource::shown(row, access) : row.attributes;
    if (!select)
        return shown;
    const json etag = shown["etag"];
    json part = selected(std::move(shown), select);
    part.erase("etag");
    if (std::find(select->begin(), select->end(), "etag") != select->end())
        part["etag"] = etag;
    return part;
}

} // namespace arv::demo
