// SPDX-License-Identifier: Apache-2.0
#include "api/jsonunescape.h"

#include "base/bytekinds.h"

#include <QUtf8StringView>

#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace arv {

namespace {

constexpr std::size_t digitsOfUnit = 4; // behind \u

Error wrong(const char* what)
{
    return Error{Errc::BadReply, QLatin1String(what)};
}

std::optional<std::uint32_t> hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return std::nullopt;
}

// A UTF-16 unit after \u; takes its digits away.
std::optional<std::uint32_t> takeUnit(std::string_view& rest)
{
    if (rest.size() < digitsOfUnit)
        return std::nullopt;
    std::uint32_t unit = 0;
    for (const char c : rest.substr(0, digitsOfUnit)) {
        const auto digit = hexValue(c);
        if (!digit)
            return std::nullopt;
        unit = unit << 4 | *digit;
    }
    rest.remove_prefix(digitsOfUnit);
    return unit;
}

bool isHighSurrogate(std::uint32_t unit)
{
    return unit >= 0xd800 && unit < 0xdc00;
}

bool isLowSurrogate(std::uint32_t unit)
{
    return unit >= 0xdc00 && unit < 0xe000;
}

// A whole character after \u, in one unit or two.
std::optional<std::uint32_t> takeCharacter(std::string_view& rest)
{
    const auto unit = takeUnit(rest);
    if (!unit || isLowSurrogate(*unit))
        return std::nullopt;
    if (!isHighSurrogate(*unit))
        return unit;
    if (!rest.starts_with("\\u"))
        return std::nullopt;
    rest.remove_prefix(2);
    const auto second = takeUnit(rest);
    if (!second || !isLowSurrogate(*second))
        return std::nullopt;
    return 0x10000 + ((*unit - 0xd800) << 10) + (*second - 0xdc00);
}

char* appendUtf8(char* to, std::uint32_t character)
{
    const auto put = [&to](std::uint32_t byte) { *to++ = static_cast<char>(byte); };
    const auto follow = [&](unsigned shift) { put(0x80 | (character >> shift & 0x3f)); };
    if (character < 0x80) {
        put(character);
    } else if (character < 0x800) {
        put(0xc0 | character >> 6);
        follow(0);
    } else if (character < 0x10000) {
        put(0xe0 | character >> 12);
        follow(6);
        follow(0);
    } else {
        put(0xf0 | character >> 18);
        follow(12);
        follow(6);
        follow(0);
    }
    return to;
}

// What a backslash and this letter stand for; none if nothing does, or it is u.
std::optional<char> plainEscape(char letter)
{
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const auto at = letters.find(letter);
    return at == std::string_view::npos ? std::nullopt : std::optional(meanings[at]);
}

// From behind a backslash; where the next byte goes, nullptr if it was no escape.
char* unescapeOne(std::string_view& rest, char* to)
{
    if (rest.empty())
        return nullptr;
    const char letter = rest.front();
    rest.remove_prefix(1);
    if (const auto plain = plainEscape(letter)) {
        *to = *plain;
        return to + 1;
    }
    const auto character = letter == 'u' ? takeCharacter(rest) : std::nullopt;
    return character ? appendUtf8(to, *character) : nullptr;
}

} // namespace

Result<std::size_t> unescapeJson(const char* from, std::size_t length, char* to)
{
    std::string_view rest(from, length);
    // All at once, before anything moves: escapes are ASCII and change nothing about the rest.
    const auto kinds = byteKindsIn(rest);
    if (kinds.hasControls)
        return wrong("control character");
    if (kinds.hasHighBytes && !QUtf8StringView(from, static_cast<qsizetype>(length)).isValidUtf8())
        return wrong("not UTF-8");
    char* const begin = to;
    while (!rest.empty()) {
        const auto run = rest.substr(0, rest.find('\\'));
        std::memmove(to, run.data(), run.size());
        to += run.size();
        rest.remove_prefix(run.size());
        if (rest.empty())
            break;
        rest.remove_prefix(1);
        to = unescapeOne(rest, to);
        if (!to)
            return wrong("no escape of JSON");
    }
    return static_cast<std::size_t>(to - begin);
}

} // namespace arv
