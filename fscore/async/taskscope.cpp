// SPDX-License-Identifier: Apache-2.0
#include "async/taskscope.h"

#include "base/log.h"

#include <exception>

namespace arv {

TaskScope::~TaskScope()
{
    if (m_running > 0)
        qCCritical(logAsync) << "a scope ends with" << m_running << "tasks still running";
}

void TaskScope::start(Task<void> task)
{
    ++m_running;
    follow(std::move(task));
}

QCoro::Task<> TaskScope::follow(Task<void> task)
{
    try {
        const auto result = co_await task;
        if (!result && result.error().code != Errc::Cancelled)
            qCDebug(logAsync) << "task failed:" << result.error().text;
    } catch (const std::exception& thrown) {
        qCCritical(logAsync) << "task threw:" << thrown.what();
    }
    finished();
}

void TaskScope::finished()
{
    if (--m_running > 0)
        return;
    for (const auto& waiter : std::exchange(m_idleWaiters, {}))
        waiter.finish(done());
}

Pending<void> TaskScope::idle()
{
    const Promise<void> waiter;
    auto pending = waiter.pending();
    if (m_running == 0)
        waiter.finish(done());
    else
        m_idleWaiters.push_back(waiter);
    return pending;
}

} // namespace arv
