// SPDX-License-Identifier: Apache-2.0
#include "demo/feedclient.h"

#include "demo/eventaudience.h"
#include "demo/feedstate.h"
#include "demo/store.h"
#ifdef ARV_DEMO_FAULTS
#include "demo/faults.h"
#endif

#include <QtNetwork/QSslSocket>
#include <QtWebSockets/QWebSocket>

#include <algorithm>
#include <optional>
#include <utility>

namespace arv::demo {

using nlohmann::json;

namespace {

constexpr int maxDepth = 16; // of a client's message; nothing that is understood is as deep
constexpr std::size_t slice = 64; // entries of the log at a time
constexpr std::int64_t maxUntaken = 1 << 20; // bytes of replies to one who asks and never reads

// Nothing if it is no object, or nested more deeply than may be compared.
std::optional<json> messageOf(const std::string& frame)
{
    bool tooDeep = false;
    const auto look = [&tooDeep](int depth, json::parse_event_t, const json&) {
        tooDeep = tooDeep || depth > maxDepth;
        return !tooDeep;
    };
    json message = json::parse(frame, look, false);
    if (tooDeep || !message.is_object())
        return std::nullopt;
    return message;
}

} // namespace

FeedClient::FeedClient(const Around& around, QWebSocket* socket, QSslSocket* wire,
                       std::string token)
    : m_around(around)
    , m_socket(socket)
    , m_wire(wire)
    , m_token(std::move(token))
{
    m_socket->setParent(this);
    m_socket->setMaxAllowedIncomingFrameSize(m_around.settings.frame);
    m_socket->setMaxAllowedIncomingMessageSize(m_around.settings.frame);
    connect(m_socket, &QWebSocket::textMessageReceived, this,
            [this](const QString& text) { hear(text.toStdString()); });
    connect(m_socket, &QWebSocket::binaryMessageReceived, this,
            [this](const QByteArray& bytes) { hear(bytes.toStdString()); });
    const auto taken = [this] {
        m_slow.stop();
        pump();
    };
    if (m_wire && m_wire->isEncrypted())
        connect(m_wire, &QSslSocket::encryptedBytesWritten, this, taken);
    else if (m_wire)
        connect(m_wire, &QSslSocket::bytesWritten, this, taken);
    m_slow.setSingleShot(true);
    m_slow.setInterval(m_around.settings.slowTime);
    connect(&m_slow, &QTimer::timeout, this, [this] { close(); });
    m_keepAlive.setInterval(m_around.settings.keepAlive);
    connect(&m_keepAlive, &QTimer::timeout, this, [this] { say("KEEPALIVE", "{}"); });
    m_keepAlive.start();
}

void FeedClient::close()
{
    m_subscriptions.clear();
    m_replay.clear();
    m_keepAlive.stop();
    m_slow.stop();
    m_socket->abort();
}

void FeedClient::hear(const std::string& frame)
{
    m_around.state.addFrame(frame);
    if (pendingBytes() > maxUntaken) {
        close();
        return;
    }
    // What has happened already comes before the reply, what a replay sends behind it.
    pump();
    say("REPLY", obey(frame) ? R"({"status":200})" : R"({"status":400})");
    pump();
}

bool FeedClient::obey(const std::string& frame)
{
    const auto message = messageOf(frame);
    if (!message)
        return false;
    const json method = message->value("method", json());
    if (method == "subscribe")
        return subscribe(*message);
    return method == "unsubscribe" && unsubscribe(*message);
}

bool FeedClient::subscribe(const json& message)
{
    auto wanted = Subscription::of(message);
    if (!wanted || m_subscriptions.size() >= maxSubscriptions)
        return false;
    if (m_subscriptions.empty()) {
        m_ahead.clear();
        m_told = m_around.store.events().lastId();
    }
    if (wanted->lastLogId() != 0)
        replay(*wanted);
    m_subscriptions.push_back(std::move(*wanted));
    return true;
}

bool FeedClient::unsubscribe(const json& message)
{
    const auto given = Subscription::of(message);
    const auto found = std::find_if(m_subscriptions.begin(), m_subscriptions.end(),
                                    [&given](const Subscription& subscription) {
                                        return given && subscription.filters() == given->filters();
                                    });
    if (found == m_subscriptions.end())
        return false;
    m_subscriptions.erase(found);
    return true;
}

// Up to where the log goes on by itself.
void FeedClient::replay(const Subscription& subscription)
{
    EventLog& log = m_around.store.events();
    log.forgetOld(); // entries go by their age only when one comes
    for (const EventPtr& event : log.after(subscription.lastLogId(), EventLog::maxKept)) {
        if (event->id <= m_told && subscription.matches(*event))
            m_replay.push_back(event);
    }
}

void FeedClient::pump()
{
    if (m_pumping)
        return;
    m_pumping = true;
    sendWhatFits();
    m_pumping = false;
    if (isFull() && isFarBehind() && !m_slow.isActive())
        m_slow.start();
}

void FeedClient::sendWhatFits()
{
    if (!m_subscriptions.empty() && m_around.store.events().hasLost(m_told)) {
        close(); // too slow for the log itself
        return;
    }
    const EventAudience audience(m_around.store, m_token);
    while (!isFull()) {
        const EventPtr event = next();
        if (!event)
            return;
        if (audience.maySee(*event))
            say("EVENT", event->text(++m_messages));
    }
}

// The next event that a subscription wants; null: there is none.
EventPtr FeedClient::next()
{
    if (!m_replay.empty()) {
        EventPtr event = std::move(m_replay.front());
        m_replay.pop_front();
        return event;
    }
    while (!m_subscriptions.empty()) {
        if (m_ahead.empty()) {
            const auto read = m_around.store.events().after(m_told, slice);
            m_ahead.assign(read.begin(), read.end());
        }
        if (m_ahead.empty())
            break;
        EventPtr event = std::move(m_ahead.front());
        m_ahead.pop_front();
        m_told = event->id;
        if (isWanted(*event))
            return event;
    }
    return nullptr;
}

bool FeedClient::isWanted(const Event& event) const
{
    return std::any_of(m_subscriptions.begin(), m_subscriptions.end(),
                       [&event](const Subscription& wish) { return wish.matches(event); });
}

std::int64_t FeedClient::pendingBytes() const
{
    return m_wire ? m_wire->bytesToWrite() + m_wire->encryptedBytesToWrite() : 0;
}

bool FeedClient::isFarBehind() const
{
    const auto waiting = m_around.store.events().lastId() - m_told;
    return !m_subscriptions.empty()
        && m_replay.size() + static_cast<std::size_t>(waiting) >= m_around.settings.queued;
}

#ifdef ARV_DEMO_FAULTS
namespace {

std::string junkOf(const Fault& fault)
{
    return fault.body.empty() ? R"({"msgID":{]junk)" : fault.body;
}

} // namespace

void FeedClient::say(const char* kind, const std::string& text)
{
    if (m_silent)
        return;
    std::optional<Fault> fault;
    if (m_around.faults)
        fault = m_around.faults->take(serverName, kind, text).fault;
    const auto what = fault ? fault->kind : Fault::Kind::Latency; // which no message has
    if (what == Fault::Kind::Drop)
        return close();
    m_silent = what == Fault::Kind::Silence;
    if (m_silent || what == Fault::Kind::Lost)
        return;
    if (what == Fault::Kind::Swapped) {
        m_held = text;
        return;
    }
    write(what == Fault::Kind::Junk ? junkOf(*fault) : text);
    if (what == Fault::Kind::Doubled)
        write(text);
    if (!m_held.empty())
        write(std::exchange(m_held, {}));
}
#else
void FeedClient::say(const char*, const std::string& text)
{
    write(text);
}
#endif

void FeedClient::write(const std::string& text)
{
    m_socket->sendTextMessage(QString::fromStdString(text));
    m_keepAlive.start(); // from the beginning
}

} // namespace arv::demo
