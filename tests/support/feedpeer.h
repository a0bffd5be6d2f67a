// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/democluster.h"

#include <nlohmann/json.hpp>

#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslConfiguration>
#include <QtTest>
#include <QtWebSockets/QWebSocket>

#include <string>
#include <vector>

namespace arv::test {

// A client of a cluster's event feed that keeps every frame as it came. Needs the event loop of its
// thread.
class FeedPeer
{
public:
    // An empty token is left out.
    FeedPeer(const demo::DemoCluster& cluster, const std::string& token)
        : FeedPeer(cluster, "/websocket" + (token.empty() ? "" : "?api_token=" + token), Target())
    { }

    struct Target
    { };
    FeedPeer(const demo::DemoCluster& cluster, const std::string& target, Target)
    {
        QObject::connect(&m_socket, &QWebSocket::textMessageReceived, &m_socket,
                         [this](const QString& text) { m_frames.push_back(text.toStdString()); });
        if (!cluster.caFile().empty()) {
            QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
            tls.setCaCertificates(
                QSslCertificate::fromPath(QString::fromStdString(cluster.caFile())));
            m_socket.setSslConfiguration(tls);
        }
        QUrl url(QString::fromStdString(cluster.websocketUrl()));
        url.setHost(QStringLiteral("127.0.0.1")); // the certificate's too; no try of ::1
        m_socket.open(url.resolved(QUrl(QString::fromStdString(target))));
    }

    QWebSocket& socket() { return m_socket; }
    bool isOpen() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    bool isClosed() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }

    // Whether the handshake succeeded.
    bool opens() const
    {
        return QTest::qWaitFor([this] { return isOpen() || isClosed(); }, 10000) && isOpen();
    }
    bool closes() const
    {
        return QTest::qWaitFor([this] { return isClosed(); }, 10000);
    }

    void say(const std::string& text) { m_socket.sendTextMessage(QString::fromStdString(text)); }

    // Says it, and gives the next frame that comes; empty: none came.
    std::string ask(const std::string& text)
    {
        const std::size_t before = m_frames.size();
        say(text);
        return await(before + 1) ? m_frames[before] : std::string();
    }

    // Opens, subscribes and forgets the reply.
    bool subscribes(const std::string& text = R"({"method":"subscribe"})")
    {
        const bool confirmed = opens() && ask(text) == R"({"status":200})";
        m_frames.clear();
        return confirmed;
    }

    // Whether that many frames have come, within ten seconds.
    bool await(std::size_t count) const
    {
        return QTest::qWaitFor([this, count] { return m_frames.size() >= count; }, 10000);
    }

    // Everything that was on its way when this was asked has come: the reply to nonsense is the
    // last of it. Left out of frames().
    bool comesToRest()
    {
        const std::string refused = R"({"status":400})";
        say("are you there?");
        const bool rested =
            QTest::qWaitFor([&] { return !m_frames.empty() && m_frames.back() == refused; }, 20000);
        if (rested)
            m_frames.pop_back();
        return rested;
    }

    const std::vector<std::string>& frames() const { return m_frames; }
    nlohmann::json event(std::size_t index) const
    {
        return nlohmann::json::parse(m_frames.at(index), nullptr, false);
    }
    // "create NAME" of each, with the name that it has then.
    std::vector<std::string> told() const
    {
        std::vector<std::string> lines;
        for (std::size_t i = 0; i < m_frames.size(); ++i) {
            const auto what = event(i);
            const auto& properties = what["properties"];
            const char* side =
                properties.contains("new_attributes") ? "new_attributes" : "old_attributes";
            lines.push_back(what["event_type"].get<std::string>() + ' '
                            + properties[side].value("name", ""));
        }
        return lines;
    }
    void forget() { m_frames.clear(); }

private:
    std::vector<std::string> m_frames;
    QWebSocket m_socket; // first to go
};

} // namespace arv::test
