// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCryptographicHash>
#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>

namespace arv::test {

// A server that breaks the rules of websockets itself, which Qt's cannot be made to do: to the head
// of each request it answers the bytes that the test makes of it, then says no more or closes.
// Plain TCP, loopback, in the test's thread.
class RawWebsocket
{
public:
    using Answer = std::function<QByteArray(const QByteArray& head)>;

    RawWebsocket(Answer answer, bool closes)
        : m_answer(std::move(answer))
        , m_closes(closes)
    {
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("%s", qPrintable(m_server.errorString()));
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { meet(); });
    }

    [[nodiscard]] QString url() const
    {
        return QStringLiteral("ws://localhost:%1/websocket").arg(m_server.serverPort());
    }

    // What a server that keeps the rules answers, and then these bytes.
    [[nodiscard]] static Answer upgradeAnd(const QByteArray& bytes)
    {
        return [bytes](const QByteArray& head) { return upgrade(head) + bytes; };
    }

    int connections = 0; // so far

private:
    static QByteArray upgrade(const QByteArray& head)
    {
        const QByteArray name("sec-websocket-key: ");
        const auto begin = head.toLower().indexOf(name) + name.size();
        const auto key = head.mid(begin, head.indexOf("\r\n", begin) - begin);
        const auto accept = QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
                                                     QCryptographicHash::Sha1);
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Accept: "
            + accept.toBase64() + "\r\n\r\n";
    }

    void meet()
    {
        auto* socket = m_server.nextPendingConnection();
        ++connections;
        QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
            const auto head = socket->readAll();
            if (!head.startsWith("GET "))
                return; // a frame
            socket->write(m_answer(head));
            if (m_closes)
                socket->disconnectFromHost();
        });
    }

    Answer m_answer;
    bool m_closes;
    QTcpServer m_server;
};

} // namespace arv::test
