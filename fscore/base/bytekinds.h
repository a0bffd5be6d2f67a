// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace arv {

// What a text holds besides printable ASCII.
struct ByteKinds
{
    bool hasControls = false; // bytes below the blank
    bool hasHighBytes = false; // bytes from 0x80
};

// Eight bytes at a time, for texts of hundreds of megabytes. Pure; any thread.
[[nodiscard]] inline ByteKinds byteKindsIn(std::string_view text)
{
    constexpr std::uint64_t lowBits = 0x0101010101010101U;
    constexpr std::uint64_t highBits = lowBits * 0x80;
    std::uint64_t controls = 0;
    std::uint64_t high = 0;
    const auto look = [&](std::uint64_t word) {
        controls |= (word - lowBits * 0x20) & ~word & highBits;
        high |= word & highBits;
    };
    std::size_t at = 0;
    std::uint64_t word = 0;
    for (; at + sizeof word <= text.size(); at += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        look(word);
    }
    word = lowBits * 0x20;
    if (at < text.size())
        std::memcpy(&word, text.data() + at, text.size() - at);
    look(word);
    return {controls != 0, high != 0};
}

} // namespace arv
