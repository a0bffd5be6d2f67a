// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>

namespace arv {

// Which positions of something long have been touched: ranges, joined where they meet. A value.
class RangeSet
{
public:
    // [begin, end); nothing if end is not behind begin.
    void add(std::uint64_t begin, std::uint64_t end)
    {
        if (end <= begin)
            return;
        auto at = m_ranges.upper_bound(begin);
        if (at != m_ranges.begin() && std::prev(at)->second >= begin)
            --at;
        while (at != m_ranges.end() && at->first <= end) {
            begin = std::min(begin, at->first);
            end = std::max(end, at->second);
            at = m_ranges.erase(at);
        }
        m_ranges.emplace(begin, end);
    }

    // The end of the range that the position is in; the position itself if it is in none.
    [[nodiscard]] std::uint64_t endFrom(std::uint64_t position) const
    {
        const auto after = m_ranges.upper_bound(position);
        if (after == m_ranges.begin())
            return position;
        return std::max(position, std::prev(after)->second);
    }

    [[nodiscard]] bool isEmpty() const { return m_ranges.empty(); }
    [[nodiscard]] std::size_t size() const { return m_ranges.size(); } // ranges
    [[nodiscard]] auto begin() const { return m_ranges.begin(); } // pairs of begin and end
    [[nodiscard]] auto end() const { return m_ranges.end(); }
    void clear() { m_ranges.clear(); }

private:
    std::map<std::uint64_t, std::uint64_t> m_ranges; // begin to end
};

} // namespace arv
