// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "golden/apicases.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslSocket>

#include <map>
#include <string>

namespace arv::test {

struct TlsReply
{
    int status = 0; // 0: none came
    std::map<std::string, std::string> headers; // names in lower case
    std::string body;
};

// Sends one recorded request as it was sent, over TLS with the certificate checked, on a connection
// of its own. Blocking.
class TlsExchange
{
public:
    TlsExchange(const std::string& host, const std::string& caFile)
    {
        const QString text = QString::fromStdString(host);
        m_host = text.section(QLatin1Char(':'), 0, 0);
        m_port = text.section(QLatin1Char(':'), 1).toUShort();
        m_tls.setCaCertificates(QSslCertificate::fromPath(QString::fromStdString(caFile)));
    }

    [[nodiscard]] TlsReply send(const ApiCase& recorded) const
    {
        QSslSocket socket;
        socket.setSslConfiguration(m_tls);
        socket.connectToHostEncrypted(m_host, m_port);
        if (!socket.waitForEncrypted(10000))
            qFatal("no TLS connection: %s", qPrintable(socket.errorString()));
        socket.write(QByteArray::fromStdString(textOf(recorded)));
        QByteArray all;
        while (socket.waitForReadyRead(10000))
            all += socket.readAll();
        return parsed(all + socket.readAll());
    }

private:
    static std::string textOf(const ApiCase& recorded)
    {
        const demo::HttpRequest request = requestOf(recorded);
        const std::string target = recorded.request["target"];
        std::string text = request.method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\n";
        for (const auto& [name, value] : recorded.request["headers"].items())
            text += name + ": " + value.get<std::string>() + "\r\n";
        if (!request.body.empty())
            text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
        return text + "Connection: close\r\n\r\n" + request.body;
    }

    static TlsReply parsed(const QByteArray& all)
    {
        TlsReply reply;
        const qsizetype end = all.indexOf("\r\n\r\n");
        if (end < 0)
            return reply;
        const QList<QByteArray> lines = all.left(end).split('\n');
        reply.status = lines[0].split(' ').value(1).toInt();
        for (const QByteArray& line : lines.mid(1)) {
            const qsizetype colon = line.indexOf(':');
            reply.headers[line.left(colon).toLower().toStdString()] =
                line.mid(colon + 1).trimmed().toStdString();
        }
        reply.body = all.mid(end + 4).toStdString();
        return reply;
    }

    QString m_host;
    quint16 m_port = 0;
    QSslConfiguration m_tls = QSslConfiguration::defaultConfiguration();
};

} // namespace arv::test
