// SPDX-License-Identifier: Apache-2.0
#include "demo/filterset.h"

#include "demo/filtervalue.h"
#include "demo/newrecord.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace arv::demo {

using nlohmann::json;

namespace {

ApiError invalid(const std::string& reason)
{
    return argumentError(reason, {});
}

ApiError invalidAttribute(const std::string& name)
{
    return invalid("Invalid attribute '" + name + "' in filter");
}

// "collections.name" with its table's name in front; nothing if no table is named.
std::string_view tableOf(std::string_view attribute)
{
    for (int kind = 0; kind < kindCount; ++kind) {
        const std::string_view table = Schema::of(static_cast<Kind>(kind)).table;
        if (attribute.substr(0, table.size()) == table && attribute.size() > table.size()
            && attribute[table.size()] == '.')
            return table;
    }
    return {};
}

// "properties.KEY" or "properties.<KEY>" cut into both.
std::pair<std::string, std::string> splitKey(const std::string& name)
{
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos)
        return {name, {}};
    std::string key = name.substr(dot + 1);
    if (key.size() > 2 && key.front() == '<' && key.back() == '>')
        key = key.substr(1, key.size() - 2);
    return {name.substr(0, dot), key};
}

} // namespace

Answer<FilterSet::Operator> FilterSet::operatorNamed(std::string name)
{
    using enum Operator;
    static constexpr std::array<std::pair<std::string_view, Operator>, 14> operators{{
        {"=", Equal},
        {"!=", Unequal},
        {"<>", Unequal},
        {"<", Less},
        {"<=", LessEqual},
        {">", More},
        {">=", MoreEqual},
        {"like", Like},
        {"ilike", ILike},
        {"in", In},
        {"not in", NotIn},
        {"is_a", IsA},
        {"exists", Exists},
        {"contains", Contains},
    }};
    const std::string sent = name;
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const auto& [text, op] : operators)
        if (name == text)
            return op;
    return invalid("Invalid operator '" + sent + "'");
}

Answer<FilterSet::Filter> FilterSet::withOperand(Filter filter, json operand, AttributeType type,
                                                 const std::string& name)
{
    using enum Operator;
    const ApiError wrong = invalid(std::string("Invalid operand type '") + rubyTypeName(operand)
                                   + "' for '" + name + "' operator in filters");
    const bool isJson = type == AttributeType::Json;
    if ((filter.op == Like || filter.op == ILike) && !operand.is_string())
        return wrong;
    if ((filter.op == In || filter.op == NotIn) && !operand.is_array())
        return wrong;
    if (filter.op == Exists && !(filter.key.empty() ? operand.is_string() : operand.is_boolean()))
        return wrong;
    if ((filter.op == Exists || filter.op == Contains) && !isJson)
        return invalid("Invalid attribute '" + filter.attributes.front() + "' for operator '" + name
                       + "' in filter");
    if (filter.op == IsA && operand.is_string())
        operand = json::array({operand});
    if (filter.op == IsA && !operand.is_array())
        return wrong;
    if (filter.op == Operator::ILike)
        operand = folded(operand.get<std::string>());
    if (filter.op <= MoreEqual) {
        operand = typed(operand, filter.key.empty() ? type : AttributeType::Json);
        if (!fits(operand, type) || (isJson && filter.key.empty()))
            return wrong;
    }
    if (filter.op >= In && operand.is_array())
        for (json& one : operand) {
            one = typed(one, type);
            if (one.is_string())
                filter.words.insert(one.get<std::string>());
        }
    filter.operand = std::move(operand);
    return filter;
}

Answer<FilterSet::Filter> FilterSet::compileOne(const json& sent, const std::string& name,
                                                const Schema& schema)
{
    Filter filter;
    AttributeType type = AttributeType::Text;
    const auto [attribute, key] = splitKey(name);
    if (name == "any") {
        for (const auto& [known, about] : schema.attributes)
            if (about.stored && about.type == AttributeType::Text)
                filter.attributes.push_back(known);
    } else {
        const Schema::Attribute* about = schema.filterable(attribute);
        if (about == nullptr || (!key.empty() && about->type != AttributeType::Json))
            return invalidAttribute(name);
        filter.attributes.push_back(attribute);
        type = about->type;
    }
    filter.key = key;
    const auto op = operatorNamed(sent[1].get<std::string>());
    if (!op)
        return op.error();
    filter.op = *op;
    return withOperand(std::move(filter), sent[2], type, sent[1].get<std::string>());
}

