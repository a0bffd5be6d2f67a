// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/apierror.h"
#include "demo/httpmessage.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace arv::demo {

// The parameters of a request: query, form body and JSON body merged, strings read as the API reads
// them (limit and offset are numbers, booleans, what looks like JSON must be JSON). Immutable.
class Parameters
{
public:
    Parameters() = default;

    // Errors: 400 for a body that is not JSON, 500 for malformed values.
    [[nodiscard]] static Answer<Parameters> of(const HttpRequest& request);

    [[nodiscard]] const nlohmann::json& value(const char* name) const; // null: none
    [[nodiscard]] std::string text(const char* name) const; // empty: none or no string
    [[nodiscard]] bool flag(const char* name) const;
    [[nodiscard]] std::int64_t number(const char* name, std::int64_t otherwise) const;

private:
    nlohmann::json m_values = nlohmann::json::object();
};

// Names and values of a query or form, decoded, in their order.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> decodedPairs(std::string_view query);

// A value the way Go writes it into a query: blank as "+", unreserved characters plain.
[[nodiscard]] std::string queryEncoded(std::string_view text);

} // namespace arv::demo
