// SPDX-License-Identifier: Apache-2.0
#include "projecttree.h"

#include "formatting.h"
#include "projectdelegate.h"
#include "projectfiltermodel.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QScrollBar>

namespace arv {

ProjectTree::ProjectTree(ProjectFilterModel& model, QWidget* parent)
    : QTreeView(parent)
    , m_model(model)
{
    setAccessibleName(tr("Projects"));
    setUniformRowHeights(true); // thousands of rows are not measured one by one
    setAllColumnsShowFocus(true);
    setAlternatingRowColors(false);
    setSortingEnabled(true);
    sortByColumn(ProjectTreeModel::Name, Qt::AscendingOrder);
    setModel(&model);
    setItemDelegate(new ProjectDelegate(model, this));
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(ProjectTreeModel::Name, QHeaderView::Stretch);
    const int digit = fontMetrics().averageCharWidth();
    const auto longTime = timeText(QDateTime(QDate(2028, 12, 28), QTime(22, 58)));
    header()->resizeSection(ProjectTreeModel::Kind, 15 * digit);
    header()->resizeSection(ProjectTreeModel::Size, 11 * digit);
    header()->resizeSection(ProjectTreeModel::Modified,
                            fontMetrics().horizontalAdvance(longTime) + 3 * digit);
    m_look.setSingleShot(true);
    m_look.setInterval(0);
    const auto look = [this] { m_look.start(); };
    connect(&m_look, &QTimer::timeout, this, &ProjectTree::loadInSight);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, look);
    connect(this, &QTreeView::expanded, this, look);
    connect(this, &QTreeView::collapsed, this, look);
    connect(&model, &ProjectFilterModel::progressChanged, this, look);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &ProjectTree::openOnlyAccount);
    openOnlyAccount({});
}

// With one account nobody should have to open it first.
void ProjectTree::openOnlyAccount(const QModelIndex& parent)
{
    const bool isTop = !parent.isValid() || !parent.parent().isValid();
    if (isTop && m_model.rowCount() == 1)
        expand(m_model.index(0, 0));
}

void ProjectTree::openFirstHome()
{
    const auto account = m_model.index(0, 0);
    expand(account);
    expand(m_model.index(0, 0, account));
}

void ProjectTree::loadInSight()
{
    auto index = indexAt(QPoint(0, 0));
    const int height = qMax(1, index.isValid() ? rowHeight(index) : 0);
    int rows = 2 * viewport()->height() / height + 1;
    for (; index.isValid() && rows > 0; --rows) {
        loadWhereLast(index);
        index = indexBelow(index);
    }
}

// The end of an open row may be the end of those above it, too.
void ProjectTree::loadWhereLast(QModelIndex index)
{
    while (index.isValid() && index.row() == m_model.rowCount(index.parent()) - 1) {
        index = index.parent();
        if (index.isValid() && isExpanded(index) && m_model.hasMore(index))
            m_model.loadMore(index);
    }
}

void ProjectTree::askForMenu()
{
    const auto index = currentIndex();
    if (index.isValid())
        Q_EMIT menuWanted(index, viewport()->mapToGlobal(visualRect(index).bottomLeft()));
}

void ProjectTree::contextMenuEvent(QContextMenuEvent* event)
{
    event->accept();
    if (event->reason() == QContextMenuEvent::Keyboard) {
        askForMenu();
        return;
    }
    const auto index = indexAt(event->pos());
    if (index.isValid())
        Q_EMIT menuWanted(index, event->globalPos());
}

void ProjectTree::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTreeView::currentChanged(current, previous);
    Q_EMIT currentMoved(current);
}

void ProjectTree::resizeEvent(QResizeEvent* event)
{
    QTreeView::resizeEvent(event);
    m_look.start();
}

} // namespace arv
