// SPDX-License-Identifier: Apache-2.0
#include "projectdelegate.h"

#include "projectfiltermodel.h"

namespace arv {

ProjectDelegate::ProjectDelegate(const ProjectFilterModel& model, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
{ }

void ProjectDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    const auto role = m_model.nodeAt(index).role;
    if (role != ProjectNode::Role::Note && role != ProjectNode::Role::Account) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    if (index.column() > 0)
        return;
    auto wide = option;
    wide.viewItemPosition = QStyleOptionViewItem::OnlyOne;
    if (option.direction == Qt::RightToLeft)
        wide.rect.setLeft(0);
    else if (option.widget)
        wide.rect.setRight(option.widget->width());
    QStyledItemDelegate::paint(painter, wide, index);
}

} // namespace arv
