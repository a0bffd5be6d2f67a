// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

namespace arv {

// Goes on in the background, while the process that was started waits for word from it and ends
// with what it is told: so a script knows that the mount is usable, or why not. Before any thread
// starts.
class Daemon
{
public:
    // Returns in the background process. The waiting one never returns.
    [[nodiscard]] static Daemon detach();
    Daemon(Daemon&& other) noexcept;
    Daemon& operator=(Daemon&&) = delete;
    ~Daemon(); // without word the waiting process ends with 1

    // All is well: the waiting process ends with 0, and the terminal is let go.
    void ready();
    // It ends with this status; what went wrong was written to standard error already.
    void failed(int status);

private:
    explicit Daemon(int pipe)
        : m_pipe(pipe)
    { }
    void send(int status);

    int m_pipe;
};

} // namespace arv
