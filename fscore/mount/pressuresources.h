// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

#include <chrono>
#include <cstdint>
#include <utility>
#include <vector>

namespace arv {

// A file descriptor that is closed at the end; -1: none.
class OwnedFd
{
public:
    explicit OwnedFd(int fd = -1)
        : m_fd(fd)
    { }
    ~OwnedFd() { reset(); }
    OwnedFd(OwnedFd&& other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    { }
    OwnedFd& operator=(OwnedFd&& other) noexcept
    {
        reset();
        m_fd = std::exchange(other.m_fd, -1);
        return *this;
    }
    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] bool isOpen() const { return m_fd >= 0; }
    void reset();

private:
    int m_fd;
};

// The files of the kernel that say when memory is short, and how to sleep until one does. Made by
// any thread, then used by one; stop() is for another.
class PressureSources
{
public:
    struct Files
    {
        QString cgroups;
        QString memberships;
        QString systemPressure;
    };
    explicit PressureSources(const Files& files);

    [[nodiscard]] bool isEmpty() const { return m_events.empty() && m_triggers.empty(); }
    // Returns when memory has become short; false: stop() was called.
    [[nodiscard]] bool listen();
    // Sleeps so long; false: stop() was called.
    [[nodiscard]] bool rest(std::chrono::milliseconds time);
    void stop(); // any thread

private:
    // One memory.events: its counters only grow.
    struct EventsFile
    {
        QString path;
        std::uint64_t seen = 0; // sum of those that tell of pressure
    };
    void watchEvents(const QString& cgroup);
    void addTrigger(const QString& file);
    [[nodiscard]] bool haveEventsGrown();

    OwnedFd m_stop;
    OwnedFd m_inotify;
    std::vector<EventsFile> m_events;
    std::vector<OwnedFd> m_triggers;
};

} // namespace arv
