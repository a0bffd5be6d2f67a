// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTcpServer>
#include <QTcpSocket>

#include <vector>

namespace arv::test {

// A server that breaks HTTP itself, which the demo cluster's library cannot be made to do: it
// answers each connection's first request with fixed bytes, then closes or says no more. Plain TCP,
// loopback, in the test's thread.
class RawPeer
{
public:
    enum class Then
    {
        Close,
        Hold
    };

    explicit RawPeer(QByteArray answer, Then then = Then::Close)
        : m_answer(std::move(answer))
        , m_then(then)
    {
        m_server.listen(QHostAddress::LocalHost);
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { meet(); });
    }

    [[nodiscard]] QString url(const QString& path = {}) const
    {
        return QStringLiteral("http://127.0.0.1:%1/%2").arg(m_server.serverPort()).arg(path);
    }

    std::vector<QByteArray> requests; // as received, the heads
    int open = 0; // connections now

private:
    void meet()
    {
        auto* socket = m_server.nextPendingConnection();
        ++open;
        QObject::connect(socket, &QTcpSocket::disconnected, socket, [this, socket] {
            --open;
            socket->deleteLater();
        });
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
            requests.push_back(socket->readAll());
            socket->write(m_answer);
            if (m_then == Then::Close)
                socket->disconnectFromHost();
        });
    }

    QByteArray m_answer;
    Then m_then;
    QTcpServer m_server;
};

} // namespace arv::test
