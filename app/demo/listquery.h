// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/apierror.h"
#include "demo/listoptions.h"
#include "demo/record.h"
#include "demo/schema.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace arv::demo {

using Rows = std::vector<RecordPtr>;
using Select = std::optional<std::vector<std::string>>;

// How the rows of one table become a page: order, distinct, offset, limit. Pure; any thread.
class ListQuery
{
public:
    enum class Scope
    {
        OneTable,
        Contents
    };

    ListQuery(const ListOptions& options, const Schema& schema, Scope scope);

    // Into the order asked for, made total by the default order (modified_at desc, uuid desc). Keys
    // that select leaves out are dropped, which may leave the order as it is; contents keep them.
    void sort(Rows& rows) const;

    // With distinct and select: the first of each combination.
    void dropRepeated(Rows& rows) const;

    // How many of the rows fit below the most bytes of large columns that the server reads for a
    // list: at least one.
    [[nodiscard]] std::int64_t readable(const Rows& rows, std::int64_t offset, std::int64_t limit,
                                        std::int64_t mostBytes) const;

    // 422 for an attribute that the table has not.
    [[nodiscard]] std::optional<ApiError> checkSelect() const;

private:
    struct Key
    {
        std::string attribute;
        bool descending = false;
    };
    [[nodiscard]] std::vector<Key> keys() const;
    [[nodiscard]] bool isSortable(const std::string& attribute) const;
    [[nodiscard]] std::int64_t largeBytes(const Record& row) const;

    const ListOptions& m_options;
    const Schema& m_schema;
    Scope m_scope;
};

// The rows from offset on, at most limit.
[[nodiscard]] Rows slice(const Rows& rows, std::int64_t offset, std::int64_t limit);

// The attributes asked for, with kind and an empty etag; all of them without select.
[[nodiscard]] nlohmann::json selected(nlohmann::json shown, const Select& select);

// Error for a name in select that the kind has not.
[[nodiscard]] std::optional<ApiError> checkSelect(const Select& select, const Schema& schema,
                                                  const std::string& target);

} // namespace arv::demo
