// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/mailbox.h"
#include "mount/mount.h"

#include <functional>
#include <memory>
#include <thread>

namespace arv {

// The thread of one mount: makes the Mount there, starts it, stops it when asked or when it goes by
// itself, and tells home through home's mailbox. Made and destroyed in the home thread; destruction
// waits for the thread, so stop first and destroy after `stopped`.
class MountThread
{
public:
    // All are called in the home thread.
    struct Listener
    {
        std::function<void(Result<void>)> started; // the outcome of mounting
        std::function<void(const MountSnapshot&)> figures; // news of a mount that is there
        std::function<void()> ending; // it goes by itself, or as it was asked
        std::function<void()> stopped; // the last call; nothing of the mount is left
    };
    MountThread(MountSpec spec, SharedServices& shared, Listener listener);
    ~MountThread();
    MountThread(const MountThread&) = delete;
    MountThread& operator=(const MountThread&) = delete;

    void stop(); // any number of times
    void setToken(const QString& token);
    void setCacheCap(std::uint64_t bytes);
    void watchFigures(bool watched);

private:
    struct Link; // what both threads know: home's address, and the mount's once it runs
    static void run(MountSpec spec, SharedServices& shared, std::shared_ptr<Link> link);

    std::shared_ptr<Link> m_link;
    std::thread m_thread;
};

} // namespace arv
