// SPDX-License-Identifier: Apache-2.0
#include "demo/wakequeue.h"

#include <QSocketNotifier>

#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

namespace arv::demo {

WakeQueue::WakeQueue()
    : m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{ }

WakeQueue::~WakeQueue()
{
    if (m_wake >= 0)
        ::close(m_wake);
}

void WakeQueue::attach()
{
    m_notifier = std::make_unique<QSocketNotifier>(m_wake, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(),
                     [this] { work(); });
}

void WakeQueue::detach()
{
    m_notifier.reset();
}

void WakeQueue::post(Work work)
{
    const std::lock_guard lock(m_mutex);
    m_queue.push_back(std::move(work));
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto woken = ::write(m_wake, &one, sizeof one);
}

void WakeQueue::work()
{
    std::deque<Work> taken;
    {
        const std::lock_guard lock(m_mutex);
        taken.swap(m_queue);
        std::uint64_t count = 0;
        [[maybe_unused]] const auto got = ::read(m_wake, &count, sizeof count);
    }
    for (const Work& entry : taken)
        entry();
}

} // namespace arv::demo
