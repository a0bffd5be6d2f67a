// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/pace.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include <sys/types.h>

typedef struct ssl_st SSL;
typedef struct ssl_ctx_st SSL_CTX;

namespace arv::demo {

// One accepted connection, with TLS or without, blocking. Owns its descriptor. Everything belongs
// to the connection's own thread but interrupt(), which any thread may call while the object lives.
class SocketStream
{
public:
    static constexpr int idleSeconds = 75; // how long a kept-alive connection may say nothing
    static constexpr int writeSeconds = 300;

    // Context: null for plain. Line: what all that is written goes through; null for none.
    SocketStream(int descriptor, SSL_CTX* context, std::shared_ptr<Pace> line = nullptr);
    ~SocketStream();
    SocketStream(const SocketStream&) = delete;
    SocketStream& operator=(const SocketStream&) = delete;

    [[nodiscard]] bool handshake(); // true at once without TLS
    [[nodiscard]] bool
    waitReadable(); // the next request begins; false: nothing came, or it is over
    // Bytes, or less than 1 when it is over.
    [[nodiscard]] ssize_t read(char* to, std::size_t size);
    [[nodiscard]] ssize_t write(const char* from, std::size_t size);

    // The next answer begins now; what is written goes through this as well, or null for nothing.
    void beginAnswer(std::shared_ptr<Pace> pace);

    // Ends it here: nothing is read or written any more. With reset the peer sees ECONNRESET
    // instead of an orderly end.
    void breakOff(bool reset);
    void interrupt(); // a blocked read or write returns
    [[nodiscard]] bool peerGone() const;

private:
    [[nodiscard]] ssize_t receive(char* to, std::size_t size);
    [[nodiscard]] ssize_t fill();
    [[nodiscard]] std::size_t takeTurn(std::size_t size);
    void waitUntil(Pace::Time time) const;
    [[nodiscard]] ssize_t send(const char* from, std::size_t size);

    const int m_descriptor;
    SSL* m_ssl = nullptr;
    std::vector<char> m_buffer; // httplib reads byte by byte
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::atomic<bool> m_broken{false};
    const std::shared_ptr<Pace> m_line;
    std::shared_ptr<Pace> m_pace;
    Pace::Time m_ready; // since when the next bytes of the answer could have gone
};

} // namespace arv::demo
