// SPDX-License-Identifier: Apache-2.0
#include "keep/locator.h"

#include <QList>

#include <algorithm>
#include <string_view>

namespace arv {

namespace {

constexpr qsizetype hashDigits = 32;
constexpr qsizetype signatureDigits = 40;
constexpr qsizetype expiryDigits = 8;

bool isLowerHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
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

bool isHintChar(char c)
{
    return isUpper(c) || (c >= 'a' && c <= 'z') || isDigit(c) || c == '@' || c == '_' || c == '-';
}

// The text up to the next plus; the rest loses it and the plus.
QByteArrayView takeField(QByteArrayView& rest)
{
    const auto plus = rest.indexOf('+');
    const auto field = plus < 0 ? rest : rest.first(plus);
    rest = plus < 0 ? QByteArrayView() : rest.sliced(plus + 1);
    return field;
}

bool isHash(QByteArrayView text)
{
    return text.size() == hashDigits && std::all_of(text.begin(), text.end(), isLowerHex);
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
        && std::all_of(hint.begin(), hint.end(), isHintChar);
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
    constexpr auto at = 1 + signatureDigits;
    return hint.size() == at + 1 + expiryDigits && hint.front() == 'A' && hint[at] == '@'
        && std::all_of(hint.begin() + 1, hint.begin() + at, isHex)
        && std::all_of(hint.begin() + at + 1, hint.end(), isHex);
}

// "K@" and a cluster's five characters or a service's UUID of 27.
bool isServiceHint(QByteArrayView hint)
{
    return hint.startsWith("K@") && (hint.size() == 2 + 5 || hint.size() == 2 + 27);
}

QByteArrayView hintsOf(const QByteArray& text)
{
    QByteArrayView rest = text;
    takeField(rest);
    takeField(rest);
    return rest;
}

Error refused(const QString& reason)
{
    return Error{Errc::Invalid, QStringLiteral("not a block locator: ") + reason};
}

} // namespace

Result<Locator> Locator::parse(QByteArrayView text)
{
    QByteArrayView rest = text;
    if (!isHash(takeField(rest)))
        return refused(QStringLiteral("it must begin with 32 lower-case hex digits"));
    if (text.size() == hashDigits)
        return refused(QStringLiteral("the size is missing"));
    const auto size = readSize(takeField(rest));
    if (size < 0)
        return refused(QStringLiteral("the size is not a number up to %1").arg(maxBlockSize));
    const bool hasHints = !rest.isEmpty() || text.endsWith('+');
    if (hasHints && !areHints(rest))
        return refused(QStringLiteral("malformed hint"));
    Locator locator;
    locator.m_text = text.toByteArray();
    locator.m_size = static_cast<std::uint32_t>(size);
    return locator;
}

QByteArray Locator::stripped() const
{
    return hash() + '+' + QByteArray::number(m_size);
}

std::int64_t Locator::signatureExpiry() const
{
    for (auto rest = hintsOf(m_text); !rest.isEmpty();) {
        const auto hint = takeField(rest);
        if (isSignature(hint))
            return hint.last(expiryDigits).toByteArray().toLongLong(nullptr, 16);
    }
    return 0;
}

QList<QByteArray> Locator::serviceHints() const
{
    QList<QByteArray> services;
    for (auto rest = hintsOf(m_text); !rest.isEmpty();) {
        const auto hint = takeField(rest);
        if (isServiceHint(hint))
            services.append(hint.sliced(2).toByteArray());
    }
    return services;
}

bool sameBlock(const Locator& a, const Locator& b)
{
    const std::string_view left(a.text().constData(), hashDigits);
    const std::string_view right(b.text().constData(), hashDigits);
    return a.size() == b.size() && left == right;
}

} // namespace arv
