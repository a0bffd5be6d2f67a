// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/locatorparts.h"

#include <array>
#include <cstdint>

namespace arv {

// A locator in 44 bytes instead of some two hundred, since a collection may have millions. Every
// text that servers of today make fits: hash, size, and at most one signature behind them. Any
// other is Odd: what stands behind its hash lies in an arena of whoever holds this. A value.
struct PackedLocator
{
    enum class Form : std::uint32_t
    {
        Bare, // hash and size
        Signed, // and one +A hint, all in lower case
        Odd, // offset and length of the rest of the text are in `rest`
    };

    // Odd ones come without their rest.
    [[nodiscard]] static PackedLocator of(const LocatorParts& parts);

    [[nodiscard]] Form form() const { return static_cast<Form>(sizeAndForm >> sizeBits); }
    [[nodiscard]] std::uint32_t size() const { return sizeAndForm & ((1U << sizeBits) - 1); }
    [[nodiscard]] bool isSameBlock(const PackedLocator& other) const
    {
        return hash == other.hash && size() == other.size();
    }

    // The text of one that is not odd; of an odd one its hash.
    [[nodiscard]] QByteArray text() const;

    struct Rest
    {
        std::uint32_t offset = 0;
        std::uint32_t length = 0;
    };
    [[nodiscard]] Rest rest() const; // of an odd one
    void setRest(Rest rest);

    std::array<std::uint8_t, 16> hash{};
    std::array<std::uint8_t, 20> signature{};
    std::uint32_t expiry = 0; // of the signature; seconds since 1970
    std::uint32_t sizeAndForm = 0; // the largest block has 2^26 bytes

private:
    static constexpr unsigned sizeBits = 28;
};
static_assert(sizeof(PackedLocator) == 44);

} // namespace arv
