// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/tunnel.h"

#include <arpa/inet.h>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace arv::test {

// An HTTP proxy on the loopback address that knows CONNECT alone, and keeps what it sees. Whatever
// name it is asked for, it connects to that port of this computer. Threads of its own, one per
// connection; face: any one thread.
class ConnectProxy
{
public:
    explicit ConnectProxy(Tunnel::Manner manner = {})
        : m_manner(std::move(manner))
        , m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        auto address = Tunnel::loopback(0);
        socklen_t size = sizeof address;
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        if (::bind(m_listener, any, size) != 0 || ::listen(m_listener, 64) != 0
            || ::getsockname(m_listener, any, &size) != 0)
            std::abort();
        m_port = ntohs(address.sin_port);
        m_accepting = std::thread([this] { accept(); });
    }
    ~ConnectProxy()
    {
        ::shutdown(m_listener, SHUT_RDWR);
        m_accepting.join();
        ::close(m_listener);
        for (auto& tunnel : m_tunnels)
            tunnel->stop();
        for (auto& thread : m_threads)
            thread.join();
    }
    ConnectProxy(const ConnectProxy&) = delete;
    ConnectProxy& operator=(const ConnectProxy&) = delete;

    [[nodiscard]] std::string name() const { return "127.0.0.1:" + std::to_string(m_port); }

    // What was asked, "CONNECT HOST:PORT" each, oldest first.
    [[nodiscard]] std::vector<std::string> asked() const
    {
        std::vector<std::string> lines;
        const std::lock_guard lock(m_mutex);
        for (const auto& tunnel : m_tunnels) {
            for (const auto& head : tunnel->heads())
                lines.push_back(head.substr(0, head.find(" HTTP/")));
        }
        return lines;
    }
    [[nodiscard]] bool wasAskedFor(const std::string& hostAndPort) const
    {
        for (const auto& line : asked()) {
            if (line == "CONNECT " + hostAndPort)
                return true;
        }
        return false;
    }
    // Everything that clients sent, heads and what went through the tunnels.
    [[nodiscard]] std::string seen() const
    {
        std::string all;
        const std::lock_guard lock(m_mutex);
        for (const auto& tunnel : m_tunnels)
            all += tunnel->seen();
        return all;
    }

private:
    void accept()
    {
        for (;;) {
            const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (client < 0)
                return;
            auto tunnel = std::make_unique<Tunnel>(client, m_manner);
            const std::lock_guard lock(m_mutex);
            m_threads.emplace_back([at = tunnel.get()] { at->run(); });
            m_tunnels.push_back(std::move(tunnel));
        }
    }

    const Tunnel::Manner m_manner;
    int m_listener;
    std::uint16_t m_port = 0;
    mutable std::mutex m_mutex;
    std::vector<std::unique_ptr<Tunnel>> m_tunnels;
    std::vector<std::thread> m_threads;
    std::thread m_accepting;
};

} // namespace arv::test
