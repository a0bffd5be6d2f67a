// SPDX-License-Identifier: Apache-2.0
// DiskCache: what lies in the folder that is not in its books yet.
#include "keep/diskcache.h"

#include <algorithm>
#include <limits>

namespace arv {

namespace {

// How long what other processes have added to a part of the folder may be overlooked.
constexpr std::chrono::minutes lookEvery{10};

} // namespace

struct DiskCache::Found
{
    BlockKey key;
    std::uint32_t size = 0;
    std::int64_t used = 0;
};

void DiskCache::takeOver()
{
    std::vector<Found> found;
    for (std::uint32_t part = 0; part < BlockFolder::parts; ++part) {
        m_folder.scan(part, [&found](const BlockKey& key, const BlockFileState& state) {
            found.push_back({key, static_cast<std::uint32_t>(state.size), state.used});
        });
        if (found.size() > 2 * m_mostBlocks)
            keepNewest(found);
    }
    m_folder.sweep();
    std::sort(found.begin(), found.end(),
              [](const Found& a, const Found& b) { return a.used < b.used; });
    const std::lock_guard lock(m_mutex);
    m_lookedAt.fill(m_clock->monotonic());
    for (const auto& block : found)
        m_index.put(block.key, block.size, 0);
}

// Nobody knows how many files there are: what is too old for the books goes while they are read.
void DiskCache::keepNewest(std::vector<Found>& found)
{
    const auto end = found.begin() + static_cast<std::ptrdiff_t>(m_mostBlocks);
    std::nth_element(found.begin(), end, found.end(),
                     [](const Found& a, const Found& b) { return a.used > b.used; });
    std::for_each(end, found.end(),
                  [this](const Found& block) { (void)m_folder.remove(block.key); });
    found.erase(end, found.end());
}

void DiskCache::noticeOthers(std::uint32_t part)
{
    m_folder.scan(part, [this](const BlockKey& key, const BlockFileState& state) {
        const std::lock_guard lock(m_mutex);
        if (!m_index.contains(key))
            m_index.put(key, static_cast<std::uint32_t>(state.size), 0);
    });
}

void DiskCache::lookAround(std::uint32_t part)
{
    {
        const std::lock_guard lock(m_mutex);
        const auto now = m_clock->monotonic();
        if (now - m_lookedAt[part] < lookEvery)
            return;
        m_lookedAt[part] = now;
    }
    noticeOthers(part);
}

void DiskCache::clear()
{
    for (std::uint32_t part = 0; part < BlockFolder::parts; ++part)
        noticeOthers(part);
    std::vector<BlockKey> all;
    {
        constexpr auto most = std::numeric_limits<std::uint64_t>::max();
        const std::lock_guard lock(m_mutex);
        all = m_index.oldest({most, most}, m_index.blocks());
    }
    for (const auto& key : all)
        take(key);
}

} // namespace arv
