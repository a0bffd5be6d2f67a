// SPDX-License-Identifier: Apache-2.0
#include "mountplaces.h"

#include "base/visibletext.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>

namespace arv {

namespace {

class MountPlaces
{
    Q_DECLARE_TR_FUNCTIONS(MountPlaces)

public:
    static QString noPlace(const QString& path)
    {
        return tr("%1 cannot be the place of a mount: give the absolute path of a folder of its "
                  "own.")
            .arg(visibleText(path, 300));
    }
    static QString taken(const QString& path, const QString& name)
    {
        return tr("%1 is where the mount “%2” is: choose another folder.")
            .arg(visibleText(path, 300), visibleText(name, 100));
    }
    static QString noCacheFolder(const QString& path)
    {
        return tr("%1 cannot hold the block cache: give the absolute path of a folder.")
            .arg(visibleText(path, 300));
    }
    static QString cacheInside(const QString& path, const QString& name)
    {
        return tr("The block cache in %1 cannot be inside the mount “%2”: choose another folder.")
            .arg(visibleText(path, 300), visibleText(name, 100));
    }
};

bool isInside(const QString& path, const QString& folder)
{
    return path == folder || folder == QDir::rootPath() || path.startsWith(folder + u'/');
}

QString folderName(QString name)
{
    name.replace(u'/', u'_').remove(QChar(0));
    name = name.trimmed();
    const bool isNone =
        name.isEmpty() || name == QStringLiteral(".") || name == QStringLiteral("..");
    return isNone ? QStringLiteral("Arvados") : name.left(80);
}

} // namespace

Result<void> checkPlace(const MountSettings& settings, const QList<MountSettings>& mounts)
{
    const auto path = QDir::cleanPath(settings.directory);
    if (!QDir::isAbsolutePath(path) || isInside(QDir::homePath(), path) || path.contains(QChar(0)))
        return {Errc::Invalid, MountPlaces::noPlace(path)};
    for (const auto& other : mounts) {
        if (other.id != settings.id
            && (isInside(path, other.directory) || isInside(other.directory, path)))
            return {Errc::Invalid, MountPlaces::taken(path, other.name)};
    }
    return done();
}

Result<void> checkCacheFolder(const QString& folder, const QList<MountSettings>& mounts)
{
    constexpr qsizetype longest = 4096;
    if (folder.isEmpty())
        return done();
    const auto path = QDir::cleanPath(folder);
    if (!QDir::isAbsolutePath(path) || path == QDir::rootPath() || path.size() > longest
        || path.contains(QChar(0)))
        return {Errc::Invalid, MountPlaces::noCacheFolder(path)};
    for (const auto& mount : mounts) {
        if (!mount.directory.isEmpty() && isInside(path, QDir::cleanPath(mount.directory)))
            return {Errc::Invalid, MountPlaces::cacheInside(path, mount.name)};
    }
    return done();
}

QString proposedPlace(const QString& name, const QList<MountSettings>& mounts)
{
    const auto base = QDir::homePath() + QStringLiteral("/Arvados/") + folderName(name);
    auto proposal = base;
    const auto isTaken = [&mounts, &proposal] {
        return std::any_of(mounts.begin(), mounts.end(),
                           [&](const MountSettings& mount) { return mount.directory == proposal; });
    };
    for (int number = 2; isTaken(); ++number)
        proposal = base + QStringLiteral(" %1").arg(number);
    return proposal;
}

} // namespace arv
