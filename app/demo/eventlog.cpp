// SPDX-License-Identifier: Apache-2.0
#include "demo/eventlog.h"

#include "demo/apitime.h"
#include "demo/newrecord.h"
#include "demo/randomid.h"

#include <algorithm>
#include <utility>

namespace arv::demo {

using nlohmann::json;

namespace {

std::string dumped(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

// All that a feed tells of a record.
json told(const Record& record)
{
    json attributes = json::object();
    for (const char* name : {"is_trashed", "name", "owner_uuid", "portable_data_hash",
                             "requesting_container_uuid", "state"}) {
        const auto found = record.attributes.find(name);
        if (found != record.attributes.end())
            attributes[name] = *found;
    }
    return attributes;
}

std::string propertiesOf(const Record* before, const Record* after)
{
    json properties = json::object();
    if (before)
        properties["old_attributes"] = told(*before);
    if (after)
        properties["new_attributes"] = told(*after);
    return dumped(properties);
}

Event::Type typeOf(const Record* before, const Record* after)
{
    if (!after)
        return Event::Type::Delete;
    return before ? Event::Type::Update : Event::Type::Create;
}

bool isLogged(Kind kind)
{
    return kind != Kind::Token && kind != Kind::KeepService;
}

} // namespace

const char* eventTypeName(Event::Type type)
{
    switch (type) {
    case Event::Type::Create:
        return "create";
    case Event::Type::Update:
        return "update";
    case Event::Type::Delete:
        break;
    }
    return "delete";
}

std::string Event::text(std::int64_t messageId) const
{
    // Microseconds here, nine digits everywhere else.
    const std::string time = timeText(at).substr(0, 26) + 'Z';
    std::string text = dumped({{"event_at", time},
                               {"event_type", eventTypeName(type)},
                               {"id", id},
                               {"msgID", messageId},
                               {"object_kind", kindName(kind)},
                               {"object_owner_uuid", ownerUuid},
                               {"object_uuid", objectUuid}});
    text.back() = ',';
    return text + "\"properties\":" + properties + ",\"uuid\":" + dumped(uuid) + '}';
}

EventLog::EventLog(std::string clusterId)
    : m_clusterId(std::move(clusterId))
    , m_clock(&std::chrono::system_clock::now)
{ }

void EventLog::add(const Record* before, const Record* after)
{
    const Record* const object = after ? after : before;
    if (!object || !isLogged(object->kind))
        return;
    auto event = std::make_shared<Event>();
    event->type = typeOf(before, after);
    event->kind = object->kind;
    event->objectUuid = object->uuid();
    event->ownerUuid = object->owner();
    event->uuid = m_clusterId + "-57u5n-" + randomCharacters(15);
    event->properties = propertiesOf(before, after);
    const std::lock_guard lock(m_mutex);
    event->id = ++m_lastId;
    event->at = m_clock();
    dropOld(event->at);
    m_events.push_back(std::move(event));
    if (m_events.size() > maxKept)
        m_events.pop_front();
    if (m_told)
        m_told();
}

void EventLog::clear()
{
    const std::lock_guard lock(m_mutex);
    m_events.clear();
}

std::vector<EventPtr> EventLog::after(std::int64_t id, std::size_t most) const
{
    const std::lock_guard lock(m_mutex);
    // Numbers in the log have no gaps: where an entry stands follows from its number.
    const std::int64_t first = m_lastId - static_cast<std::int64_t>(m_events.size()) + 1;
    if (id >= m_lastId)
        return {};
    const auto skipped = static_cast<std::size_t>(id < first ? 0 : id - first + 1);
    const auto begin = m_events.begin() + static_cast<std::ptrdiff_t>(skipped);
    const std::size_t count = std::min(most, m_events.size() - skipped);
    return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

std::int64_t EventLog::lastId() const
{
    const std::lock_guard lock(m_mutex);
    return m_lastId;
}

bool EventLog::hasLost(std::int64_t id) const
{
    const std::lock_guard lock(m_mutex);
    return id < m_lastId - static_cast<std::int64_t>(m_events.size());
}

void EventLog::forgetOld()
{
    const std::lock_guard lock(m_mutex);
    dropOld(m_clock());
}

void EventLog::watch(std::function<void()> watcher)
{
    const std::lock_guard lock(m_mutex);
    m_told = std::move(watcher);
}

void EventLog::setClock(Clock clock)
{
    const std::lock_guard lock(m_mutex);
    m_clock = clock ? std::move(clock) : Clock(&std::chrono::system_clock::now);
}

void EventLog::dropOld(std::chrono::system_clock::time_point now)
{
    while (!m_events.empty() && m_events.front()->at < now - keptFor)
        m_events.pop_front();
}

} // namespace arv::demo
