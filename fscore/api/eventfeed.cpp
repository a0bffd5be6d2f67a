// SPDX-License-Identifier: Apache-2.0
#include "api/eventfeed.h"

#include "base/log.h"
#include "base/visibletext.h"
#include "net/eventsocket.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTimer>

#include <ctime>

namespace arv {

namespace {

using std::chrono::milliseconds;

// Counts the time that the machine sleeps, unlike std::chrono's: the cluster does not sleep.
milliseconds now()
{
    timespec time{};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return std::chrono::duration_cast<milliseconds>(std::chrono::seconds(time.tv_sec)
                                                    + std::chrono::nanoseconds(time.tv_nsec));
}

// Half of it to all of it, so that not all clients of a server come back at once.
milliseconds spread(milliseconds wait)
{
    const auto part = 0.5 + QRandomGenerator::global()->generateDouble() / 2;
    return milliseconds(static_cast<milliseconds::rep>(static_cast<double>(wait.count()) * part));
}

const QString statusKey = QStringLiteral("status");

QString subscription(std::int64_t after)
{
    QJsonObject message{
        {QStringLiteral("method"), QStringLiteral("subscribe")},
        {QStringLiteral("filters"),
         QJsonArray{QJsonArray{QStringLiteral("event_type"), QStringLiteral("in"),
                               QJsonArray{QStringLiteral("create"), QStringLiteral("update"),
                                          QStringLiteral("delete")}}}}};
    if (after > 0)
        message.insert(QStringLiteral("last_log_id"), qint64{after});
    return QString::fromUtf8(QJsonDocument(message).toJson(QJsonDocument::Compact));
}

// What cannot be read of an event that we asked for is a change that we do not know.
bool isOfOurs(const QJsonObject& json)
{
    const auto type = json.value(QStringLiteral("event_type")).toString();
    return type == QLatin1String("create") || type == QLatin1String("update")
        || type == QLatin1String("delete");
}

// How far the events of the log have certainly come.
struct Place
{
    std::int64_t id = 0; // 0: no event has ever come, so there is none to go on after
    milliseconds heard{0}; // at that time everything up to it had come
};

} // namespace

// One timer, for whatever comes next: the end of a wait, of the patience while connecting, or of
// the silence that a living server does not keep.
class EventFeed::Parts
{
public:
    Parts(const Credentials& credentials, Listener listener, Times times)
        : m_listener(std::move(listener))
        , m_times(times)
        , m_token(credentials.token)
        , m_needsTls(!credentials.insecure)
        , m_wait(times.firstWait)
        , m_socket(credentials,
                   {[this] { subscribe(); }, [this](const QString& text) { take(text); },
                    [this](const Error& why) { lose(why); }})
    {
        m_timer.setSingleShot(true);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { timeIsUp(); });
    }

    void start(const QString& url)
    {
        if (!EventSocket::isAddress(url) || isRefused(url))
            return stop();
        if (m_state != State::Off && url == m_url)
            return tryNow();
        const bool wasConnected = leave();
        m_url = url;
        connectAgain(wasConnected);
    }

    void stop()
    {
        leave();
        m_timer.stop();
        m_state = State::Off;
        m_place = {};
        m_highestId = 0;
        m_wait = m_times.firstWait;
        m_failures = 0;
        m_lossIsUntold = false;
    }

    void setToken(const QString& token)
    {
        m_token = token;
        if (m_state == State::Off)
            return;
        const bool wasConnected = leave();
        connectAgain(wasConnected);
    }

    void tryNow()
    {
        if (m_state == State::Waiting)
            connectAgain(false);
    }

    [[nodiscard]] bool isStarted() const { return m_state != State::Off; }
    [[nodiscard]] bool isConnected() const { return m_state == State::Connected; }

private:
    enum class State
    {
        Off,
        Waiting,
        Connecting, // until the subscription is answered
        Connected
    };

    // People learn of it once: the cluster names it again and again.
    [[nodiscard]] bool isRefused(const QString& url)
    {
        if (!m_needsTls || !EventSocket::isInTheClear(url))
            return false;
        if (std::exchange(m_refusedUrl, url) != url)
            qCWarning(logApi).noquote()
                << "the event feed is not used, changes are found by asking: the cluster offers it"
                << "without TLS, where anybody on the way could read the token:"
                << visibleText(redact(url), 200);
        return true;
    }

    // Without a token the server would say yes and nothing more.
    void connectAgain(bool isLossUntold)
    {
        m_lossIsUntold |= isLossUntold;
        m_state = State::Waiting;
        m_timer.stop();
        if (m_lossIsUntold)
            m_timer.start(0); // the listener is told from the event loop
        else if (!m_token.isEmpty())
            connect();
    }

    void connect()
    {
        m_state = State::Connecting;
        m_lastMessage = 0;
        m_timer.start(m_times.connecting);
        m_socket.open(m_url, m_token);
    }

    void timeIsUp()
    {
        switch (m_state) {
        case State::Off:
            return;
        case State::Waiting:
            if (std::exchange(m_lossIsUntold, false))
                m_listener.lost();
            if (m_state == State::Waiting && !m_token.isEmpty())
                connect();
            return;
        case State::Connecting:
            return lose(
                {Errc::TimedOut, QStringLiteral("no subscription in time") + m_socket.onTheWay()});
        case State::Connected:
            return lose({Errc::TimedOut, QStringLiteral("silence for too long")});
        }
    }

