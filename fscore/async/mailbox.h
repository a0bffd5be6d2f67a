// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>

class QSocketNotifier;

namespace arv {

// Where other threads leave work for one thread. May be kept and posted to after the Mailbox is
// gone: such work is dropped. Any thread.
class MailboxAddress
{
public:
    using Work = std::function<void()>;

    ~MailboxAddress();
    MailboxAddress(const MailboxAddress&) = delete;
    MailboxAddress& operator=(const MailboxAddress&) = delete;

    void post(Work work);

private:
    friend class Mailbox;
    MailboxAddress();

    std::mutex m_mutex;
    std::deque<Work> m_queue;
    bool m_open = true;
    int m_wakeFd = -1; // eventfd, readable while m_queue is not empty
};

// The receiving end, one per thread that runs coroutines; made and destroyed in that thread, which
// needs a Qt event loop. Work runs from the event loop, in the order of posting, never from inside
// post(). Our own queue rather than Qt's posted events: ThreadSanitizer can see it.
class Mailbox
{
public:
    Mailbox();
    ~Mailbox();
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;

    // The mailbox of the calling thread; there must be one.
    [[nodiscard]] static Mailbox& current();

    void post(MailboxAddress::Work work) { m_address->post(std::move(work)); }
    [[nodiscard]] std::shared_ptr<MailboxAddress> address() const { return m_address; }

private:
    void deliver();

    std::shared_ptr<MailboxAddress> m_address;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace arv
