// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

namespace arv::demo {

// What the outside may know of the event feed: how many clients it has, and what they have said.
// Keeps the newest frames only, and of a long one its beginning. Any thread.
class FeedState
{
public:
    static constexpr std::size_t maxKept = 1000; // frames
    static constexpr std::size_t maxLength = 4096; // bytes of each

    void setConnections(std::size_t count)
    {
        const std::lock_guard lock(m_mutex);
        m_connections = count;
    }

    void addFrame(const std::string& text)
    {
        const std::lock_guard lock(m_mutex);
        m_frames.push_back(text.substr(0, maxLength));
        if (m_frames.size() > maxKept)
            m_frames.pop_front();
    }

    [[nodiscard]] std::size_t connections() const
    {
        const std::lock_guard lock(m_mutex);
        return m_connections;
    }

    [[nodiscard]] std::vector<std::string> frames() const
    {
        const std::lock_guard lock(m_mutex);
        return {m_frames.begin(), m_frames.end()};
    }

private:
    mutable std::mutex m_mutex;
    std::size_t m_connections = 0;
    std::deque<std::string> m_frames;
};

} // namespace arv::demo
