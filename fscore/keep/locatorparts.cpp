// SPDX-License-Identifier: Apache-2.0
#include "keep/locatorparts.h"

#include "keep/hexdigits.h"
#include "keep/locator.h"

#include <algorithm>

namespace arv {

namespace {

bool isLowerHex(char c)
{
    return hexValues[static_cast<unsigned char>(c)] != noHexDigit;
}

bool isHex(char c)
{
    return isLowerHex(c) || (c >= 'A' && c <= 'F');
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

// By table, as the digits: half of a large manifest are hints.
constexpr auto hintCharacters = [] {
    std::array<bool, 256> legal{};
    for (unsigned char c = 0; c < 128; ++c)
        legal[c] = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '@' || c == '_' || c == '-';
    return legal;
}();

bool isHash(QByteArrayView text)
{
    std::array<std::uint8_t, LocatorParts::hashDigits / 2> bytes{};
    return text.size() == LocatorParts::hashDigits
        && bytesFromHex(text.data(), bytes.size(), bytes.data());
}

// -1 if it is no number or above the largest block; leading zeros are legal.
std::int64_t readSize(QByteArrayView digits)
{
    std::int64_t size = digits.isEmpty() ? -1 : 0;
    for (const char c : digits) {
        if (!isDigit(c))
            return -1;
        size = size * 10 + (c - '0');
        if (size > maxBlockSize)
            return -1;
    }
    return size;
}

bool isHint(QByteArrayView hint)
{
    return !hint.isEmpty() && isUpper(hint.front())
        && std::all_of(hint.begin(), hint.end(),
                       [](char c) { return hintCharacters[static_cast<unsigned char>(c)]; });
}

bool areHints(QByteArrayView text)
{
    for (;;) {
        const auto plus = text.indexOf('+');
        if (!isHint(plus < 0 ? text : text.first(plus)))
            return false;
        if (plus < 0)
            return true;
        text = text.sliced(plus + 1);
    }
}

// "A" signature "@" expiry.
bool isSignature(QByteArrayView hint)
{
    constexpr auto at = 1 + LocatorParts::signatureDigits;
    return hint.size() == at + 1 + LocatorParts::expiryDigits && hint.front() == 'A'
        && hint[at] == '@' && std::all_of(hint.begin() + 1, hint.begin() + at, isHex)
        && std::all_of(hint.begin() + at + 1, hint.end(), isHex);
}

Error refused(const QString& reason)
{
    return Error{Errc::Invalid, QStringLiteral("not a block locator: ") + reason};
}

} // namespace

QByteArrayView takeHint(QByteArrayView& hints)
{
    const auto plus = hints.indexOf('+');
    const auto hint = plus < 0 ? hints : hints.first(plus);
    hints = plus < 0 ? QByteArrayView() : hints.sliced(plus + 1);
    return hint;
}

Result<LocatorParts> LocatorParts::parse(QByteArrayView text)
{
    QByteArrayView rest = text;
    if (!isHash(takeHint(rest)))
        return refused(QStringLiteral("it must begin with 32 lower-case hex digits"));
    if (text.size() == hashDigits)
        return refused(QStringLiteral("the size is missing"));
    const auto size = readSize(takeHint(rest));
    if (size < 0)
        return refused(QStringLiteral("the size is not a number up to %1").arg(maxBlockSize));
    const bool hasHints = !rest.isEmpty() || text.endsWith('+');
    if (hasHints && !areHints(rest))
        return refused(QStringLiteral("malformed hint"));
    return LocatorParts{text, rest, static_cast<std::uint32_t>(size)};
}

std::int64_t LocatorParts::signatureExpiry() const
{
    for (auto rest = hints; !rest.isEmpty();) {
        const auto hint = takeHint(rest);
        if (isSignature(hint))
            return hint.last(expiryDigits).toByteArray().toLongLong(nullptr, 16);
    }
    return 0;
}

} // namespace arv
