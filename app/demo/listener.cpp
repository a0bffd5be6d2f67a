// SPDX-License-Identifier: Apache-2.0
#include "demo/listener.h"

#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace arv::demo {

namespace {

constexpr int backlog = 512; // httplib's own 5 would cost a crowd of clients a second each

Error failure(const char* what, std::uint16_t port)
{
    const int code = errno;
    return {Errc::Unreachable,
            QStringLiteral("Demo cluster, 127.0.0.1 port %1: %2: %3")
                .arg(port)
                .arg(QLatin1String(what), QString::fromLocal8Bit(std::strerror(code)))};
}

} // namespace

Listener::Listener(std::function<void(int)> accepted)
    : m_accepted(std::move(accepted))
{ }

Listener::~Listener()
{
    close();
}

Result<void> Listener::open(std::uint16_t port)
{
    if (m_socket < 0) {
        if (auto bound = bindTo(port); !bound)
            return bound;
    }
    if (::listen(m_socket, backlog) != 0)
        return failure("listen", m_port);
    m_wake = ::eventfd(0, EFD_CLOEXEC);
    if (m_wake < 0)
        return failure("eventfd", m_port);
    m_thread = std::thread([this] { run(); });
    return done();
}

Result<void> Listener::bindTo(std::uint16_t port)
{
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (m_socket < 0)
        return failure("socket", port);
    const int on = 1;
    ::setsockopt(m_socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* const raw = reinterpret_cast<sockaddr*>(&address);
    if (::bind(m_socket, raw, length) != 0 || ::getsockname(m_socket, raw, &length) != 0) {
        auto error = failure("bind", port);
        close();
        return error;
    }
    m_port = ntohs(address.sin_port);
    return done();
}

void Listener::run() const
{
    while (true) {
        pollfd asked[] = {{m_socket, POLLIN, 0}, {m_wake, POLLIN, 0}};
        if (::poll(asked, 2, -1) < 0 && errno != EINTR)
            return;
        if (asked[1].revents != 0)
            return;
        const int connection = ::accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection >= 0)
            m_accepted(connection);
        else if (errno == EMFILE || errno == ENFILE)
            ::usleep(10000); // else poll would spin until somebody closes one
    }
}

void Listener::stopThread()
{
    if (!m_thread.joinable())
        return;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto woken = ::write(m_wake, &one, sizeof one);
    m_thread.join();
    ::close(m_wake);
    m_wake = -1;
}

Result<void> Listener::refuse()
{
    const std::uint16_t port = m_port;
    close();
    return bindTo(port); // bound but not listening: refused, and nobody else gets the port
}

void Listener::close()
{
    stopThread();
    if (m_socket >= 0)
        ::close(m_socket);
    m_socket = -1;
}

} // namespace arv::demo
