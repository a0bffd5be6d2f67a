// SPDX-License-Identifier: Apache-2.0
#include "demo/subscription.h"

#include "demo/apitime.h"

#include <algorithm>
#include <limits>
#include <string_view>

namespace arv::demo {

using nlohmann::json;

namespace {

bool isListOfLists(const json& value)
{
    return value.is_array() && std::all_of(value.begin(), value.end(), [](const json& item) {
               return item.is_array();
           });
}

bool isSigned64(const json& value)
{
    const bool tooBig = value.is_number_unsigned()
        && value.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()};
    return value.is_number_integer() && !tooBig;
}

bool holds(const std::string& time, const std::string& op, const std::string& bound)
{
    if (op == "<")
        return time < bound;
    if (op == "<=")
        return time <= bound;
    if (op == ">")
        return time > bound;
    return op == ">=" ? time >= bound : time == bound;
}

} // namespace

std::optional<Subscription> Subscription::of(const json& message)
{
    Subscription made;
    made.m_filters = message.value("filters", json());
    if (!made.m_filters.is_null() && !isListOfLists(made.m_filters))
        return std::nullopt;
    const json last = message.value("last_log_id", json());
    if (!last.is_null() && !isSigned64(last))
        return std::nullopt;
    made.m_lastLogId = last.is_null() ? 0 : last.get<std::int64_t>();
    for (const json& filter : made.m_filters)
        made.addFilter(filter);
    return made;
}

void Subscription::addFilter(const json& filter)
{
    if (filter.size() != 3 || !filter[0].is_string() || !filter[1].is_string())
        return;
    const auto& op = filter[1].get_ref<const std::string&>();
    const json& operand = filter[2];
    if (filter[0] == "event_type" && op == "in" && operand.is_array()) {
        std::set<std::string> types;
        for (const json& type : operand)
            if (type.is_string())
                types.insert(type.get<std::string>());
        m_types.push_back(std::move(types));
    }
    constexpr std::string_view operators[]{"<", "<=", "=", ">=", ">"};
    const bool known =
        std::find(std::begin(operators), std::end(operators), op) != std::end(operators);
    if (filter[0] == "created_at" && known && operand.is_string()) {
        if (const auto time = canonicalTime(operand.get_ref<const std::string&>()))
            m_times.push_back({op, *time});
    }
}

bool Subscription::matches(const Event& event) const
{
    const bool rightType =
        std::all_of(m_types.begin(), m_types.end(), [&event](const std::set<std::string>& types) {
            return types.count(eventTypeName(event.type)) > 0;
        });
    if (!rightType || m_times.empty())
        return rightType;
    const std::string time = timeText(event.at);
    return std::all_of(m_times.begin(), m_times.end(), [&time](const TimeFilter& filter) {
        return holds(time, filter.op, filter.time);
    });
}

} // namespace arv::demo
