// SPDX-License-Identifier: Apache-2.0
#include "mount/mountthread.h"

#include "async/threadlink.h"

#include <QCoreApplication>
#include <QEventLoop>

#include <pthread.h>

namespace arv {

namespace {

// The mount thread's own objects and the course of its life. Mount thread only.
class Life
{
public:
    struct Tell
    {
        std::function<void(Result<void>)> started;
        std::function<void(MountSnapshot)> figures;
        std::function<void()> ending;
    };

    Life(MountSpec spec, SharedServices& shared, QEventLoop& loop, Tell tell)
        : m_loop(loop)
        , m_tell(std::move(tell))
        , m_mount(std::move(spec), shared,
                  {[this] { stop(); }, [this] { m_tell.figures(m_mount.figures()); }})
    { }

    [[nodiscard]] Task<void> start()
    {
        auto starting = m_mount.start();
        const auto started = co_await starting;
        m_tell.started(started);
        m_started = true;
        if (!started || m_stopAsked)
            stop();
        co_return done();
    }

    void stop()
    {
        m_stopAsked = true;
        if (m_started && !std::exchange(m_stopping, true)) {
            m_tell.ending();
            m_scope.start(end());
        } else if (!m_started)
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
    Tell m_tell;
    TaskScope m_scope;
    Mount m_mount;
    bool m_started = false;
    bool m_stopAsked = false;
    bool m_stopping = false;
};

} // namespace

struct MountThread::Link : ThreadLink<Life>
{
    std::optional<Listener> listener; // used in the home thread only
    std::shared_ptr<MailboxAddress> home;
};

namespace {

// The listener is copied for the call: it may be dropped by what is called. After the MountThread
// has gone there is none.
template <class Link, class Call>
void postHome(const std::shared_ptr<Link>& link, Call call)
{
    link->home->post([link, call = std::move(call)] {
        const std::optional<MountThread::Listener> listener = link->listener;
        if (listener)
            call(*listener);
    });
}

template <class Link>
Life::Tell tellsHome(const std::weak_ptr<Link>& link)
{
    using Listener = MountThread::Listener;
    const auto post = [link](auto call) {
        if (const auto at = link.lock())
            postHome(at, std::move(call));
    };
    Life::Tell tell;
    tell.started = [post](const Result<void>& started) {
        post([started](const Listener& home) { home.started(started); });
    };
    tell.figures = [post](const MountSnapshot& figures) {
        post([figures](const Listener& home) { home.figures(figures); });
    };
    tell.ending = [post] { post([](const Listener& home) { home.ending(); }); };
    return tell;
}

} // namespace

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
    m_link->listener.reset(); // what is on its way finds nobody
}

void MountThread::stop()
{
    m_link->ask([](Life& life) { life.stop(); });
}

void MountThread::setToken(const QString& token)
{
    m_link->ask([token](Life& life) { life.mount().setToken(token); });
}

void MountThread::setCacheCap(std::uint64_t bytes)
{
    m_link->ask([bytes](Life& life) { life.mount().setCacheCap(bytes); });
}

void MountThread::watchFigures(bool watched)
{
    m_link->ask([watched](Life& life) { life.mount().watchFigures(watched); });
}

void MountThread::run(MountSpec spec, SharedServices& shared, std::shared_ptr<Link> link)
{
    ::pthread_setname_np(::pthread_self(), "arv-mount");
    {
        QEventLoop loop; // before the mailbox: it makes this thread's dispatcher
        Mailbox mailbox;
        Life life(std::move(spec), shared, loop, tellsHome(std::weak_ptr(link)));
        life.scope().start(life.start());
        link->open(life, mailbox);
        loop.exec();
        link->close();
    }
    // What asked Qt to be deleted later: this thread's event loop will not come back to it.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    postHome(link, [](const Listener& home) { home.stopped(); });
}

} // namespace arv
