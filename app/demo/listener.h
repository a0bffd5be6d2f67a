// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>

namespace arv::demo {

// Accepts connections on a port of 127.0.0.1 on a thread of its own. May fall silent and come back
// on the same port: meanwhile the port stays taken, and connections are refused. Used from one
// thread.
class Listener
{
public:
    // Gets each connection's descriptor, on the listener's thread, and owns it from then on.
    explicit Listener(std::function<void(int descriptor)> accepted);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    [[nodiscard]] Result<void> open(std::uint16_t port); // 0: any free one
    [[nodiscard]] Result<void> refuse(); // from now on ECONNREFUSED, the port stays ours
    void close();
    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] bool isListening() const { return m_thread.joinable(); }

private:
    [[nodiscard]] Result<void> bindTo(std::uint16_t port);
    void stopThread();
    void run() const;

    std::function<void(int)> m_accepted;
    std::thread m_thread;
    int m_socket = -1;
    int m_wake = -1; // eventfd: ends the thread
    std::atomic<std::uint16_t> m_port{0};
};

} // namespace arv::demo
