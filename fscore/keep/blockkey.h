// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/hexdigits.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QHashFunctions>

#include <array>
#include <optional>

namespace arv {

// The hash of a block in 16 bytes: a cache may hold millions. A value.
struct BlockKey
{
    static constexpr std::size_t digits = 32;

    // Nothing unless these are 32 lower-case hex digits.
    [[nodiscard]] static std::optional<BlockKey> of(QByteArrayView hash)
    {
        BlockKey key;
        const bool isHash = static_cast<std::size_t>(hash.size()) == digits
            && bytesFromHex(hash.data(), key.bytes.size(), key.bytes.data());
        return isHash ? std::optional(key) : std::nullopt;
    }

    [[nodiscard]] QByteArray hash() const
    {
        QByteArray text(digits, Qt::Uninitialized);
        hexFromBytes(bytes.data(), bytes.size(), text.data());
        return text;
    }

    bool operator==(const BlockKey&) const = default;

    std::array<std::uint8_t, digits / 2> bytes{};
};

// Seeded, since the names of blocks are the server's choice.
[[nodiscard]] inline std::size_t qHash(const BlockKey& key, std::size_t seed = 0)
{
    return qHashBits(key.bytes.data(), key.bytes.size(), seed);
}

} // namespace arv
