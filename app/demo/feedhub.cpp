// SPDX-License-Identifier: Apache-2.0
#include "demo/feedhub.h"

#include "demo/certificate.h"
#include "demo/feeddoor.h"
#include "demo/feedstate.h"

#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QSslKey>
#include <QtNetwork/QSslSocket>
#include <QtWebSockets/QWebSocket>
#include <QtWebSockets/QWebSocketServer>

#include <algorithm>
#include <unistd.h>
#include <utility>

namespace arv::demo {

namespace {

std::unique_ptr<QSslConfiguration> tlsOf(const Certificate* certificate)
{
    if (!certificate)
        return nullptr;
    auto tls = std::make_unique<QSslConfiguration>(QSslConfiguration::defaultConfiguration());
    tls->setLocalCertificate(
        QSslCertificate(QByteArray::fromStdString(certificate->serverPem()), QSsl::Pem));
    tls->setPrivateKey(QSslKey(QByteArray::fromStdString(certificate->serverKeyPem()), QSsl::Ec));
    tls->setPeerVerifyMode(QSslSocket::VerifyNone); // clients have no certificates
    return tls;
}

// "…?api_token=TOKEN" with its escapes undone; empty: there is none.
std::string tokenOf(const std::string& target)
{
    const std::size_t mark = std::min(target.find('?'), target.size());
    const QByteArray query = QByteArray::fromStdString(target.substr(mark)).mid(1);
    for (const QByteArray& pair : query.split('&')) {
        if (pair.startsWith("api_token="))
            return QByteArray::fromPercentEncoding(pair.mid(10)).toStdString();
    }
    return {};
}

} // namespace

FeedHub::FeedHub(const FeedClient::Around& around, const Certificate* certificate)
    : m_around(around)
    , m_tls(tlsOf(certificate))
    , m_server(std::make_unique<QWebSocketServer>(QStringLiteral("demo"),
                                                  QWebSocketServer::NonSecureMode))
{
    m_server->setMaxPendingConnections(maxConnections);
    connect(m_server.get(), &QWebSocketServer::newConnection, this, [this] { welcome(); });
    m_gather.setSingleShot(true);
    m_gather.setInterval(gathering);
    connect(&m_gather, &QTimer::timeout, this, [this] { pumpAll(); });
}

FeedHub::~FeedHub()
{
    closeAll();
}

void FeedHub::accept(int descriptor)
{
    if (children().size() >= maxConnections) {
        ::close(descriptor);
        return;
    }
    auto* const door = new FeedDoor(
        descriptor, m_tls.get(), m_around.faults,
        [this](QSslSocket* socket, const std::string& target) { admit(socket, target); });
    door->setParent(this);
}

void FeedHub::admit(QSslSocket* socket, const std::string& target)
{
    const std::uint16_t port = socket->peerPort();
    m_arrivals[port] = {socket, target};
    connect(socket, &QObject::destroyed, this, [this, port, socket] {
        const auto found = m_arrivals.find(port);
        if (found != m_arrivals.end() && found->second.socket == socket)
            m_arrivals.erase(found);
    });
    socket->setParent(m_server.get());
    m_server->handleConnection(socket);
}

void FeedHub::welcome()
{
    while (QWebSocket* const socket = m_server->nextPendingConnection()) {
        const auto found = m_arrivals.find(socket->peerPort());
        if (found == m_arrivals.end()) {
            delete socket; // it is gone already
            continue;
        }
        const Arrival arrival = found->second;
        m_arrivals.erase(found);
        auto* const client =
            new FeedClient(m_around, socket, arrival.socket, tokenOf(arrival.target));
        client->setParent(this);
        m_clients.push_back(client);
        m_around.state.setConnections(m_clients.size());
        connect(socket, &QWebSocket::disconnected, this, [this, client] { forget(client); });
    }
}

void FeedHub::forget(FeedClient* client)
{
    const auto found = std::find(m_clients.begin(), m_clients.end(), client);
    if (found == m_clients.end())
        return;
    m_clients.erase(found);
    m_around.state.setConnections(m_clients.size());
    client->deleteLater();
}

void FeedHub::newEntries()
{
    if (!m_gather.isActive())
        m_gather.start();
}

void FeedHub::pumpAll()
{
    const std::vector<FeedClient*> clients = m_clients; // one that is closed leaves the list
    for (FeedClient* const client : clients)
        client->pump();
}

void FeedHub::closeAll()
{
    const std::vector<FeedClient*> clients = m_clients;
    for (FeedClient* const client : clients)
        client->close();
    const QObjectList doors = children();
    for (QObject* const door : doors) {
        if (dynamic_cast<FeedDoor*>(door))
            delete door;
    }
}

} // namespace arv::demo
