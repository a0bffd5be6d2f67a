// SPDX-License-Identifier: Apache-2.0
#include "roster.h"

#include <algorithm>

namespace arv {

namespace {

template <class Item>
Item* findIn(const std::vector<std::unique_ptr<Item>>& items, const QString& id)
{
    for (const auto& item : items) {
        if (item->settings().id == id)
            return item.get();
    }
    return nullptr;
}

template <class Item>
void removeFrom(std::vector<std::unique_ptr<Item>>& items, Item& gone)
{
    const auto found = std::find_if(items.begin(), items.end(),
                                    [&gone](const auto& item) { return item.get() == &gone; });
    if (found == items.end())
        return;
    found->release()->deleteLater();
    items.erase(found);
}

} // namespace

DriveAccount& Roster::add(const AccountSettings& settings)
{
    m_accounts.push_back(std::make_unique<DriveAccount>(settings, m_secrets));
    return *m_accounts.back();
}

DriveMount& Roster::add(const MountSettings& settings, DriveAccount& account)
{
    m_mounts.push_back(std::make_unique<DriveMount>(settings, account, m_shared));
    return *m_mounts.back();
}

void Roster::remove(DriveAccount& account)
{
    removeFrom(m_accounts, account);
}

void Roster::remove(DriveMount& mount)
{
    removeFrom(m_mounts, mount);
}

DriveAccount* Roster::account(const QString& id) const
{
    return findIn(m_accounts, id);
}

DriveMount* Roster::mount(const QString& id) const
{
    return findIn(m_mounts, id);
}

QList<MountSettings> Roster::mountSettings() const
{
    QList<MountSettings> all;
    for (const auto& mount : m_mounts)
        all += mount->settings();
    return all;
}

QStringList Roster::mountsOf(const QString& accountId) const
{
    QStringList ids;
    for (const auto& mount : m_mounts) {
        if (mount->settings().accountId == accountId)
            ids += mount->settings().id;
    }
    return ids;
}

bool Roster::isAllStopped() const
{
    return std::all_of(m_mounts.begin(), m_mounts.end(),
                       [](const auto& mount) { return mount->isStopped(); });
}

} // namespace arv
