// SPDX-License-Identifier: Apache-2.0
#include "mount/accountthread.h"

#include "async/threadlink.h"

#include <QCoreApplication>
#include <QEventLoop>

#include <pthread.h>

namespace arv {

namespace {

// The account thread's own objects and the end of its life. Account thread only.
class Life
{
public:
    Life(AccountSpec spec, Account::Listener listener, QEventLoop& loop)
        : m_loop(loop)
        , m_account(std::move(spec), std::move(listener))
    { }

    Account& account() { return m_account; }
    void stop() { m_scope.start(end()); }

private:
    [[nodiscard]] Task<void> end()
    {
        auto stopping = m_account.stop();
        const auto stopped = co_await stopping;
        Mailbox::current().post([this] { m_loop.quit(); });
        co_return stopped;
    }

    QEventLoop& m_loop;
    TaskScope m_scope;
    Account m_account;
};

} // namespace

struct AccountThread::Link : ThreadLink<Life>
{
    Account::Listener listener; // with isWanted: used in the home thread only
    bool isWanted = true;
    std::shared_ptr<MailboxAddress> home;
};

AccountThread::AccountThread(AccountSpec spec, Account::Listener listener)
    : m_link(std::make_shared<Link>())
{
    m_link->listener = std::move(listener);
    m_link->home = Mailbox::current().address();
    m_thread = std::thread(&AccountThread::run, std::move(spec), m_link);
}

AccountThread::~AccountThread()
{
    m_link->isWanted = false;
    m_link->ask([](Life& life) { life.stop(); });
    m_thread.join();
}

void AccountThread::ask(std::function<void(Account&)> work)
{
    m_link->ask([work = std::move(work)](Life& life) { work(life.account()); });
}

void AccountThread::run(AccountSpec spec, std::shared_ptr<Link> link)
{
    ::pthread_setname_np(::pthread_self(), "arv-account");
    Account::Listener tellHome;
    tellHome.changed = [link](std::uint64_t turn, const AccountSnapshot& found) {
        link->home->post([link, turn, found] {
            if (link->isWanted)
                link->listener.changed(turn, found);
        });
    };
    tellHome.pageArrived = [link](std::uint64_t ticket, const ProjectPage& page) {
        link->home->post([link, ticket, page] {
            if (link->isWanted)
                link->listener.pageArrived(ticket, page);
        });
    };
    tellHome.blocksArrived = [link](std::uint64_t ticket, const CollectionBlocks& blocks) {
        link->home->post([link, ticket, blocks] {
            if (link->isWanted)
                link->listener.blocksArrived(ticket, blocks);
        });
    };
    {
        QEventLoop loop; // before the mailbox: it makes this thread's dispatcher
        Mailbox mailbox;
        Life life(std::move(spec), std::move(tellHome), loop);
        link->open(life, mailbox);
        loop.exec();
        link->close();
    }
    // What asked Qt to be deleted later: this thread's event loop will not come back to it.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

} // namespace arv
