// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/records.h"
#include "mount/projectitem.h"

#include <optional>

namespace arv {

// From the server's records to the rows of the project tree. Pure; any thread.

// What is listed of a page; rows of other kinds and old versions are left out. substitution: of "/"
// in names.
[[nodiscard]] QList<ProjectItem> projectItems(const QList<ContentItem>& items,
                                              const std::optional<QString>& substitution);

// The top of what is shared, from all its pages: the owners, and the groups whose owner is not
// known; in the order of their names, equal names told apart by UUIDs. self: whose home is shown
// elsewhere.
[[nodiscard]] QList<ProjectItem> sharedItems(const SharedPage& all, const QString& self,
                                             const std::optional<QString>& substitution);

} // namespace arv
