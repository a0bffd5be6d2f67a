// SPDX-License-Identifier: Apache-2.0
#include "mount/accountwords.h"

#include "base/visibletext.h"
#include "net/exchange.h"

#include <QRegularExpression>

namespace arv {

using State = AccountSnapshot::State;

namespace {

constexpr qsizetype longestDetail = 300; // characters
constexpr qsizetype longestName = 100;

} // namespace

// Without the path of the call and the host, which the sentence names already.
QString AccountWords::detail(const QString& host, const Error& error)
{
    static const QRegularExpression call(QStringLiteral("^(arvados|discovery)/v1/[^ ]*: "));
    auto text = error.text;
    text.remove(call);
    if (text.startsWith(host + QLatin1String(": ")))
        text.remove(0, host.size() + 2);
    return visibleText(text.remove(QLatin1String("no trusted TLS connection: ")), longestDetail);
}

QString AccountWords::shown(const QString& host)
{
    return visibleText(host, longestName);
}

QString AccountWords::nameOf(const QString& email, const QString& uuid)
{
    return visibleText(email.isEmpty() ? uuid : email, longestName);
}

AccountWords::Verdict AccountWords::misconfigured(const Error& error,
                                                  const Credentials& credentials)
{
    const auto& host = credentials.host;
    if (!isNotTrusted(error))
        return {State::Misconfigured,
                tr("%1 does not answer like an Arvados cluster (%2): check the address; it is "
                   "that of the API, not of Workbench")
                    .arg(shown(host), detail(host, error))};
    if (credentials.caFile.isEmpty())
        return {State::Misconfigured,
                tr("There is no trusted connection to %1 (%2): check the address, and give the "
                   "CA file if the cluster has a CA of its own")
                    .arg(shown(host), detail(host, error))};
    return {State::Misconfigured,
            tr("There is no trusted connection to %1 with the CA file %2 (%3): check the address, "
               "and ask the cluster's administrators for their CA file")
                .arg(shown(host), visibleText(credentials.caFile), detail(host, error))};
}

AccountWords::Verdict AccountWords::onCheck(const Error& error, const Credentials& credentials,
                                            bool knownHost)
{
    const auto& host = credentials.host;
    if (error.code == Errc::NotSignedIn)
        return {State::Refused, refused(host, error)};
    if (error.code == Errc::PermissionDenied && knownHost)
        return {State::Refused,
                tr("%1 does not tell whose this token is (%2): take one that is not restricted "
                   "to certain requests")
                    .arg(shown(host), detail(host, error))};
    if (error.code == Errc::Invalid && !knownHost)
        return {State::Misconfigured,
                tr("%1 cannot be asked: %2").arg(shown(host), detail(host, error))};
    if (isNotTrusted(error))
        return misconfigured(error, credentials);
    if (error.code == Errc::Unreachable || error.code == Errc::TimedOut)
        return {State::Offline,
                tr("%1 cannot be reached (%2): check the address and the network; it is asked "
                   "again by itself")
                    .arg(shown(host), detail(host, error))};
    if (error.code == Errc::ServerError || knownHost)
        return {State::Offline,
                tr("%1 is out of order (%2); it is asked again by itself")
                    .arg(shown(host), detail(host, error))};
    return misconfigured(error, credentials);
}

QString AccountWords::refused(const QString& host, const Error& error)
{
    return tr("%1 does not accept the token (%2): it has expired, was revoked or is not whole; "
              "get a new one in Workbench")
        .arg(shown(host), detail(host, error));
}

QString AccountWords::inactive(const QString& host, const User& user)
{
    return tr("The account of %1 on %2 is not active yet: finish its activation in Workbench")
        .arg(nameOf(user.email, user.uuid.text), shown(host));
}

QString AccountWords::otherUser(const AccountSpec& spec, const User& user)
{
    const auto other = nameOf(user.email, user.uuid.text);
    return tr("This token of %1 is that of %2, but the account is that of %3: use a token of %3, "
              "or add an account for %2")
        .arg(shown(spec.credentials.host), other, nameOf(spec.email, spec.userUuid));
}

QString AccountWords::onPage(const QString& host, const Error& error)
{
    switch (error.code) {
    case Errc::NotSignedIn:
        return refused(host, error);
    case Errc::NotFound:
        return tr("%1 has nothing of this UUID that you may see").arg(shown(host));
    case Errc::PermissionDenied:
        return tr("%1 does not let this token list projects (%2)")
            .arg(shown(host), detail(host, error));
    case Errc::Unreachable:
    case Errc::TimedOut:
        return tr("%1 cannot be reached (%2): check the network, then try again")
            .arg(shown(host), detail(host, error));
    default:
        return tr("%1 could not list this (%2): try again").arg(shown(host), detail(host, error));
    }
}

QString AccountWords::onBlocks(const QString& host, const Error& error)
{
    switch (error.code) {
    case Errc::NotSignedIn:
    case Errc::Unreachable:
    case Errc::TimedOut:
        return onPage(host, error);
    case Errc::NotFound:
        return tr("%1 has no such collection that you may see").arg(shown(host));
    case Errc::PermissionDenied:
        return tr("%1 does not let this token read the collection (%2)")
            .arg(shown(host), detail(host, error));
    default:
        return tr("%1 could not tell the blocks of the collection (%2)")
            .arg(shown(host), detail(host, error));
    }
}

QString AccountWords::noToken(const QString& host)
{
    return tr("There is no token for %1 yet").arg(shown(host));
}

QString AccountWords::notOpen()
{
    return tr("The account was changed meanwhile: try again");
}

QString AccountWords::tooMuchShared(qsizetype groups)
{
    return tr("More than %L1 projects are shared: too many to list").arg(groups);
}

} // namespace arv
