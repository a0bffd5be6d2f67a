// SPDX-License-Identifier: Apache-2.0
// The part of Drive that is about what all mounts read together.
#include "drive.h"
#include "mountplaces.h"

#include <algorithm>

namespace arv {

void Drive::connectData()
{
    connect(m_data.get(), &DataFeed::changed, this, &Desk::dataChanged);
    connect(m_data.get(), &DataFeed::told, this, &Desk::told);
    connect(m_data.get(), &DataFeed::complained, this, &Desk::complained);
}

DataSnapshot Drive::data() const
{
    return m_data->snapshot();
}

void Drive::watchData(bool watched)
{
    const int before = std::exchange(m_dataWatchers, m_dataWatchers + (watched ? 1 : -1));
    if ((before > 0) != (m_dataWatchers > 0))
        m_data->watch(watched);
}

void Drive::setPaused(bool paused)
{
    m_data->setPaused(paused);
}

void Drive::setBandwidthLimit(std::uint64_t bytesPerSecond)
{
    auto changed = preferences();
    changed.data.bandwidth = bytesPerSecond == 0
        ? 0
        : std::clamp(bytesPerSecond, DataSettings::leastBandwidth, DataSettings::mostBandwidth);
    if (changed != preferences())
        setPreferences(changed);
}

void Drive::clearBlockCache()
{
    m_data->clear();
}

void Drive::clearBlockCacheOf(const QString& accountId, const QString& collection)
{
    if (auto* account = m_roster.account(accountId))
        m_data->clearCollection(account->controller(), collection);
}

QString Drive::cacheFolderProblem(const QString& folder) const
{
    const auto checked = checkCacheFolder(folder, m_roster.mountSettings());
    return checked ? QString() : checked.error().text;
}

// A wish of settings, or where blocks are anyway.
QString Drive::cacheFolder() const
{
    const auto& wished = m_settings.values.preferences.data.cache.folder;
    return wished.isEmpty() ? m_data->snapshot().cache.folder : wished;
}

} // namespace arv
