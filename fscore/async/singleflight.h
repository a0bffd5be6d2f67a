// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/sleep.h"
#include "async/taskscope.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <vector>

namespace arv {

// Several waiters, one job, by key. A waiter that gives up leaves the job running for the others
// and for whatever the job fills (a cache); only a job that nobody has waited for through a whole
// time of patience is cancelled, so that a silent server does not hold its connection. The key is
// free again before its waiters go on, so a waiter may start a new flight. One thread; must outlive
// the tasks of its scope.
template <class Key, class T>
class SingleFlight
{
public:
    using Begin = std::function<Task<T>(CancelToken)>;

    // ending: cancels every job. patience: 0 means that no job is ever given up.
    explicit SingleFlight(TaskScope& scope, CancelToken ending = {},
                          std::chrono::milliseconds patience = {})
        : m_scope(scope)
        , m_ending(std::move(ending))
        , m_patience(patience)
    { }

    [[nodiscard]] bool isFlying(const Key& key) const { return m_flights.contains(key); }
    [[nodiscard]] std::size_t size() const { return m_flights.size(); }

    // Joins the job of this key, or begins one. T is copied for each waiter.
    [[nodiscard]] Pending<T> join(const Key& key, Begin begin, const CancelToken& token = {})
    {
        const Promise<T> waiter(token);
        auto pending = waiter.pending();
        const bool first = !m_flights.contains(key);
        m_flights[key].push_back(waiter);
        if (first)
            m_scope.start(fly(key, std::move(begin)));
        return pending;
    }

private:
    Task<void> fly(Key key, Begin begin)
    {
        CancelSource stop;
        CancelSource over;
        if (m_ending.isCancelled())
            stop.cancel();
        const auto ending = m_ending.onCancel([stop]() mutable { stop.cancel(); });
        if (m_patience.count() > 0)
            m_scope.start(watch(key, stop, over.token()));
        auto task = begin(stop.token());
        Result<T> result = co_await task;
        over.cancel();
        if (stop.isCancelled() && !m_ending.isCancelled())
            result = Error{Errc::TimedOut, QStringLiteral("no answer while anybody waited")};
        const auto flight = m_flights.extract(key);
        for (const auto& waiter : flight.mapped())
            waiter.finish(result);
        co_return done();
    }

    Task<void> watch(Key key, CancelSource stop, CancelToken over)
    {
        for (bool wasAwaited = true; wasAwaited;) {
            wasAwaited = isAwaited(key);
            auto sleeping = sleepFor(m_patience, over);
            const auto slept = co_await sleeping;
            if (!slept)
                co_return done();
            wasAwaited = wasAwaited || isAwaited(key);
        }
        stop.cancel();
        co_return done();
    }

    [[nodiscard]] bool isAwaited(const Key& key) const
    {
        const auto found = m_flights.find(key);
        return found != m_flights.end()
            && std::any_of(found->second.begin(), found->second.end(),
                           [](const auto& waiter) { return !waiter.isFinished(); });
    }

    TaskScope& m_scope;
    CancelToken m_ending;
    std::chrono::milliseconds m_patience;
    std::map<Key, std::vector<Promise<T>>> m_flights;
};

} // namespace arv
