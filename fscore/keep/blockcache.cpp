// SPDX-License-Identifier: Apache-2.0
#include "keep/blockcache.h"

namespace arv {

void BlockCache::put(const Locator& locator, const Bytes& block, Use use)
{
    tell(insert(locator, block, use));
}

BlockCache::Entries BlockCache::insert(const Locator& locator, const Bytes& block, Use use)
{
    const std::lock_guard lock(m_mutex);
    if (block.size() != locator.size() || block.size() > m_capacity || locator.isEmptyBlock())
        return {};
    const auto known = m_byHash.constFind(locator.hash());
    if (known != m_byHash.cend()) {
        m_entries.splice(m_entries.begin(), m_entries, *known);
        return {};
    }
    const auto place = use == Use::Likely ? m_entries.begin() : m_entries.end();
    m_byHash.insert(locator.hash(), m_entries.insert(place, {locator, block}));
    m_figures.bytes += block.size();
    return shrink();
}

// What was removed is freed after this, without the lock: giving back 64 MiB takes time.
void BlockCache::tell(const Entries& removed) const
{
    if (!m_told)
        return;
    for (const auto& entry : removed)
        m_told(entry.locator);
}

std::uint64_t BlockCache::remove(const QByteArray& hash)
{
    Entries removed;
    const std::lock_guard lock(m_mutex);
    const auto known = m_byHash.find(hash);
    if (known == m_byHash.end())
        return 0;
    const auto bytes = (*known)->block.size();
    m_figures.bytes -= bytes;
    removed.splice(removed.end(), m_entries, *known);
    m_byHash.erase(known);
    return bytes;
}

std::optional<Bytes> BlockCache::get(const Locator& locator, Use use)
{
    const std::lock_guard lock(m_mutex);
    auto block = find(locator, use);
    ++(block ? m_figures.hits : m_figures.misses);
    return block;
}

std::optional<Bytes> BlockCache::getUncounted(const Locator& locator, Use use)
{
    const std::lock_guard lock(m_mutex);
    return find(locator, use);
}

std::optional<Bytes> BlockCache::find(const Locator& locator, Use use)
{
    const auto known = m_byHash.constFind(locator.hash());
    if (known == m_byHash.cend() || (*known)->block.size() != locator.size())
        return std::nullopt;
    if (use == Use::Likely)
        m_entries.splice(m_entries.begin(), m_entries, *known);
    return (*known)->block;
}

void BlockCache::reserve(std::uint64_t bytes)
{
    const auto make = [&] {
        const std::lock_guard lock(m_mutex);
        m_figures.reserved += bytes;
        return shrink();
    };
    tell(make());
}

void BlockCache::unreserve(std::uint64_t bytes)
{
    const std::lock_guard lock(m_mutex);
    m_figures.reserved -= bytes;
}

void BlockCache::setCapacity(std::uint64_t bytes)
{
    const auto set = [&] {
        const std::lock_guard lock(m_mutex);
        m_capacity = bytes;
        return shrink();
    };
    tell(set());
}

void BlockCache::clear()
{
    Entries removed;
    const std::lock_guard lock(m_mutex);
    removed.swap(m_entries);
    m_byHash.clear();
    m_figures.bytes = 0;
}

BlockCache::Figures BlockCache::figures() const
{
    const std::lock_guard lock(m_mutex);
    auto now = m_figures;
    now.capacity = m_capacity;
    now.blocks = m_entries.size();
    return now;
}

// With the lock. What has to go.
BlockCache::Entries BlockCache::shrink()
{
    Entries removed;
    while (m_figures.bytes > 0 && m_figures.bytes + m_figures.reserved > m_capacity) {
        const auto last = std::prev(m_entries.end());
        m_figures.bytes -= last->block.size();
        ++m_figures.evictions;
        m_byHash.remove(last->locator.hash());
        removed.splice(removed.end(), m_entries, last);
    }
    return removed;
}

} // namespace arv
