// SPDX-License-Identifier: Apache-2.0
#include "tables.h"

#include <QHeaderView>
#include <QLabel>
#include <QTableView>

namespace arv {

void styleTable(QTableView& table)
{
    table.setShowGrid(false);
    table.setAlternatingRowColors(true);
    table.setWordWrap(false);
    table.setTabKeyNavigation(false);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setCornerButtonEnabled(false);
    table.verticalHeader()->hide();
    table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table.verticalHeader()->setDefaultSectionSize(table.fontMetrics().height() + 7);
    table.horizontalHeader()->setHighlightSections(false);
    table.horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
}

void showRows(QTableView& table, int rows)
{
    const auto rowHeight = table.verticalHeader()->defaultSectionSize();
    const auto header = table.horizontalHeader()->sizeHint().height();
    table.setMinimumHeight(header + rows * rowHeight + 2 * table.frameWidth());
}

QLabel* headingLabel(const QString& text)
{
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    auto bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    return label;
}

} // namespace arv
