// SPDX-License-Identifier: Apache-2.0
// The half of Drive that is about its mounts.
#include "drive.h"
#include "mount/mountspec.h"
#include "mountplaces.h"

#include <QDir>
#include <QUuid>

#include <algorithm>

namespace arv {

QString Drive::filtersProblem(const QString& filters) const
{
    if (filters.size() > MountSettings::longestFilters)
        return tr("The filters are too long.");
    const auto read = filters.isEmpty() ? Result<UserFilters>(UserFilters())
                                        : UserFilters::parse(filters.toUtf8());
    return read ? QString() : tr("The filters cannot be used: %1.").arg(read.error().text);
}

Result<QString> Drive::saveMount(const MountSettings& given)
{
    auto settings = given;
    settings.directory = QDir::cleanPath(given.directory);
    if (const auto checked = checkPlace(settings, m_roster.mountSettings()); !checked)
        return checked.error();
    if (const auto checked = checkCacheFolder(cacheFolder(), {settings}); !checked)
        return checked.error();
    if (const auto problem = filtersProblem(settings.filters); !problem.isEmpty())
        return Error{Errc::Invalid, problem};
    auto* account = m_roster.account(settings.accountId);
    if (!account)
        return Error{Errc::Invalid, tr("The account of this mount is gone.")};
    settings.cacheCap = std::clamp(settings.cacheCap, MountSettings::smallestCacheCap,
                                   MountSettings::largestCacheCap);
    if (auto* mount = m_roster.mount(settings.id)) {
        mount->change(settings, *account);
    } else {
        settings.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
        settings.mounted = false;
        addMount(settings, *account);
        Q_EMIT mountsChanged();
    }
    store();
    if (settings.atLogin)
        startAtLogin();
    return settings.id;
}

void Drive::removeMount(const QString& id)
{
    auto* mount = m_roster.mount(id);
    if (!mount)
        return;
    m_leavingMounts += id;
    if (mount->isStopped())
        return dropMount(*mount);
    mount->stop();
}

void Drive::dropMount(DriveMount& mount)
{
    const auto accountId = mount.settings().accountId;
    m_leavingMounts.removeAll(mount.settings().id);
    m_roster.remove(mount);
    store();
    Q_EMIT mountsChanged();
    dropAccountIfFree(accountId);
}

void Drive::mountStopped(DriveMount& mount)
{
    if (m_leavingMounts.contains(mount.settings().id))
        dropMount(mount);
    endIfNothingIsLeft();
}

void Drive::startMount(const QString& id)
{
    if (auto* mount = m_roster.mount(id); mount && !m_quitting)
        mount->start();
}

void Drive::stopMount(const QString& id)
{
    if (auto* mount = m_roster.mount(id))
        mount->stop();
}

// Who wants to stay does not want to lose the mount either, nor the program that shows it.
void Drive::stayMounted(const QString& id)
{
    auto* mount = m_roster.mount(id);
    if (!mount)
        return;
    m_leavingMounts.removeAll(id);
    m_leavingAccounts.removeAll(mount->settings().accountId);
    m_quitting = false;
    mount->stay();
}

void Drive::detachMount(const QString& id)
{
    if (auto* mount = m_roster.mount(id))
        mount->detach();
}

void Drive::setCacheCap(const QString& id, std::uint64_t bytes)
{
    if (auto* mount = m_roster.mount(id)) {
        mount->setCacheCap(
            std::clamp(bytes, MountSettings::smallestCacheCap, MountSettings::largestCacheCap));
        store();
        Q_EMIT mountChanged(id);
    }
}

void Drive::watchFigures(bool watched)
{
    m_watched = watched;
    for (const auto& mount : m_roster.mounts())
        mount->controller().watchFigures(watched);
}

QString Drive::proposedDirectory(const QString& name) const
{
    return proposedPlace(name, m_roster.mountSettings());
}

} // namespace arv
