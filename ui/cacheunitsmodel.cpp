// SPDX-License-Identifier: Apache-2.0
#include "cacheunitsmodel.h"

#include "cachekindsmodel.h"
#include "formatting.h"

namespace arv {

namespace {

constexpr int mostUnits = 100; // more than a mount tells of

QVariant alignment(int column)
{
    const auto side = column == CacheUnitsModel::Memory ? Qt::AlignTrailing
        : column == CacheUnitsModel::Held               ? Qt::AlignHCenter
                                                        : Qt::AlignLeading;
    return QVariant(Qt::AlignVCenter | side);
}

QString cell(const CacheFigures::Unit& unit, int column)
{
    switch (column) {
    case CacheUnitsModel::Path:
        return visibleText(unit.path);
    case CacheUnitsModel::Kind:
        return kindText(unit.kind);
    case CacheUnitsModel::Memory:
        return sizeText(unit.bytes);
    default:
        return unit.held ? CacheUnitsModel::tr("Yes") : CacheUnitsModel::tr("No");
    }
}

} // namespace

void CacheUnitsModel::setRows(int count)
{
    const auto now = static_cast<int>(m_units.size());
    if (count < now) {
        beginRemoveRows({}, count, now - 1);
        m_units.resize(count);
        endRemoveRows();
    } else if (count > now) {
        beginInsertRows({}, now, count - 1);
        m_units.resize(count);
        endInsertRows();
    }
}

void CacheUnitsModel::show(const QList<CacheFigures::Unit>& units)
{
    const auto shown = units.first(qMin<qsizetype>(units.size(), mostUnits));
    // Rows are changed in place, so that selection and scroll position stay.
    setRows(static_cast<int>(shown.size()));
    m_units = shown;
    if (!m_units.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int CacheUnitsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_units.size());
}

int CacheUnitsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CacheUnitsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const auto& unit = m_units.at(index.row());
    if (role == Qt::DisplayRole)
        return cell(unit, index.column());
    if (role == Qt::ToolTipRole && index.column() == Path)
        return visibleText(unit.path).toHtmlEscaped();
    if (role == Qt::TextAlignmentRole)
        return alignment(index.column());
    return {};
}

QVariant CacheUnitsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignment(section);
    if (role == Qt::ToolTipRole && section == Held)
        return tr("By the kernel or in use: it cannot be evicted now");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Path:
        return tr("Path");
    case Kind:
        return tr("Kind");
    case Memory:
        return tr("Memory");
    default:
        return tr("Held");
    }
}

} // namespace arv
