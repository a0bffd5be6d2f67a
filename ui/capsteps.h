// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <optional>

namespace arv {

// The caps that a slider or spin box steps through: eight steps from one power of two to the next,
// from 16 MiB to 16 GiB. Pure; any thread.
class CapSteps
{
public:
    static constexpr int smallest = 16; // MiB
    static constexpr int largest = 16384; // MiB
    static constexpr int count = 80; // steps from the smallest to the largest

    [[nodiscard]] static int mebibytes(int step); // beyond the ends: the ends
    [[nodiscard]] static int nearestStep(int mebibytes);
    // "128 MiB", "1.5 GiB": what is no round number of GiB is in MiB, so that no digit is lost.
    [[nodiscard]] static QString text(int mebibytes);
    // What a person types: a number, "512M", "2 GiB", "1,5 GB" where that is how numbers are
    // written; MiB if there is no unit. Nothing if it is no size.
    [[nodiscard]] static std::optional<int> parse(const QString& text);
};

} // namespace arv
