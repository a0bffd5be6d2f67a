// SPDX-License-Identifier: Apache-2.0
#include "demo/feeddoor.h"

#include "demo/feedclient.h"
#ifdef ARV_DEMO_FAULTS
#include "demo/faults.h"
#endif

#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QSslSocket>

#include <unistd.h>
#include <utility>

namespace arv::demo {

FeedDoor::FeedDoor(int descriptor, const QSslConfiguration* tls, Faults* faults, Opened opened)
    : m_socket(new QSslSocket(this))
    , m_faults(faults)
    , m_opened(std::move(opened))
{
    connect(m_socket, &QSslSocket::disconnected, this, [this] { end(); });
    connect(m_socket, &QSslSocket::readyRead, this, [this] { look(); });
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] { end(); });
    m_patience.start(patience);
    if (!m_socket->setSocketDescriptor(descriptor)) {
        ::close(descriptor);
        m_patience.start(0);
        return;
    }
    if (!tls)
        return;
    m_socket->setSslConfiguration(*tls);
    m_socket->startServerEncryption();
}

FeedDoor::~FeedDoor() = default;

void FeedDoor::look()
{
    if (m_decided)
        return;
    const QByteArray head = m_socket->peek(maxHead);
    const auto end = head.indexOf("\r\n\r\n");
    if (end < 0) {
        if (head.size() >= maxHead)
            refuse(431, {});
        return;
    }
    m_decided = true;
    m_patience.stop();
    const QList<QByteArray> words = head.left(head.indexOf("\r\n")).split(' ');
    if (words.size() == 3)
        decide(words[0].toStdString(), words[1].toStdString());
    else
        refuse(400, {});
}

#ifdef ARV_DEMO_FAULTS
void FeedDoor::decide(const std::string& method, const std::string& target)
{
    Faults::Effect effect;
    if (m_faults)
        effect = m_faults->take(FeedClient::serverName, method, target);
    if (!effect.fault) {
        QTimer::singleShot(effect.latency, this, [this, target] { admit(target); });
        return;
    }
    const Fault& fault = *effect.fault;
    if (fault.kind == Fault::Kind::Silence)
        return; // until the client goes
    if (fault.kind == Fault::Kind::Drop)
        end();
    else
        refuse(fault.kind == Fault::Kind::Status ? fault.status : 502, fault.body);
}
#else
void FeedDoor::decide(const std::string&, const std::string& target)
{
    admit(target);
}
#endif

void FeedDoor::admit(const std::string& target)
{
    if (!m_opened)
        return; // the client went while it was kept waiting
    if (target.substr(0, target.find('?')) != "/websocket") {
        refuse(404, "404 page not found\n");
        return;
    }
    m_socket->disconnect(this);
    m_socket->setParent(nullptr);
    const auto opened = std::exchange(m_opened, nullptr);
    opened(std::exchange(m_socket, nullptr), target);
    deleteLater();
}

void FeedDoor::refuse(int status, const std::string& body)
{
    m_decided = true;
    const std::string head = "HTTP/1.1 " + std::to_string(status)
        + " Refused\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
        + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n";
    m_socket->write(QByteArray::fromStdString(head + body));
    m_patience.start(patience); // for a client that does not go
    m_socket->disconnectFromHost();
}

void FeedDoor::end()
{
    m_decided = true;
    m_opened = nullptr;
    m_socket->disconnect(this);
    m_socket->abort();
    deleteLater();
}

} // namespace arv::demo
