// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace arv {

class MailboxAddress;
class PressureSources;

// Learns from the kernel that memory is short: by the memory.events of the process' cgroups (v2,
// its own and those around it), and by pressure triggers (PSI) of its cgroup and of the system,
// where we may have them. A thread of its own sleeps until one of them says something; it starts
// with the first watch, and not at all where there is nothing to listen to. Any thread.
class MemoryPressure
{
public:
    struct Settings
    {
        QString cgroups = QStringLiteral("/sys/fs/cgroup"); // where cgroup v2 is mounted
        QString memberships = QStringLiteral("/proc/self/cgroup");
        QString systemPressure = QStringLiteral("/proc/pressure/memory");
        std::chrono::milliseconds calm = std::chrono::seconds(10); // between two tellings
    };
    MemoryPressure()
        : MemoryPressure(Settings())
    { }
    explicit MemoryPressure(Settings settings);
    ~MemoryPressure(); // after this nobody is told any more
    MemoryPressure(const MemoryPressure&) = delete;
    MemoryPressure& operator=(const MemoryPressure&) = delete;

    using Watch = std::shared_ptr<const std::function<void()>>;
    // From now on told is called, through the mailbox of the calling thread, whenever memory has
    // become short; as long as the watch is held. Let it go in the same thread.
    [[nodiscard]] Watch watch(std::function<void()> told);

private:
    struct Watcher
    {
        std::weak_ptr<const std::function<void()>> told;
        std::shared_ptr<MailboxAddress> home; // holds a descriptor: gone with its watch
    };
    struct Watchers
    {
        void dropExpired(); // with the mutex held
        std::mutex mutex;
        std::vector<Watcher> list;
    };
    void start();
    void run();
    void tell();

    Settings m_settings;
    std::shared_ptr<Watchers> m_watchers = std::make_shared<Watchers>();
    bool m_started = false; // guarded by the watchers' mutex
    std::unique_ptr<PressureSources> m_sources; // used by the thread once it runs
    std::thread m_thread;
};

} // namespace arv