Answer<FilterSet::Filter> FilterSet::compileExpression(const std::string& text,
                                                       const Schema& schema)
{
    std::string inside = text;
    inside.erase(std::remove(inside.begin(), inside.end(), ' '), inside.end());
    const std::size_t begin = inside.find_first_of("<>=");
    const std::size_t end = inside.find_first_not_of("<>=", begin);
    if (inside.size() < 5 || inside.front() != '(' || inside.back() != ')'
        || begin == std::string::npos || end == std::string::npos)
        return invalid("Invalid element in filters array: " + json(text).dump());
    const auto op = operatorNamed(inside.substr(begin, end - begin));
    if (!op)
        return op.error();
    Filter filter;
    filter.attributes.push_back(inside.substr(1, begin - 1));
    filter.op = *op;
    filter.otherAttribute = inside.substr(end, inside.size() - end - 1);
    for (const std::string& name : {filter.attributes.front(), filter.otherAttribute}) {
        const Schema::Attribute* about = schema.filterable(name);
        if (about == nullptr || about->type != AttributeType::Number)
            return invalidAttribute(name);
    }
    return filter;
}

Answer<FilterSet> FilterSet::compile(const std::vector<json>& filters, const Schema& schema,
                                     Scope scope, const std::string& target)
{
    FilterSet set;
    for (const json& sent : filters) {
        std::string name = sent.is_string() ? std::string() : sent[0].get<std::string>();
        const std::string_view table = tableOf(name);
        if (!table.empty() && table != schema.table && scope == Scope::Contents)
            continue;
        if (table == schema.table)
            name = name.substr(table.size() + 1);
        auto filter = sent.is_string() ? compileExpression(sent.get<std::string>(), schema)
                                       : compileOne(sent, name, schema);
        // The tables that contents lists do not all have this one.
        if (scope == Scope::Contents && name == "is_trashed")
            filter = invalidAttribute(name);
        if (!filter) {
            ApiError error = filter.error();
            error.target = target;
            return error;
        }
        set.m_filters.push_back(std::move(*filter));
    }
    return set;
}

bool FilterSet::matches(const Record& row) const
{
    return std::all_of(m_filters.begin(), m_filters.end(),
                       [&row](const Filter& filter) { return holds(filter, row); });
}

bool FilterSet::holds(const Filter& filter, const Record& row)
{
    static const json none;
    const auto valueOf = [&row](const std::string& name) -> const json& {
        const auto found = row.attributes.find(name);
        return found == row.attributes.end() ? none : *found;
    };
    if (!filter.otherAttribute.empty()) {
        Filter compared = filter;
        compared.operand = valueOf(filter.otherAttribute);
        return !compared.operand.is_null() && test(compared, valueOf(filter.attributes.front()));
    }
    return std::any_of(
        filter.attributes.begin(), filter.attributes.end(), [&](const std::string& name) {
            if (name == "file_names")
                return test(filter, json(row.fileNames));
            const json& value = valueOf(name);
            return test(filter, filter.key.empty() ? value : memberOf(value, filter.key));
        });
}

bool FilterSet::test(const Filter& filter, const json& value)
{
    using enum Operator;
    const bool unset = isUnset(value);
    const auto compared = [&] { return compareValues(value, filter.operand); };
    const auto listed = [&] {
        return value.is_string() ? filter.words.count(value.get_ref<const std::string&>()) > 0
                                 : containsOne(filter.operand, value);
    };
    switch (filter.op) {
    case Equal:
        return filter.operand.is_null() ? unset : value == filter.operand;
    case Unequal:
        return filter.operand.is_null() ? !unset : value.is_discarded() || value != filter.operand;
    case Less:
        return !unset && compared() < 0;
    case LessEqual:
        return !unset && compared() <= 0;
    case More:
        return !unset && compared() > 0;
    case MoreEqual:
        return !unset && compared() >= 0;
    case Like:
        return isLikeValue(value, filter.operand, false);
    case ILike:
        return isLikeValue(value, filter.operand, true);
    case In:
        return !value.is_discarded() && listed();
    case NotIn:
        return unset || !listed();
    case Contains:
        return !unset && containsAll(value, filter.operand);
    case Exists:
        return filter.key.empty()
            ? value.is_object() && value.contains(filter.operand.get<std::string>())
            : filter.operand.get<bool>() != value.is_discarded();
    case IsA: {
        const auto kind =
            value.is_string() ? kindOfUuid(value.get_ref<const std::string&>()) : std::nullopt;
        return kind && filter.words.count(kindName(*kind)) > 0;
    }
    }
    return false;
}

} // namespace arv::demo
