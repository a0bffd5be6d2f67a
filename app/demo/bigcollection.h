// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <cstddef>
#include <optional>
#include <string>

namespace arv::demo {

class DemoCluster;

// A collection to measure with: so many small files, evenly over its directories, either all of a
// directory in one block or each in a block of its own. A value.
struct BigCollection
{
    static constexpr std::size_t mostFiles = 10'000'000;
    static constexpr std::size_t mostInDirectory = 1'000'000; // 64 bytes each fill a block
    static constexpr char name[] = "Big collection";

    std::size_t files = 0;
    std::size_t directories = 0;
    bool blockPerFile = false;

    // "FILES,DIRECTORIES" or "FILES,DIRECTORIES,blocks"; none if it is neither, or beyond measure.
    [[nodiscard]] static std::optional<BigCollection> parse(const std::string& text);
};

// Puts it into alice's home; its blocks are made as they are read. Takes seconds for a million.
[[nodiscard]] Result<void> addBigCollection(DemoCluster& cluster, const BigCollection& big);

} // namespace arv::demo
