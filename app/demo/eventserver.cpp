// SPDX-License-Identifier: Apache-2.0
#include "demo/eventserver.h"

#include "demo/certificate.h"
#include "demo/feedhub.h"
#include "demo/store.h"
#ifdef ARV_DEMO_FAULTS
#include "demo/faults.h"
#endif

#include <QCoreApplication>
#include <QEventLoop>

#include <future>
#include <unistd.h>
#include <utility>

namespace arv::demo {

namespace {

// An accepted connection on its way to the hub.
class Descriptor
{
public:
    explicit Descriptor(int descriptor)
        : m_descriptor(descriptor)
    { }
    ~Descriptor()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int release() { return std::exchange(m_descriptor, -1); }

private:
    int m_descriptor;
};

} // namespace

EventServer::EventServer(Setup setup)
    : m_setup(std::move(setup))
    , m_listener([this](int accepted) {
        const auto descriptor = std::make_shared<Descriptor>(accepted);
        m_queue.post([this, descriptor] { m_hub->accept(descriptor->release()); });
    })
{ }

EventServer::~EventServer()
{
    stop();
}

Result<void> EventServer::start(std::uint16_t port)
{
    stop();
    if (!QCoreApplication::instance())
        return {Errc::Internal, QStringLiteral("The event feed needs a QCoreApplication.")};
    m_thread = std::thread([this] { run(); });
    if (auto opened = m_listener.open(port); !opened) {
        stop();
        return opened;
    }
    watch();
    return done();
}

void EventServer::watch()
{
    m_setup.store->events().watch([this] {
        if (!m_woken.exchange(true))
            m_queue.post([this] {
                m_woken = false; // before the look: what comes now is seen, or wakes again
                m_hub->newEntries();
            });
    });
#ifdef ARV_DEMO_FAULTS
    if (m_setup.faults)
        m_setup.faults->watch(FeedClient::serverName, [this](bool dead) { setDead(dead); });
#endif
}

void EventServer::stop()
{
    if (!m_thread.joinable())
        return;
#ifdef ARV_DEMO_FAULTS
    if (m_setup.faults)
        m_setup.faults->watch(FeedClient::serverName, nullptr);
#endif
    m_setup.store->events().watch(nullptr);
    m_listener.close();
    m_queue.post([this] { m_quit(); });
    m_thread.join();
    m_woken = false;
}

void EventServer::run()
{
    QEventLoop loop;
    FeedHub hub({*m_setup.store, m_setup.settings, m_state, m_setup.faults.get()},
                m_setup.certificate.get());
    m_hub = &hub;
    m_quit = [&loop] { loop.quit(); };
    m_queue.attach();
    loop.exec();
    m_queue.detach();
    m_quit = nullptr;
    m_hub = nullptr;
}

void EventServer::onThread(std::function<void()> work)
{
    const auto finished = std::make_shared<std::promise<void>>();
    m_queue.post([finished, work = std::move(work)] {
        work();
        finished->set_value();
    });
    finished->get_future().wait();
}

void EventServer::closeAll()
{
    if (m_thread.joinable())
        onThread([this] { m_hub->closeAll(); });
}

void EventServer::setDead(bool dead)
{
    if (dead == !m_listener.isListening())
        return;
    if (!dead) {
        (void)m_listener.open(m_listener.port());
        return;
    }
    (void)m_listener.refuse();
    closeAll();
}

} // namespace arv::demo
