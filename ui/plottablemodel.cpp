// SPDX-License-Identifier: Apache-2.0
#include "plottablemodel.h"

#include "plot.h"

#include <QLocale>

#include <cmath>
#include <limits>
#include <optional>

namespace arv {

namespace {

QVariant alignment(int column)
{
    return QVariant(Qt::AlignVCenter | (column == 0 ? Qt::AlignLeading : Qt::AlignTrailing));
}

} // namespace

PlotTableModel::PlotTableModel(const Plot& plot, QObject* parent)
    : QAbstractTableModel(parent)
    , m_plot(plot)
{ }

void PlotTableModel::restart()
{
    beginResetModel();
    m_rows.clear();
    const auto rows = rowsAfter(m_plot.now() - Plot::span - 1);
    m_rows.assign(rows.begin(), rows.end());
    endResetModel();
}

QList<PlotTableModel::Row> PlotTableModel::rowsAfter(qint64 when) const
{
    QList<Row> rows;
    const auto now = QDateTime::currentDateTime();
    for (;;) {
        std::optional<qint64> next;
        for (const auto* each : m_plot.series()) {
            if (const auto point = each->after(when); point && (!next || point->when < *next))
                next = point->when;
        }
        if (!next)
            return rows;
        Row row{*next, now.addMSecs(*next - m_plot.now()), {}};
        for (const auto* each : m_plot.series()) {
            const auto point = each->nearest(*next);
            row.values += point && point->when == *next ? point->value
                                                        : std::numeric_limits<double>::quiet_NaN();
        }
        rows.prepend(row);
        when = *next;
    }
}

void PlotTableModel::dropOld()
{
    int old = 0;
    const auto count = static_cast<int>(m_rows.size());
    while (old < count
           && m_rows.at(m_rows.size() - 1 - static_cast<std::size_t>(old)).when
               < m_plot.now() - Plot::span)
        ++old;
    if (old == 0)
        return;
    beginRemoveRows({}, count - old, count - 1);
    m_rows.erase(m_rows.end() - old, m_rows.end());
    endRemoveRows();
}

void PlotTableModel::sync()
{
    dropOld();
    const auto rows =
        rowsAfter(m_rows.empty() ? m_plot.now() - Plot::span - 1 : m_rows.front().when);
    if (rows.isEmpty())
        return;
    beginInsertRows({}, 0, static_cast<int>(rows.size()) - 1);
    m_rows.insert(m_rows.begin(), rows.begin(), rows.end());
    endInsertRows();
}

int PlotTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PlotTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : 1 + static_cast<int>(m_plot.lines().size());
}

QVariant PlotTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignment(index.column());
    if (role != Qt::DisplayRole)
        return {};
    const auto& row = m_rows.at(static_cast<std::size_t>(index.row()));
    if (index.column() == 0)
        return QLocale().toString(row.time.time(), QStringLiteral("HH:mm:ss"));
    const auto value = row.values.value(index.column() - 1);
    return std::isnan(value) ? QStringLiteral("–") : ValueScale::valueText(m_plot.unit(), value);
}

QVariant PlotTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignment(section);
    if (role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Time") : m_plot.lines().value(section - 1).name;
}

} // namespace arv
