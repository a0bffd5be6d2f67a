// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace arv::demo {

// Times as the API writes them: UTC, nine digits behind the point of which the last three are 0.
// In this one form their order is that of the text. Pure; any thread.
[[nodiscard]] std::string timeText(std::chrono::system_clock::time_point time);
[[nodiscard]] std::string nowText();

// An ISO 8601 date or date and time, with or without fraction, "Z" or "+hh:mm", in the form above
// (all nine digits kept); nothing if it is none.
[[nodiscard]] std::optional<std::string> canonicalTime(std::string_view text);

// Seconds since 1970 of such a text; 0 if it is none.
[[nodiscard]] std::int64_t secondsOf(std::string_view text);

} // namespace arv::demo
