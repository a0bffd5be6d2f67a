// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/objectevent.h"

#include <QString>

#include <chrono>
#include <functional>
#include <memory>

namespace arv {

struct Credentials;

// The cluster's event feed over a websocket: subscribes, reconnects for ever with back-off, resumes
// where it was, and tells what may have been missed. Whatever happens to it is told to the listener
// and ends nothing. Lives in the thread of its mount; calls the listener from that thread's event
// loop, never from inside start() or stop().
class EventFeed
{
public:
    struct Listener
    {
        // Subscribed. missedNothing: all events since the last connection have come or will come;
        // else anything may have changed (the first connection, a long gap).
        std::function<void(bool missedNothing)> connected;
        std::function<void()> lost; // until connected() comes again, changes are not told
        std::function<void(const ObjectEvent&)> happened;
        // Numbers of this connection had a gap: anything may have changed.
        std::function<void()> missed;
    };
    // Lengths of time of the protocol; tests shorten them.
    struct Times
    {
        std::chrono::milliseconds firstWait{200}; // before connecting again, doubled each time
        std::chrono::milliseconds longestWait{60000}; // with random jitter on all
        std::chrono::milliseconds silence{
            150000}; // the server sends {} every 60 s: dead after this
        std::chrono::milliseconds connecting{30000}; // handshake and subscription together
        std::chrono::milliseconds resumable{600000}; // the server replays no events older than this
    };

    EventFeed(const Credentials& credentials, Listener listener);
    EventFeed(const Credentials& credentials, Listener listener, Times times);
    ~EventFeed();
    EventFeed(const EventFeed&) = delete;
    EventFeed& operator=(const EventFeed&) = delete;

    // url: the discovery document's websocketUrl, without the token. Empty or no ws(s) URL: there
    // is no feed on this cluster, nothing happens. Nor with ws, which would show the token to
    // everybody on the way, unless the account is an insecure one; the log says so.
    void start(const QString& url);
    void stop(); // lost() is not called
    // The old connection would go on without a word: it is made anew, and resumes.
    void setToken(const QString& token);
    // The network changed, or the machine woke up: try now instead of at the end of the wait.
    void tryNow();

    [[nodiscard]] bool isStarted() const; // and neither stopped nor without a URL
    [[nodiscard]] bool isConnected() const;

private:
    class Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace arv
