// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

namespace arv::demo {

// Characters of 0-9a-z, as UUIDs, request ids and token secrets are made of. Any thread.
[[nodiscard]] std::string randomCharacters(std::size_t count);

} // namespace arv::demo
