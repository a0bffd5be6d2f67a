// SPDX-License-Identifier: Apache-2.0
#include "accounttext.h"

#include "formatting.h"

#include <QCoreApplication>

namespace arv {

namespace {

constexpr qsizetype longestPart = 260; // of a sentence; a host name fits
constexpr qsizetype longestPerson = 100;

class Words
{
    Q_DECLARE_TR_FUNCTIONS(AccountText)

public:
    static QString refused()
    {
        return tr("The cluster does not take this token. It may have expired, been revoked, or "
                  "belong to another cluster: copy a new one from Workbench.");
    }
    static QString inactive()
    {
        return tr("The token is right, but this user is not active yet. Open Workbench, finish the "
                  "activation there (or ask the cluster's administrator), then check again.");
    }
    static QString offline(const QString& host)
    {
        return tr("There is no answer from %1. Check the host name and the network connection, "
                  "then try again.")
            .arg(host);
    }
    static QString misconfigured(const QString& host)
    {
        return tr("%1 cannot be used like this. Check the host name, and under Advanced whether "
                  "the cluster needs a CA file of its own.")
            .arg(host);
    }
    static QString noToken() { return tr("No token has been given yet."); }
    static QString checking(const QString& host) { return tr("Asking %1 …").arg(host); }
    static QString server(const QString& error) { return tr("Details: %1").arg(error); }
    static QString signedIn(const QString& who) { return tr("Signed in as %1.").arg(who); }
    static QString on(const QString& user, const QString& cluster)
    {
        return tr("%1 on %2", "user on cluster").arg(user, cluster);
    }
    static QString someone() { return tr("an unknown user"); }
    static QString forEver() { return tr("The token has no end date."); }
    static QString ended(const QString& when) { return tr("The token ended on %1.").arg(when); }
    static QString ends(const QString& when, const QString& distance)
    {
        return tr("The token ends on %1 (%2).").arg(when, distance);
    }

    static QString keychain(TokenSnapshot::State state)
    {
        switch (state) {
        case TokenSnapshot::State::Missing:
            return tr("The keychain holds no token for this account.");
        case TokenSnapshot::State::Waiting:
            return tr("Waiting for the keychain. It may be asking for your password: look for "
                      "its window.");
        case TokenSnapshot::State::InKeychain:
            return tr("The token is in the keychain.");
        case TokenSnapshot::State::SessionOnly:
            return tr("The token is kept in memory until the program ends.");
        case TokenSnapshot::State::Locked:
            return tr("The keychain is locked.");
        case TokenSnapshot::State::NoService:
            return tr("No keychain runs in this session.");
        case TokenSnapshot::State::Failed:
            return tr("The keychain did not take part.");
        }
        return {};
    }
    static QString advice(TokenSnapshot::State state)
    {
        switch (state) {
        case TokenSnapshot::State::Locked:
            return tr("Try again and unlock it, or keep the token for this session only: it is "
                      "then asked for again after the next start.");
        case TokenSnapshot::State::NoService:
            return tr("Keep the token for this session only, or install a keychain: on Debian and "
                      "Ubuntu with “sudo apt install gnome-keyring” (KDE: kwalletmanager), then "
                      "sign in to the desktop again and try again.");
        case TokenSnapshot::State::Failed:
            return tr("Try again, or keep the token for this session only.");
        case TokenSnapshot::State::Missing:
            return tr("Enter a new token.");
        case TokenSnapshot::State::Waiting:
        case TokenSnapshot::State::InKeychain:
        case TokenSnapshot::State::SessionOnly:
            break;
        }
        return {};
    }
};

QString withDetails(const QString& sentence, const QString& error)
{
    if (error.isEmpty())
        return sentence;
    return sentence + u'\n' + Words::server(visibleText(error, 300));
}

} // namespace

QString outcomeText(const AccountSnapshot& outcome, const QString& host)
{
    const auto shownHost = visibleText(host, longestPart);
    switch (outcome.state) {
    case AccountSnapshot::State::NoToken:
        return withDetails(Words::noToken(), outcome.error);
    case AccountSnapshot::State::Checking:
        return Words::checking(shownHost);
    case AccountSnapshot::State::SignedIn:
        return Words::signedIn(whoText(outcome));
    case AccountSnapshot::State::Refused:
        return withDetails(Words::refused(), outcome.error);
    case AccountSnapshot::State::Inactive:
        return withDetails(Words::inactive(), outcome.error);
    case AccountSnapshot::State::Offline:
        return withDetails(Words::offline(shownHost), outcome.error);
    case AccountSnapshot::State::Misconfigured:
        return withDetails(Words::misconfigured(shownHost), outcome.error);
    }
    return {};
}

QString whoText(const AccountSnapshot& account)
{
    const auto name = visibleText(account.fullName.simplified(), longestPerson);
    const auto email = visibleText(account.email, longestPerson);
    auto who = name.isEmpty() ? email : name;
    if (!name.isEmpty() && !email.isEmpty())
        who += QStringLiteral(" (%1)").arg(email);
    if (who.isEmpty())
        who = visibleText(account.userUuid, longestPart);
    if (who.isEmpty())
        who = Words::someone();
    return account.clusterId.isEmpty()
        ? who
        : Words::on(who, visibleText(account.clusterId, longestPart));
}

QString expiryText(const AccountSnapshot& account, const QDateTime& now)
{
    if (account.state != AccountSnapshot::State::SignedIn && !account.tokenExpires)
        return {};
    if (!account.tokenExpires || !account.tokenExpires->isValid())
        return Words::forEver();
    const auto when = timeText(*account.tokenExpires);
    return *account.tokenExpires <= now
        ? Words::ended(when)
        : Words::ends(when, distanceText(*account.tokenExpires, now));
}

bool endsSoon(const AccountSnapshot& account, const QDateTime& now)
{
    return account.tokenExpires && account.tokenExpires->isValid()
        && *account.tokenExpires < now.addDays(7);
}

QString keychainText(const TokenSnapshot& token)
{
    return withDetails(Words::keychain(token.state), token.error);
}

QString keychainAdvice(const TokenSnapshot& token)
{
    return Words::advice(token.state);
}

bool isKept(const TokenSnapshot& token)
{
    return token.state == TokenSnapshot::State::InKeychain
        || token.state == TokenSnapshot::State::SessionOnly;
}

QString accountName(const AccountSnapshot& outcome, const QString& host,
                    const QList<Desk::Account>& others)
{
    const auto cluster = outcome.clusterId.isEmpty() ? host : outcome.clusterId;
    const auto isTaken = [&others](const QString& name) {
        return std::any_of(others.begin(), others.end(),
                           [&name](const auto& each) { return each.settings.name == name; });
    };
    const auto shortName = visibleText(cluster, 60);
    if (!isTaken(shortName) || outcome.email.isEmpty())
        return shortName;
    return QStringLiteral("%1 (%2)").arg(shortName, visibleText(outcome.email, 60));
}

QString shownName(const AccountSettings& account)
{
    return visibleText(account.name.isEmpty() ? account.host : account.name, 100);
}

} // namespace arv
