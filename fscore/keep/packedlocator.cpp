// SPDX-License-Identifier: Apache-2.0
#include "keep/packedlocator.h"

#include "keep/hexdigits.h"

#include <QByteArray>

#include <algorithm>
#include <cstring>

namespace arv {

namespace {

// "A" signature "@" expiry, as servers write it.
bool readSignature(QByteArrayView hint, PackedLocator& packed)
{
    constexpr auto at = 1 + LocatorParts::signatureDigits;
    if (hint.size() != at + 1 + LocatorParts::expiryDigits || hint.front() != 'A'
        || hint[at] != '@')
        return false;
    std::array<std::uint8_t, 4> expiry{};
    if (!bytesFromHex(hint.data() + 1, packed.signature.size(), packed.signature.data())
        || !bytesFromHex(hint.data() + at + 1, expiry.size(), expiry.data()))
        return false;
    for (const auto byte : expiry)
        packed.expiry = packed.expiry << 8 | byte;
    return true;
}

// No zero in front: the number alone gives the digits back.
bool isPlainSize(const LocatorParts& parts)
{
    return parts.text[LocatorParts::hashDigits + 1] != '0';
}

PackedLocator::Form formOf(const LocatorParts& parts, PackedLocator& packed)
{
    using Form = PackedLocator::Form;
    if (!isPlainSize(parts))
        return Form::Odd;
    if (parts.hints.isEmpty())
        return Form::Bare;
    return readSignature(parts.hints, packed) ? Form::Signed : Form::Odd;
}

} // namespace

PackedLocator PackedLocator::of(const LocatorParts& parts)
{
    PackedLocator packed;
    // The digits were checked when the text was taken apart.
    static_cast<void>(bytesFromHex(parts.text.data(), packed.hash.size(), packed.hash.data()));
    const auto form = formOf(parts, packed);
    packed.sizeAndForm = parts.size | static_cast<std::uint32_t>(form) << sizeBits;
    return packed;
}

QByteArray PackedLocator::text() const
{
    std::array<char, 128> letters; // NOLINT(*-member-init): filled as far as it is read
    char* to = hexFromBytes(hash.data(), hash.size(), letters.data());
    if (form() != Form::Odd) {
        const auto digits = QByteArray::number(size());
        *to++ = '+';
        to = std::copy(digits.begin(), digits.end(), to);
    }
    if (form() == Form::Signed) {
        const std::array<std::uint8_t, 4> bytes{
            static_cast<std::uint8_t>(expiry >> 24), static_cast<std::uint8_t>(expiry >> 16),
            static_cast<std::uint8_t>(expiry >> 8), static_cast<std::uint8_t>(expiry)};
        *to++ = '+';
        *to++ = 'A';
        to = hexFromBytes(signature.data(), signature.size(), to);
        *to++ = '@';
        to = hexFromBytes(bytes.data(), bytes.size(), to);
    }
    return {letters.data(), to - letters.data()};
}

PackedLocator::Rest PackedLocator::rest() const
{
    Rest found;
    std::memcpy(&found, signature.data(), sizeof found);
    return found;
}

void PackedLocator::setRest(Rest rest)
{
    std::memcpy(signature.data(), &rest, sizeof rest);
}

} // namespace arv
