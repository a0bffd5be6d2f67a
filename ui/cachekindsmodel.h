// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/mountsnapshot.h"

#include <QAbstractTableModel>

namespace arv {

// "Projects", "Files"
[[nodiscard]] QString kindsText(NodeKind kind);
// "Project", "File"
[[nodiscard]] QString kindText(NodeKind kind);

// What is in an inode cache by kind: entries and bytes, and all together in the last row. UI
// thread.
class CacheKindsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void show(const CacheFigures& figures);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    [[nodiscard]] QString cell(std::size_t row, int column) const;

    CacheFigures m_figures;
};

} // namespace arv
