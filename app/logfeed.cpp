// SPDX-License-Identifier: Apache-2.0
#include "logfeed.h"

#include "async/mailbox.h"

#include <mutex>

namespace arv {

struct LogFeed::Queue
{
    std::mutex mutex;
    std::deque<LogLine> waiting;
    bool isPosted = false;
    LogFeed* feed = nullptr; // used in the UI thread only
};

LogFeed::LogFeed(std::function<void(const LogLine&)> deliver)
    : m_deliver(std::move(deliver))
    , m_queue(std::make_shared<Queue>())
{
    m_queue->feed = this;
    const auto home = Mailbox::current().address();
    setLogSink([queue = m_queue, home](const LogLine& line) {
        const std::lock_guard lock(queue->mutex);
        queue->waiting.push_back(line);
        if (queue->waiting.size() > kept)
            queue->waiting.pop_front();
        if (std::exchange(queue->isPosted, true))
            return;
        home->post([queue] {
            if (queue->feed)
                queue->feed->deliver();
        });
    });
}

LogFeed::~LogFeed()
{
    setLogSink(nullptr);
    m_queue->feed = nullptr;
}

QList<LogLine> LogFeed::lines() const
{
    return {m_lines.begin(), m_lines.end()};
}

void LogFeed::deliver()
{
    std::deque<LogLine> lines;
    {
        const std::lock_guard lock(m_queue->mutex);
        m_queue->isPosted = false;
        lines.swap(m_queue->waiting);
    }
    for (const auto& line : lines) {
        m_lines.push_back(line);
        if (m_lines.size() > kept)
            m_lines.pop_front();
        m_deliver(line);
    }
}

} // namespace arv
