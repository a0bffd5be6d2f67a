// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/locator.h"
#include "keep/packedlocator.h"

#include <cstddef>
#include <vector>

namespace arv {

// Many locators in little memory: each gives its text back exactly as it was received. A value; any
// thread, once it is filled.
class LocatorList
{
public:
    void reserve(std::size_t count) { m_locators.reserve(count); }
    // packed: of those parts.
    void append(PackedLocator packed, const LocatorParts& parts);
    void replace(std::size_t at, PackedLocator packed, const LocatorParts& parts);
    void shrink(); // to what is needed

    [[nodiscard]] std::size_t size() const { return m_locators.size(); }
    [[nodiscard]] const PackedLocator& packed(std::size_t at) const { return m_locators[at]; }
    [[nodiscard]] Locator at(std::size_t at) const;
    [[nodiscard]] QByteArray text(std::size_t at) const;
    [[nodiscard]] std::int64_t signatureExpiry(std::size_t at) const; // as Locator's

    // Bytes on the heap.
    [[nodiscard]] std::size_t footprint() const;

private:
    [[nodiscard]] PackedLocator placed(PackedLocator packed, const LocatorParts& parts);

    std::vector<PackedLocator> m_locators;
    std::vector<char> m_rests; // of the odd ones
};

} // namespace arv
