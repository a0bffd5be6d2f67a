// SPDX-License-Identifier: Apache-2.0
#include "keep/manifestescape.h"

#include <algorithm>
#include <cstddef>

namespace arv {

namespace {

unsigned byteAt(std::string_view text, std::size_t at)
{
    return static_cast<unsigned char>(text[at]);
}

std::size_t lengthByFirstByte(unsigned first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first <= 0xdf)
        return 2;
    if (first >= 0xe0 && first <= 0xef)
        return 3;
    return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

// Overlong forms, surrogates and what lies above U+10FFFF show in the second byte.
bool isSecondByteLegal(unsigned first, unsigned second)
{
    switch (first) {
    case 0xe0:
        return second >= 0xa0;
    case 0xed:
        return second <= 0x9f;
    case 0xf0:
        return second >= 0x90;
    case 0xf4:
        return second <= 0x8f;
    default:
        return true;
    }
}

// Length of the character that begins there, 0 if none does.
std::size_t characterLength(std::string_view text, std::size_t at)
{
    const auto first = byteAt(text, at);
    const auto length = lengthByFirstByte(first);
    if (length <= 1)
        return length;
    if (text.size() - at < length || !isSecondByteLegal(first, byteAt(text, at + 1)))
        return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byteAt(text, at + i) & 0xc0) != 0x80)
            return 0;
    }
    return length;
}

void appendOctal(QByteArray& out, unsigned byte)
{
    out += '\\';
    out += static_cast<char>('0' + (byte >> 6));
    out += static_cast<char>('0' + ((byte >> 3) & 7));
    out += static_cast<char>('0' + (byte & 7));
}

bool mustEscape(unsigned byte)
{
    return byte <= 0x20 || byte == '\\' || byte == ':';
}

bool isOctal(char c)
{
    return c >= '0' && c <= '7';
}

} // namespace

bool isUtf8(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const auto length = characterLength(text, at);
        if (length == 0)
            return false;
        at += length;
    }
    return true;
}

void appendEscaped(QByteArray& out, std::string_view name)
{
    for (std::size_t at = 0; at < name.size();) {
        const auto length = characterLength(name, at);
        if (length == 0 || mustEscape(byteAt(name, at)))
            appendOctal(out, byteAt(name, at));
        else
            out.append(name.data() + at, static_cast<qsizetype>(length));
        at += std::max<std::size_t>(length, 1);
    }
}

bool unescape(std::string_view text, std::string& decoded)
{
    decoded.clear();
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\\') {
            decoded += text[at];
            continue;
        }
        const auto digits = text.substr(at + 1, 3);
        if (digits.starts_with('\\')) {
            decoded += '\\';
            at += 1;
            continue;
        }
        if (digits.size() < 3 || digits[0] > '3' || !std::ranges::all_of(digits, isOctal))
            return false;
        decoded +=
            static_cast<char>((digits[0] - '0') * 64 + (digits[1] - '0') * 8 + digits[2] - '0');
        at += 3;
    }
    return true;
}

} // namespace arv
