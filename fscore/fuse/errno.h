// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/errc.h"

namespace arv {

// What the kernel is told for an error of ours: the one table. Positive, never 0.
[[nodiscard]] int errnoOf(Errc code);

} // namespace arv
