// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "tree/cachefigures.h"
#include "tree/unit.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>

namespace arv {

// Decides which collections and projects stay in memory, and keeps the accounts: bytes and nodes by
// kind, and in every node how many at or below it are in use or referenced by the kernel. Above the
// cap the units used least recently go until 90 % of it is left; what the kernel holds it is asked
// to let go, once. Costs: a change of counts or a touch is a walk up to the root, eviction is
// proportional to what is evicted. Part of the InodeTable; mount thread only. Bytes.
class InodeCache
{
public:
    static constexpr std::uint64_t defaultCap = 128ULL << 20;
    static constexpr std::uint64_t smallestCap = 16ULL << 20;
    static constexpr std::uint64_t largestCap = 16ULL << 30;
    static constexpr std::size_t minEntries = 4; // units that stay, whatever they take

    InodeCache() = default;
    InodeCache(const InodeCache&) = delete;
    InodeCache& operator=(const InodeCache&) = delete;

    // A cap outside the limits counts as the limit. Evicts at the next shrink().
    void setCap(std::uint64_t bytes);
    [[nodiscard]] std::uint64_t cap() const { return m_cap; }

    // What the node keeps has changed in size.
    void measure(Node& node);
    // Somebody opened, read or looked below: the unit of this node, and those around it.
    void touch(const Node& node);
    // Evicts what is above the cap. Nodes that nobody refers to may go, so call it only when all
    // that is still needed is counted, pinned or has been copied.
    void shrink();

    // Memory is short: the next shrink() goes down to this share of the cap, once; the cap itself
    // stays. What is still needed at that time is not waited for any longer.
    void relieve(double share, Clock::Monotonic until);

    void countHit() { ++m_hits; }
    void countMiss() { ++m_misses; }
    [[nodiscard]] CacheFigures figures() const;

    // The table's part: nodes come and go, and so do references to them.
    void inserted(Node& node);
    void erased(Node& node); // about to be destroyed; nothing refers to it
    void detached(Node& node, Directory& from);
    void heldChanged(Node& node, bool isHeld); // by the kernel
    void usedChanged(Node& node, bool isUsed);
    void lookedUp(const Node& node); // once more: whoever was asked to let go has not
    [[nodiscard]] static bool keeps(Node& node); // although nobody refers to it

private:
    using State = Unit::State;
    [[nodiscard]] static State stateFor(const Unit& unit);
    [[nodiscard]] static bool isHeld(const Unit& unit);
    [[nodiscard]] static bool isAttached(const Unit& unit);
    [[nodiscard]] std::list<Unit*>& listOf(State state);
    [[nodiscard]] std::size_t listed() const;
    [[nodiscard]] std::uint64_t target() const
    {
        return m_relief ? m_relief->bytes : m_cap / 10 * 9;
    }
    [[nodiscard]] bool isReliefOver(const Unit& next) const;
    void relist(Unit& unit);
    void moveTo(State state, Unit& unit);
    void resize(Node& node, std::uint64_t bytes);
    [[nodiscard]] CacheFigures::OfKind& ofKind(const Node& node);

    [[nodiscard]] bool isEnoughAwaited(const Unit& next);
    void ask(Unit& unit);
    void evict(Unit& unit);
    void sweep(Directory& directory);

    std::uint64_t m_cap = defaultCap;
    bool m_evicting = false; // was above the cap and is not yet down to the target
    struct Relief
    {
        std::uint64_t bytes = 0; // to get down to
        Clock::Monotonic until;
    };
    std::optional<Relief> m_relief; // while memory is short
    std::list<Unit*> m_idle; // least recently used first
    std::list<Unit*> m_asked;
    std::list<Unit*> m_inUse;

    std::uint64_t m_attempt = 0;
    std::uint64_t m_awaited = 0; // bytes of what was asked for in this attempt
    Clock::Monotonic m_attemptBegan;

    std::uint64_t m_bytes = 0;
    std::array<CacheFigures::OfKind, nodeKindCount> m_kinds;
    std::uint64_t m_nodes = 0;
    std::uint64_t m_held = 0;
    std::uint64_t m_used = 0;
    std::uint64_t m_hits = 0;
    std::uint64_t m_misses = 0;
    std::uint64_t m_evictions = 0;
};

} // namespace arv
