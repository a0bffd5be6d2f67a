// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <cstddef>

namespace arv {

// Unescapes what stands between the quotes of a JSON text, length bytes from `from`, as UTF-8 to
// `to`, which may be the same place or in front of it: it never gets longer. Returns the length.
// BadReply for an escape that JSON has not, half a surrogate pair, a control character, or bytes
// that are not UTF-8; then what is at `to` means nothing. Pure; any thread.
[[nodiscard]] Result<std::size_t> unescapeJson(const char* from, std::size_t length, char* to);

} // namespace arv
