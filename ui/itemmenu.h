// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"
#include "itemplace.h"

#include <QMenu>

namespace arv {

// What can be done with one row of the project tree. Each action is there always and enabled if it
// has something to work on, so that people find it at the same place. Deletes itself when closed.
class ItemMenu : public QMenu
{
    Q_OBJECT

public:
    ItemMenu(Desk& desk, const ItemPlace& place, QWidget* parent);

private:
    void addOpen(Desk& desk, const ItemPlace& place);
    void addCopies(Desk& desk, const ItemPlace& place);
    void addCopy(const QString& name, const QString& text, const QString& copied);
    void addClear(Desk& desk, const ItemPlace& place);
    void addLink(Desk& desk, const ItemPlace& place);
};

} // namespace arv
