// SPDX-License-Identifier: Apache-2.0
#include "bytesargument.h"

#include "base/visibletext.h"

#include <QCommandLineParser>

#include <algorithm>

namespace arv {

namespace {

bool isNumber(const QString& text)
{
    return !text.isEmpty()
        && std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

QString correction(const QString& name, const QString& given, const QString& reason,
                   std::uint64_t bytes)
{
    return QStringLiteral("--%1: %2 is %3, so it is %4 bytes")
        .arg(name, visibleText(given, 100), reason)
        .arg(bytes);
}

} // namespace

Result<std::optional<std::uint64_t>> bytesArgument(const QCommandLineParser& parser,
                                                   const QString& name, const BytesRange& range,
                                                   QStringList& warnings)
{
    if (!parser.isSet(name))
        return std::optional<std::uint64_t>();
    const auto text = parser.value(name);
    if (!isNumber(text))
        return Error{
            Errc::Invalid,
            QStringLiteral("--%1: %2 is not a number of bytes").arg(name, visibleText(text, 100))};
    bool fits = false;
    const auto given = text.toULongLong(&fits);
    if (fits && given == 0 && range.zeroIsFree)
        return std::optional<std::uint64_t>(0);
    if (!fits || given > range.most) {
        warnings += correction(name, text, QStringLiteral("too much"), range.most);
        return std::optional(range.most);
    }
    if (given < range.least)
        warnings += correction(name, text, QStringLiteral("too little"), range.least);
    return std::optional<std::uint64_t>(std::max<std::uint64_t>(given, range.least));
}

} // namespace arv
