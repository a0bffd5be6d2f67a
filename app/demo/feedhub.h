// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/feedclient.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <memory>
#include <string>
#include <vector>

class QSslConfiguration;
class QWebSocketServer;

namespace arv::demo {

class Certificate;

// All clients of the event feed, at the door and inside. Made, used and destroyed on the event
// server's thread.
class FeedHub : public QObject
{
public:
    static constexpr int maxConnections = 256;
    // New entries are handed on after so many ms, many at once: working out who may see what costs
    // more than looking.
    static constexpr int gathering = 5;

    FeedHub(const FeedClient::Around& around, const Certificate* certificate); // null: no TLS
    ~FeedHub() override;

    void accept(int descriptor); // owns it
    void newEntries(); // the log has grown
    void closeAll();

private:
    void admit(QSslSocket* socket, const std::string& target);
    void welcome();
    void forget(FeedClient* client);
    void pumpAll();

    struct Arrival // between the door and the answer to its handshake
    {
        QSslSocket* socket;
        std::string target;
    };

    const FeedClient::Around m_around;
    std::unique_ptr<QSslConfiguration> m_tls;
    std::map<std::uint16_t, Arrival> m_arrivals; // by the client's port
    std::unique_ptr<QWebSocketServer> m_server; // answers handshakes; listens nowhere
    std::vector<FeedClient*> m_clients; // ours, by QObject's parenthood
    QTimer m_gather;
};

} // namespace arv::demo
