// SPDX-License-Identifier: Apache-2.0
#include "demo/faults.h"

#include <utility>

namespace arv::demo {

namespace {

bool isOfMessages(Fault::Kind kind)
{
    return kind == Fault::Kind::Lost || kind == Fault::Kind::Doubled || kind == Fault::Kind::Swapped
        || kind == Fault::Kind::Junk;
}

bool fits(Fault::Kind kind, std::string_view method)
{
    const bool isMessage = method == "EVENT" || method == "REPLY" || method == "KEEPALIVE";
    const bool ofBoth = kind == Fault::Kind::Drop || kind == Fault::Kind::Silence;
    return kind != Fault::Kind::Dead && (ofBoth || isMessage == isOfMessages(kind));
}

// To whatever else is wrong with a request.
bool adds(Fault::Kind kind)
{
    return kind == Fault::Kind::Latency || kind == Fault::Kind::Slow;
}

void slowDown(Faults::Effect& effect, std::uint64_t bytesPerSecond)
{
    const bool isSlower = effect.bytesPerSecond == 0 || bytesPerSecond < effect.bytesPerSecond;
    if (bytesPerSecond > 0 && isSlower)
        effect.bytesPerSecond = bytesPerSecond;
}

bool matches(const Fault& fault, std::string_view server, std::string_view method,
             std::string_view target)
{
    return fault.times != 0 && fits(fault.kind, method)
        && (fault.server.empty() || fault.server == server)
        && (fault.method.empty() || fault.method == method)
        && target.find(fault.path) != std::string_view::npos;
}

} // namespace

Faults::RuleId Faults::add(Fault fault)
{
    RuleId id = 0;
    {
        const std::lock_guard lock(m_mutex);
        id = ++m_last;
        m_rules.emplace(id, std::move(fault));
    }
    tellWatchers();
    return id;
}

bool Faults::remove(RuleId id)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_rules.erase(id) == 0)
            return false;
    }
    tellWatchers();
    return true;
}

void Faults::clear()
{
    {
        const std::lock_guard lock(m_mutex);
        m_rules.clear();
    }
    tellWatchers();
}

Faults::Effect Faults::take(std::string_view server, std::string_view method,
                            std::string_view target)
{
    Effect effect;
    const std::lock_guard lock(m_mutex);
    for (auto& [id, fault] : m_rules) {
        if ((effect.fault && !adds(fault.kind)) || !matches(fault, server, method, target))
            continue;
        if (fault.skip > 0) {
            --fault.skip;
            continue;
        }
        if (fault.times > 0)
            --fault.times;
        if (fault.kind == Fault::Kind::Latency)
            effect.latency += fault.latency;
        else if (fault.kind == Fault::Kind::Slow)
            slowDown(effect, fault.bytesPerSecond);
        else
            effect.fault = fault;
    }
    return effect;
}

void Faults::watch(const std::string& server, Watcher watcher)
{
    const std::lock_guard lock(m_watching);
    if (!watcher) {
        m_watchers.erase(server);
        return;
    }
    watcher(isDead(server));
    m_watchers[server] = std::move(watcher);
}

bool Faults::isDead(const std::string& server) const
{
    const std::lock_guard lock(m_mutex);
    for (const auto& [id, fault] : m_rules) {
        if (fault.kind == Fault::Kind::Dead && (fault.server.empty() || fault.server == server))
            return true;
    }
    return false;
}

void Faults::tellWatchers()
{
    const std::lock_guard lock(m_watching);
    for (const auto& [server, watcher] : m_watchers)
        watcher(isDead(server));
}

} // namespace arv::demo
