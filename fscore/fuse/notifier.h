// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/pending.h"
#include "tree/changes.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

struct fuse_session;

namespace arv {

// The thread that talks to the kernel: a notification may sleep until a request is answered that
// the mount thread has not even read yet, so the mount thread never sends one. Made, fed and ended
// from the mount thread; does not outlive the session.
class Notifier
{
public:
    explicit Notifier(fuse_session* session);
    ~Notifier();
    Notifier(const Notifier&) = delete;
    Notifier& operator=(const Notifier&) = delete;

    // Ignored once drain() was called. Equal changes that wait together are sent once.
    void tell(const Change& change);

    // The kernel can be told to ask again without dropping a name. Said by its INIT.
    void setCanExpire(bool can) { m_canExpire = can; }

    // Finishes when everything told has been sent. Requests must be answered meanwhile.
    [[nodiscard]] Pending<void> drain();

private:
    void work();
    void send(const Change& change);
    [[nodiscard]] int expire(const Change& change);

    fuse_session* m_session;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Change> m_queue;
    std::atomic<bool> m_canExpire = false;
    bool m_ending = false;
    std::function<void()> m_drained; // runs in the notifier's thread, last
    std::thread m_thread;
};

} // namespace arv
