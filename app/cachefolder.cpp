// SPDX-License-Identifier: Apache-2.0
#include "cachefolder.h"

#include <QDir>
#include <QFileInfo>

namespace arv {

namespace {

bool isOurs(const QString& path)
{
    const QFileInfo folder(path);
    return QDir::isAbsolutePath(path) && folder.isDir() && folder.isWritable();
}

// Of Arvados' tools; empty if there is none.
QString cacheFolder(const QProcessEnvironment& environment)
{
    const auto given = environment.value(QStringLiteral("CACHE_DIRECTORY"));
    for (const auto& path : given.split(u':', Qt::SkipEmptyParts)) {
        if (isOurs(path))
            return path;
    }
    const auto ofDesktop = environment.value(QStringLiteral("XDG_CACHE_HOME"));
    if (QDir::isAbsolutePath(ofDesktop))
        return ofDesktop + QStringLiteral("/arvados");
    const auto home = environment.value(QStringLiteral("HOME"));
    return QDir::isAbsolutePath(home) ? home + QStringLiteral("/.cache/arvados") : QString();
}

} // namespace

QString blockCacheFolder(const QString& chosen, const QProcessEnvironment& environment)
{
    if (!chosen.isEmpty())
        return QDir::cleanPath(QFileInfo(chosen).absoluteFilePath());
    const auto folder = cacheFolder(environment);
    return folder.isEmpty() ? QString() : QDir::cleanPath(folder + QStringLiteral("/keep"));
}

} // namespace arv
