// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/datasnapshot.h"

#include <QAbstractTableModel>

namespace arv {

// The transfers under way, oldest first, one row each. Rows come and go one by one, so that a
// selection stays with its transfer. Texts of others are plain, hidden characters made visible. UI
// thread.
class TransfersModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        File,
        Progress,
        Speed,
        State,
        Tries,
        Failure, // the last one
        Service,
        Cluster,
        Purpose,
        ColumnCount
    };
    enum Role
    {
        ShareRole = Qt::UserRole, // thousandths of it that have come, as an int
        DetailRole // lines of plain text, as detailWords()
    };
    using QAbstractTableModel::QAbstractTableModel;

    // The first thousand of them: nobody reads more.
    void show(const QList<Transfer>& transfers);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    static constexpr qsizetype mostRows = 1000;

private:
    void removeOthers(const QList<Transfer>& transfers);
    void insertNew(const QList<Transfer>& transfers);
    void update(const QList<Transfer>& transfers);
    [[nodiscard]] bool hasRowsOf(const QList<Transfer>& transfers) const;

    QList<Transfer> m_rows;
};

} // namespace arv
