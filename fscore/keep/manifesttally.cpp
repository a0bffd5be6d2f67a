// SPDX-License-Identifier: Apache-2.0
#include "keep/manifesttally.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace arv {

namespace {

constexpr std::uint64_t lowBits = 0x0101010101010101U;
constexpr std::uint64_t lowSeven = 0x7f7f7f7f7f7f7f7fU;

// How many of the eight bytes are the given one.
int countIn(std::uint64_t word, char wanted)
{
    const auto other = word ^ (lowBits * static_cast<unsigned char>(wanted));
    const auto differ = ((((other & lowSeven) + lowSeven) | other) & ~lowSeven) >> 7;
    return 8 - static_cast<int>(differ * lowBits >> 56); // the bytes' sum
}

} // namespace

ManifestTally ManifestTally::of(std::string_view text)
{
    std::size_t blanks = 0;
    std::size_t colons = 0;
    std::size_t at = 0;
    for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        blanks += static_cast<std::size_t>(countIn(word, ' '));
        colons += static_cast<std::size_t>(countIn(word, ':'));
    }
    const auto rest = text.substr(at);
    blanks += static_cast<std::size_t>(std::ranges::count(rest, ' '));
    colons += static_cast<std::size_t>(std::ranges::count(rest, ':'));

    constexpr std::size_t shortestFile = 6; // " 0:0:f"
    constexpr std::size_t shortestLocator = 35; // a blank, the hash, "+1"
    ManifestTally tally;
    tally.files = std::min({colons / 2, blanks, text.size() / shortestFile});
    tally.locators = std::min(blanks - tally.files, text.size() / shortestLocator);
    return tally;
}

} // namespace arv
