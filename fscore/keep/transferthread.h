// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/taskscope.h"
#include "async/threadlink.h"

#include <QEventLoop>

#include <functional>
#include <memory>
#include <thread>

namespace arv {

class Transfers;

// The thread in which blocks arrive, with its event loop. Begun by start(), at the latest ended by
// its destruction, which waits for it; what is asked before it begins is done then. Any thread.
class TransferThread
{
public:
    // make: called in the thread, where what it makes lives and goes.
    using Make = std::function<std::unique_ptr<Transfers>()>;

    TransferThread() = default;
    ~TransferThread();
    TransferThread(const TransferThread&) = delete;
    TransferThread& operator=(const TransferThread&) = delete;

    // Once.
    void start(Make make);
    [[nodiscard]] bool hasStarted() const { return m_thread.joinable(); }
    void ask(std::function<void(Transfers&)> work);

private:
    struct Life
    {
        std::unique_ptr<Transfers> transfers;
        QEventLoop& loop;
        TaskScope scope;
    };
    [[nodiscard]] static Task<void> end(Life* life);
    void run(const Make& make);

    ThreadLink<Life> m_link;
    std::thread m_thread;
};

} // namespace arv
