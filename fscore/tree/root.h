// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "tree/mountselection.h"

#include <memory>

namespace arv {

class Node;
struct TreeContext;

// The root of a mount that shows this. Mount thread only.
[[nodiscard]] std::unique_ptr<Node> makeRoot(TreeContext& context, Inode root,
                                             const MountSelection& selection);

} // namespace arv
