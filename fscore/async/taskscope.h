// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/pending.h"
#include "async/task.h"

#include <cstddef>
#include <vector>

namespace arv {

// The only place where a task is let go: it counts what runs, logs what fails or throws, and can be
// waited for. Everything that a running task uses must outlive the scope's last task, so owners
// await idle() before they go. One thread.
class TaskScope
{
public:
    TaskScope() = default;
    ~TaskScope();
    TaskScope(const TaskScope&) = delete;
    TaskScope& operator=(const TaskScope&) = delete;

    void start(Task<void> task);
    [[nodiscard]] std::size_t running() const { return m_running; }

    // Finishes when nothing runs (at once if so).
    [[nodiscard]] Pending<void> idle();

private:
    QCoro::Task<> follow(Task<void> task);
    void finished();

    std::size_t m_running = 0;
    std::vector<Promise<void>> m_idleWaiters;
};

} // namespace arv
