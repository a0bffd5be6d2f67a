// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace arv::demo {

// One rule: which requests go wrong, and how.
//
// At the event feed (ws) a request is a handshake, GET with its "/path?query", which of the kinds
// for requests knows Latency, Status, Drop and Silence; and a message that the server is about to
// send: EVENT, REPLY or KEEPALIVE with its text. A message knows Lost, Doubled, Swapped and Junk;
// with Drop the connection is reset in its place, with Silence nothing is ever sent on it again.
struct Fault
{
    enum class Kind
    {
        Latency, // the answer waits for `latency`; adds to whatever else is wrong
        Slow, // the answer comes at `bytesPerSecond`, head and body; adds likewise
        Status, // `status` and `body` instead of the real answer; the request is not carried out
        Drop, // connection reset before the first byte of the answer
        DropInBody, // connection reset after `offset` bytes of the body
        ShortBody, // orderly end after `offset` bytes, Content-Length promised all of them
        CutBody, // only `offset` bytes, and Content-Length says so
        WrongByte, // the byte at `offset` of the body is another one
        NotJson, // status and headers as they should be, but no JSON in the body
        Endless, // a body in chunks without end, until the client goes
        Silence, // the request is read, never answered
        Dead, // nobody listens at the port; matched by server alone
        // Of messages of the event feed (server ws; see below) only:
        Lost, // it is not sent
        Doubled, // it is sent twice
        Swapped, // it is sent behind the next one
        Junk, // `body` is sent in its place, or something that is no JSON
    };

    // Which: an empty text matches all.
    std::string server; // api, keep0, keep1, ws
    std::string method;
    std::string path; // any part of "/path?query" as sent
    int skip = 0; // how many that match are let through before
    int times = -1; // how often it strikes then; -1: until removed

    Kind kind = Kind::Status;
    std::chrono::milliseconds latency{0};
    std::uint64_t bytesPerSecond = 0; // of a Slow; 0: as fast as it goes
    int status = 503;
    std::string body;
    std::string contentType; // of a Status; empty: none
    std::uint64_t offset = 0; // bytes
    // Drop and Silence: the request is carried out first, only its answer is lost.
    bool carriedOut = false;
};

// The faults of a cluster, switched on and off while it runs. In test builds only
// (ARV_DEMO_FAULTS). Any thread. Who watches is told on the thread that changes the rules, before
// the change returns.
class Faults
{
public:
    using RuleId = int; // from 1, never reused

    RuleId add(Fault fault);
    bool remove(RuleId id); // false: no such rule (any more)
    void clear();

    // What goes wrong with this request; uses up one of a rule's times.
    struct Effect
    {
        std::chrono::milliseconds latency{0};
        std::uint64_t bytesPerSecond = 0; // the slowest that matches; 0: none does
        std::optional<Fault> fault; // the first that matches and does not add to others
    };
    [[nodiscard]] Effect take(std::string_view server, std::string_view method,
                              std::string_view target);

    // One watcher per server; told at once whether the service shall be dead. Null: none any more.
    using Watcher = std::function<void(bool dead)>;
    void watch(const std::string& server, Watcher watcher);

private:
    [[nodiscard]] bool isDead(const std::string& server) const;
    void tellWatchers();

    mutable std::mutex m_mutex;
    std::map<RuleId, Fault> m_rules;
    RuleId m_last = 0;
    std::mutex m_watching; // held while watchers are told; never taken inside m_mutex
    std::map<std::string, Watcher> m_watchers;
};

} // namespace arv::demo
