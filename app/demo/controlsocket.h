// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "demo/faults.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace arv::demo {

// Switches faults from another process: a Unix socket of mode 0600, one JSON object per line in,
// one per line out. In test builds only. Its own thread; serves one client at a time, others wait.
//
//   {"add": {"kind": "status", "server": "keep0", "status": 503, "times": 2}}  -> {"id": 1}
//   {"remove": 1}      -> {"removed": true}
//   {"clear": true}    -> {"cleared": true}
//   {"requests": true} -> {"requests": ["GET /...", ...]}; {"requests": "forget"} empties the list
//
// Anything else is asked of `more` (changeorders.h has its orders), or -> {"error": "why"}. Keys of
// a rule: kind (latency slow status drop drop-in-body short-body cut-body wrong-byte not-json
// endless silence dead lost doubled swapped junk), server, method, path, skip, times, latency (ms),
// bytes_per_second, status, body, content_type, offset, carried_out.
class ControlSocket
{
public:
    struct Requests
    {
        std::function<std::vector<std::string>()> seen;
        std::function<void()> forget;
    };

    // Answers an order; nothing: it knows none of that name. May throw. On the socket's thread.
    using MoreOrders =
        std::function<std::optional<nlohmann::json>(const std::string&, const nlohmann::json&)>;

    ControlSocket(std::shared_ptr<Faults> faults, Requests requests, MoreOrders more = {});
    ~ControlSocket(); // stops
    ControlSocket(const ControlSocket&) = delete;
    ControlSocket& operator=(const ControlSocket&) = delete;

    [[nodiscard]] Result<void>
    start(const std::string& path); // a left-over socket there is replaced
    void stop();

    // One line of the protocol; what start() serves. No line end in either.
    [[nodiscard]] std::string answer(const std::string& line) const;

private:
    [[nodiscard]] nlohmann::json obey(const std::string& verb, const nlohmann::json& value) const;
    void run() const;
    void serve(int client) const;

    std::shared_ptr<Faults> m_faults;
    Requests m_requests;
    MoreOrders m_more; // may be null
    std::thread m_thread;
    std::string m_path;
    int m_socket = -1;
    int m_wake = -1; // eventfd: ends the thread
};

} // namespace arv::demo
