// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace arv {

// Lower-case hex as locators are written in. By table, since a manifest may hold a hundred million
// digits. Pure; any thread.

inline constexpr std::uint8_t noHexDigit = 0xff;

inline constexpr auto hexValues = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(noHexDigit);
    for (std::uint8_t i = 0; i < 10; ++i)
        values[static_cast<std::size_t>('0') + i] = i;
    for (std::uint8_t i = 0; i < 6; ++i)
        values[static_cast<std::size_t>('a') + i] = static_cast<std::uint8_t>(10 + i);
    return values;
}();

// Reads 2 * count digits into count bytes; false if one of them is no lower-case hex digit.
[[nodiscard]] inline bool bytesFromHex(const char* digits, std::size_t count, std::uint8_t* bytes)
{
    unsigned seen = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const unsigned high = hexValues[static_cast<unsigned char>(digits[2 * i])];
        const unsigned low = hexValues[static_cast<unsigned char>(digits[2 * i + 1])];
        seen |= high | low;
        bytes[i] = static_cast<std::uint8_t>(high << 4 | (low & 15));
    }
    return seen < 16;
}

// Writes 2 * count digits; returns where they end.
inline char* hexFromBytes(const std::uint8_t* bytes, std::size_t count, char* to)
{
    constexpr char digits[] = "0123456789abcdef";
    for (std::size_t i = 0; i < count; ++i) {
        *to++ = digits[bytes[i] >> 4];
        *to++ = digits[bytes[i] & 15];
    }
    return to;
}

} // namespace arv
