// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/mountsnapshot.h"

#include <QWidget>

class QTableView;

namespace arv {

class CacheKindsModel;
class CacheUnitsModel;

// What is in an inode cache, side by side: entries by kind, and the units that take most. UI
// thread.
class CacheTables : public QWidget
{
    Q_OBJECT

public:
    explicit CacheTables(QWidget* parent = nullptr);
    void show(const CacheFigures& figures);
    [[nodiscard]] QTableView& kinds() const { return *m_kindsTable; }
    [[nodiscard]] QTableView& units() const { return *m_unitsTable; }

private:
    CacheKindsModel* m_kinds;
    CacheUnitsModel* m_units;
    QTableView* m_kindsTable;
    QTableView* m_unitsTable;
};

} // namespace arv
