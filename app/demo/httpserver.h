// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "demo/certificate.h"
#include "demo/httpmessage.h"
#include "demo/pace.h"

#include <cstdint>
#include <memory>
#include <string>

namespace arv::demo {

class Faults;
class RequestLog;

// One HTTP/1.1 server on 127.0.0.1, and the one place of the program that knows the HTTP library.
//
// Why cpp-httplib: QHttpServer is a technology preview in Qt 6.4 and bound to an event loop, so a
// handler that stalls (which is what a test double is for) would stall every connection; and it
// shares its network stack with the client under test. From httplib we take the reading of requests
// and the writing of replies. Sockets, TLS and threads are our own: its pool gives a thread to a
// kept-alive connection as long as it lives (8 by default, so the ninth connection waits 5 s for
// one to fall idle), its backlog is 5, and it can neither break off a connection nor stop while one
// is busy. Here each connection has its own thread, at most maxConnections, and may be idle for 75
// s.
//
// Limits of httplib: a request line has 8192 bytes, a header too (as nginx in front of a real API).
// start() and stop() on one thread; handlers are called on the connections' threads.
class HttpServer
{
public:
    static constexpr int maxConnections = 1024;
    static constexpr std::uint64_t maxBody = 160ULL << 20; // bytes; the API's own bound is 128 MiB

    struct Setup
    {
        std::string name; // api, keep0, keep1: what faults match
        std::shared_ptr<const Certificate> certificate; // null: no TLS
        std::shared_ptr<RequestLog> log; // may be null
        std::shared_ptr<Faults> faults; // may be null; unused in package builds
        std::shared_ptr<Pace> line{}; // what all answers go through; may be null, or shared
        std::chrono::milliseconds latency{0}; // of each answer's first byte
    };

    // The handler is copied into the connections' threads: what it holds lives until they end,
    // which for a handler that is stuck may be after stop().
    HttpServer(Setup setup, HttpHandler handler);
    ~HttpServer(); // stops
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    [[nodiscard]] Result<void> start(std::uint16_t port); // 0: any free one
    void stop(); // within a second, whatever connections and handlers do
    [[nodiscard]] std::uint16_t port() const;

private:
    class Parts;
    std::shared_ptr<Parts> m_parts;
};

} // namespace arv::demo
