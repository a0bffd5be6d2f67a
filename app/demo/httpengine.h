// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/exchangeplan.h"
#include "demo/httpmessage.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace arv::demo {

class SocketStream;

// HttpServer's dealings with the HTTP library: one request off a connection, one reply back. Knows
// neither sockets nor threads. Many threads at once, each with its own stream.
class HttpEngine
{
public:
    // Target: path and query as sent.
    using Planner = std::function<ExchangePlan(const HttpRequest& request, SocketStream& stream,
                                               const std::string& target)>;

    HttpEngine(Planner planner, std::uint64_t maxBody);
    ~HttpEngine();
    HttpEngine(const HttpEngine&) = delete;
    HttpEngine& operator=(const HttpEngine&) = delete;

    [[nodiscard]] bool serveOne(SocketStream& stream); // false: the connection is over
    void setStopping(bool stopping); // bodies that are being sent end

private:
    class Library;
    std::unique_ptr<Library> m_library;
};

} // namespace arv::demo
