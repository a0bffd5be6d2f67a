// SPDX-License-Identifier: Apache-2.0
#include "api/apierror.h"

#include "base/log.h"
#include "base/visibletext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace arv {

namespace {

constexpr qsizetype longestText = 300; // characters
constexpr qsizetype longestErrorBody = 1 << 20; // bytes; longer ones are no API error

// //railsapi.internal/PATH: 422 Unprocessable Content: REASON (req-...)
QString withoutWrapping(QString text)
{
    static const QRegularExpression front(QStringLiteral("^//\\S*: \\d{3} [^:]{0,100}: "));
    // GET //railsapi.internal/PATH giving up after 1 attempt(s): Get "//railsapi...": REASON
    static const QRegularExpression inner(QStringLiteral(
        "\\b[A-Za-z]{1,10} \"?//\\S{1,500}( giving up after \\d+ attempt\\(s\\):)? "));
    static const QRegularExpression id(QStringLiteral(" \\(req-[0-9a-z]{1,40}\\)$"));
    return text.remove(front).remove(inner).remove(id);
}

bool isAboutATakenName(const QByteArray& body)
{
    return body.contains("RecordNotUnique") || body.contains("_on_owner_uuid_and_name");
}

Errc codeFor(const HttpReply& reply)
{
    switch (reply.status) {
    case 401:
        return Errc::NotSignedIn;
    case 403:
        return Errc::PermissionDenied;
    case 404:
        return Errc::NotFound;
    case 413:
        return Errc::TooLarge;
    case 422:
        return isAboutATakenName(reply.body) ? Errc::NameTaken : Errc::Invalid;
    case 408:
    case 409:
    case 423:
    case 429:
        return Errc::ServerError;
    default:
        if (reply.status >= 500)
            return Errc::ServerError;
        return reply.status >= 400 ? Errc::Invalid : Errc::BadReply;
    }
}

} // namespace

QString reasonIn(const QByteArray& body)
{
    if (body.size() > longestErrorBody)
        return {};
    QStringList reasons;
    const auto errors = QJsonDocument::fromJson(body).object().value(QLatin1String("errors"));
    for (const auto& text : errors.toArray()) {
        if (text.isString())
            reasons.append(withoutWrapping(text.toString()));
    }
    return reasons.join(QStringLiteral("; "));
}

bool isCutOff(const HttpReply& reply)
{
    if (reply.status != 200 || reply.headers.contains("content-length"))
        return false;
    const QByteArrayView body = QByteArrayView(reply.body).trimmed();
    return body.isEmpty() || (body.front() == '{' && body.back() != '}');
}

Error apiError(const QString& call, const HttpReply& reply)
{
    auto text = QStringLiteral("%1: %2").arg(call).arg(reply.status);
    const auto reason = reasonIn(reply.body);
    if (!reason.isEmpty())
        text += QStringLiteral(" ") + reason;
    return Error{codeFor(reply), visibleText(redact(text), longestText)};
}

} // namespace arv
