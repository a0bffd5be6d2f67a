// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/log.h"

#include <QList>

#include <deque>
#include <functional>
#include <memory>

namespace arv {

// The program's log on its way to the window: lines are taken from any thread and handed over in
// the UI thread, in order; a flood loses its oldest lines, not the program's memory. One at a time.
// UI thread, with a Mailbox.
class LogFeed
{
public:
    static constexpr std::size_t kept = 5000; // lines

    explicit LogFeed(std::function<void(const LogLine&)> deliver);
    ~LogFeed();
    LogFeed(const LogFeed&) = delete;
    LogFeed& operator=(const LogFeed&) = delete;

    [[nodiscard]] QList<LogLine> lines() const; // delivered so far, oldest first

private:
    struct Queue;
    void deliver();

    std::function<void(const LogLine&)> m_deliver;
    std::shared_ptr<Queue> m_queue;
    std::deque<LogLine> m_lines;
};

} // namespace arv
