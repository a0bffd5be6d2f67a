// SPDX-License-Identifier: Apache-2.0
#include "keep/blocktable.h"

#include <QHashFunctions>

#include <algorithm>

namespace arv {

namespace {

constexpr std::size_t hashDigits = 32;
constexpr std::size_t fewestSlots = 16;

// Seeded: the names of blocks are the server's choice.
std::uint32_t hashOf(const Locator& locator)
{
    static const std::size_t seed = QHashSeed::globalSeed();
    return static_cast<std::uint32_t>(qHashBits(locator.text().constData(), hashDigits, seed));
}

} // namespace

// The slot of the block, or the free one where it belongs.
BlockTable::Slot& BlockTable::find(std::uint32_t hash, const Locator& locator)
{
    const auto mask = m_slots.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
        auto& slot = m_slots[at];
        if (slot.number == 0)
            return slot;
        if (slot.hash == hash && sameBlock(m_locators[slot.number - 1], locator))
            return slot;
    }
}

std::uint32_t BlockTable::add(Locator locator)
{
    if (m_slots.size() < 2 * (m_locators.size() + 1))
        grow();
    const auto hash = hashOf(locator);
    auto& slot = find(hash, locator);
    if (slot.number == 0) {
        m_locators.push_back(std::move(locator));
        slot = {hash, static_cast<std::uint32_t>(m_locators.size())};
        return slot.number - 1;
    }
    auto& known = m_locators[slot.number - 1];
    if (known.text() != locator.text() && locator.signatureExpiry() > known.signatureExpiry())
        known = std::move(locator);
    return slot.number - 1;
}

void BlockTable::grow()
{
    std::vector<Slot> slots(std::max(fewestSlots, m_slots.size() * 2));
    const auto mask = slots.size() - 1;
    for (const auto& slot : m_slots) {
        auto at = slot.hash & mask;
        while (slot.number != 0 && slots[at].number != 0)
            at = (at + 1) & mask;
        if (slot.number != 0)
            slots[at] = slot;
    }
    m_slots = std::move(slots);
}

std::vector<Locator> BlockTable::take()
{
    m_slots = {};
    m_locators.shrink_to_fit();
    return std::move(m_locators);
}

} // namespace arv
