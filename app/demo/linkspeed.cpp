// SPDX-License-Identifier: Apache-2.0
#include "demo/linkspeed.h"

#include <charconv>

namespace arv::demo {

std::optional<LinkSpeed> LinkSpeed::parse(const std::string& text)
{
    const char* const end = text.data() + text.size();
    std::uint64_t megabits = 0;
    std::uint64_t milliseconds = 0;
    const auto [comma, first] = std::from_chars(text.data(), end, megabits);
    if (first != std::errc() || comma == end || *comma != ',')
        return std::nullopt;
    const auto [rest, second] = std::from_chars(comma + 1, end, milliseconds);
    if (second != std::errc() || rest != end)
        return std::nullopt;
    if (megabits == 0 || megabits > mostMegabits || milliseconds > mostMilliseconds)
        return std::nullopt;
    return LinkSpeed{megabits, std::chrono::milliseconds(milliseconds)};
}

} // namespace arv::demo
