// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/apierror.h"
#include "demo/parameters.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace arv::demo {

// The parameters that lists share (api.md 4.1), checked for form only. A value.
struct ListOptions
{
    struct Order
    {
        std::string attribute; // maybe qualified with a table
        bool descending = false;
    };

    std::vector<nlohmann::json> filters; // three-element lists and "(a < b)" strings, as sent
    std::vector<Order> orders; // without the default order
    std::optional<std::vector<std::string>> select;
    std::int64_t limit = 100; // in force: between 0 and the server's most
    std::int64_t offset = 0;
    bool exactCount = true;
    bool distinct = false;
    bool includeTrash = false;
    bool includeOldVersions = false;

    // What the front asks of the server behind it, for error texts.
    std::string target;

    // The path with the parameters that the front sends on; those of federated lists say from
    // where.
    [[nodiscard]] static std::string targetOf(const Parameters& parameters, const std::string& path,
                                              bool federated, const std::string& clusterId);

    // Errors: 500 for malformed values, 422 for a wrong count.
    [[nodiscard]] static Answer<ListOptions> of(const Parameters& parameters,
                                                const std::string& path, bool federated,
                                                std::int64_t maxItems,
                                                const std::string& clusterId);

    [[nodiscard]] bool selects(const std::string& attribute) const;
};

// Filters in the form of the filters parameter. Errors: 500 for malformed ones.
[[nodiscard]] Answer<std::vector<nlohmann::json>> readFilters(const nlohmann::json& value);

// The select parameter: none if not given. Errors: 500.
[[nodiscard]] Answer<std::optional<std::vector<std::string>>> readSelect(const Parameters& from);

// "field=value" of a JSON parameter, for the request behind the front.
[[nodiscard]] std::string targetField(const char* name, const nlohmann::json& value);

} // namespace arv::demo
