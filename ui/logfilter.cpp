// SPDX-License-Identifier: Apache-2.0
#include "logfilter.h"

#include "logmodel.h"

namespace arv {

void LogFilter::setLeast(LogLevel::Rank rank)
{
    m_least = rank;
    invalidateFilter();
}

void LogFilter::setCategory(const QString& category)
{
    m_category = category;
    invalidateFilter();
}

void LogFilter::setText(const QString& text)
{
    m_text = text;
    invalidateFilter();
}

bool LogFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const auto line = sourceModel()->index(row, LogModel::Text, parent);
    if (line.data(LogModel::RankRole).toInt() < m_least)
        return false;
    const auto category = line.data(LogModel::CategoryRole).toString();
    if (!m_category.isEmpty() && category != m_category)
        return false;
    return m_text.isEmpty()
        || line.data(LogModel::TextRole).toString().contains(m_text, Qt::CaseInsensitive)
        || category.contains(m_text, Qt::CaseInsensitive);
}

} // namespace arv
