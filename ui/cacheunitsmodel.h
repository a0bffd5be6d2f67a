// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/mountsnapshot.h"

#include <QAbstractTableModel>

namespace arv {

// The collections and projects that take most of an inode cache, biggest first. Paths come from the
// server: shown as plain text, hidden characters made visible. UI thread.
class CacheUnitsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Path,
        Kind,
        Memory,
        Held,
        ColumnCount
    };
    using QAbstractTableModel::QAbstractTableModel;

    void show(const QList<CacheFigures::Unit>& units);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    void setRows(int count);

    QList<CacheFigures::Unit> m_units;
};

} // namespace arv
