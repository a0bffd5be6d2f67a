// SPDX-License-Identifier: Apache-2.0
#include "demo/parameters.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace arv::demo {

using nlohmann::json;

namespace {

constexpr std::array<std::string_view, 10> flagNames{"async",
                                                     "bypass_federation",
                                                     "distinct",
                                                     "ensure_unique_name",
                                                     "include_trash",
                                                     "include_old_versions",
                                                     "exclude_home_project",
                                                     "recursive",
                                                     "redirect_to_new_user",
                                                     "send_notification_email"};

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string decoded(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hexValue(text[i + 1]) : -1;
        const int low = high >= 0 ? hexValue(text[i + 2]) : -1;
        if (low >= 0) {
            plain += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            plain += text[i] == '+' ? ' ' : text[i];
        }
    }
    return plain;
}

// The parser does not mind how deeply values are nested, but whoever writes them again does.
bool isTooDeep(const std::string& text)
{
    constexpr int deepest = 200;
    int depth = 0;
    for (const char c : text) {
        depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
        if (depth > deepest)
            return true;
    }
    return false;
}

bool isUnfinished(const std::string& text)
{
    const auto count = [&text](char c) { return std::count(text.begin(), text.end(), c); };
    return count('[') > count(']') || count('{') > count('}');
}

// The words are those of the front's parser: one for streams (bodies), one for values.
Answer<json> parseJson(const std::string& text, int status)
{
    json value =
        isTooDeep(text) ? json(json::value_t::discarded) : json::parse(text, nullptr, false);
    if (!value.is_discarded())
        return value;
    const char* cut = status == 400 ? "unexpected EOF" : "unexpected end of JSON input";
    return frontError(status, isUnfinished(text) ? cut : "invalid character in JSON input");
}

Answer<json> parseNumber(const std::string& text)
{
    std::int64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end)
        return frontError(500, "strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
    return json(value);
}

// What a string parameter means (api.md 1.2).
Answer<json> guessed(const std::string& name, const std::string& text)
{
    if (name == "limit" || name == "offset")
        return text.empty() ? Answer<json>(json()) : parseNumber(text);
    if (std::find(flagNames.begin(), flagNames.end(), name) != flagNames.end())
        return json(!(text.empty() || text == "false" || text == "0"));
    if (text.empty() || text == "null")
        return json();
    if (text.front() == '[' || text.front() == '{' || text.front() == '"')
        return parseJson(text, 500);
    return json(text);
}

bool startsWith(const std::string& text, std::string_view beginning)
{
    return text.compare(0, beginning.size(), beginning) == 0;
}

Answer<json> mergePairs(json values, std::string_view query)
{
    for (const auto& [name, text] : decodedPairs(query)) {
        auto value = guessed(name, text);
        if (!value)
            return value.error();
        values[name] = std::move(*value);
    }
    return values;
}

Answer<json> mergeJson(json values, const std::string& body)
{
    auto parsed = parseJson(body, 400);
    if (!parsed)
        return parsed.error();
    if (!parsed->is_object())
        return frontError(400, "json: cannot unmarshal body into an object");
    for (auto& [name, given] : parsed->items()) {
        auto value = given.is_string() ? guessed(name, given.get_ref<const std::string&>())
                                       : Answer<json>(std::move(given));
        if (!value)
            return value.error();
        values[name] = std::move(*value);
    }
    return values;
}

} // namespace

std::vector<std::pair<std::string, std::string>> decodedPairs(std::string_view query)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        const std::size_t equals = std::min(pair.find('='), pair.size());
        if (!pair.empty())
            pairs.emplace_back(decoded(pair.substr(0, equals)),
                               decoded(pair.substr(std::min(equals + 1, pair.size()))));
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return pairs;
}

std::string queryEncoded(std::string_view text)
{
    static constexpr std::string_view plain = "-_.~";
    std::string encoded;
    for (const char c : text) {
        const bool keep = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
            || plain.find(c) != std::string_view::npos;
        char code[4];
        std::snprintf(code, sizeof code, "%%%02X", static_cast<unsigned char>(c));
        encoded += keep ? std::string(1, c) : c == ' ' ? "+" : std::string(code);
    }
    return encoded;
}

Answer<Parameters> Parameters::of(const HttpRequest& request)
{
    auto values = mergePairs(json::object(), request.query);
    if (!values)
        return values.error();
    const std::string type = request.header("content-type");
    const bool hasBody =
        request.method != "GET" && request.method != "HEAD" && !request.body.empty();
    // A body of any other type is not looked at, and nobody is told.
    if (hasBody && startsWith(type, "application/x-www-form-urlencoded"))
        values = mergePairs(std::move(*values), request.body);
    else if (hasBody && (type.empty() || startsWith(type, "application/json")))
        values = mergeJson(std::move(*values), request.body);
    if (!values)
        return values.error();
    Parameters parameters;
    parameters.m_values = std::move(*values);
    return parameters;
}

const json& Parameters::value(const char* name) const
{
    static const json none;
    const auto found = m_values.find(name);
    return found == m_values.end() ? none : *found;
}

std::string Parameters::text(const char* name) const
{
    const json& found = value(name);
    return found.is_string() ? found.get<std::string>() : std::string();
}

bool Parameters::flag(const char* name) const
{
    const json& found = value(name);
    return found.is_boolean() ? found.get<bool>() : found.is_number_integer() && found != 0;
}

std::int64_t Parameters::number(const char* name, std::int64_t otherwise) const
{
    const json& found = value(name);
    return found.is_number_integer() ? found.get<std::int64_t>() : otherwise;
}

} // namespace arv::demo
