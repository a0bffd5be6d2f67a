// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/eventlog.h"
#include "demo/feedsettings.h"
#include "demo/subscription.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

class QSslSocket;
class QWebSocket;

namespace arv::demo {

class Faults;
class FeedState;
class Store;

// One client of the event feed, from its handshake on: its subscriptions, and how far in the log it
// has been told. Events are not queued for it: it reads the log as fast as the client takes them.
// On the event server's thread; store, faults and state must outlive it.
class FeedClient : public QObject
{
public:
    static constexpr const char* serverName = "ws"; // what faults match
    static constexpr std::size_t maxSubscriptions = 64;

    struct Around
    {
        Store& store;
        FeedSettings settings;
        FeedState& state;
        Faults* faults; // may be null
    };

    // Takes over the websocket; wire is the connection below it.
    FeedClient(const Around& around, QWebSocket* socket, QSslSocket* wire, std::string token);

    void pump(); // says what there is to say, as long as the client takes it
    void close(); // now, without a word

private:
    void hear(const std::string& frame);
    [[nodiscard]] bool obey(const std::string& frame);
    [[nodiscard]] bool subscribe(const nlohmann::json& message);
    [[nodiscard]] bool unsubscribe(const nlohmann::json& message);
    void replay(const Subscription& subscription);
    void sendWhatFits();

    [[nodiscard]] EventPtr next();
    [[nodiscard]] bool isWanted(const Event& event) const;
    [[nodiscard]] std::int64_t pendingBytes() const;
    [[nodiscard]] bool isFull() const { return pendingBytes() >= m_around.settings.pendingBytes; }
    [[nodiscard]] bool isFarBehind() const;

    // What leaves, with what is to go wrong with it; kind: EVENT, REPLY or KEEPALIVE.
    void say(const char* kind, const std::string& text);
    void write(const std::string& text);

    Around m_around;
    QWebSocket* const m_socket;
    const QPointer<QSslSocket> m_wire;
    const std::string m_token;
    std::vector<Subscription> m_subscriptions;
    std::int64_t m_told = 0; // number of the last entry of the log that was looked at
    std::int64_t m_messages = 0; // events sent
    std::deque<EventPtr> m_replay; // before the log goes on
    std::deque<EventPtr> m_ahead; // read from the log, not looked at
    std::string m_held; // goes out behind the next event
    bool m_silent = false;
    bool m_pumping = false; // writing may tell at once that bytes were taken
    QTimer m_keepAlive;
    QTimer m_slow; // runs while the client takes nothing
};

} // namespace arv::demo
