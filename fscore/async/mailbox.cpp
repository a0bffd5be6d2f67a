// SPDX-License-Identifier: Apache-2.0
#include "async/mailbox.h"

#include <QSocketNotifier>

#include <sys/eventfd.h>
#include <unistd.h>

namespace arv {

namespace {

thread_local Mailbox* currentMailbox = nullptr;

} // namespace

MailboxAddress::MailboxAddress()
    : m_wakeFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    if (m_wakeFd < 0)
        qFatal("cannot make an eventfd: out of file descriptors");
}

MailboxAddress::~MailboxAddress()
{
    ::close(m_wakeFd);
}

void MailboxAddress::post(Work work)
{
    const std::lock_guard lock(m_mutex);
    if (!m_open)
        return;
    m_queue.push_back(std::move(work));
    if (m_queue.size() == 1)
        ::eventfd_write(m_wakeFd, 1);
}

Mailbox::Mailbox()
    : m_address(new MailboxAddress)
    , m_notifier(std::make_unique<QSocketNotifier>(m_address->m_wakeFd, QSocketNotifier::Read))
{
    Q_ASSERT(!currentMailbox);
    currentMailbox = this;
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(),
                     [this] { deliver(); });
}

Mailbox::~Mailbox()
{
    std::deque<MailboxAddress::Work> dropped; // destroyed without the lock: it may post
    const std::lock_guard lock(m_address->m_mutex);
    m_address->m_open = false;
    dropped.swap(m_address->m_queue);
    currentMailbox = nullptr;
}

Mailbox& Mailbox::current()
{
    if (!currentMailbox)
        qFatal("this thread has no mailbox");
    return *currentMailbox;
}

void Mailbox::deliver()
{
    std::deque<MailboxAddress::Work> batch;
    {
        const std::lock_guard lock(m_address->m_mutex);
        batch.swap(m_address->m_queue);
        eventfd_t count = 0;
        ::eventfd_read(m_address->m_wakeFd, &count);
    }
    for (auto& work : batch)
        std::exchange(work, nullptr)(); // what it holds is let go before the next one runs
}

} // namespace arv
