// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

namespace arv::demo {

// What the servers of a cluster were asked, "METHOD /path?query" each, for tests that count
// requests. Keeps the newest maxKept only, so that a cluster may run for weeks. Any thread.
class RequestLog
{
public:
    static constexpr std::size_t maxKept = 200000;

    void add(std::string line)
    {
        const std::lock_guard lock(m_mutex);
        m_lines.push_back(std::move(line));
        if (m_lines.size() > maxKept)
            m_lines.pop_front();
    }

    [[nodiscard]] std::vector<std::string> lines() const
    {
        const std::lock_guard lock(m_mutex);
        return {m_lines.begin(), m_lines.end()};
    }

    void forget()
    {
        const std::lock_guard lock(m_mutex);
        m_lines.clear();
    }

private:
    mutable std::mutex m_mutex;
    std::deque<std::string> m_lines;
};

} // namespace arv::demo
