// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <QRegularExpression>
#include <QString>

#include <set>
#include <string>
#include <vector>

namespace arv::test {

using nlohmann::json;

struct Difference
{
    std::string where; // JSON pointer
    std::string what;
};

// What two replies to one request may differ in: request ids, signatures and their times, the port.
inline std::string comparableText(const std::string& text)
{
    static const QRegularExpression requestId(QStringLiteral("req-[0-9a-z]{20}"));
    static const QRegularExpression signature(QStringLiteral("\\+A[0-9a-f]{40}@[0-9a-f]{8}"));
    static const QRegularExpression address(QStringLiteral("^(https|wss)://localhost:[0-9]+/"));
    return QString::fromStdString(text)
        .replace(address, QStringLiteral("\\1://localhost/"))
        .replace(requestId, QStringLiteral("req-ID"))
        .replace(signature, QStringLiteral("+SIGNATURE"))
        .toStdString();
}

// Keys whose values are free as long as both have one or both have none.
inline bool isFree(const std::string& key)
{
    static const std::set<std::string> keys{"etag", "error_token", "generatedAt"};
    return keys.count(key) > 0;
}

inline void compare(const json& expected, const json& got, const std::string& where,
                    std::vector<Difference>& found)
{
    const bool numbers = expected.is_number() && got.is_number();
    if (expected.type() != got.type() && !numbers) {
        found.push_back(
            {where, std::string("is ") + got.type_name() + ", was " + expected.type_name()});
        return;
    }
    if (expected.is_object()) {
        for (const auto& [key, value] : expected.items()) {
            const std::string at = where + '/' + key;
            if (!got.contains(key))
                found.push_back({at, "is missing"});
            else if (isFree(key))
                compare(value == "", got[key] == "", at, found);
            else
                compare(value, got[key], at, found);
        }
        for (const auto& [key, value] : got.items())
            if (!expected.contains(key))
                found.push_back({where + '/' + key, "is new"});
        return;
    }
    if (expected.is_array()) {
        if (expected.size() != got.size())
            found.push_back({where,
                             "has " + std::to_string(got.size()) + " elements, had "
                                 + std::to_string(expected.size())});
        for (std::size_t i = 0; i < std::min(expected.size(), got.size()); ++i)
            compare(expected[i], got[i], where + '/' + std::to_string(i), found);
        return;
    }
    const bool same = expected.is_string()
        ? comparableText(expected.get<std::string>()) == comparableText(got.get<std::string>())
        : expected == got;
    if (!same)
        found.push_back({where, "is " + got.dump() + ", was " + expected.dump()});
}

} // namespace arv::test
