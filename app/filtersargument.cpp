// SPDX-License-Identifier: Apache-2.0
#include "filtersargument.h"

#include "base/visibletext.h"

#include <QFile>

#include <unistd.h>

namespace arv {

namespace {

constexpr qint64 largestFile = 16 << 20; // bytes

Error complaint(const QString& what)
{
    return {Errc::Invalid, QStringLiteral("--filters: %1").arg(what)};
}

bool looksLikeJson(const QString& text)
{
    const auto first = text.trimmed().left(1);
    return first == QStringLiteral("[") || first == QStringLiteral("{")
        || first == QStringLiteral("\"");
}

Result<QByteArray> contentOf(QFile& file, const QString& name)
{
    QByteArray content;
    while (content.size() <= largestFile) {
        const auto piece = file.read(64 << 10);
        if (piece.isEmpty())
            break;
        content += piece;
    }
    if (file.error() != QFile::NoError)
        return complaint(QStringLiteral("%1 cannot be read: %2").arg(name, file.errorString()));
    if (content.size() > largestFile)
        return complaint(QStringLiteral("%1 is larger than 16 MiB").arg(name));
    return content;
}

Result<UserFilters> parsed(const Result<QByteArray>& content, const QString& name)
{
    if (!content)
        return content.error();
    auto filters = UserFilters::parse(*content);
    if (!filters)
        return complaint(QStringLiteral("%1: %2").arg(name, filters.error().text));
    return filters;
}

Result<UserFilters> ofStandardInput()
{
    const auto name = QStringLiteral("standard input");
    QFile input;
    if (!input.open(STDIN_FILENO, QIODevice::ReadOnly))
        return complaint(QStringLiteral("%1 cannot be read: %2").arg(name, input.errorString()));
    return parsed(contentOf(input, name), name);
}

} // namespace

Result<UserFilters> filtersFrom(const QString& given)
{
    if (given == QStringLiteral("-"))
        return ofStandardInput();
    auto direct = UserFilters::parse(given.toUtf8());
    if (direct)
        return direct;
    const auto name = visibleText(given, 200);
    QFile file(given);
    if (given.isEmpty() || (looksLikeJson(given) && !file.exists()))
        return complaint(direct.error().text);
    if (!file.open(QIODevice::ReadOnly))
        return complaint(QStringLiteral("“%1” is neither a JSON list nor a file that can be read "
                                        "(%2)")
                             .arg(name, file.errorString()));
    return parsed(contentOf(file, name), name);
}

} // namespace arv
