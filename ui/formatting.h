// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/visibletext.h"

#include <QDateTime>
#include <QString>

#include <cstdint>

namespace arv {

// Numbers and times as people read them, in the language of the program. Pure; UI thread.

// "1.4 GiB", "312 bytes"
[[nodiscard]] QString sizeText(std::uint64_t bytes);
// "42.0 MiB/s"; what is no number, or less than nothing, is nothing
[[nodiscard]] QString rateText(double bytesPerSecond);
// "12,345"
[[nodiscard]] QString countText(std::uint64_t count);
// "87 %"; of nothing: "–"
[[nodiscard]] QString shareText(std::uint64_t part, std::uint64_t whole);
// In local time, short form; empty if it is not valid.
[[nodiscard]] QString timeText(const QDateTime& when);
// "in 3 days", "in 40 minutes", "2 hours ago"
[[nodiscard]] QString distanceText(const QDateTime& when, const QDateTime& now);

} // namespace arv
