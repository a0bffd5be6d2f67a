// SPDX-License-Identifier: Apache-2.0
#include "tree/inodecache.h"

#include "base/log.h"
#include "tree/context.h"
#include "tree/inodetable.h"

#include <algorithm>
#include <span>
#include <vector>

namespace arv {

namespace {

constexpr std::ptrdiff_t mostListed = 20; // of the largest units, in the figures

template <class Count>
void count(Count& number, bool isOneMore)
{
    if (isOneMore)
        ++number;
    else
        --number;
}

QString pathOf(const Node& node)
{
    QByteArrayList names;
    for (const Node* at = &node; at->parent(); at = at->parent())
        names.prepend(at->name());
    return QString::fromUtf8(names.join('/'));
}

} // namespace

void InodeCache::setCap(std::uint64_t bytes)
{
    m_cap = std::clamp(bytes, smallestCap, largestCap);
    if (m_cap != bytes)
        qCWarning(logTree) << "an inode cache of" << bytes << "bytes is not possible: it gets"
                           << m_cap;
}

// Units

bool InodeCache::isAttached(const Unit& unit)
{
    return unit.parent() || unit.inode() == Inode::Root;
}

// The root stays whether the kernel holds it or not; only what is below counts.
bool InodeCache::isHeld(const Unit& unit)
{
    const bool ownCounts = unit.inode() == Inode::Root && unit.m_lookups > 0;
    return unit.m_heldHere > (ownCounts ? 1U : 0U);
}

InodeCache::State InodeCache::stateFor(const Unit& unit)
{
    const bool isNeeded =
        unit.holdsContent() || (unit.parent() && unit.parent()->listsWhatHasNodes());
    if (!isAttached(unit) || !isNeeded)
        return State::Unlisted;
    if (unit.m_usedHere > 0)
        return State::InUse;
    return unit.m_state == State::Asked && isHeld(unit) ? State::Asked : State::Idle;
}

bool InodeCache::keeps(Node& node)
{
    const Unit* const unit = node.asUnit();
    return unit && unit->m_state != State::Unlisted;
}

std::list<Unit*>& InodeCache::listOf(State state)
{
    if (state == State::Idle)
        return m_idle;
    return state == State::Asked ? m_asked : m_inUse;
}

std::size_t InodeCache::listed() const
{
    return m_idle.size() + m_asked.size() + m_inUse.size();
}

void InodeCache::relist(Unit& unit)
{
    const auto before = unit.m_state;
    const auto now = stateFor(unit);
    if (now == before)
        return;
    moveTo(now, unit);
    // What the kernel let go because it was asked is still the next to be evicted.
    if (before == State::Asked && now == State::Idle)
        m_idle.splice(m_idle.begin(), m_idle, unit.m_position);
}

void InodeCache::moveTo(State state, Unit& unit)
{
    const auto before = std::exchange(unit.m_state, state);
    if (before == State::Asked && unit.m_attempt == m_attempt)
        m_awaited -= unit.m_awaited;
    if (before != State::Unlisted && state != State::Unlisted) {
        auto& to = listOf(state);
        to.splice(to.end(), listOf(before), unit.m_position);
    } else if (before != State::Unlisted) {
        listOf(before).erase(unit.m_position);
    } else if (state != State::Unlisted) {
        auto& to = listOf(state);
        unit.m_position = to.insert(to.end(), &unit);
    }
}

// Inner units first: so a project is never older than what it holds, and goes after it.
void InodeCache::touch(const Node& node)
{
    for (Unit* unit = node.unit(); unit; unit = unit->parent() ? unit->parent()->unit() : nullptr) {
        if (unit->m_state == State::Idle || unit->m_state == State::Asked)
            moveTo(State::Idle, *unit);
    }
}

// Accounts

CacheFigures::OfKind& InodeCache::ofKind(const Node& node)
{
    return m_kinds.at(static_cast<std::size_t>(node.kind()));
}

void InodeCache::resize(Node& node, std::uint64_t bytes)
{
    const auto before = std::exchange(node.m_measured, bytes);
    m_bytes += bytes - before;
    ofKind(node).bytes += bytes - before;
    if (node.m_unit)
        node.m_unit->m_bytes += bytes - before;
}

void InodeCache::measure(Node& node)
{
    resize(node, node.footprint());
    if (Unit* const unit = node.asUnit())
        relist(*unit);
}

void InodeCache::inserted(Node& node)
{
    Unit* const own = node.asUnit();
    node.m_unit = own || !node.m_parent ? own : node.m_parent->unit();
    ++m_nodes;
    ++ofKind(node).nodes;
    measure(node);
}

void InodeCache::erased(Node& node)
{
    resize(node, 0);
    --m_nodes;
    --ofKind(node).nodes;
    if (Unit* const unit = node.asUnit())
        moveTo(State::Unlisted, *unit);
}

void InodeCache::detached(Node& node, Directory& from)
{
    for (Node* above = &from; above; above = above->m_parent) {
        above->m_heldHere -= node.m_heldHere;
        above->m_usedHere -= node.m_usedHere;
        if (Unit* const unit = above->asUnit())
            relist(*unit);
    }
    if (Unit* const own = node.asUnit())
        return relist(*own);
    if (Unit* const unit = std::exchange(node.m_unit, nullptr))
        unit->m_bytes -= node.m_measured;
}

void InodeCache::heldChanged(Node& node, bool isHeld)
{
    count(m_held, isHeld);
    for (Node* at = &node; at; at = at->m_parent) {
        count(at->m_heldHere, isHeld);
        if (Unit* const unit = at->asUnit())
            relist(*unit);
    }
}

void InodeCache::usedChanged(Node& node, bool isUsed)
{
    count(m_used, isUsed);
    for (Node* at = &node; at; at = at->m_parent) {
        count(at->m_usedHere, isUsed);
        if (Unit* const unit = at->asUnit())
            relist(*unit);
    }
}

void InodeCache::lookedUp(const Node& node)
{
    if (m_asked.empty())
        return;
    for (Unit* unit = node.unit(); unit; unit = unit->parent() ? unit->parent()->unit() : nullptr) {
        if (unit->m_state == State::Asked)
            moveTo(State::Idle, *unit);
    }
}

CacheFigures InodeCache::figures() const
{
    CacheFigures figures{m_bytes, m_cap,  m_kinds,  m_nodes,     m_held,
                         m_used,  m_hits, m_misses, m_evictions, {}};
    std::vector<const Unit*> units;
    units.reserve(listed());
    for (const auto* list : {&m_idle, &m_asked, &m_inUse})
        units.insert(units.end(), list->begin(), list->end());
    const auto count = std::min(mostListed, std::ssize(units));
    std::partial_sort(units.begin(), units.begin() + count, units.end(),
                      [](const Unit* a, const Unit* b) { return a->m_bytes > b->m_bytes; });
    for (const auto* unit : std::span(units).first(static_cast<std::size_t>(count)))
        figures.largest.append(
            {pathOf(*unit), unit->kind(), unit->m_bytes, isHeld(*unit) || unit->m_usedHere > 0});
    return figures;
}

// Eviction

void InodeCache::relieve(double share, Clock::Monotonic until)
{
    const auto bytes = std::clamp(share, 0.0, 0.9) * static_cast<double>(m_cap);
    m_relief = Relief{static_cast<std::uint64_t>(bytes), until};
    m_evicting = true;
}

bool InodeCache::isReliefOver(const Unit& next) const
{
    return m_relief && next.context().clock.monotonic() >= m_relief->until;
}

void InodeCache::shrink()
{
    m_evicting = m_evicting || m_bytes > m_cap;
    while (m_evicting) {
        m_evicting = m_bytes > target();
        if (!m_evicting)
            m_relief.reset();
        if (!m_evicting || listed() <= minEntries || m_idle.empty())
            return;
        Unit& oldest = *m_idle.front();
        if (isReliefOver(oldest)) {
            m_relief.reset();
            m_evicting = m_bytes > m_cap;
            continue;
        }
        if (isEnoughAwaited(oldest))
            return;
        if (!isHeld(oldest))
            evict(oldest);
        else if (listed() - m_asked.size() > minEntries)
            ask(oldest);
        else
            return;
    }
}

// The kernel needs a moment to let go; younger units do not go in place of what it was asked for.
// What it has not let go after that it does not mean to: some program is there.
bool InodeCache::isEnoughAwaited(const Unit& next)
{
    const auto now = next.context().clock.monotonic();
    if (m_awaited == 0 || now - m_attemptBegan > staleness::lettingGo) {
        m_awaited = 0;
        ++m_attempt;
        m_attemptBegan = now;
    }
    return m_bytes - std::min(m_awaited, m_bytes) <= target();
}

void InodeCache::ask(Unit& unit)
{
    moveTo(State::Asked, unit);
    unit.m_attempt = m_attempt;
    unit.m_awaited = unit.m_bytes;
    m_awaited += unit.m_awaited;
    const auto& tellKernel = unit.context().tellKernel;
    if (const Directory* const parent = unit.parent())
        return tellKernel({Change::Kind::Entry, parent->inode(), unit.name(), {}});
    // The root has no name that could be dropped.
    const auto children = unit.liveNodes();
    for (const Node* child : children) {
        if (child->m_heldHere > 0)
            tellKernel({Change::Kind::Entry, unit.inode(), child->name(), {}});
    }
}

// Nothing outside refers to the unit or to anything below it.
void InodeCache::evict(Unit& unit)
{
    sweep(unit);
    ++m_evictions;
    unit.dropContent();
    resize(unit, unit.footprint());
    moveTo(State::Unlisted, unit);
    unit.context().inodes.collect(unit);
}

// Children before their directories, since nodes point at what is above them.
void InodeCache::sweep(Directory& directory)
{
    const auto children = directory.liveNodes();
    for (Node* child : children) {
        const auto inode = child->inode();
        auto& inodes = directory.context().inodes;
        if (Unit* const unit = child->asUnit(); unit && unit->m_state != State::Unlisted) {
            evict(*unit);
            continue;
        }
        if (Directory* const inner = child->asDirectory())
            sweep(*inner);
        if (Node* const left = inodes.find(inode))
            inodes.collect(*left);
    }
}

} // namespace arv
