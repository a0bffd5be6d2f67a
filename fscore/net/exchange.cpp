// SPDX-License-Identifier: Apache-2.0
#include "net/exchange.h"

#include "base/log.h"

#include <QNetworkReply>
#include <QSslError>
#include <QTimer>

namespace arv {

namespace {

const QLatin1String brokenOffMark("the answer broke off after ");
const QLatin1String notTrustedMark("no trusted TLS connection: ");

constexpr qint64 sinkBuffer = 4 << 20; // bytes that wait in Qt: what arrives is taken at once
constexpr qint64 throttledBuffer = 256 << 10; // bytes that wait in Qt; the others at the server

int statusOf(const QNetworkReply& reply)
{
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

// Qt calls statuses from 400 errors as well: with these the answer has come.
bool isAboutStatus(QNetworkReply::NetworkError error)
{
    return error == QNetworkReply::NoError
        || error == QNetworkReply::ProtocolInvalidOperationError // 400
        || (error > QNetworkReply::UnknownProxyError && error <= QNetworkReply::UnknownContentError)
        || (error >= QNetworkReply::InternalServerError
            && error <= QNetworkReply::UnknownServerError);
}

struct Complaint
{
    Errc code;
    QString text;
};

Complaint complaintAbout(QNetworkReply::NetworkError error, const QString& qtsWords)
{
    switch (error) {
    case QNetworkReply::HostNotFoundError:
        return {Errc::Unreachable, QStringLiteral("there is no host of this name")};
    case QNetworkReply::ConnectionRefusedError:
        return {Errc::Unreachable, QStringLiteral("the connection was refused")};
    case QNetworkReply::RemoteHostClosedError:
        return {Errc::Unreachable, QStringLiteral("the connection was closed without an answer")};
    case QNetworkReply::OperationCanceledError: // only Qt's transfer timeout cancels while we wait
    case QNetworkReply::TimeoutError:
        return {Errc::TimedOut, QStringLiteral("silence for too long")};
    case QNetworkReply::SslHandshakeFailedError:
        return {Errc::Unreachable, notTrustedMark + qtsWords};
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::UnknownContentError:
        return {Errc::BadReply, QStringLiteral("not an HTTP answer: ") + qtsWords};
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return {Errc::Unreachable,
                QStringLiteral("the proxy wants a user name and a password, or others than these")};
    default:
        return {Errc::Unreachable, qtsWords};
    }
}

} // namespace

bool brokeOff(const Error& error)
{
    return error.code == Errc::Unreachable && error.text.contains(brokenOffMark);
}

bool isNotTrusted(const Error& error)
{
    return error.code == Errc::Unreachable && error.text.contains(notTrustedMark);
}

Exchange::Exchange(QNetworkReply* reply, HttpLimits limits, const CancelToken& token,
                   std::shared_ptr<BodySink> sink, QString proxy)
    : m_reply(reply)
    , m_limits(limits)
    , m_promise(token)
    , m_host(reply->url().authority())
    , m_proxy(std::move(proxy))
    , m_sink(std::move(sink))
{
    if (m_sink)
        reply->setReadBufferSize(sinkBuffer);
    listen();
    startTimers();
}

Exchange::~Exchange()
{
    if (!m_reply)
        return;
    m_reply->disconnect(&m_guard);
    m_reply->abort();
    m_reply->deleteLater();
}

void Exchange::listen()
{
    QNetworkReply* reply = m_reply;
    QObject::connect(reply, &QNetworkReply::sslErrors, &m_guard, [this](const auto& errors) {
        if (!errors.isEmpty())
            m_tlsComplaint = errors.first().errorString();
    });
    QObject::connect(reply, &QNetworkReply::requestSent, &m_guard, [this] { m_sent = true; });
    QObject::connect(reply, &QNetworkReply::metaDataChanged, &m_guard, [this] { takeHead(); });
    QObject::connect(reply, &QNetworkReply::readyRead, &m_guard, [this] { takeBytes(); });
    // Queued, so that nobody is resumed inside a signal of the reply that he may destroy.
    QObject::connect(
        reply, &QNetworkReply::finished, &m_guard, [this] { conclude(); }, Qt::QueuedConnection);
    QObject::connect(reply, &QObject::destroyed, &m_guard,
                     [this] { fail(Errc::ShuttingDown, QStringLiteral("the client has ended")); });
}

void Exchange::startTimers()
{
    if (m_limits.total.count() > 0)
        after(m_limits.total, QStringLiteral("no whole answer in %1 ms"));
    if (m_limits.connect.count() > 0)
        QTimer::singleShot(m_limits.connect, &m_guard, [this] {
            if (!m_sent && m_promised < 0 && received() == 0)
                fail(Errc::TimedOut,
                     QStringLiteral("no connection in %1 ms").arg(m_limits.connect.count()));
        });
    if (m_limits.rateWindow.count() > 0)
        watchRate();
}

void Exchange::after(std::chrono::milliseconds time, const QString& complaint)
{
    QTimer::singleShot(time, &m_guard, [this, time, complaint] {
        fail(Errc::TimedOut, complaint.arg(time.count()));
    });
}

void Exchange::watchRate()
{
    auto* timer = new QTimer(&m_guard);
    QObject::connect(timer, &QTimer::timeout, &m_guard, [this] {
        const auto grown = received() - std::exchange(m_atLastLook, received());
        if (grown * 1000 < m_limits.minimumRate * m_limits.rateWindow.count())
            fail(Errc::TimedOut,
                 QStringLiteral("only %1 bytes in %2 ms")
                     .arg(grown)
                     .arg(m_limits.rateWindow.count()));
    });
    timer->start(m_limits.rateWindow);
}

void Exchange::takeHead()
{
    if (statusOf(*m_reply) != 200)
        m_sink.reset();
    // What Content-Length says of a compressed body is not what arrives here; Qt checks that
    // itself.
    if (!m_reply->hasRawHeader("Content-Length") || m_reply->hasRawHeader("Content-Encoding"))
        return;
    m_promised = m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong();
    if (m_reply->operation() == QNetworkAccessManager::HeadOperation)
        m_promised = 0;
    if (m_promised > m_limits.maxBody)
        return fail(Errc::TooLarge,
                    QStringLiteral("the answer has %1 bytes, more than the %2 allowed")
                        .arg(m_promised)
                        .arg(m_limits.maxBody));
    if (!m_sink)
        m_body.reserve(m_promised);
}

void Exchange::takeBytes()
{
    const auto here = m_body.size();
    const auto arrived = m_reply->bytesAvailable();
    if (m_promise.isFinished() || arrived <= 0)
        return;
    if (m_sink)
        return sinkBytes(arrived);
    if (here + arrived > m_limits.maxBody)
        return fail(
            Errc::TooLarge,
            QStringLiteral("the answer has more than the %1 bytes allowed").arg(m_limits.maxBody));
    m_body.resize(here + arrived);
    m_body.resize(here + std::max<qint64>(0, m_reply->read(m_body.data() + here, arrived)));
}

void Exchange::sinkBytes(qint64 arrived)
{
    while (arrived > 0) {
        const auto room = m_sink->room();
        if (room.empty())
            return fail(Errc::TooLarge,
                        QStringLiteral("the answer has more than %1 bytes").arg(m_sunk));
        const auto wanted = throttled(std::min(arrived, static_cast<qint64>(room.size())));
        if (wanted == 0)
            return;
        const auto got = m_reply->read(room.data(), wanted);
        if (got <= 0)
            return;
        m_sunk += got;
        arrived -= got;
        m_sink->took(static_cast<std::size_t>(got));
    }
}

qint64 Exchange::throttled(qint64 wanted)
{
    if (!m_sink->isThrottled())
        return wanted;
    m_reply->setReadBufferSize(throttledBuffer);
    const auto again = [this, guard = QPointer<QObject>(&m_guard)] {
        if (!guard)
            return;
        m_isHeld = false;
        if (m_isOver)
            conclude();
        else
            takeBytes();
    };
    const auto allowed = m_sink->mayTake(static_cast<std::size_t>(wanted), again);
    m_isHeld = allowed == 0;
    return static_cast<qint64>(allowed);
}

void Exchange::conclude()
{
    if (!m_reply)
        return;
    m_isOver = true;
    takeBytes();
    if (m_promise.isFinished() || m_isHeld)
        return;
    if (statusOf(*m_reply) == 0 || !isAboutStatus(m_reply->error()) || isShort())
        return failWithReplysError();
    m_promise.finish(result());
}

bool Exchange::isShort() const
{
    return m_promised > received();
}

void Exchange::failWithReplysError()
{
    const bool isBroken = m_reply->error() == QNetworkReply::RemoteHostClosedError || isShort();
    if (statusOf(*m_reply) != 0 && isBroken
        && m_reply->error() != QNetworkReply::OperationCanceledError)
        return fail(Errc::Unreachable,
                    brokenOffMark
                        + QStringLiteral("%1 of %2 bytes")
                              .arg(received())
                              .arg(m_promised < 0 ? QStringLiteral("unknown many")
                                                  : QString::number(m_promised)));
    const auto words = m_tlsComplaint.isEmpty() ? m_reply->errorString() : m_tlsComplaint;
    const auto complaint = complaintAbout(m_reply->error(), words);
    fail(complaint.code, complaint.text);
}

void Exchange::fail(Errc code, const QString& complaint)
{
    const auto text = m_host + QStringLiteral(": ") + aboutTheWay(complaint);
    m_promise.finish(Error{code, redact(text)});
}

// As long as nothing has been sent it may be the proxy's fault, and it must be named.
QString Exchange::aboutTheWay(const QString& complaint) const
{
    if (m_proxy.isEmpty() || m_sent)
        return complaint;
    return complaint + QStringLiteral(" (on the way through the proxy %1)").arg(m_proxy);
}

HttpReply Exchange::result()
{
    HttpReply whole;
    whole.status = statusOf(*m_reply);
    for (const auto& [name, value] : m_reply->rawHeaderPairs())
        whole.headers.insert(name.toLower(), value);
    whole.body = std::move(m_body);
    whole.sunk = m_sunk;
    return whole;
}

} // namespace arv
