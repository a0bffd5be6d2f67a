// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
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

    SocketStream(int descriptor, SSL_CTX* context); // context: null for plain
    ~SocketStream();
    SocketStream(const SocketStream&) = delete;
    SocketStream& operator=(const SocketStream&) = delete;

    [[nodiscard]] bool handshake(); // true at once without TLS
    [[nodiscard]] bool
    waitReadable(); // the next request begins; false: nothing came, or it is over
    // Bytes, or less than 1 when it is over.
    [[nodiscard]] ssize_t read(char* to, std::size_t size);
    [[nodiscard]] ssize_t write(const char* from, std::size_t size);

    // Ends it here: nothing is read or written any more. With reset the peer sees ECONNRESET
    // instead of an orderly end.
    void breakOff(bool reset);
    void interrupt(); // a blocked read or write returns
    [[nodiscard]] bool peerGone() const;

private:
    [[nodiscard]] ssize_t receive(char* to, std::size_t size);
    [[nodiscard]] ssize_t fill();

    const int m_descriptor;
    SSL* m_ssl = nullptr;
    std::vector<char> m_buffer; // httplib reads byte by byte
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::atomic<bool> m_broken{false};
};

} // namespace arv::demo
