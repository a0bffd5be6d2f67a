// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/pending.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <vector>

namespace arv {

// Worker threads for pure work on values: hashing, manifests, JSON. Work may be given from any
// thread that has a Mailbox; the result comes back there. What runs here touches no tree, no
// QObject of a mount and no path inside a mount. Destroying the pool finishes what was given.
class Pool
{
public:
    explicit Pool(unsigned threads);
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    // fn is a closure over values; its return value becomes the result. A wait that is given up
    // leaves the work to finish unseen.
    template <class Fn>
    [[nodiscard]] auto run(Fn fn, const CancelToken& token = {})
        -> Pending<std::invoke_result_t<Fn>>
    {
        using T = std::invoke_result_t<Fn>;
        const Promise<T> promise(token);
        auto pending = promise.pending();
        // The promise stays with the waiting thread: the job carries a box that only opens there.
        auto box = std::make_shared<Promise<T>>(promise);
        const auto home = Mailbox::current().address();
        post([fn = std::move(fn), box = std::move(box), home]() mutable {
            auto value = std::make_shared<T>(fn());
            home->post([box = std::move(box), value] { box->finishFromLoop(std::move(*value)); });
        });
        return pending;
    }

    // Work whose answer, if any, finds its own way home.
    void post(std::function<void()> job);

private:
    void work();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::function<void()>> m_jobs;
    bool m_ending = false;
    std::vector<std::thread> m_threads;
};

} // namespace arv