    void subscribe()
    {
        m_isResuming = m_place.id > 0 && isResumable();
        m_socket.send(subscription(m_isResuming ? m_place.id : 0));
    }

    [[nodiscard]] bool isResumable() const { return now() - m_place.heard <= m_times.resumable; }

    void take(const QString& text)
    {
        const auto document = QJsonDocument::fromJson(text.toUtf8());
        if (!document.isObject())
            return lose({Errc::BadReply, QStringLiteral("a frame that is no JSON object")});
        const auto json = document.object();
        if (m_state == State::Connected) {
            m_heard = now();
            m_timer.start(m_times.silence);
        }
        if (json.contains(statusKey))
            takeStatus(json.value(statusKey).toInteger(0));
        else if (!json.isEmpty())
            takeEvent(json);
    }

    void takeStatus(qint64 status)
    {
        if (status != 200)
            return lose({Errc::BadReply, QStringLiteral("status %1").arg(status)});
        if (m_state != State::Connecting)
            return;
        m_isResuming = m_isResuming && isResumable();
        m_state = State::Connected;
        m_connectedAt = m_heard = now();
        m_failures = 0;
        m_timer.start(m_times.silence);
        qCInfo(logApi) << "the event feed is connected" << (m_isResuming ? "and goes on" : "anew");
        m_listener.connected(m_isResuming);
    }

    void takeEvent(const QJsonObject& json)
    {
        const auto event = ObjectEvent::fromJson(json);
        if (event)
            m_highestId = std::max(m_highestId, event->id);
        else
            qCInfo(logApi).noquote() << "left out:" << redact(event.error().text);
        const bool isGap = countMessage(json.value(QStringLiteral("msgID")).toInteger(0));
        if (isGap || (!event && isOfOurs(json)))
            m_listener.missed();
        if (event && m_state != State::Off)
            m_listener.happened(*event);
    }

    // Says whether some are missing before it. Numbers may also come twice or late.
    bool countMessage(std::int64_t message)
    {
        const auto before = m_lastMessage;
        m_lastMessage = std::max(before, message);
        return m_lastMessage - before > 1;
    }

    // What nobody sends would come again if we went on from the same place.
    void lose(const Error& why)
    {
        const bool wasConnected = leave();
        if (why.code == Errc::BadReply || why.code == Errc::TooLarge) {
            m_place = {};
            m_highestId = 0;
        }
        tellLog(why);
        m_state = State::Waiting;
        m_timer.start(spread(m_wait));
        m_wait = std::min(2 * m_wait, m_times.longestWait);
        if (wasConnected)
            m_listener.lost();
    }

    // Closes, and remembers how far the events came; says whether it was connected. Old events come
    // among new ones, so where a short connection began is where the next goes on.
    bool leave()
    {
        m_socket.close();
        if (m_state != State::Connected)
            return false;
        m_state = State::Waiting;
        const bool wasSteady = now() - m_connectedAt >= m_times.longestWait;
        if (wasSteady)
            m_wait = m_times.firstWait;
        if (wasSteady || !m_isResuming)
            m_place = {m_highestId, m_heard};
        return true;
    }

    // People learn of it once per outage, when the first new attempt has failed.
    void tellLog(const Error& why)
    {
        ++m_failures;
        if (m_failures == 2)
            qCWarning(logApi).noquote()
                << "no event feed, changes are found by asking:" << why.text;
        else
            qCInfo(logApi).noquote() << "the event feed is not connected:" << why.text;
    }

    Listener m_listener;
    Times m_times;
    QString m_url;
    QString m_token;
    bool m_needsTls;
    QString m_refusedUrl; // the last one that was told of
    State m_state = State::Off;
    milliseconds m_wait; // before the next attempt
    int m_failures = 0; // since it was connected
    bool m_lossIsUntold = false;

    Place m_place; // where the next connection goes on
    std::int64_t m_highestId = 0; // of all events so far

    // Of the connection.
    bool m_isResuming = false;
    milliseconds m_connectedAt{0};
    milliseconds m_heard{0};
    std::int64_t m_lastMessage = 0;

    QTimer m_timer;
    EventSocket m_socket;
};

EventFeed::EventFeed(const Credentials& credentials, Listener listener)
    : EventFeed(credentials, std::move(listener), Times())
{ }

EventFeed::EventFeed(const Credentials& credentials, Listener listener, Times times)
    : m_parts(std::make_unique<Parts>(credentials, std::move(listener), times))
{ }

EventFeed::~EventFeed() = default;

void EventFeed::start(const QString& url)
{
    m_parts->start(url);
}

void EventFeed::stop()
{
    m_parts->stop();
}

void EventFeed::setToken(const QString& token)
{
    m_parts->setToken(token);
}

void EventFeed::tryNow()
{
    m_parts->tryNow();
}

bool EventFeed::isStarted() const
{
    return m_parts->isStarted();
}

bool EventFeed::isConnected() const
{
    return m_parts->isConnected();
}

} // namespace arv
