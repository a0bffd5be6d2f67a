// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arpa/inet.h>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace arv::test {

// One connection of a ConnectProxy: a head, an answer, and bytes both ways. run() and stop() may be
// on different threads, and so may be who looks at what was seen.
class Tunnel
{
public:
    // How the proxy treats who asks.
    struct Manner
    {
        std::string refusal = {}; // "403 Forbidden": answered to all; empty: nobody is refused
        std::string credentials = {}; // Base64 of USER:PASSWORD that is wanted; empty: nothing is
        bool isSilent = false; // no answer ever
    };

    Tunnel(int client, const Manner& manner)
        : m_manner(manner)
        , m_client(client)
        , m_server(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    { }
    ~Tunnel()
    {
        ::close(m_client);
        ::close(m_server);
    }
    Tunnel(const Tunnel&) = delete;
    Tunnel& operator=(const Tunnel&) = delete;

    [[nodiscard]] static sockaddr_in loopback(std::uint16_t port)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return address;
    }

    void run()
    {
        while (!m_isOver && !isOpened()) { }
        while (!m_isOver && passOn()) { }
        stop();
    }
    void stop()
    {
        m_isOver = true;
        ::shutdown(m_client, SHUT_RDWR);
        ::shutdown(m_server, SHUT_RDWR);
    }

    [[nodiscard]] std::vector<std::string> heads() const
    {
        const std::lock_guard lock(m_mutex);
        return m_heads;
    }
    [[nodiscard]] std::string seen() const
    {
        const std::lock_guard lock(m_mutex);
        return m_seen;
    }

private:
    // Reads a head and answers it; true: the tunnel is there.
    bool isOpened()
    {
        std::string head;
        while (head.find("\r\n\r\n") == std::string::npos) {
            const auto part = receive(m_client);
            if (part.empty() || head.size() > 65536)
                return end();
            note(part);
            head += part;
        }
        {
            const std::lock_guard lock(m_mutex);
            m_heads.push_back(head);
        }
        if (m_manner.isSilent)
            return false; // the next head will not come
        if (!m_manner.refusal.empty()) {
            answer(m_manner.refusal, "");
            return end();
        }
        if (!m_manner.credentials.empty() && head.find(m_manner.credentials) == std::string::npos) {
            answer("407 Proxy Authentication Required",
                   "Proxy-Authenticate: Basic realm=\"proxy\"\r\n");
            return false;
        }
        return connectFor(head);
    }

    bool connectFor(const std::string& head)
    {
        const auto target = head.substr(0, head.find(" HTTP/"));
        const auto port = std::atoi(target.c_str() + target.rfind(':') + 1);
        const auto address = loopback(static_cast<std::uint16_t>(port));
        if (target.rfind("CONNECT ", 0) != 0) {
            answer("405 Method Not Allowed", "");
            return end();
        }
        if (::connect(m_server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            answer("503 Service Unavailable", "");
            return end();
        }
        return send(m_client, "HTTP/1.1 200 Connection established\r\n\r\n");
    }

    void answer(const std::string& status, const std::string& headers)
    {
        send(m_client, "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: 0\r\n\r\n");
    }

    bool passOn()
    {
        pollfd both[] = {{m_client, POLLIN, 0}, {m_server, POLLIN, 0}};
        if (::poll(both, 2, -1) < 0)
            return false;
        if (both[0].revents != 0) {
            const auto part = receive(m_client);
            note(part);
            return !part.empty() && send(m_server, part);
        }
        const auto part = receive(m_server);
        return !part.empty() && send(m_client, part);
    }

    bool end()
    {
        m_isOver = true;
        return false;
    }
    void note(const std::string& part)
    {
        const std::lock_guard lock(m_mutex);
        m_seen += part;
    }

    static std::string receive(int from)
    {
        std::string part(1 << 16, '\0');
        const auto n = ::recv(from, part.data(), part.size(), 0);
        part.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
        return part;
    }
    static bool send(int to, const std::string& text)
    {
        std::size_t sent = 0;
        while (sent < text.size()) {
            const auto n = ::send(to, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
            if (n <= 0)
                return false;
            sent += static_cast<std::size_t>(n);
        }
        return true;
    }

    const Manner m_manner;
    int m_client;
    int m_server;
    std::atomic<bool> m_isOver = false;
    mutable std::mutex m_mutex;
    std::vector<std::string> m_heads;
    std::string m_seen;
};

} // namespace arv::test
