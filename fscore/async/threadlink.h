// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/mailbox.h"

#include <deque>
#include <functional>
#include <memory>
#include <mutex>

namespace arv {

// What a thread and its owner know of each other: work for an object that lives in the thread,
// which may be asked before the object is there, and is dropped when it has gone. ask(): any
// thread; open() and close(): the object's. Outlives the thread's Mailbox.
template <class Life>
class ThreadLink
{
public:
    void ask(std::function<void(Life&)> work)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_address)
            m_early.push_back(std::move(work));
        else
            post(std::move(work));
    }

    void open(Life& life, const Mailbox& mailbox)
    {
        const std::lock_guard lock(m_mutex);
        m_life = &life;
        m_address = mailbox.address();
        for (auto& work : m_early)
            post(std::move(work));
        m_early.clear();
    }

    void close() { m_life = nullptr; }

private:
    void post(std::function<void(Life&)> work)
    {
        m_address->post([this, work = std::move(work)] {
            if (m_life)
                work(*m_life);
        });
    }

    std::mutex m_mutex;
    std::shared_ptr<MailboxAddress> m_address; // once the object is there
    Life* m_life = nullptr; // used in the object's thread only
    std::deque<std::function<void(Life&)>> m_early;
};

} // namespace arv
