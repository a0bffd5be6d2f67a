// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "demo/feedsettings.h"
#include "demo/feedstate.h"
#include "demo/listener.h"
#include "demo/wakequeue.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace arv::demo {

class Certificate;
class Faults;
class FeedHub;
class Store;

// The event feed of the demo cluster: a websocket at /websocket?api_token=TOKEN that tells what
// changes in the store. Accepts on one thread, speaks on another with a Qt event loop of its own,
// which needs a QCoreApplication in the process until it has been stopped. start() and stop() on
// one thread; the rest on any.
class EventServer
{
public:
    struct Setup
    {
        std::shared_ptr<Store> store;
        std::shared_ptr<const Certificate> certificate; // null: no TLS
        std::shared_ptr<Faults> faults; // may be null; unused in package builds
        FeedSettings settings{};
    };

    explicit EventServer(Setup setup);
    ~EventServer(); // stops
    EventServer(const EventServer&) = delete;
    EventServer& operator=(const EventServer&) = delete;

    [[nodiscard]] Result<void> start(std::uint16_t port); // 0: any free one
    void stop();
    [[nodiscard]] std::uint16_t port() const { return m_listener.port(); }

    [[nodiscard]] const FeedState& state() const { return m_state; }
    void closeAll(); // resets every connection, before it returns

private:
    void run();
    void onThread(std::function<void()> work); // waits until it is done
    void setDead(bool dead);
    void watch();

    const Setup m_setup;
    FeedState m_state;
    WakeQueue m_queue;
    Listener m_listener;
    std::thread m_thread;
    std::function<void()> m_quit; // of the thread's event loop; for the thread itself
    FeedHub* m_hub = nullptr; // likewise
    std::atomic<bool> m_woken{false}; // the hub will look at the log
};

} // namespace arv::demo
