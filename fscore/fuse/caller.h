// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

namespace arv {

// Whether the program asks for no more than idle time of disk or processor, as indexers and
// crawlers do. Asks the kernel alone, and does not block. Any thread.
[[nodiscard]] bool runsInTheBackground(pid_t program);

} // namespace arv
