// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace arv::demo {

// SQL's LIKE: "%" any characters, "_" one character, a backslash takes the next one literally.
// Works on bytes, except that "_" takes a whole UTF-8 character. Pure.
[[nodiscard]] bool isLike(std::string_view text, std::string_view pattern);

} // namespace arv::demo
