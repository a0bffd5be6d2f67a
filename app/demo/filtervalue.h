// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/schema.h"

#include <nlohmann/json.hpp>

#include <string>

namespace arv::demo {

// What filters ask of single values. Discarded JSON stands for "no such value". Pure; any thread.

// The name of a value's type, as error texts give it.
[[nodiscard]] const char* rubyTypeName(const nlohmann::json& value);

// In lower case, letters beyond ASCII too.
[[nodiscard]] std::string folded(const std::string& text);

// An operand in the type of its attribute; discarded if it cannot be.
[[nodiscard]] nlohmann::json typed(const nlohmann::json& operand, AttributeType type);
[[nodiscard]] bool fits(const nlohmann::json& operand, AttributeType type);

[[nodiscard]] const nlohmann::json& memberOf(const nlohmann::json& object, const std::string& key);
[[nodiscard]] bool isUnset(const nlohmann::json& value); // null, empty or not there

// A list's elements or an object's keys, or the value itself.
[[nodiscard]] bool containsOne(const nlohmann::json& value, const nlohmann::json& wanted);
[[nodiscard]] bool containsAll(const nlohmann::json& value, const nlohmann::json& wanted);

// fold: the pattern is folded already.
[[nodiscard]] bool isLikeValue(const nlohmann::json& value, const nlohmann::json& pattern,
                               bool fold);

// Order of two values of one type: less than, equal to, more than 0.
[[nodiscard]] int compareValues(const nlohmann::json& a, const nlohmann::json& b);

} // namespace arv::demo
