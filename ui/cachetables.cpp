// SPDX-License-Identifier: Apache-2.0
#include "cachetables.h"

#include "cachekindsmodel.h"
#include "cacheunitsmodel.h"
#include "tables.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>

namespace arv {

namespace {

QTableView* tableOf(QAbstractItemModel* model, const QString& name)
{
    auto* table = new QTableView;
    styleTable(*table);
    table->setModel(model);
    table->setAccessibleName(name);
    return table;
}

} // namespace

CacheTables::CacheTables(QWidget* parent)
    : QWidget(parent)
    , m_kinds(new CacheKindsModel(this))
    , m_units(new CacheUnitsModel(this))
    , m_kindsTable(tableOf(m_kinds, tr("Entries by kind")))
    , m_unitsTable(tableOf(m_units, tr("Largest collections and projects")))
{
    showRows(*m_kindsTable, m_kinds->rowCount());
    showRows(*m_unitsTable, m_kinds->rowCount());
    m_unitsTable->setTextElideMode(Qt::ElideMiddle);
    m_kindsTable->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    auto* header = m_unitsTable->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setMinimumSectionSize(fontMetrics().horizontalAdvance(u'0') * 11);
    header->setSectionResizeMode(CacheUnitsModel::Path, QHeaderView::Stretch);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(4);
    grid->addWidget(headingLabel(m_kindsTable->accessibleName()), 0, 0);
    grid->addWidget(m_kindsTable, 1, 0);
    grid->addWidget(headingLabel(m_unitsTable->accessibleName()), 0, 1);
    grid->addWidget(m_unitsTable, 1, 1);
    grid->setColumnStretch(0, 2);
    grid->setColumnStretch(1, 3);
}

void CacheTables::show(const CacheFigures& figures)
{
    m_kinds->show(figures);
    m_units->show(figures.largest);
}

} // namespace arv
