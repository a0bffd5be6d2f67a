// SPDX-License-Identifier: Apache-2.0
#include "cachehistory.h"

namespace arv {

bool CacheHistory::isContinued(const Totals& now) const
{
    return now.when - m_last->when <= longestSilence && now.hits >= m_last->hits
        && now.misses >= m_last->misses && now.evictions >= m_last->evictions;
}

void CacheHistory::interrupt(qint64 now)
{
    for (auto* each : {&m_bytes, &m_cap, &m_hits, &m_misses, &m_evictions, &m_evictionTotals})
        each->addGap(now);
    m_last.reset();
}

void CacheHistory::addRates(const Totals& now)
{
    const auto seconds = static_cast<double>(now.when - m_last->when) / 1000;
    const auto rate = [seconds](std::uint64_t before, std::uint64_t after) {
        return static_cast<double>(after - before) / seconds;
    };
    m_hits.add(now.when, rate(m_last->hits, now.hits));
    m_misses.add(now.when, rate(m_last->misses, now.misses));
    m_evictions.add(now.when, rate(m_last->evictions, now.evictions));
}

bool CacheHistory::record(qint64 now, const CacheFigures& figures)
{
    const Totals totals{now, figures.hits, figures.misses, figures.evictions};
    if (m_last && !isContinued(totals))
        interrupt(now);
    if (m_last && now - m_last->when < interval)
        return false;
    m_bytes.add(now, static_cast<double>(figures.bytes));
    m_cap.add(now, static_cast<double>(figures.cap));
    m_evictionTotals.add(now, static_cast<double>(figures.evictions));
    if (m_last)
        addRates(totals);
    m_last = totals;
    return true;
}

std::uint64_t CacheHistory::evictionsSince(qint64 when) const
{
    const auto latest = m_evictionTotals.latest();
    if (!latest)
        return 0;
    auto first = latest->value;
    for (auto i = m_evictionTotals.size(); i-- > 0;) {
        const auto& point = m_evictionTotals.at(i);
        if (point.isGap() || point.when < when)
            break;
        first = point.value;
    }
    return static_cast<std::uint64_t>(latest->value - first);
}

} // namespace arv
