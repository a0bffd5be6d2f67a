// SPDX-License-Identifier: Apache-2.0
#include "timeseries.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace arv {

TimeSeries::TimeSeries(std::size_t capacity)
    : m_capacity(std::max<std::size_t>(capacity, 1))
{ }

void TimeSeries::append(Point point)
{
    if (!m_points.empty())
        point.when = std::max(point.when, m_points.back().when);
    if (m_points.size() == m_capacity)
        m_points.pop_front();
    m_points.push_back(point);
}

void TimeSeries::add(qint64 when, double value)
{
    if (!std::isfinite(value)) {
        addGap(when);
        return;
    }
    append({when, value});
}

void TimeSeries::addGap(qint64 when)
{
    if (!m_points.empty() && !m_points.back().isGap())
        append({when, std::numeric_limits<double>::quiet_NaN()});
}

std::optional<TimeSeries::Point> TimeSeries::latest() const
{
    if (m_points.empty() || m_points.back().isGap())
        return std::nullopt;
    return m_points.back();
}

TimeSeries::Points::const_iterator TimeSeries::firstFrom(qint64 when) const
{
    return std::lower_bound(m_points.begin(), m_points.end(), when,
                            [](const Point& point, qint64 time) { return point.when < time; });
}

std::optional<TimeSeries::Point> TimeSeries::before(qint64 when) const
{
    for (auto it = firstFrom(when); it != m_points.begin();) {
        --it;
        if (!it->isGap())
            return *it;
    }
    return std::nullopt;
}

std::optional<TimeSeries::Point> TimeSeries::after(qint64 when) const
{
    for (auto it = firstFrom(when + 1); it != m_points.end(); ++it) {
        if (!it->isGap())
            return *it;
    }
    return std::nullopt;
}

std::optional<TimeSeries::Point> TimeSeries::nearest(qint64 when) const
{
    const auto older = before(when + 1);
    const auto newer = after(when);
    if (!older || !newer)
        return older ? older : newer;
    return when - older->when <= newer->when - when ? older : newer;
}

double TimeSeries::greatestSince(qint64 when) const
{
    double greatest = 0;
    for (auto it = firstFrom(when); it != m_points.end(); ++it) {
        if (!it->isGap())
            greatest = std::max(greatest, it->value);
    }
    return greatest;
}

QList<TimeSeries::Column> TimeSeries::columns(qint64 from, qint64 to, int width) const
{
    QList<Column> columns;
    if (to <= from || width < 1)
        return columns;
    bool gap = true;
    auto it = firstFrom(from);
    if (it != m_points.begin())
        --it;
    for (; it != m_points.end(); ++it) {
        if (it->isGap()) {
            gap = true;
            continue;
        }
        const auto share = static_cast<double>(it->when - from) / static_cast<double>(to - from);
        const auto x = static_cast<int>(std::floor(std::clamp(share, -10.0, 10.0) * width));
        if (!gap && !columns.isEmpty() && columns.last().x == x) {
            auto& column = columns.last();
            column.low = std::min(column.low, it->value);
            column.high = std::max(column.high, it->value);
            column.last = it->value;
        } else {
            columns += Column{x, it->value, it->value, it->value, it->value, gap};
        }
        gap = false;
        if (it->when > to)
            break;
    }
    return columns;
}

} // namespace arv
