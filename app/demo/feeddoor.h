// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QTimer>

#include <functional>
#include <string>

class QSslConfiguration;
class QSslSocket;

namespace arv::demo {

class Faults;

// A connection to the event feed until its handshake is to be answered: TLS, then the head of the
// request. Who asks for another path is refused, who dawdles is sent away. On the event server's
// thread.
class FeedDoor : public QObject
{
public:
    static constexpr int patience = 10000; // ms until the whole head must be here
    static constexpr qsizetype maxHead = 16384; // bytes

    // Gives the connection away, with the head of the request unread in it.
    using Opened = std::function<void(QSslSocket* socket, const std::string& target)>;

    // Owns the descriptor. tls: null for none. faults may be null.
    FeedDoor(int descriptor, const QSslConfiguration* tls, Faults* faults, Opened opened);
    ~FeedDoor() override;

private:
    void look();
    void decide(const std::string& method, const std::string& target);
    void admit(const std::string& target);
    void refuse(int status, const std::string& body);
    void end(); // without a word

    QSslSocket* m_socket; // ours until it is given away
    Faults* const m_faults;
    Opened m_opened;
    bool m_decided = false;
    QTimer m_patience;
};

} // namespace arv::demo
