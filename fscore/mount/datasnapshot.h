// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/blockcachefigures.h"
#include "keep/transferfigures.h"

namespace arv {

// What the outside sees of the blocks that all mounts of the process read: a value.
struct DataSnapshot
{
    BlockCacheFigures cache;
    TransferFigures transfers;
    bool operator==(const DataSnapshot&) const = default;
};

} // namespace arv
