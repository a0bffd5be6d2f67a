// SPDX-License-Identifier: Apache-2.0
#include "mount/mountthread.h"

#include "mount/threadlink.h"

#include <QCoreApplication>
#include <QEventLoop>

#include <pthread.h>

namespace arv {

namespace {

// The mount thread's own objects and the course of its life. Mount thread only.
class Life
{
public:
    using Tell = std::function<void(Result<void>)>;

    Life(MountSpec spec, SharedServices& shared, QEventLoop& loop)
        : m_loop(loop)
        , m_mount(std::move(spec), shared, [this] { stop(); })
    { }

    [[nodiscard]] Task<void> start(Tell tell)
    {
        auto starting = m_mount.start();
        const auto started = co_await starting;
        tell(started);
        m_started = true;
        if (!started || m_stopAsked)
            stop();
        co_return done();
    }

    void stop()
    {
        m_stopAsked = true;
        if (m_started && !std::exchange(m_stopping, true))
            m_scope.start(end());
        else if (!m_started)
            m_mount.giveUpStarting();
    }

    Mount& mount() { return m_mount; }
    TaskScope& scope() { return m_scope; }

private:
    [[nodiscard]] Task<void> end()
    {
        auto stopping = m_mount.stop();
        const auto stopped = co_await stopping;
        Mailbox::current().post([this] { m_loop.quit(); });
        co_return stopped;
    }

    QEventLoop& m_loop;
    TaskScope m_scope;
    Mount m_mount;
    bool m_started = false;
    bool m_stopAsked = false;
    bool m_stopping = false;
};

} // namespace

struct MountThread::Link : ThreadLink<Life>
{
    Listener listener; // used in the home thread only
    std::shared_ptr<MailboxAddress> home;
};

MountThread::MountThread(MountSpec spec, SharedServices& shared, Listener listener)
    : m_link(std::make_shared<Link>())
{
    m_link->listener = std::move(listener);
    m_link->home = Mailbox::current().address();
    m_thread = std::thread(&MountThread::run, std::move(spec), std::ref(shared), m_link);
}

MountThread::~MountThread()
{
    stop();
    m_thread.join();
}

void MountThread::stop()
{
    m_link->ask([](Life& life) { life.stop(); });
}

void MountThread::setToken(const QString& token)
{
    m_link->ask([token](Life& life) { life.mount().setToken(token); });
}

void MountThread::run(MountSpec spec, SharedServices& shared, std::shared_ptr<Link> link)
{
    ::pthread_setname_np(::pthread_self(), "arv-mount");
    {
        QEventLoop loop; // before the mailbox: it makes this thread's dispatcher
        Mailbox mailbox;
        Life life(std::move(spec), shared, loop);
        const std::weak_ptr<Link> weak = link;
        life.scope().start(life.start([weak](const Result<void>& started) {
            if (const auto at = weak.lock())
                at->home->post([at, started] { at->listener.started(started); });
        }));
        link->open(life, mailbox);
        loop.exec();
        link->close();
    }
    // What asked Qt to be deleted later: this thread's event loop will not come back to it.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    link->home->post([link] { link->listener.stopped(); });
}

} // namespace arv
