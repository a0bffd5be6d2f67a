// SPDX-License-Identifier: Apache-2.0
#include "demo/listquery.h"

#include "demo/filtervalue.h"

#include <algorithm>
#include <numeric>
#include <unordered_set>

namespace arv::demo {

using nlohmann::json;

namespace {

const json& valueOf(const Record& row, const std::string& name)
{
    static const json none;
    const auto found = row.attributes.find(name);
    return found == row.attributes.end() ? none : *found;
}

// Unset values stand behind all others, in front when descending, as PostgreSQL has it.
int compareForOrder(const json& a, const json& b)
{
    if (a.is_null() || b.is_null())
        return static_cast<int>(a.is_null()) - static_cast<int>(b.is_null());
    return compareValues(a, b);
}

std::string dumped(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace

ListQuery::ListQuery(const ListOptions& options, const Schema& schema, Scope scope)
    : m_options(options)
    , m_schema(schema)
    , m_scope(scope)
{ }

bool ListQuery::isSortable(const std::string& attribute) const
{
    return m_schema.filterable(attribute) != nullptr && attribute != "file_names"
        && (m_scope == Scope::Contents || m_options.selects(attribute));
}

std::vector<ListQuery::Key> ListQuery::keys() const
{
    std::vector<Key> keys;
    std::vector<ListOptions::Order> wanted = m_options.orders;
    wanted.push_back({"modified_at", true});
    wanted.push_back({"uuid", true});
    const std::string prefix = std::string(m_schema.table) + '.';
    for (const ListOptions::Order& order : wanted) {
        const bool qualified = order.attribute.compare(0, prefix.size(), prefix) == 0;
        const std::string name =
            qualified ? order.attribute.substr(prefix.size()) : order.attribute;
        if (isSortable(name))
            keys.push_back({name, order.descending});
        if (name == "uuid" && isSortable(name))
            break; // unique: nothing behind it matters
    }
    return keys;
}

void ListQuery::sort(Rows& rows) const
{
    const std::vector<Key> order = keys();
    // Looked up once for each row, not once for each comparison.
    std::vector<const json*> values;
    values.reserve(rows.size() * order.size());
    for (const RecordPtr& row : rows)
        for (const Key& key : order)
            values.push_back(&valueOf(*row, key.attribute));
    std::vector<std::size_t> places(rows.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
        for (std::size_t i = 0; i < order.size(); ++i) {
            const int compared =
                compareForOrder(*values[a * order.size() + i], *values[b * order.size() + i]);
            if (compared != 0)
                return order[i].descending ? compared > 0 : compared < 0;
        }
        return false;
    });
    Rows sorted;
    sorted.reserve(rows.size());
    for (const std::size_t place : places)
        sorted.push_back(rows[place]);
    rows = std::move(sorted);
}

void ListQuery::dropRepeated(Rows& rows) const
{
    if (!m_options.distinct || !m_options.select)
        return;
    std::unordered_set<std::string> seen;
    const auto isRepeated = [&](const RecordPtr& row) {
        json values = json::array();
        for (const std::string& name : *m_options.select)
            values.push_back(valueOf(*row, name));
        return !seen.insert(dumped(values)).second;
    };
    rows.erase(std::remove_if(rows.begin(), rows.end(), isRepeated), rows.end());
}

std::int64_t ListQuery::largeBytes(const Record& row) const
{
    std::size_t bytes = 0;
    for (const auto& [name, about] : m_schema.attributes) {
        // Only select brings manifests into a list, and nothing brings them into contents.
        const bool manifest = name == "manifest_text";
        if (!about.large || !m_options.selects(name)
            || (manifest && (!m_options.select || m_scope == Scope::Contents)))
            continue;
        const json& value = valueOf(row, name);
        if (manifest)
            bytes += row.manifest.size();
        else if (value.is_string())
            bytes += value.get_ref<const std::string&>().size();
        else if (!value.is_null())
            bytes += dumped(value).size();
    }
    return static_cast<std::int64_t>(bytes);
}

std::int64_t ListQuery::readable(const Rows& rows, std::int64_t offset, std::int64_t limit,
                                 std::int64_t mostBytes) const
{
    std::int64_t bytes = 0;
    std::int64_t count = 0;
    for (const RecordPtr& row : slice(rows, offset, limit)) {
        bytes += largeBytes(*row);
        if (bytes >= mostBytes)
            return std::max<std::int64_t>(count, 1);
        ++count;
    }
    return limit;
}

std::optional<ApiError> ListQuery::checkSelect() const
{
    return demo::checkSelect(m_options.select, m_schema, m_options.target);
}

std::optional<ApiError> checkSelect(const Select& select, const Schema& schema,
                                    const std::string& target)
{
    if (!select)
        return std::nullopt;
    if (select->empty())
        return argumentError("select must not be empty", target);
    for (const std::string& name : *select)
        if (!schema.isSelectable(name))
            return argumentError("Invalid attribute '" + name + "' of " + schema.model
                                     + " in select parameter",
                                 target);
    return std::nullopt;
}

Rows slice(const Rows& rows, std::int64_t offset, std::int64_t limit)
{
    const auto size = static_cast<std::int64_t>(rows.size());
    const std::int64_t begin = std::min(offset, size);
    const std::int64_t end = begin + std::min(std::max<std::int64_t>(limit, 0), size - begin);
    return {rows.begin() + begin, rows.begin() + end};
}

json selected(json shown, const Select& select)
{
    if (!select)
        return shown;
    json part{{"kind", shown["kind"]}, {"etag", ""}};
    for (const std::string& name : *select) {
        const auto found = shown.find(name);
        if (found != shown.end() && name != "etag")
            part[name] = std::move(*found);
    }
    return part;
}

} // namespace arv::demo
