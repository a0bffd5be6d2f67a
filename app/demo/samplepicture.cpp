// SPDX-License-Identifier: Apache-2.0
#include "demo/samplepicture.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace arv::demo {

namespace {

constexpr std::size_t storedMax = 65535; // bytes of an uncompressed deflate block

std::string bigEndian(std::uint32_t number)
{
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8)
        text += static_cast<char>(number >> shift & 255);
    return text;
}

std::uint32_t crc32(const std::string& data)
{
    std::uint32_t crc = 0xFFFFFFFF;
    for (const char c : data) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
    }
    return ~crc;
}

std::uint32_t adler32(const std::string& data)
{
    std::uint32_t a = 1;
    std::uint32_t b = 0;
    for (const char c : data) {
        a = (a + static_cast<unsigned char>(c)) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

std::string chunk(const std::string& type, const std::string& data)
{
    return bigEndian(static_cast<std::uint32_t>(data.size())) + type + data
        + bigEndian(crc32(type + data));
}

// A zlib stream of stored blocks: valid everywhere, and no compressor is needed to write it.
std::string storedStream(const std::string& data)
{
    std::string stream = "\x78\x01";
    for (std::size_t at = 0; at < data.size(); at += storedMax) {
        const auto length = std::min(storedMax, data.size() - at);
        stream += static_cast<char>(at + length == data.size());
        for (const auto number : {length, ~length}) {
            stream += static_cast<char>(number & 255);
            stream += static_cast<char>(number >> 8 & 255);
        }
        stream.append(data, at, length);
    }
    return stream + bigEndian(adler32(data));
}

std::array<char, 3> colourAt(int x, int y)
{
    constexpr int cell = 64;
    const int dx = x % cell - cell / 2;
    const int dy = y % cell - cell / 2;
    const int brightness = std::max(0, 255 - (dx * dx + dy * dy) / 3);
    const int kind = (x / cell * 7 + y / cell * 3) % 3;
    const auto shade = [&](int channel) {
        return static_cast<char>(channel == kind ? brightness : brightness / 4 + 16);
    };
    return {shade(0), shade(1), shade(2)};
}

} // namespace

std::string samplePicture(int width, int height)
{
    std::string pixels;
    for (int y = 0; y < height; ++y) {
        pixels += '\0'; // no filter in this row
        for (int x = 0; x < width; ++x) {
            const auto colour = colourAt(x, y);
            pixels.append(colour.data(), colour.size());
        }
    }
    const std::string format("\x08\x02\0\0\0", 5); // 8 bits a channel, RGB
    const auto size = bigEndian(static_cast<std::uint32_t>(width))
        + bigEndian(static_cast<std::uint32_t>(height));
    return "\x89PNG\r\n\x1a\n" + chunk("IHDR", size + format) + chunk("IDAT", storedStream(pixels))
        + chunk("IEND", "");
}

} // namespace arv::demo
