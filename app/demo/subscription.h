// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/eventlog.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace arv::demo {

// One subscription of a client of the feed: which events it wants. As on a real cluster only
// filters on the event's type ("in") and on its time have an effect; all others match everything.
// A value.
class Subscription
{
public:
    // From the client's message; nothing if its form is wrong.
    [[nodiscard]] static std::optional<Subscription> of(const nlohmann::json& message);

    [[nodiscard]] bool matches(const Event& event) const;
    // Null if none were given, which is not the same as an empty list.
    [[nodiscard]] const nlohmann::json& filters() const { return m_filters; }
    [[nodiscard]] std::int64_t lastLogId() const { return m_lastLogId; } // 0: nothing to replay

private:
    struct TimeFilter
    {
        std::string op; // "<", "<=", "=", ">=", ">"
        std::string time; // in the form of apitime.h
    };
    void addFilter(const nlohmann::json& filter);

    nlohmann::json m_filters;
    std::int64_t m_lastLogId = 0;
    std::vector<std::set<std::string>> m_types; // each must hold the event's type
    std::vector<TimeFilter> m_times;
};

} // namespace arv::demo
