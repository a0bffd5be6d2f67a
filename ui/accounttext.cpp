// SPDX-License-Identifier: Apache-2.0
#include "accounttext.h"

#include "formatting.h"

#include <QCoreApplication>

namespace arv {

namespace {

constexpr qsizetype longestPart = 260; // of a sentence; a host name fits
constexpr qsizetype longestPerson = 100;
constexpr qsizetype longestError = 500;

class Words
{
    Q_DECLARE_TR_FUNCTIONS(AccountText)

public:
    static QString headline(AccountSnapshot::State state, const QString& host)
    {
        switch (state) {
        case AccountSnapshot::State::NoToken:
            return tr("No token has been given yet.");
        case AccountSnapshot::State::Checking:
            return tr("Asking %1 …").arg(host);
        case AccountSnapshot::State::Refused:
            return tr("The cluster does not take this token.");
        case AccountSnapshot::State::Inactive:
            return tr("This user is not active yet.");
        case AccountSnapshot::State::Offline:
            return tr("There is no answer from %1.").arg(host);
        case AccountSnapshot::State::Misconfigured:
            return tr("%1 cannot be used like this.").arg(host);
        case AccountSnapshot::State::SignedIn:
            break;
        }
        return {};
    }
    // What to do, where the error does not say more.
    static QString wayOn(AccountSnapshot::State state)
    {
        switch (state) {
        case AccountSnapshot::State::Refused:
            return tr("It may have expired, been revoked, or belong to another cluster: copy a "
                      "new one from Workbench.");
        case AccountSnapshot::State::Inactive:
            return tr("Open Workbench, finish the activation there (or ask the cluster's "
                      "administrator), then check again.");
        case AccountSnapshot::State::Offline:
            return tr("Check the host name and the network connection, then try again.");
        case AccountSnapshot::State::Misconfigured:
            return tr("Check the host name, and under Advanced whether the cluster needs a CA "
                      "file of its own.");
        case AccountSnapshot::State::NoToken:
        case AccountSnapshot::State::Checking:
        case AccountSnapshot::State::SignedIn:
            break;
        }
        return {};
    }
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

// Errors of the lower rooms are sentences without a full stop.
QString sentence(const QString& error)
{
    if (error.isEmpty() || error.back().isPunct())
        return error;
    return error + u'.';
}

QString withDetails(const QString& sentence, const QString& error)
{
    if (error.isEmpty())
        return sentence;
    return sentence + u'\n' + Words::server(visibleText(error, longestError));
}

} // namespace

QString outcomeText(const AccountSnapshot& outcome, const QString& host)
{
    const auto shownHost = visibleText(host, longestPart);
    const auto shownError = sentence(visibleText(outcome.error, longestError));
    if (outcome.state == AccountSnapshot::State::SignedIn) {
        const auto words = Words::signedIn(whoText(outcome));
        return shownError.isEmpty() ? words : words + u'\n' + shownError;
    }
    const auto words = Words::headline(outcome.state, shownHost);
    const auto more = shownError.isEmpty() ? Words::wayOn(outcome.state) : shownError;
    return more.isEmpty() ? words : words + u'\n' + more;
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
