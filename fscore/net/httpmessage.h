// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <utility>

namespace arv {

// Names and values in the order in which they are sent, not yet encoded.
using ParameterList = QList<std::pair<QString, QString>>;

// name=value&..., every value percent-encoded by itself: QUrlQuery would leave "+", which servers
// read as a blank. For the query of a URL and for a form body alike. Pure.
[[nodiscard]] QByteArray encodedParameters(const ParameterList& parameters);

// req- and 20 random characters of 0-9a-z: how a request is called in the server's logs.
[[nodiscard]] QByteArray newRequestId();

// What one exchange may cost before it is ended with an error. 0: no such bound.
struct HttpLimits
{
    qint64 maxBody = 64 << 20; // bytes, after decompression
    std::chrono::milliseconds connect{20000}; // until the request has gone out
    std::chrono::milliseconds silence{60000}; // without a byte in either direction
    std::chrono::milliseconds total{300000};
    std::chrono::milliseconds rateWindow{0}; // over which the rate is looked at
    qint64 minimumRate = 32768; // bytes per second, over each rateWindow
};

// Takes the body of an answer 200 as it arrives, in place of HttpReply::body: for long ones that
// are to lie somewhere. Called in the thread of the client.
class BodySink
{
public:
    BodySink() = default;
    virtual ~BodySink() = default;
    BodySink(const BodySink&) = delete;
    BodySink& operator=(const BodySink&) = delete;

    // Where the next bytes go; empty: no more find room, which ends the exchange with TooLarge.
    [[nodiscard]] virtual std::span<char> room() = 0;
    virtual void took(std::size_t bytes) = 0;

    // How many of the bytes that are there may be taken now. 0: later, which again() tells, once.
    [[nodiscard]] virtual bool isThrottled() const { return false; }
    [[nodiscard]] virtual std::size_t mayTake(std::size_t bytes, std::function<void()> /*again*/)
    {
        return bytes;
    }
};

// One request as a value. Not for logs: the query may hold names.
struct HttpRequest
{
    QByteArray method = "GET";
    QString target; // path below https://HOST/, or a whole URL; already percent-encoded
    ParameterList query;
    QByteArray body;
    QByteArray contentType;
    QList<std::pair<QByteArray, QByteArray>> headers; // beyond what the client adds
    QByteArray requestId; // empty: a new one; callers that retry set it once
    HttpLimits limits;
    bool authorised = true; // send the token
    std::shared_ptr<BodySink> sink; // none: the body is kept in the reply
};

// What came back, whatever its status.
struct HttpReply
{
    int status = 0;
    QHash<QByteArray, QByteArray> headers; // names in lower case
    QByteArray body;
    qint64 sunk = 0; // bytes that the request's sink has taken
};

} // namespace arv
