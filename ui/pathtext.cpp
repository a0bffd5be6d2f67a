// SPDX-License-Identifier: Apache-2.0
#include "pathtext.h"

#include <QCoreApplication>
#include <QDir>

namespace arv {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(PathText)

public:
    static QString relative() { return tr("The path must be absolute: it begins with / or ~/."); }
    static QString tooLong() { return tr("The path is too long."); }
    static QString characters() { return tr("The path has control characters in it."); }
};

constexpr qsizetype longestPath = 4000; // what the kernel takes, nearly

} // namespace

QString readPathText(const QString& given)
{
    if (given.size() > longestPath)
        return given;
    auto path = given.trimmed();
    if (path == QStringLiteral("~") || path.startsWith(QStringLiteral("~/")))
        path.replace(0, 1, QDir::homePath());
    return path.startsWith(u'/') ? QDir::cleanPath(path) : path;
}

QString pathProblem(const QString& path)
{
    if (path.size() > longestPath)
        return Words::tooLong();
    if (!path.startsWith(u'/'))
        return Words::relative();
    const bool isPlain = std::none_of(path.begin(), path.end(),
                                      [](QChar c) { return c.category() == QChar::Other_Control; });
    return isPlain ? QString() : Words::characters();
}

} // namespace arv
