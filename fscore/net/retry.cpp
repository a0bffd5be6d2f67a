// SPDX-License-Identifier: Apache-2.0
#include "net/retry.h"

#include <QLocale>
#include <QRandomGenerator>

namespace arv {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds longestRetryAfter{60000};

milliseconds scaled(const RetryPolicy& policy, double seconds)
{
    const auto unit = static_cast<double>(policy.second.count());
    return milliseconds(static_cast<milliseconds::rep>(unit * seconds));
}

// Controller texts for an API server that is down behind it, not for a request that is wrong.
bool isAboutTheServerBehind(const QByteArray& body)
{
    const auto head = body.left(65536);
    return head.contains("giving up after") || head.contains("connection refused")
        || head.contains("EOF");
}

Verdict verdictOnStatus(const HttpReply& reply)
{
    switch (reply.status) {
    case 408:
    case 409:
    case 423:
    case 429:
    case 502:
    case 503:
    case 504:
        return Verdict::Again;
    case 500:
        return isAboutTheServerBehind(reply.body) ? Verdict::Again : Verdict::Twice;
    default:
        return Verdict::Final;
    }
}

milliseconds bounded(qint64 ms)
{
    return milliseconds(std::clamp<qint64>(ms, 0, longestRetryAfter.count()));
}

} // namespace

Verdict verdictOn(const Result<HttpReply>& reply)
{
    if (reply)
        return verdictOnStatus(*reply);
    const auto code = reply.error().code;
    return code == Errc::Unreachable || code == Errc::TimedOut ? Verdict::Again : Verdict::Final;
}

std::optional<milliseconds> retryAfter(QByteArrayView value, const QDateTime& now)
{
    const auto text = value.trimmed().toByteArray();
    bool isNumber = false;
    const auto seconds = text.toUInt(&isNumber);
    if (isNumber)
        return bounded(qint64{seconds} * 1000);
    auto date = QLocale::c().toDateTime(QString::fromLatin1(text),
                                        QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    if (!date.isValid())
        return std::nullopt;
    date.setTimeSpec(Qt::UTC);
    return bounded(now.msecsTo(date));
}

milliseconds apiWait(const RetryPolicy& policy, int retry, double fraction)
{
    const double longest = retry < 5 ? 1 << std::max(retry, 0) : 30;
    return scaled(policy, longest * fraction);
}

milliseconds keepWait(const RetryPolicy& policy, int retry, double fraction)
{
    const double nominal = retry < 7 ? 0.5 * (1 << std::max(retry - 1, 0)) : 30;
    return scaled(policy, nominal * (0.75 + fraction / 2));
}

bool RetryRun::isOver(Verdict verdict) const
{
    return verdict == Verdict::Final || m_tries >= m_policy.tries
        || (verdict == Verdict::Twice && m_tries > 2);
}

std::optional<milliseconds> RetryRun::waitAfter(const Result<HttpReply>& reply)
{
    ++m_tries;
    if (isOver(verdictOn(reply)))
        return std::nullopt;
    auto wait = apiWait(m_policy, m_tries, QRandomGenerator::global()->generateDouble());
    if (reply && (reply->status == 429 || reply->status == 503))
        wait = retryAfter(reply->headers.value("retry-after"), QDateTime::currentDateTimeUtc())
                   .value_or(wait);
    if (std::chrono::steady_clock::now() - m_begun + wait > m_policy.total)
        return std::nullopt;
    return wait;
}

} // namespace arv
