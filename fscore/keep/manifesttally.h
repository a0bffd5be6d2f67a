// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace arv {

// About how many tokens of each kind a manifest's text holds, so that room is made once and not
// again and again. Only a guess, though exact for what programs write; never more than a text of
// this length can hold. Pure; any thread.
struct ManifestTally
{
    std::size_t files = 0; // file tokens
    std::size_t locators = 0;

    [[nodiscard]] static ManifestTally of(std::string_view text);
};

} // namespace arv
