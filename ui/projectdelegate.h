// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStyledItemDelegate>

namespace arv {

class ProjectFilterModel;

// Draws rows of the project tree: the words of accounts and notes over all columns, which are empty
// there. (The tree's own spanned rows would have to be kept up to date while rows come and go.)
class ProjectDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit ProjectDelegate(const ProjectFilterModel& model, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    const ProjectFilterModel& m_model;
};

} // namespace arv
