// SPDX-License-Identifier: Apache-2.0
#include "mountpath.h"

#include <QDir>
#include <QRegularExpression>

namespace arv {

namespace {

// The way down from an item of the chain, by names; nothing if the mount does not show one of them.
std::optional<QString> namesFrom(const QList<ProjectItem>& chain, qsizetype first)
{
    QString path;
    for (const auto& item : chain.mid(first)) {
        const auto& name = item.fileName;
        if (name.isEmpty() || name == QLatin1String(".") || name == QLatin1String("..")
            || name.contains(u'/') || name.contains(QChar::Null))
            return std::nullopt;
        path += u'/' + name;
    }
    return path;
}

// by_id knows collections and groups.
std::optional<QString> byId(const ItemPlace& place)
{
    static const QRegularExpression form(
        QStringLiteral("\\A[0-9a-z]{5}-(4zz18|j7d0g)-[0-9a-z]{15}\\z"));
    const auto* item = place.item();
    if (!item || !form.match(item->uuid).hasMatch())
        return std::nullopt;
    return u'/' + item->uuid;
}

std::optional<QString> belowProject(const ItemPlace& place, const QString& uuid)
{
    for (qsizetype i = 0; i < place.chain.size(); ++i) {
        if (place.chain.at(i).uuid == uuid)
            return namesFrom(place.chain, i + 1);
    }
    return std::nullopt;
}

std::optional<QString> asCollection(const ItemPlace& place, const QString& id)
{
    const auto* item = place.item();
    if (!item || item->kind != ProjectItem::Kind::Collection || id.isEmpty())
        return std::nullopt;
    if (item->uuid == id || item->portableDataHash == id)
        return QString();
    return std::nullopt;
}

std::optional<QString> belowHome(const ItemPlace& place)
{
    return place.where == ItemPlace::Where::Home ? namesFrom(place.chain, 0) : std::nullopt;
}

std::optional<QString> prefixed(const QString& prefix, const std::optional<QString>& path)
{
    return path ? std::optional(prefix + *path) : std::nullopt;
}

std::optional<QString> named(const MountSettings& mount, const ItemPlace& place)
{
    switch (mount.show) {
    case MountSettings::Show::All:
        return place.where == ItemPlace::Where::Account
            ? QString()
            : prefixed(QStringLiteral("/home"), belowHome(place));
    case MountSettings::Show::Home:
        return belowHome(place);
    case MountSettings::Show::ById:
        return std::nullopt;
    case MountSettings::Show::Project:
        return belowProject(place, mount.objectId);
    case MountSettings::Show::Collection:
        return asCollection(place, mount.objectId);
    }
    return std::nullopt;
}

std::optional<QString> numbered(const MountSettings& mount, const ItemPlace& place)
{
    if (mount.show == MountSettings::Show::All)
        return prefixed(QStringLiteral("/by_id"), byId(place));
    return mount.show == MountSettings::Show::ById ? byId(place) : std::nullopt;
}

int worth(const MountPath& path)
{
    return (path.isMounted ? 2 : 0) + (path.isReadable ? 1 : 0);
}

} // namespace

std::optional<MountPath> mountPath(const QList<Desk::Mount>& mounts, const ItemPlace& place)
{
    std::optional<MountPath> best;
    for (const auto& mount : mounts) {
        const auto directory = QDir::cleanPath(mount.settings.directory);
        if (mount.settings.accountId != place.accountId || !QDir::isAbsolutePath(directory))
            continue;
        const auto byName = named(mount.settings, place);
        const auto way = byName ? byName : numbered(mount.settings, place);
        if (!way)
            continue;
        const bool isMounted = mount.snapshot.state == MountSnapshot::State::Mounted;
        const MountPath found{directory + *way, isMounted, byName.has_value()};
        if (!best || worth(found) > worth(*best))
            best = found;
    }
    return best;
}

} // namespace arv
