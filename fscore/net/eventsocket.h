// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "net/credentials.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>

namespace arv {

// One websocket of an account, opened as often as needed: TLS and proxy as the account wants them,
// the token in the URL and never in an error or a log, frames of a bounded size. Lives in a thread
// with an event loop, and calls the listener from there, never from inside its own functions. Must
// not be destroyed inside a call of the listener, but may be opened and closed there.
class EventSocket
{
public:
    struct Listener
    {
        std::function<void()> opened;
        std::function<void(const QString& text)> received; // one text frame
        // Once per open(), and not after close(). Unreachable: no connection, or no more. TooLarge,
        // BadReply: an open connection on which came what nobody sends.
        std::function<void(const Error& why)> ended;
    };
    static constexpr quint64 largestMessage = 1 << 20; // bytes; an event has a few hundred

    EventSocket(const Credentials& credentials, Listener listener);
    ~EventSocket();
    EventSocket(const EventSocket&) = delete;
    EventSocket& operator=(const EventSocket&) = delete;

    // Whether this is the URL of a websocket, without a user's name or password in it. Pure.
    [[nodiscard]] static bool isAddress(const QString& url);
    // Whether what is said there, the token first of all, can be read on the way. Pure.
    [[nodiscard]] static bool isInTheClear(const QString& url);

    // Closes what is open, and connects: without end, if the server is silent. The token goes into
    // the query as api_token.
    void open(const QString& url, const QString& token);
    // " (on the way through the proxy HOST:PORT)" for what is said of the connection; empty:
    // straight.
    [[nodiscard]] QString onTheWay() const;
    void send(const QString& text); // one text frame; nothing if it is not open
    void close(); // without a word to the listener

private:
    class Connection;
    class Way;

    Listener m_listener;
    QObject m_home; // receives what is told from the event loop
    std::unique_ptr<Way> m_way;
    std::unique_ptr<Connection> m_connection;
};

} // namespace arv
