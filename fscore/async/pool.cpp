// SPDX-License-Identifier: Apache-2.0
#include "async/pool.h"

#include <pthread.h>

namespace arv {

Pool::Pool(unsigned threads)
{
    for (unsigned i = 0; i < std::max(1U, threads); ++i)
        m_threads.emplace_back([this] { work(); });
}

Pool::~Pool()
{
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_changed.notify_all();
    for (auto& thread : m_threads)
        thread.join();
}

void Pool::post(std::function<void()> job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_changed.notify_one();
}

void Pool::work()
{
    ::pthread_setname_np(::pthread_self(), "arv-pool");
    for (;;) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_ending || !m_jobs.empty(); });
        if (m_jobs.empty())
            return;
        auto job = std::move(m_jobs.front());
        m_jobs.pop_front();
        lock.unlock();
        job();
    }
}

} // namespace arv
