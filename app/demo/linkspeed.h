// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace arv::demo {

// The line between both Keep services and all their clients: what it takes in a second, shared by
// all connections, and how long the first byte of each answer is on its way. A value.
struct LinkSpeed
{
    static constexpr std::uint64_t mostMegabits = 1'000'000;
    static constexpr std::uint64_t mostMilliseconds = 60'000;

    std::uint64_t megabits = 0; // of 1,000,000 bits, a second
    std::chrono::milliseconds latency{0};

    [[nodiscard]] std::uint64_t bytesPerSecond() const { return megabits * 1'000'000 / 8; }

    // "MEGABITS,MILLISECONDS"; none if it is not, or beyond measure.
    [[nodiscard]] static std::optional<LinkSpeed> parse(const std::string& text);
};

} // namespace arv::demo
