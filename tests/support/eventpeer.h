// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QSslConfiguration>
#include <QUrl>
#include <QWebSocket>
#include <QWebSocketServer>

#include <vector>

namespace arv::test {

// A server of events that does what a test says, in the test's thread: it answers subscriptions as
// it is told to, and sends what it is given. Loopback.
class EventPeer
{
public:
    explicit EventPeer(const QSslConfiguration* tls = nullptr)
        : m_server(QStringLiteral("events"),
                   tls ? QWebSocketServer::SecureMode : QWebSocketServer::NonSecureMode)
    {
        if (tls)
            m_server.setSslConfiguration(*tls);
        QObject::connect(&m_server, &QWebSocketServer::newConnection, &m_server,
                         [this] { meet(); });
        listen();
    }

    void listen()
    {
        if (!m_server.listen(QHostAddress::LocalHost, m_port))
            qFatal("%s", qPrintable(m_server.errorString()));
        m_port = m_server.serverPort();
    }
    void stopListening() { m_server.close(); }

    [[nodiscard]] QString url() const
    {
        const auto scheme = m_server.secureMode() == QWebSocketServer::SecureMode ? "wss" : "ws";
        return QStringLiteral("%1://localhost:%2/websocket").arg(QLatin1String(scheme)).arg(m_port);
    }

    // To the newest connection.
    void send(const QString& text)
    {
        if (m_newest)
            m_newest->sendTextMessage(text);
    }
    void send(const QJsonObject& json)
    {
        send(QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact)));
    }
    void sendBytes(const QByteArray& bytes)
    {
        if (m_newest)
            m_newest->sendBinaryMessage(bytes);
    }
    void hangUp()
    {
        if (m_newest)
            m_newest->close();
    }

    QString answer = QStringLiteral("{\"status\":200}"); // to each message; empty: none
    std::vector<QUrl> asked; // URLs of all connections so far
    std::vector<QJsonObject> heard; // what came on them
    int open = 0; // connections now

private:
    void meet()
    {
        auto* socket = m_server.nextPendingConnection();
        socket->setParent(&m_server);
        m_newest = socket;
        ++open;
        asked.push_back(socket->requestUrl());
        QObject::connect(socket, &QWebSocket::disconnected, socket, [this, socket] {
            --open;
            socket->deleteLater();
        });
        QObject::connect(socket, &QWebSocket::textMessageReceived, socket,
                         [this, socket](const QString& text) {
                             heard.push_back(QJsonDocument::fromJson(text.toUtf8()).object());
                             if (!answer.isEmpty())
                                 socket->sendTextMessage(answer);
                         });
    }

    quint16 m_port = 0;
    QPointer<QWebSocket> m_newest;
    QWebSocketServer m_server;
};

} // namespace arv::test
