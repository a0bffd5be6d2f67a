// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>

namespace arv {

// A rate out of looks at a growing sum. A value.
class RateMeter
{
public:
    // Bytes per second between the last two looks that were far enough apart.
    [[nodiscard]] double
    note(std::uint64_t sum,
         std::chrono::steady_clock::time_point now = std::chrono::steady_clock::now());

private:
    std::chrono::steady_clock::time_point m_at;
    std::uint64_t m_sum = 0;
    double m_rate = 0;
};

} // namespace arv
