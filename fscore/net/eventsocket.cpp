// SPDX-License-Identifier: Apache-2.0
#include "net/eventsocket.h"

#include "base/log.h"
#include "net/httpmessage.h"
#include "net/proxyroute.h"
#include "net/tlssetup.h"

#include <QNetworkRequest>
#include <QSslError>
#include <QUrl>
#include <QWebSocket>

namespace arv {

namespace {

Result<QUrl> addressOf(const QString& text)
{
    QUrl url(text, QUrl::StrictMode);
    const bool isWebsocket =
        url.scheme() == QLatin1String("wss") || url.scheme() == QLatin1String("ws");
    if (!url.isValid() || !isWebsocket || url.host().isEmpty() || !url.userInfo().isEmpty())
        return Error{Errc::Invalid, QStringLiteral("not the address of a websocket")};
    url.setFragment({});
    return url;
}

QUrl withToken(QUrl url, const QString& token)
{
    auto query = url.query(QUrl::FullyEncoded);
    if (!query.isEmpty())
        query += u'&';
    query += QString::fromLatin1(encodedParameters({{QStringLiteral("api_token"), token}}));
    url.setQuery(query, QUrl::StrictMode);
    return url;
}

// How a connection that was open has ended. We end it ourselves with these codes.
Errc codeOf(QWebSocketProtocol::CloseCode code)
{
    switch (code) {
    case QWebSocketProtocol::CloseCodeTooMuchData:
        return Errc::TooLarge;
    case QWebSocketProtocol::CloseCodeProtocolError:
    case QWebSocketProtocol::CloseCodeDatatypeNotSupported:
    case QWebSocketProtocol::CloseCodeWrongDatatype:
        return Errc::BadReply;
    default:
        return Errc::Unreachable;
    }
}

} // namespace

// Whom to trust, and through whom.
class EventSocket::Way
{
public:
    explicit Way(const Credentials& credentials)
        : tls(tlsSetup(credentials))
        , route(ProxyRoute::of(credentials))
    { }
    const Result<QSslConfiguration> tls;
    const Result<ProxyRoute> route;
};

// One connection, from its beginning to its end.
class EventSocket::Connection
{
public:
    Connection(const QUrl& url, const QString& token, const Listener& listener, QObject& home)
        : m_listener(listener)
        , m_home(home)
        , m_host(url.authority())
        , m_token(token)
        , m_url(withToken(url, token))
        , m_socket(new QWebSocket)
    {
        m_socket->setMaxAllowedIncomingFrameSize(largestMessage);
        m_socket->setMaxAllowedIncomingMessageSize(largestMessage);
        listen();
    }
    // The socket goes later, since this may be a call of its own.
    ~Connection()
    {
        m_socket->disconnect(&m_guard);
        if (m_isOpen)
            m_socket->close(QWebSocketProtocol::CloseCodeGoingAway);
        else
            m_socket->abort();
        m_socket->deleteLater();
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void begin(const QSslConfiguration& tls, const ProxyRoute& route)
    {
        m_socket->setSslConfiguration(tls);
        m_socket->setProxy(route.proxyFor(m_url));
        m_proxy = route.nameFor(m_url);
        QNetworkRequest request(m_url);
        request.setRawHeader("User-Agent", "arvados-drive/" ARV_VERSION);
        m_socket->open(request);
    }
    void send(const QString& text)
    {
        if (m_isOpen)
            m_socket->sendTextMessage(text);
    }
    // From the event loop, and the first reason counts.
    void end(const Error& why)
    {
        if (std::exchange(m_hasEnded, true))
            return;
        const Error told{why.code, hidden(m_host + QStringLiteral(": ") + why.text)};
        const auto tell = [&listener = m_listener, life = std::weak_ptr(m_life), told] {
            if (!life.expired())
                listener.ended(told);
        };
        QMetaObject::invokeMethod(&m_home, tell, Qt::QueuedConnection);
    }

    [[nodiscard]] QString onTheWay() const
    {
        return m_proxy.isEmpty()
            ? QString()
            : QStringLiteral(" (on the way through the proxy %1)").arg(m_proxy);
    }

private:
    void listen()
    {
        QObject::connect(m_socket, &QWebSocket::connected, &m_guard, [this] {
            m_isOpen = true;
            m_listener.opened();
        });
        QObject::connect(m_socket, &QWebSocket::textMessageReceived, &m_guard,
                         [this](const QString& text) {
                             if (!m_hasEnded)
                                 m_listener.received(text);
                         });
        QObject::connect(m_socket, &QWebSocket::binaryMessageReceived, &m_guard, [this] {
            end({Errc::BadReply, QStringLiteral("a frame of bytes")});
        });
        QObject::connect(m_socket, &QWebSocket::sslErrors, &m_guard, [this](const auto& errors) {
            if (!errors.isEmpty())
                m_tlsComplaint = errors.first().errorString();
        });
        QObject::connect(m_socket, &QWebSocket::disconnected, &m_guard, [this] { conclude(); });
    }

    void conclude()
    {
        if (!m_tlsComplaint.isEmpty())
            return end({Errc::Unreachable,
                        QStringLiteral("no trusted TLS connection: ") + m_tlsComplaint});
        if (!m_isOpen)
            return end({Errc::Unreachable, m_socket->errorString() + onTheWay()});
        const auto code = m_socket->closeCode();
        end({codeOf(code), QStringLiteral("the connection was closed (%1)").arg(code)});
    }

    // Qt's words may hold the URL.
    [[nodiscard]] QString hidden(QString text) const
    {
        if (!m_token.isEmpty())
            text.replace(m_token, QStringLiteral("[hidden]"));
        return redact(text);
    }

    const Listener& m_listener;
    QObject& m_home; // lives longer: what is told may end this connection
    std::shared_ptr<int> m_life = std::make_shared<int>();
    QString m_host;
    QString m_token;
    QUrl m_url;
    QWebSocket* m_socket; // ours, deleted later
    QString m_proxy; // host:port; empty: none
    QString m_tlsComplaint;
    bool m_isOpen = false;
    bool m_hasEnded = false;
    QObject m_guard; // its death ends every connection
};

EventSocket::EventSocket(const Credentials& credentials, Listener listener)
    : m_listener(std::move(listener))
    , m_way(std::make_unique<Way>(credentials))
{ }

EventSocket::~EventSocket() = default;

bool EventSocket::isAddress(const QString& url)
{
    return addressOf(url).hasValue();
}

bool EventSocket::isInTheClear(const QString& url)
{
    const auto address = addressOf(url);
    return address && address->scheme() != QLatin1String("wss");
}

void EventSocket::open(const QString& url, const QString& token)
{
    const auto address = addressOf(url);
    m_connection =
        std::make_unique<Connection>(address ? *address : QUrl(), token, m_listener, m_home);
    if (!address)
        m_connection->end(address.error());
    else if (!m_way->tls)
        m_connection->end(m_way->tls.error());
    else if (!m_way->route)
        m_connection->end(m_way->route.error());
    else
        m_connection->begin(*m_way->tls, *m_way->route);
}

QString EventSocket::onTheWay() const
{
    return m_connection ? m_connection->onTheWay() : QString();
}

void EventSocket::send(const QString& text)
{
    if (m_connection)
        m_connection->send(text);
}

void EventSocket::close()
{
    m_connection.reset();
}

} // namespace arv
