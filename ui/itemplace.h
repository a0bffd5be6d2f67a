// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/projectitem.h"

#include <QList>
#include <QString>

namespace arv {

// Where something is in the project tree: of which account, and by which way. A value.
struct ItemPlace
{
    enum class Where
    {
        Account,
        Home,
        Shared
    };
    QString accountId;
    Where where = Where::Account;
    QList<ProjectItem> chain; // from below Home or Shared down to the item; empty: Home, Shared
    [[nodiscard]] const ProjectItem* item() const
    {
        return chain.isEmpty() ? nullptr : &chain.constLast();
    }
};

} // namespace arv
