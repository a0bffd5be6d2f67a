// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/pending.h"
#include "async/task.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <optional>

namespace arv::test {

// Follows a task to its end and keeps the result; the test's side of TaskScope::start.
template <class T>
QCoro::Task<> keepResult(Task<T> task, std::shared_ptr<std::optional<Result<T>>> kept)
{
    auto result = co_await task;
    kept->emplace(std::move(result));
}

template <class T>
Task<T> asTask(Pending<T> pending)
{
    auto result = co_await pending;
    co_return result;
}

// Runs the event loop until the condition holds or the time is over; says which.
template <class Condition>
[[nodiscard]] bool waitUntil(Condition condition, int milliseconds = 10000)
{
    QElapsedTimer clock;
    clock.start();
    QTimer tick; // wakes the loop, so that a condition changed by another thread is seen
    tick.start(2);
    while (!condition()) {
        if (clock.elapsed() > milliseconds)
            return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    }
    return true;
}

// What the task came to, or Errc::TimedOut.
template <class T>
[[nodiscard]] Result<T> resultOf(Task<T> task, int milliseconds = 10000)
{
    auto kept = std::make_shared<std::optional<Result<T>>>();
    keepResult<T>(std::move(task), kept);
    if (!waitUntil([kept] { return kept->has_value(); }, milliseconds))
        return Error{Errc::TimedOut, QStringLiteral("the test waited in vain")};
    return std::move(**kept);
}

template <class T>
[[nodiscard]] Result<T> resultOf(Pending<T> pending, int milliseconds = 10000)
{
    return resultOf<T>(asTask<T>(std::move(pending)), milliseconds);
}

} // namespace arv::test
