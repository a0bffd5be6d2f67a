// SPDX-License-Identifier: Apache-2.0
#include "keep/transferthread.h"

#include "keep/transfers.h"

#include <QCoreApplication>

#include <pthread.h>

namespace arv {

TransferThread::~TransferThread()
{
    if (!m_thread.joinable())
        return;
    m_link.ask([](Life& life) { life.scope.start(end(&life)); });
    m_thread.join();
}

void TransferThread::start(Make make)
{
    m_thread = std::thread([this, make = std::move(make)] { run(make); });
}

void TransferThread::ask(std::function<void(Transfers&)> work)
{
    m_link.ask([work = std::move(work)](Life& life) { work(*life.transfers); });
}

// When nothing runs any more: a block may still be on its way to the disk.
Task<void> TransferThread::end(Life* life)
{
    auto ending = life->transfers->idle();
    const auto ended = co_await ending;
    Mailbox::current().post([life] { life->loop.quit(); });
    co_return ended;
}

void TransferThread::run(const Make& make)
{
    ::pthread_setname_np(::pthread_self(), "arv-transfer");
    {
        QEventLoop loop; // before the mailbox: it makes this thread's dispatcher
        Mailbox mailbox;
        Life life{make(), loop, {}};
        m_link.open(life, mailbox);
        loop.exec();
        m_link.close();
    }
    // What asked Qt to be deleted later: this thread's event loop will not come back to it.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

} // namespace arv
