// SPDX-License-Identifier: Apache-2.0
#include "mountpath.h"

#include "base/idforms.h"

#include <QDir>
#include <QRegularExpression>

namespace arv {

namespace {

// The way down from an item of the chain, by names; nothing if the mount does not show one of them.
std::optional<QString> namesFrom(const QList<ProjectItem>& chain, qsizetype first)
{
    QString path;
    for (const auto& item : chain.mid(first)) {
        if (!isFileName(item.fileName))
            return std::nullopt;
        path += u'/' + item.fileName;
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

// The owners and projects that the tree has below Shared have the same names there.
std::optional<QString> belowShared(const ItemPlace& place)
{
    return place.where == ItemPlace::Where::Shared ? namesFrom(place.chain, 0) : std::nullopt;
}

std::optional<QString> byPdh(const ItemPlace& place)
{
    const auto* item = place.item();
    if (!item || item->kind != ProjectItem::Kind::Collection
        || !isPortableDataHash(item->portableDataHash))
        return std::nullopt;
    return u'/' + item->portableDataHash;
}

// Where an entry of a layout shows it; nothing for tags, which an item does not tell.
std::optional<QString> inEntry(CustomMount::Kind kind, const ItemPlace& place)
{
    switch (kind) {
    case CustomMount::Kind::Home:
        return belowHome(place);
    case CustomMount::Kind::Shared:
        return belowShared(place);
    case CustomMount::Kind::ById:
        return byId(place);
    case CustomMount::Kind::ByPdh:
        return byPdh(place);
    case CustomMount::Kind::ByTag:
        return std::nullopt;
    }
    return std::nullopt;
}

bool isByName(CustomMount::Kind kind)
{
    return kind == CustomMount::Kind::Home || kind == CustomMount::Kind::Shared;
}

// Mode All is a layout, too.
QList<CustomMount> entriesOf(const MountSettings& mount)
{
    if (mount.show == MountSettings::Show::All)
        return {{CustomMount::Kind::Home, QStringLiteral("home")},
                {CustomMount::Kind::Shared, QStringLiteral("shared")},
                {CustomMount::Kind::ById, QStringLiteral("by_id")}};
    return mount.custom;
}

std::optional<QString> inLayout(const MountSettings& mount, const ItemPlace& place, bool byName)
{
    if (byName && place.where == ItemPlace::Where::Account)
        return QString();
    for (const auto& entry : entriesOf(mount)) {
        const auto way = isByName(entry.kind) == byName ? inEntry(entry.kind, place) : std::nullopt;
        if (way && isFileName(entry.name))
            return u'/' + entry.name + *way;
    }
    return std::nullopt;
}

std::optional<QString> named(const MountSettings& mount, const ItemPlace& place)
{
    switch (mount.show) {
    case MountSettings::Show::All:
    case MountSettings::Show::Custom:
        return inLayout(mount, place, true);
    case MountSettings::Show::Home:
        return belowHome(place);
    case MountSettings::Show::Shared:
        return belowShared(place);
    case MountSettings::Show::ById:
    case MountSettings::Show::ByPdh:
    case MountSettings::Show::ByTag:
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
    switch (mount.show) {
    case MountSettings::Show::All:
    case MountSettings::Show::Custom:
        return inLayout(mount, place, false);
    case MountSettings::Show::ById:
        return byId(place);
    case MountSettings::Show::ByPdh:
        return byPdh(place);
    case MountSettings::Show::Home:
    case MountSettings::Show::Shared:
    case MountSettings::Show::ByTag:
    case MountSettings::Show::Project:
    case MountSettings::Show::Collection:
        return std::nullopt;
    }
    return std::nullopt;
}

// Filters may keep an item out of a mount by names; we do not know.
int worth(const MountPath& path, bool isFiltered)
{
    return (path.isMounted ? 4 : 0) + (path.isReadable && isFiltered ? 0 : 2)
        + (path.isReadable ? 1 : 0);
}

} // namespace

std::optional<MountPath> mountPath(const QList<Desk::Mount>& mounts, const ItemPlace& place)
{
    std::optional<MountPath> best;
    int bestWorth = -1;
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
        const int itsWorth = worth(found, !mount.settings.filters.isEmpty());
        if (itsWorth > bestWorth) {
            best = found;
            bestWorth = itsWorth;
        }
    }
    return best;
}

} // namespace arv
