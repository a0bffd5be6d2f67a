// SPDX-License-Identifier: Apache-2.0
#include "demo/listreply.h"

#include "demo/newrecord.h"

#include <algorithm>

namespace arv::demo {

using nlohmann::json;

namespace {

// The front finds by itself that there is no such UUID, and says limit 0.
bool asksForNoUuid(const ListOptions& options)
{
    return std::any_of(options.filters.begin(), options.filters.end(), [](const json& filter) {
        return filter.is_array() && filter[0] == "uuid" && filter[1] == "in" && filter[2].is_array()
            && filter[2].empty();
    });
}

} // namespace

bool isListed(const Record& row, const Access& access, const ListOptions& options)
{
    if (!access.canRead(row) || (!options.includeTrash && access.isTrashed(row)))
        return false;
    return row.kind != Kind::Collection || options.includeOldVersions
        || row.text("current_version_uuid") == row.uuid();
}

json listEnvelope(const std::string& kind, const ListOptions& options, std::int64_t limit,
                  json items, std::int64_t available)
{
    json reply{{"kind", kind}, {"offset", options.offset}, {"limit", limit}};
    reply["items"] = std::move(items);
    if (available >= 0)
        reply["items_available"] = available;
    return reply;
}

json withPassedOnFields(json reply)
{
    reply["etag"] = "";
    reply["self_link"] = "";
    return reply;
}

Reply listReply(const ApiContext& context, const ApiCall& call, Kind kind, Rows rows,
                const ListOptions& options, const Show& show)
{
    const Schema& schema = Schema::of(kind);
    const ListQuery query(options, schema, ListQuery::Scope::OneTable);
    const auto filters =
        FilterSet::compile(options.filters, schema, FilterSet::Scope::OneTable, options.target);
    if (!filters)
        return filters.error();
    if (const auto error = query.checkSelect())
        return *error;
    const std::string listKind = std::string(kindName(kind)) + "List";
    const std::int64_t counted = options.exactCount ? 0 : -1;
    if (asksForNoUuid(options))
        return listEnvelope(listKind, options, 0, json::array(), counted);
    const Access& access = *call.caller.access;
    const auto isOut = [&](const RecordPtr& row) {
        return !filters->matches(*row) || !isListed(*row, access, options);
    };
    rows.erase(std::remove_if(rows.begin(), rows.end(), isOut), rows.end());
    const auto available = options.exactCount ? static_cast<std::int64_t>(rows.size()) : -1;
    query.sort(rows);
    query.dropRepeated(rows);
    const std::int64_t limit =
        query.readable(rows, options.offset, options.limit, context.options.maxIndexDatabaseRead);
    json items = json::array();
    for (const RecordPtr& row : slice(rows, options.offset, limit))
        items.push_back(selected(show(*row), options.select));
    return listEnvelope(listKind, options, limit, std::move(items), available);
}

} // namespace arv::demo
