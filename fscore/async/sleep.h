// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/pending.h"

#include <chrono>

namespace arv {

// Waits without holding a thread; ends early with Errc::Cancelled when the token fires. Calling
// thread with an event loop.
[[nodiscard]] Pending<void> sleepFor(std::chrono::milliseconds duration,
                                     const CancelToken& token = {});

} // namespace arv
