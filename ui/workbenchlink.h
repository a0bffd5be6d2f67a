// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "itemplace.h"

#include "mount/accountsnapshot.h"

#include <QString>

namespace arv {

// The page of Workbench that shows a place; empty if the cluster named none, or something that is
// no web address, or the item has no UUID of a known form. Pure.
[[nodiscard]] QString workbenchLink(const AccountSnapshot& account, const ItemPlace& place);

} // namespace arv
