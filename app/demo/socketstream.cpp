// SPDX-License-Identifier: Apache-2.0
#include "demo/socketstream.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace arv::demo {

namespace {

constexpr std::size_t bufferSize = 65536;
constexpr auto lateness = std::chrono::milliseconds(50); // made up for inside an answer

void setTimeout(int descriptor, int option, int seconds)
{
    timeval limit{};
    limit.tv_sec = seconds;
    ::setsockopt(descriptor, SOL_SOCKET, option, &limit, sizeof limit);
}

void waitUntilSent(int descriptor)
{
    for (int i = 0; i < 200; ++i) {
        int waiting = 0;
        if (::ioctl(descriptor, SIOCOUTQ, &waiting) != 0 || waiting == 0)
            return;
        ::usleep(1000);
    }
}

int asInt(std::size_t size)
{
    return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

} // namespace

SocketStream::SocketStream(int descriptor, SSL_CTX* context, std::shared_ptr<Pace> line)
    : m_descriptor(descriptor)
    , m_buffer(bufferSize)
    , m_line(std::move(line))
{
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setTimeout(descriptor, SO_RCVTIMEO, idleSeconds);
    setTimeout(descriptor, SO_SNDTIMEO, writeSeconds);
    if (!context)
        return;
    m_ssl = SSL_new(context);
    if (m_ssl)
        SSL_set_fd(m_ssl, descriptor);
    else
        m_broken = true;
}

SocketStream::~SocketStream()
{
    if (m_ssl && !m_broken)
        SSL_shutdown(m_ssl);
    SSL_free(m_ssl);
    ::close(m_descriptor);
    ERR_clear_error();
}

bool SocketStream::handshake()
{
    if (!m_ssl || m_broken)
        return !m_broken;
    ERR_clear_error();
    if (SSL_accept(m_ssl) == 1)
        return true;
    m_broken = true;
    return false;
}

bool SocketStream::waitReadable()
{
    if (m_begin < m_end)
        return true;
    return fill() > 0;
}

ssize_t SocketStream::fill()
{
    const ssize_t got = receive(m_buffer.data(), m_buffer.size());
    m_begin = 0;
    m_end = got > 0 ? static_cast<std::size_t>(got) : 0;
    return got;
}

ssize_t SocketStream::receive(char* to, std::size_t size)
{
    if (m_broken)
        return -1;
    if (m_ssl) {
        ERR_clear_error();
        const int got = SSL_read(m_ssl, to, asInt(size));
        if (got <= 0 && SSL_get_error(m_ssl, got) != SSL_ERROR_ZERO_RETURN)
            m_broken = true; // no SSL_shutdown after an error
        return got;
    }
    ssize_t got = 0;
    do {
        got = ::recv(m_descriptor, to, size, 0);
    } while (got < 0 && errno == EINTR);
    return got;
}

ssize_t SocketStream::read(char* to, std::size_t size)
{
    if (m_begin == m_end && fill() <= 0)
        return -1;
    const std::size_t part = std::min(size, m_end - m_begin);
    std::memcpy(to, m_buffer.data() + m_begin, part);
    m_begin += part;
    return static_cast<ssize_t>(part);
}

void SocketStream::beginAnswer(std::shared_ptr<Pace> pace)
{
    m_pace = std::move(pace);
    m_ready = std::chrono::steady_clock::now();
}

// Blocks until so many bytes, or a first part of them, are through; returns how many.
std::size_t SocketStream::takeTurn(std::size_t size)
{
    if (!m_line && !m_pace)
        return size;
    for (const auto* const pace : {m_line.get(), m_pace.get()}) {
        if (pace)
            size = std::min(size, pace->portion());
    }
    const auto now = std::chrono::steady_clock::now();
    // Who sleeps for its turn is woken late on a busy machine; the line would not be.
    const auto ready = std::max(m_ready, now - lateness);
    auto turn = ready;
    for (auto* const pace : {m_line.get(), m_pace.get()}) {
        if (pace)
            turn = std::max(turn, pace->handIn(size, ready));
    }
    m_ready = turn;
    waitUntil(turn);
    return size;
}

// Or until the connection is over.
void SocketStream::waitUntil(Pace::Time time) const
{
    const auto left = time - std::chrono::steady_clock::now();
    if (left.count() <= 0)
        return;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
    const timespec limit{seconds.count(), (left - seconds).count()};
    pollfd asked{m_descriptor, 0, 0};
    ::ppoll(&asked, 1, &limit, nullptr);
}

ssize_t SocketStream::send(const char* from, std::size_t size)
{
    if (m_ssl) {
        ERR_clear_error();
        return SSL_write(m_ssl, from, asInt(size));
    }
    ssize_t sent = 0;
    do {
        sent = ::send(m_descriptor, from, size, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent;
}

ssize_t SocketStream::write(const char* from, std::size_t size)
{
    if (m_broken)
        return -1;
    if (size == 0)
        return 0;
    const ssize_t sent = send(from, takeTurn(size));
    if (sent > 0)
        return sent;
    m_broken = true;
    return -1;
}

void SocketStream::breakOff(bool reset)
{
    if (reset) {
        waitUntilSent(m_descriptor); // a reset throws away what is still on its way
        const linger now{1, 0};
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    }
    m_broken = true;
}

void SocketStream::interrupt()
{
    m_broken = true;
    ::shutdown(m_descriptor, SHUT_RDWR);
}

bool SocketStream::peerGone() const
{
    pollfd asked{m_descriptor, POLLRDHUP, 0};
    return m_broken || (::poll(&asked, 1, 0) > 0 && asked.revents != 0);
}

} // namespace arv::demo
