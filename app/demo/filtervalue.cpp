// SPDX-License-Identifier: Apache-2.0
#include "demo/filtervalue.h"

#include "demo/apitime.h"
#include "demo/likepattern.h"

#include <QString>

#include <algorithm>
#include <optional>

namespace arv::demo {

using nlohmann::json;

const char* rubyTypeName(const json& value)
{
    if (value.is_object())
        return "Hash";
    if (value.is_array())
        return "Array";
    if (value.is_boolean())
        return value.get<bool>() ? "TrueClass" : "FalseClass";
    if (value.is_number_float())
        return "Float";
    return value.is_number() ? "Integer" : value.is_null() ? "NilClass" : "String";
}

std::string folded(const std::string& text)
{
    return QString::fromStdString(text).toLower().toStdString();
}

json typed(const json& operand, AttributeType type)
{
    if (operand.is_null())
        return operand;
    if (type == AttributeType::Time) {
        const auto time =
            operand.is_string() ? canonicalTime(operand.get<std::string>()) : std::nullopt;
        return time ? json(*time) : json(json::value_t::discarded);
    }
    if (type == AttributeType::Flag && operand.is_string())
        return operand == "true" || operand == "t" || operand == "1";
    if (type == AttributeType::Number && operand.is_string()) {
        json number = json::parse(operand.get<std::string>(), nullptr, false);
        return number.is_number() ? number : json(json::value_t::discarded);
    }
    if (type == AttributeType::Text && operand.is_number())
        return operand.dump();
    return operand;
}

bool fits(const json& operand, AttributeType type)
{
    if (operand.is_discarded())
        return false;
    if (operand.is_null())
        return true;
    switch (type) {
    case AttributeType::Text:
    case AttributeType::Time:
        return operand.is_string();
    case AttributeType::Number:
        return operand.is_number();
    case AttributeType::Flag:
        return operand.is_boolean();
    case AttributeType::Json:
        return !operand.is_structured();
    }
    return false;
}

const json& memberOf(const json& object, const std::string& key)
{
    static const json missing(json::value_t::discarded);
    if (!object.is_object())
        return missing;
    const auto found = object.find(key);
    return found == object.end() ? missing : *found;
}

bool isUnset(const json& value)
{
    return value.is_null() || value.is_discarded() || value == "";
}

bool containsOne(const json& value, const json& wanted)
{
    if (value.is_object())
        return wanted.is_string() && value.contains(wanted.get_ref<const std::string&>());
    if (value.is_array())
        return std::find(value.begin(), value.end(), wanted) != value.end();
    return value == wanted;
}

bool containsAll(const json& value, const json& wanted)
{
    if (!wanted.is_array())
        return containsOne(value, wanted);
    return std::all_of(wanted.begin(), wanted.end(),
                       [&value](const json& one) { return containsOne(value, one); });
}

bool isLikeValue(const json& value, const json& pattern, bool fold)
{
    if (value.is_null() || value.is_discarded())
        return false;
    const std::string text = value.is_string()
        ? value.get<std::string>()
        : value.dump(-1, ' ', false, json::error_handler_t::replace);
    return fold ? isLike(folded(text), pattern.get_ref<const std::string&>())
                : isLike(text, pattern.get_ref<const std::string&>());
}

int compareValues(const json& a, const json& b)
{
    if (a.is_string() && b.is_string())
        return a.get_ref<const std::string&>().compare(b.get_ref<const std::string&>());
    return a < b ? -1 : b < a ? 1 : 0;
}

} // namespace arv::demo
