// SPDX-License-Identifier: Apache-2.0
#include "demo/httpserver.h"

#include "demo/exchangeplan.h"
#include "demo/httpengine.h"
#include "demo/listener.h"
#include "demo/requestlog.h"
#include "demo/socketstream.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

namespace arv::demo {

namespace {

constexpr auto patience = std::chrono::milliseconds(700); // for threads to end in stop()

} // namespace

// Shared by the server and the threads of its connections, so that a stuck one may outlive it.
class HttpServer::Parts : public std::enable_shared_from_this<HttpServer::Parts>
{
public:
    Parts(Setup setup, HttpHandler handler)
        : m_setup(std::move(setup))
        , m_engine(
              [this, handler = std::move(handler)](const HttpRequest& request, SocketStream& stream,
                                                   const std::string& target) {
                  return plan(handler, request, stream, target);
              },
              maxBody)
        , m_listener([this](int descriptor) { serve(descriptor); })
    { }

    Result<void> start(std::uint16_t port)
    {
        m_engine.setStopping(false);
        auto opened = m_listener.open(port);
#ifdef ARV_DEMO_FAULTS
        if (opened && m_setup.faults)
            m_setup.faults->watch(m_setup.name, [this](bool dead) { setDead(dead); });
#endif
        return opened;
    }

    void stop()
    {
#ifdef ARV_DEMO_FAULTS
        if (m_setup.faults)
            m_setup.faults->watch(m_setup.name, nullptr);
#endif
        m_listener.close();
        endConnections();
    }

    std::uint16_t port() const
    {
        return m_listener.port();
    }

private:
    void serve(int descriptor)
    {
        SSL_CTX* const context =
            m_setup.certificate ? m_setup.certificate->serverContext() : nullptr;
        const auto stream = std::make_shared<SocketStream>(descriptor, context, m_setup.line);
        const std::lock_guard lock(m_mutex);
        if (m_streams.size() >= static_cast<std::size_t>(maxConnections))
            return; // closes it
        m_streams.insert(stream);
        try {
            std::thread([self = shared_from_this(), stream] { self->run(stream); }).detach();
        } catch (const std::system_error&) {
            m_streams.erase(stream); // no thread to be had: the client sees a closed connection
        }
    }

    void run(const std::shared_ptr<SocketStream>& stream)
    {
        if (stream->handshake()) {
            while (stream->waitReadable() && m_engine.serveOne(*stream)) { }
        }
        const std::lock_guard lock(m_mutex);
        m_streams.erase(stream);
        m_changed.notify_all();
    }

    void endConnections()
    {
        std::unique_lock lock(m_mutex);
        m_engine.setStopping(true);
        m_stopping = true;
        for (const auto& stream : m_streams)
            stream->interrupt();
        m_changed.notify_all();
        m_changed.wait_for(lock, patience, [this] { return m_streams.empty(); });
        m_stopping = false;
    }

    ExchangePlan plan(const HttpHandler& handler, const HttpRequest& request, SocketStream& stream,
                      const std::string& target);
    // Waits for the time, or the end of the connection or the server.
    void pause(std::chrono::milliseconds time, const SocketStream& stream)
    {
        const auto end = std::chrono::steady_clock::now() + time;
        std::unique_lock lock(m_mutex);
        while (!m_stopping && !stream.peerGone() && std::chrono::steady_clock::now() < end)
            m_changed.wait_until(lock, std::min(end, std::chrono::steady_clock::now() + peerLook));
    }

#ifdef ARV_DEMO_FAULTS
    void setDead(bool dead)
    {
        if (dead == !m_listener.isListening())
            return;
        if (!dead) {
            m_engine.setStopping(false);
            (void)m_listener.open(m_listener.port());
            return;
        }
        (void)m_listener.refuse();
        endConnections();
    }
#endif

    static constexpr auto peerLook = std::chrono::milliseconds(50);

    const Setup m_setup;
    HttpEngine m_engine;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::set<std::shared_ptr<SocketStream>> m_streams;
    bool m_stopping = false;
    Listener m_listener; // last: its thread uses all of the above
};

ExchangePlan HttpServer::Parts::plan(const HttpHandler& handler, const HttpRequest& request,
                                     SocketStream& stream, const std::string& target)
{
    if (m_setup.log)
        m_setup.log->add(request.method + ' ' + target);
    if (m_setup.latency.count() > 0)
        pause(m_setup.latency, stream);
    stream.beginAnswer(nullptr);
#ifdef ARV_DEMO_FAULTS
    if (m_setup.faults) {
        const auto effect = m_setup.faults->take(m_setup.name, request.method, target);
        if (effect.latency.count() > 0)
            pause(effect.latency, stream);
        const auto speed = effect.bytesPerSecond;
        stream.beginAnswer(speed > 0 ? std::make_shared<Pace>(speed) : nullptr);
        if (effect.fault) {
            auto spoilt = spoiltPlan(*effect.fault, handler, request);
            if (effect.fault->kind == Fault::Kind::Silence)
                pause(std::chrono::hours(24), stream);
            return spoilt;
        }
    }
#endif
    return ExchangePlan{handler(request)};
}

HttpServer::HttpServer(Setup setup, HttpHandler handler)
    : m_parts(std::make_shared<Parts>(std::move(setup), std::move(handler)))
{ }

HttpServer::~HttpServer()
{
    stop();
}

Result<void> HttpServer::start(std::uint16_t port)
{
    return m_parts->start(port);
}

void HttpServer::stop()
{
    m_parts->stop();
}

std::uint16_t HttpServer::port() const
{
    return m_parts->port();
}

} // namespace arv::demo
