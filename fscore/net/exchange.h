// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/pending.h"
#include "net/httpmessage.h"

#include <QObject>
#include <QPointer>
#include <QString>

class QNetworkReply;
class QTimer;

namespace arv {

// One HTTP exchange: owns the reply and finishes exactly once, from the event loop, whatever the
// server does; aborts when destroyed. Any status is a result; an Error means that there was no
// whole answer: Unreachable, TimedOut, TooLarge, BadReply, Cancelled. Lives in the thread of its
// reply. One gap: Qt 6.4 does not always notice that a body without a length (in chunks, or up to
// the closing) has broken off; callers look whether what they parse is whole.
class Exchange
{
public:
    // sink: may be none. proxy: host:port of the proxy on the way, for error texts; empty: none.
    Exchange(QNetworkReply* reply, HttpLimits limits, const CancelToken& token,
             std::shared_ptr<BodySink> sink = nullptr, QString proxy = {});
    ~Exchange();
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    [[nodiscard]] Pending<HttpReply> finished() const { return m_promise.pending(); }
    // The request has left us: from here on the server may have acted on it.
    [[nodiscard]] bool wasSent() const { return m_sent; }

private:
    void listen();
    void startTimers();
    void after(std::chrono::milliseconds time, const QString& complaint);
    void watchRate();
    void takeHead();
    void takeBytes();
    void sinkBytes(qint64 arrived);
    [[nodiscard]] qint64 throttled(qint64 wanted);
    [[nodiscard]] qint64 received() const { return m_sunk + m_body.size(); } // bytes
    void conclude();
    void fail(Errc code, const QString& complaint);
    [[nodiscard]] QString aboutTheWay(const QString& complaint) const;
    void failWithReplysError();
    [[nodiscard]] bool isShort() const;
    [[nodiscard]] HttpReply result();

    QPointer<QNetworkReply> m_reply;
    HttpLimits m_limits;
    Promise<HttpReply> m_promise;
    QString m_host; // for error texts
    QString m_proxy; // the same; empty: there is none
    QString m_tlsComplaint;
    std::shared_ptr<BodySink> m_sink; // none, or not for this status
    QByteArray m_body;
    qint64 m_sunk = 0; // bytes that went to the sink
    qint64 m_promised = -1; // Content-Length, -1 if the server did not say
    qint64 m_atLastLook = 0; // bytes at the last look at the rate
    bool m_sent = false;
    bool m_isHeld = false; // bytes are here that may be taken later
    bool m_isOver = false; // the reply has finished
    QObject m_guard; // its death ends every connection and timer
};

// The server closed in the middle of a body: how a keepstore that finds its copy damaged ends.
[[nodiscard]] bool brokeOff(const Error& error);

// TLS did not come about: a certificate that is not trusted or of another host, or no TLS at all.
[[nodiscard]] bool isNotTrusted(const Error& error);

} // namespace arv
