// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/record.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace arv::demo {

// One change of one record, as the log of a cluster keeps it. A value; any thread.
struct Event
{
    enum class Type
    {
        Create,
        Update,
        Delete
    };

    std::int64_t id = 0; // of the log: rises by one
    std::chrono::system_clock::time_point at{};
    Type type = Type::Create;
    Kind kind = Kind::Collection; // of the object, like the next three
    std::string objectUuid;
    std::string ownerUuid;
    std::string uuid; // of the log entry
    std::string properties; // JSON: the few attributes that a feed tells, before and after

    // The frame of the feed; messageId counts the events of one connection.
    [[nodiscard]] std::string text(std::int64_t messageId) const;
};

[[nodiscard]] const char* eventTypeName(Event::Type type); // "create", "update", "delete"

using EventPtr = std::shared_ptr<const Event>;

// What has happened to the records of a store lately: at most maxKept entries, none older than
// keptFor, so that a cluster may run for weeks. The numbers go on for ever. Any thread.
class EventLog
{
public:
    static constexpr std::size_t maxKept = 30000;
    static constexpr std::chrono::minutes keptFor{10};
    using Clock = std::function<std::chrono::system_clock::time_point()>;

    explicit EventLog(std::string clusterId);
    EventLog(const EventLog&) = delete;
    EventLog& operator=(const EventLog&) = delete;

    // A row came (before is null), changed, or went (after is null). Tokens and Keep services make
    // no entry: no client hears of them.
    void add(const Record* before, const Record* after);
    void clear();

    // The entries with a higher number, oldest first, at most so many.
    [[nodiscard]] std::vector<EventPtr> after(std::int64_t id, std::size_t most) const;
    [[nodiscard]] std::int64_t lastId() const; // 0: nothing has happened yet
    // Whether entries with a higher number are gone already.
    [[nodiscard]] bool hasLost(std::int64_t id) const;
    void forgetOld();

    // Called after each new entry, on the thread that made it, with the log's lock held: it must
    // return at once and ask nothing. Null: nobody listens; when this returns, nobody is called.
    void watch(std::function<void()> watcher);
    void setClock(Clock clock); // for tests

private:
    void dropOld(std::chrono::system_clock::time_point now);

    const std::string m_clusterId;
    mutable std::mutex m_mutex;
    std::deque<EventPtr> m_events;
    std::int64_t m_lastId = 0;
    std::function<void()> m_told;
    Clock m_clock;
};

} // namespace arv::demo
