// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/locatorlist.h"

#include <cstdint>
#include <vector>

namespace arv {

// The blocks of a collection while it is read: one entry per hash and size, with the locator whose
// signature expires last (the first of equals). Made for millions of blocks: its index takes eight
// bytes for each place and is seldom looked at twice. One thread.
class BlockTable
{
public:
    void reserve(std::size_t blocks) { m_locators.reserve(blocks); }

    // The block's place, the same for all locators of one block.
    [[nodiscard]] std::uint32_t add(const LocatorParts& parts);

    // Hands the locators over, once.
    [[nodiscard]] LocatorList take();

private:
    struct Slot
    {
        std::uint32_t hash = 0; // of the block, seeded per process
        std::uint32_t number = 0; // place + 1; 0: free
    };

    [[nodiscard]] Slot& find(std::uint32_t hash, const PackedLocator& locator);
    void grow();

    LocatorList m_locators;
    std::vector<Slot> m_slots; // open addressing; a power of two, at most half full
};

} // namespace arv
