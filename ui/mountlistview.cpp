// SPDX-License-Identifier: Apache-2.0
#include "mountlistview.h"

#include "mountdelegate.h"
#include "mountlistmodel.h"

#include <QHeaderView>

namespace arv {

MountListView::MountListView(MountListModel& model, QWidget* parent)
    : QTreeView(parent)
    , m_model(model)
{
    setModel(&model);
    setItemDelegate(new MountDelegate(this));
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setExpandsOnDoubleClick(false);
    setIndentation(14);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextElideMode(Qt::ElideRight);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Accounts and mounts"));
    connect(&model, &QAbstractItemModel::rowsInserted, this, &MountListView::openOut);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &MountListView::selected);
    connect(&model, &QAbstractItemModel::dataChanged, this, &MountListView::resize);
    connect(this, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        if (index.data(MountListModel::IsMountRole).toBool())
            Q_EMIT mountActivated(index.data(MountListModel::IdRole).toString());
    });
    openOut();
}

void MountListView::openOut()
{
    expandAll();
    if (currentIndex().isValid() || m_model.rowCount() == 0)
        return;
    const auto account = m_model.index(0, 0);
    setCurrentIndex(m_model.rowCount(account) > 0 ? m_model.index(0, 0, account) : account);
}

// A row that has an error now is higher than before.
void MountListView::resize(const QModelIndex& first, const QModelIndex& last)
{
    for (int row = first.row(); row <= last.row(); ++row) {
        const auto index = first.siblingAtRow(row);
        if (sizeHintForIndex(index).height() != visualRect(index).height())
            return scheduleDelayedItemsLayout();
    }
}

QString MountListView::currentMount() const
{
    const auto index = currentIndex();
    return index.data(MountListModel::IsMountRole).toBool()
        ? index.data(MountListModel::IdRole).toString()
        : QString();
}

QString MountListView::currentAccount() const
{
    const auto index = currentIndex();
    const auto account = index.parent().isValid() ? index.parent() : index;
    return account.data(MountListModel::IdRole).toString();
}

void MountListView::selectMount(const QString& id)
{
    const auto index = m_model.indexOfMount(id);
    if (index.isValid())
        setCurrentIndex(index);
}

void MountListView::selectAccount(const QString& id)
{
    const auto index = m_model.indexOfAccount(id);
    if (index.isValid())
        setCurrentIndex(index);
}

void MountListView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTreeView::currentChanged(current, previous);
    Q_EMIT selected();
}

} // namespace arv
