// SPDX-License-Identifier: Apache-2.0
#include "transfersmodel.h"

#include "formatting.h"
#include "transfertext.h"

#include <QSet>

namespace arv {

namespace {

constexpr qsizetype longestHost = 260;
constexpr qsizetype longestFailure = 500;

QString orDash(const QString& text)
{
    return text.isEmpty() ? QStringLiteral("–") : text;
}

QString cell(const Transfer& transfer, int column)
{
    switch (column) {
    case TransfersModel::File:
        return fileWords(transfer);
    case TransfersModel::Progress:
        return progressWords(transfer);
    case TransfersModel::Speed:
        return transfer.rate > 0 ? rateText(transfer.rate) : orDash({});
    case TransfersModel::State:
        return waitingWords(transfer.waiting);
    case TransfersModel::Tries:
        return countText(static_cast<std::uint64_t>(qMax(0, transfer.tries)));
    case TransfersModel::Failure:
        return visibleText(transfer.lastFailure, longestFailure);
    case TransfersModel::Service:
        return orDash(visibleText(transfer.service, longestHost));
    case TransfersModel::Cluster:
        return orDash(visibleText(transfer.cluster, longestHost));
    case TransfersModel::Purpose:
        return purposeWords(transfer.purpose);
    default:
        return {};
    }
}

QVariant alignment(int column)
{
    const bool isNumber = column == TransfersModel::Speed || column == TransfersModel::Tries;
    return QVariant(Qt::AlignVCenter | (isNumber ? Qt::AlignTrailing : Qt::AlignLeading));
}

QString heading(int column)
{
    switch (column) {
    case TransfersModel::File:
        return TransfersModel::tr("File");
    case TransfersModel::Progress:
        return TransfersModel::tr("Progress");
    case TransfersModel::Speed:
        return TransfersModel::tr("Speed");
    case TransfersModel::State:
        return TransfersModel::tr("State");
    case TransfersModel::Tries:
        return TransfersModel::tr("Tries");
    case TransfersModel::Failure:
        return TransfersModel::tr("Last failure");
    case TransfersModel::Service:
        return TransfersModel::tr("Service");
    case TransfersModel::Cluster:
        return TransfersModel::tr("Cluster");
    case TransfersModel::Purpose:
        return TransfersModel::tr("Reason");
    default:
        return {};
    }
}

} // namespace

void TransfersModel::show(const QList<Transfer>& transfers)
{
    const auto shown = transfers.first(qMin(transfers.size(), mostRows));
    removeOthers(shown);
    insertNew(shown);
    if (hasRowsOf(shown))
        return update(shown);
    // In another order than before, or a number twice.
    beginResetModel();
    m_rows = shown;
    endResetModel();
}

void TransfersModel::removeOthers(const QList<Transfer>& transfers)
{
    QSet<std::uint64_t> ids;
    for (const auto& each : transfers)
        ids.insert(each.id);
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (ids.contains(m_rows[row].id))
            continue;
        beginRemoveRows({}, row, row);
        m_rows.removeAt(row);
        endRemoveRows();
    }
}

void TransfersModel::insertNew(const QList<Transfer>& transfers)
{
    QSet<std::uint64_t> known;
    for (const auto& each : std::as_const(m_rows))
        known.insert(each.id);
    for (int row = 0; row < transfers.size(); ++row) {
        if (known.contains(transfers[row].id))
            continue;
        const int at = qMin(row, rowCount());
        beginInsertRows({}, at, at);
        m_rows.insert(at, transfers[row]);
        endInsertRows();
    }
}

bool TransfersModel::hasRowsOf(const QList<Transfer>& transfers) const
{
    return std::equal(
        m_rows.begin(), m_rows.end(), transfers.begin(), transfers.end(),
        [](const Transfer& one, const Transfer& other) { return one.id == other.id; });
}

void TransfersModel::update(const QList<Transfer>& transfers)
{
    for (int row = 0; row < rowCount(); ++row) {
        if (m_rows[row] == transfers[row])
            continue;
        m_rows[row] = transfers[row];
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
}

int TransfersModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TransfersModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TransfersModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const auto& transfer = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return cell(transfer, index.column());
    case Qt::ToolTipRole:
        return cell(transfer, index.column()).toHtmlEscaped();
    case Qt::TextAlignmentRole:
        return alignment(index.column());
    case ShareRole:
        return progressShare(transfer);
    case DetailRole:
        return detailWords(transfer);
    default:
        return {};
    }
}

QVariant TransfersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignment(section);
    if (role == Qt::ToolTipRole && section == Tries)
        return tr("Services that were asked so far");
    return role == Qt::DisplayRole ? QVariant(heading(section)) : QVariant();
}

} // namespace arv
