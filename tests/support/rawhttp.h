// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <map>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace arv::test {

// A TCP connection to a server on 127.0.0.1 that shows exactly what arrives: no retries, no repair.
// For tests of servers; blocking, with a limit on every wait.
class RawConnection
{
public:
    explicit RawConnection(std::uint16_t port)
        : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        m_connected =
            ::connect(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
        m_error = m_connected ? 0 : errno;
    }
    ~RawConnection() { ::close(m_socket); }
    RawConnection(const RawConnection&) = delete;
    RawConnection& operator=(const RawConnection&) = delete;

    bool isConnected() const { return m_connected; }
    int error() const { return m_error; } // errno of what ended the connection; 0: an orderly end
    bool ended() const { return m_ended; }

    void send(const std::string& text)
    {
        std::size_t sent = 0;
        while (sent < text.size()) {
            const auto n = ::send(m_socket, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
            if (n <= 0)
                return;
            sent += static_cast<std::size_t>(n);
        }
    }

    // More bytes, or none when the time is over or the connection has ended.
    std::string receive(int milliseconds = 5000, std::size_t most = 1 << 16)
    {
        pollfd asked{m_socket, POLLIN, 0};
        if (m_ended || ::poll(&asked, 1, milliseconds) <= 0)
            return {};
        std::string part(most, '\0');
        const auto n = ::recv(m_socket, part.data(), part.size(), 0);
        m_ended = n <= 0;
        m_error = n < 0 ? errno : 0;
        part.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
        return part;
    }

private:
    int m_socket;
    bool m_connected = false;
    bool m_ended = false;
    int m_error = 0;
};

// A reply as it came, cut short or not.
struct RawReply
{
    int status = 0; // 0: not even a status line
    std::multimap<std::string, std::string> headers; // names in lower case
    std::string body; // not decoded
    bool complete = false; // as many bytes as Content-Length says
    bool ended = false; // the connection is over
    int error = 0; // errno, for example ECONNRESET

    std::string header(const std::string& name) const
    {
        const auto found = headers.find(name);
        return found == headers.end() ? std::string() : found->second;
    }
};

inline void parseHead(const std::string& head, RawReply& reply)
{
    if (head.size() > 12)
        reply.status = std::atoi(head.c_str() + 9);
    std::size_t begin = head.find("\r\n");
    while (begin != std::string::npos && begin + 2 < head.size()) {
        begin += 2;
        const auto end = std::min(head.find("\r\n", begin), head.size());
        const auto colon = head.find(": ", begin);
        if (colon < end) {
            auto name = head.substr(begin, colon - begin);
            std::transform(name.begin(), name.end(), name.begin(), ::tolower);
            reply.headers.emplace(name, head.substr(colon + 2, end - colon - 2));
        }
        begin = head.find("\r\n", begin);
    }
}

// Reads one reply: as far as Content-Length says, or the end, or until nothing comes for a time.
inline RawReply readReply(RawConnection& connection, bool head = false, int milliseconds = 5000)
{
    RawReply reply;
    std::string text;
    std::size_t split = std::string::npos;
    while (split == std::string::npos) {
        const auto part = connection.receive(milliseconds);
        text += part;
        split = text.find("\r\n\r\n");
        if (part.empty())
            break;
    }
    if (split != std::string::npos) {
        parseHead(text.substr(0, split), reply);
        reply.body = text.substr(split + 4);
        const auto length = std::strtoull(reply.header("content-length").c_str(), nullptr, 10);
        while (!head && reply.body.size() < length) {
            const auto part = connection.receive(milliseconds, 1 << 20);
            if (part.empty())
                break;
            reply.body += part;
        }
        reply.complete = head || reply.body.size() == length;
    }
    reply.ended = connection.ended();
    reply.error = connection.error();
    return reply;
}

// The request as text. Headers: lines ending in CR LF.
inline std::string requestText(const std::string& method, const std::string& target,
                               const std::string& headers = {}, const std::string& body = {})
{
    std::string text = method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers;
    if (!body.empty())
        text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return text + "\r\n" + body;
}

inline RawReply ask(std::uint16_t port, const std::string& method, const std::string& target,
                    const std::string& headers = {}, const std::string& body = {},
                    int milliseconds = 5000)
{
    RawConnection connection(port);
    connection.send(requestText(method, target, headers, body));
    return readReply(connection, method == "HEAD", milliseconds);
}

} // namespace arv::test
