// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>

class QSocketNotifier;

namespace arv::demo {

// Work that other threads leave for a thread with a Qt event loop. A mutex and an eventfd rather
// than Qt's posted events: ThreadSanitizer can see what passes. Work that is left when the queue
// goes is dropped.
class WakeQueue
{
public:
    using Work = std::function<void()>;

    WakeQueue();
    ~WakeQueue();
    WakeQueue(const WakeQueue&) = delete;
    WakeQueue& operator=(const WakeQueue&) = delete;

    // On the thread that works: between these two, from its event loop and in the order of posting.
    void attach();
    void detach();

    void post(Work work); // any thread

private:
    void work();

    std::mutex m_mutex;
    std::deque<Work> m_queue;
    int m_wake = -1; // eventfd, readable while m_queue is not empty
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace arv::demo
