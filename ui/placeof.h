// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "itemplace.h"
#include "projectnode.h"

namespace arv {

// The place of a row; of a note: that of the row it is below. Copies what it tells.
[[nodiscard]] inline ItemPlace placeOf(const ProjectNode& node)
{
    switch (node.place()) {
    case ProjectNode::Role::Home:
        return {node.accountId(), ItemPlace::Where::Home, node.chain()};
    case ProjectNode::Role::Shared:
        return {node.accountId(), ItemPlace::Where::Shared, node.chain()};
    default:
        return {node.accountId(), ItemPlace::Where::Account, {}};
    }
}

} // namespace arv
