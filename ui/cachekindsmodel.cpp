// SPDX-License-Identifier: Apache-2.0
#include "cachekindsmodel.h"

#include "formatting.h"

#include <QFont>

namespace arv {

QString kindsText(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Plain:
        return CacheKindsModel::tr("Plain directories");
    case NodeKind::Project:
        return CacheKindsModel::tr("Projects");
    case NodeKind::Collection:
        return CacheKindsModel::tr("Collections");
    case NodeKind::Directory:
        return CacheKindsModel::tr("Directories");
    case NodeKind::File:
        return CacheKindsModel::tr("Files");
    case NodeKind::Special:
        return CacheKindsModel::tr("Special files");
    }
    return {};
}

QString kindText(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Plain:
        return CacheKindsModel::tr("Plain directory");
    case NodeKind::Project:
        return CacheKindsModel::tr("Project");
    case NodeKind::Collection:
        return CacheKindsModel::tr("Collection");
    case NodeKind::Directory:
        return CacheKindsModel::tr("Directory");
    case NodeKind::File:
        return CacheKindsModel::tr("File");
    case NodeKind::Special:
        return CacheKindsModel::tr("Special file");
    }
    return {};
}

void CacheKindsModel::show(const CacheFigures& figures)
{
    m_figures = figures;
    Q_EMIT dataChanged(index(0, 1), index(rowCount() - 1, columnCount() - 1), {Qt::DisplayRole});
}

int CacheKindsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(nodeKindCount) + 1;
}

int CacheKindsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : 3;
}

QString CacheKindsModel::cell(std::size_t row, int column) const
{
    const bool isSum = row == nodeKindCount;
    if (column == 0)
        return isSum ? tr("All") : kindsText(static_cast<NodeKind>(row));
    if (column == 1)
        return countText(isSum ? m_figures.nodes : m_figures.kinds.at(row).nodes);
    return sizeText(isSum ? m_figures.bytes : m_figures.kinds.at(row).bytes);
}

QVariant CacheKindsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter
                        | (index.column() == 0 ? Qt::AlignLeading : Qt::AlignTrailing));
    if (role == Qt::DisplayRole)
        return cell(static_cast<std::size_t>(index.row()), index.column());
    if (role == Qt::FontRole && index.row() == static_cast<int>(nodeKindCount)) {
        QFont bold;
        bold.setBold(true);
        return bold;
    }
    return {};
}

QVariant CacheKindsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter | (section == 0 ? Qt::AlignLeading : Qt::AlignTrailing));
    if (role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Kind") : section == 1 ? tr("Entries") : tr("Memory");
}

} // namespace arv
