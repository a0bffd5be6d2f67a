// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/taskscope.h"

#include <functional>
#include <map>
#include <vector>

namespace arv {

// Several waiters, one job, by key. A waiter that gives up leaves the job running for the others
// and for whatever the job fills (a cache). The key is free again before its waiters go on, so a
// waiter may start a new flight. One thread; must outlive the tasks of its scope.
template <class Key, class T>
class SingleFlight
{
public:
    using Begin = std::function<Task<T>()>;

    explicit SingleFlight(TaskScope& scope)
        : m_scope(scope)
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
        auto task = begin();
        const Result<T> result = co_await task;
        const auto flight = m_flights.extract(key);
        for (const auto& waiter : flight.mapped())
            waiter.finish(result);
        co_return done();
    }

    TaskScope& m_scope;
    std::map<Key, std::vector<Promise<T>>> m_flights;
};

} // namespace arv
