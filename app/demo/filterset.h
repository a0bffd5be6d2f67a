// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/apierror.h"
#include "demo/record.h"
#include "demo/schema.h"

#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

namespace arv::demo {

// Filters (api.md 4.2) made ready for one table. Immutable; any thread.
class FilterSet
{
public:
    // In groups.contents a filter qualified with another table says nothing about this one.
    enum class Scope
    {
        OneTable,
        Contents
    };

    // Errors: 422 for an attribute, operator or operand that does not fit this table.
    [[nodiscard]] static Answer<FilterSet> compile(const std::vector<nlohmann::json>& filters,
                                                   const Schema& schema, Scope scope,
                                                   const std::string& target);

    [[nodiscard]] bool matches(const Record& row) const;

private:
    enum class Operator
    {
        Equal,
        Unequal,
        Less,
        LessEqual,
        More,
        MoreEqual,
        Like,
        ILike,
        In,
        NotIn,
        IsA,
        Exists,
        Contains
    };

    struct Filter
    {
        std::vector<std::string> attributes; // more than one: "any"
        std::string key; // sub-property; empty: the attribute itself
        Operator op = Operator::Equal;
        nlohmann::json operand;
        std::unordered_set<std::string> words; // In, NotIn, IsA: the texts of the operand
        std::string otherAttribute; // for "(a < b)"
    };

    [[nodiscard]] static Answer<Filter> compileOne(const nlohmann::json& filter,
                                                   const std::string& name, const Schema& schema);
    [[nodiscard]] static Answer<Filter> compileExpression(const std::string& text,
                                                          const Schema& schema);
    [[nodiscard]] static Answer<Operator> operatorNamed(std::string name);
    [[nodiscard]] static Answer<Filter> withOperand(Filter filter, nlohmann::json operand,
                                                    AttributeType type, const std::string& name);
    [[nodiscard]] static bool holds(const Filter& filter, const Record& row);
    [[nodiscard]] static bool test(const Filter& filter, const nlohmann::json& value);

    std::vector<Filter> m_filters;
};

} // namespace arv::demo
