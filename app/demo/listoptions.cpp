// SPDX-License-Identifier: Apache-2.0
#include "demo/listoptions.h"

#include <algorithm>

namespace arv::demo {

using nlohmann::json;

namespace {

constexpr std::int64_t defaultLimit = 100;

const char* goTypeName(const json& value)
{
    if (value.is_object())
        return "object";
    if (value.is_array())
        return "array";
    if (value.is_boolean())
        return "bool";
    return value.is_number() ? "number" : "string";
}

ApiError wrongType(const json& value, const std::string& field, const char* type)
{
    return frontError(500,
                      std::string("transcode: json: cannot unmarshal ") + goTypeName(value)
                          + " into Go struct field ListOptions." + field + " of type " + type);
}

std::string dumped(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

// "name", "name asc", "name desc"; anything else is no order and dropped.
std::optional<ListOptions::Order> readOrder(std::string text)
{
    constexpr const char* blanks = " \t";
    text.erase(0, std::min(text.find_first_not_of(blanks), text.size()));
    text.erase(text.find_last_not_of(blanks) + 1);
    const std::size_t end = std::min(text.find_first_of(blanks), text.size());
    std::string direction = text.substr(std::min(text.find_first_not_of(blanks, end), text.size()));
    std::transform(direction.begin(), direction.end(), direction.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (end == 0 || (!direction.empty() && direction != "asc" && direction != "desc"))
        return std::nullopt;
    return ListOptions::Order{text.substr(0, end), direction == "desc"};
}

void addOrders(std::vector<ListOptions::Order>& orders, std::string_view text)
{
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        if (const auto order = readOrder(std::string(text.substr(0, comma))))
            orders.push_back(*order);
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
}

Answer<std::vector<ListOptions::Order>> readOrders(const json& value)
{
    std::vector<ListOptions::Order> orders;
    if (value.is_string())
        addOrders(orders, value.get_ref<const std::string&>());
    else if (!value.is_null() && !value.is_array())
        return wrongType(value, "order", "[]string");
    for (const json& text : value.is_array() ? value : json::array()) {
        if (!text.is_string())
            return wrongType(text, "order", "[]string");
        addOrders(orders, text.get_ref<const std::string&>());
    }
    return orders;
}

// The front sends most parameters on, sorted by name, and leaves out what has its default.
std::string targetQuery(const Parameters& from, bool federated, const std::string& clusterId)
{
    std::string query = "cluster_id=&count=" + queryEncoded(from.text("count"));
    if (from.flag("distinct"))
        query += "&distinct=true";
    if (from.value("filters").is_array())
        query += targetField("filters", from.value("filters"));
    if (federated)
        query += "&forwarded_for=" + clusterId + '-';
    for (const char* name : {"include_old_versions", "include_trash"})
        if (from.flag(name))
            query += std::string("&") + name + "=true";
    if (from.number("limit", -1) >= 0)
        query += "&limit=" + std::to_string(from.number("limit", -1));
    query += "&offset=" + std::to_string(from.number("offset", 0));
    for (const char* name : {"order", "select"})
        if (from.value(name).is_array())
            query += targetField(name, from.value(name));
    if (!from.text("uuid").empty())
        query += "&uuid=" + queryEncoded(from.text("uuid"));
    return query;
}

} // namespace

Answer<std::vector<json>> readFilters(const json& value)
{
    if (value.is_null())
        return std::vector<json>();
    if (!value.is_array())
        return wrongType(value, "filters", "[]arvados.Filter");
    for (const json& filter : value) {
        const bool triple = filter.is_array() && filter.size() == 3 && filter[0].is_string()
            && filter[1].is_string();
        if (!triple && !filter.is_string())
            return frontError(500,
                              "transcode: invalid filter " + dumped(dumped(filter))
                                  + ": must have 3 decoded");
    }
    return std::vector<json>(value.begin(), value.end());
}

std::string targetField(const char* name, const json& value)
{
    return std::string("&") + name + '=' + queryEncoded(dumped(value));
}

Answer<std::optional<std::vector<std::string>>> readSelect(const Parameters& from)
{
    const json& value = from.value("select");
    std::vector<std::string> names;
    if (value.is_null())
        return std::optional<std::vector<std::string>>();
    if (!value.is_array())
        return wrongType(value, "select", "[]string");
    for (const json& name : value) {
        if (!name.is_string())
            return wrongType(name, "select", "string");
        names.push_back(name.get<std::string>());
    }
    return std::optional(std::move(names));
}

std::string ListOptions::targetOf(const Parameters& parameters, const std::string& path,
                                  bool federated, const std::string& clusterId)
{
    return path + '?' + targetQuery(parameters, federated, clusterId);
}

Answer<ListOptions> ListOptions::of(const Parameters& parameters, const std::string& path,
                                    bool federated, std::int64_t maxItems,
                                    const std::string& clusterId)
{
    ListOptions options;
    auto filters = readFilters(parameters.value("filters"));
    if (!filters)
        return filters.error();
    auto orders = readOrders(parameters.value("order"));
    if (!orders)
        return orders.error();
    auto select = readSelect(parameters);
    if (!select)
        return select.error();
    options.filters = std::move(*filters);
    options.orders = std::move(*orders);
    options.select = std::move(*select);
    options.target = targetOf(parameters, path, federated, clusterId);
    const std::int64_t limit = parameters.number("limit", -1);
    options.limit = std::min(limit < 0 ? defaultLimit : limit, maxItems);
    options.offset = std::max<std::int64_t>(parameters.number("offset", 0), 0);
    const std::string count = parameters.text("count");
    if (!count.empty() && count != "exact" && count != "none")
        return argumentError("count parameter must be 'exact' or 'none'", options.target);
    options.exactCount = count != "none";
    options.distinct = parameters.flag("distinct");
    options.includeTrash = parameters.flag("include_trash");
    options.includeOldVersions = parameters.flag("include_old_versions");
    return options;
}

bool ListOptions::selects(const std::string& attribute) const
{
    return !select || std::find(select->begin(), select->end(), attribute) != select->end();
}

} // namespace arv::demo
