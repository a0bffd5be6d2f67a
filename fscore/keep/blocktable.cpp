// SPDX-License-Identifier: Apache-2.0
#include "keep/blocktable.h"

#include <QHashFunctions>

#include <algorithm>

namespace arv {

namespace {

constexpr std::size_t fewestSlots = 16;

// Seeded: the names of blocks are the server's choice.
std::uint32_t hashOf(const PackedLocator& locator)
{
    static const std::size_t seed = QHashSeed::globalSeed();
    return static_cast<std::uint32_t>(qHashBits(locator.hash.data(), locator.hash.size(), seed));
}

} // namespace

// The slot of the block, or the free one where it belongs.
BlockTable::Slot& BlockTable::find(std::uint32_t hash, const PackedLocator& locator)
{
    const auto mask = m_slots.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
        auto& slot = m_slots[at];
        if (slot.number == 0)
            return slot;
        if (slot.hash == hash && m_locators.packed(slot.number - 1).isSameBlock(locator))
            return slot;
    }
}

std::uint32_t BlockTable::add(const LocatorParts& parts)
{
    if (m_slots.size() < 2 * (m_locators.size() + 1))
        grow();
    const auto packed = PackedLocator::of(parts);
    const auto hash = hashOf(packed);
    auto& slot = find(hash, packed);
    if (slot.number == 0) {
        m_locators.append(packed, parts);
        slot = {hash, static_cast<std::uint32_t>(m_locators.size())};
        return slot.number - 1;
    }
    const auto place = slot.number - 1;
    const bool isSigned = packed.form() == PackedLocator::Form::Signed;
    const auto expiry = isSigned ? std::int64_t{packed.expiry} : parts.signatureExpiry();
    if (expiry > m_locators.signatureExpiry(place))
        m_locators.replace(place, packed, parts);
    return place;
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

LocatorList BlockTable::take()
{
    m_slots = {};
    m_locators.shrink();
    return std::move(m_locators);
}

} // namespace arv
