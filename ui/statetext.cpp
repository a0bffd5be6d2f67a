// SPDX-License-Identifier: Apache-2.0
#include "statetext.h"

#include "base/visibletext.h"
#include "formatting.h"

#include <QCoreApplication>

namespace arv {

namespace {

constexpr int warningDays = 7;

class StateText
{
    Q_DECLARE_TR_FUNCTIONS(StateText)

public:
    static StateWords working(const QString& words, const QString& advice = {})
    {
        return {words, advice, QStringLiteral("state-working"), StateRole::Working};
    }
    static StateWords attention(const QString& words, const QString& advice)
    {
        return {words, advice, QStringLiteral("state-attention"), StateRole::Bad};
    }
    static StateWords signedOut(const QString& words, const QString& advice)
    {
        return {words, advice, QStringLiteral("state-not-signed-in"), StateRole::Warning};
    }
    static StateWords offline()
    {
        return {tr("Offline"), tr("The cluster does not answer; it is asked again by itself."),
                QStringLiteral("state-offline"), StateRole::Warning};
    }
    static StateWords good(const QString& words)
    {
        return {words, {}, QStringLiteral("state-mounted"), StateRole::Good};
    }

    static StateWords stopped(const MountSnapshot& mount)
    {
        if (!mount.error.isEmpty())
            return attention(tr("Could not be mounted"), tr("Try again, or edit the mount."));
        return {tr("Not mounted"), {}, QStringLiteral("state-stopped"), StateRole::Quiet};
    }
    static StateWords stopping(const MountSnapshot& mount)
    {
        if (!mount.waitsForHolders)
            return working(tr("Unmounting…"));
        return attention(tr("Waits for programs"),
                         tr("Close the programs that use the folder, or choose to detach it."));
    }
    static StateWords mounted(const MountSnapshot& mount)
    {
        switch (mount.trouble) {
        case MountSnapshot::Trouble::None:
            break;
        case MountSnapshot::Trouble::NotSignedIn:
            return signedOut(tr("Mounted, not signed in"),
                             tr("Its account needs a token; the folder stays mounted."));
        case MountSnapshot::Trouble::Offline: {
            auto words = offline();
            words.words = tr("Mounted, offline");
            return words;
        }
        case MountSnapshot::Trouble::Other:
            return attention(tr("Mounted, with a problem"),
                             tr("Read what went wrong; unmount and mount again if it stays."));
        }
        return good(mount.reading ? tr("Mounted, reading") : tr("Mounted"));
    }

    static StateWords ofMount(const MountSnapshot& mount)
    {
        switch (mount.state) {
        case MountSnapshot::State::Stopped:
            return stopped(mount);
        case MountSnapshot::State::Starting:
            return working(tr("Mounting…"));
        case MountSnapshot::State::Mounted:
            return mounted(mount);
        case MountSnapshot::State::Stopping:
            return stopping(mount);
        }
        return {};
    }

    static StateWords ofAccount(const AccountSnapshot& account)
    {
        switch (account.state) {
        case AccountSnapshot::State::NoToken:
            return signedOut(tr("Not signed in"), tr("Give a token."));
        case AccountSnapshot::State::Checking:
            return working(tr("Checking the token…"));
        case AccountSnapshot::State::SignedIn:
            return good(tr("Signed in"));
        case AccountSnapshot::State::Refused:
            return signedOut(tr("Token refused"), tr("Give a new token; mounts stay as they are."));
        case AccountSnapshot::State::Inactive:
            return attention(tr("User is not active"), tr("Finish the activation in Workbench."));
        case AccountSnapshot::State::Offline:
            return offline();
        case AccountSnapshot::State::Misconfigured:
            return attention(tr("Cannot be reached as set up"),
                             tr("Check the host, its certificate and the CA file."));
        }
        return {};
    }

    static StateWords ofToken(const TokenSnapshot& token)
    {
        switch (token.state) {
        case TokenSnapshot::State::Missing:
            return signedOut(tr("No token"), tr("Give a token."));
        case TokenSnapshot::State::Waiting:
            return working(tr("Waiting for the keychain…"),
                           tr("It may ask for its password in a window of its own."));
        case TokenSnapshot::State::InKeychain:
            return good(tr("In the keychain"));
        case TokenSnapshot::State::SessionOnly:
            return good(tr("For this session only"));
        case TokenSnapshot::State::Locked:
            return attention(tr("Keychain is locked"),
                             tr("Try again and unlock it, or give a token for this session only."));
        case TokenSnapshot::State::NoService:
            return attention(tr("No keychain"),
                             tr("Install a Secret Service such as gnome-keyring, "
                                "or give a token for this session only."));
        case TokenSnapshot::State::Failed:
            return attention(tr("Keychain failed"),
                             tr("Try again, or give a token for this session only."));
        }
        return {};
    }

    static QString ofShow(const MountSettings& mount)
    {
        const auto object = visibleText(mount.objectId, 100);
        switch (mount.show) {
        case MountSettings::Show::All:
            return tr("Everything: home, shared, by_tag and by_id");
        case MountSettings::Show::Home:
            return tr("Home project");
        case MountSettings::Show::Shared:
            return tr("What others share");
        case MountSettings::Show::ById:
            return tr("Any object by its UUID or PDH");
        case MountSettings::Show::ByPdh:
            return tr("Any collection by its PDH");
        case MountSettings::Show::ByTag:
            return tr("Collections by their tags");
        case MountSettings::Show::Project:
            return tr("Project %1").arg(object);
        case MountSettings::Show::Collection:
            return tr("Collection %1").arg(object);
        case MountSettings::Show::Custom:
            return ofEntries(mount.custom);
        }
        return {};
    }
    static QString ofEntries(const QList<CustomMount>& entries)
    {
        constexpr qsizetype most = 5;
        QStringList names;
        for (const auto& entry : entries.mid(0, most))
            names += visibleText(entry.name, 50);
        if (entries.size() > most)
            names += QStringLiteral("…");
        return names.isEmpty() ? tr("A layout of its own, without any entry")
                               : tr("A layout of its own: %1").arg(names.join(tr(", ")));
    }
    static QString filtered(const QString& shown) { return tr("%1, filtered").arg(shown); }

    static QString ofFeed(MountSnapshot::Feed feed, int seconds)
    {
        const auto looked = tr("Changes are looked for every %n second(s)", nullptr, seconds);
        switch (feed) {
        case MountSnapshot::Feed::Off:
            return looked;
        case MountSnapshot::Feed::Connecting:
            return tr("%1, until the cluster tells of them").arg(looked);
        case MountSnapshot::Feed::Connected:
            return tr("Changes arrive at once");
        }
        return {};
    }

    static QString ofTray(TrayState state)
    {
        switch (state) {
        case TrayState::NotSignedIn:
            return tr("Not signed in");
        case TrayState::Attention:
            return tr("Needs attention");
        case TrayState::Paused:
            return tr("Paused");
        case TrayState::Offline:
            return tr("Offline");
        case TrayState::Reading:
            return tr("Reading");
        case TrayState::Idle:
            return tr("Idle");
        }
        return {};
    }

    static QString expiry(const QDateTime& when, const QDateTime& now)
    {
        return when <= now ? tr("Token ended %1").arg(distanceText(when, now))
                           : tr("Token ends %1").arg(distanceText(when, now));
    }
};

bool isKeychainInTheWay(const TokenSnapshot& token)
{
    return token.state == TokenSnapshot::State::Waiting
        || token.state == TokenSnapshot::State::Locked
        || token.state == TokenSnapshot::State::NoService
        || token.state == TokenSnapshot::State::Failed;
}

bool waitsForPerson(const Desk::Account& account)
{
    return needsToken(account) || needsKeychain(account)
        || account.snapshot.state == AccountSnapshot::State::Inactive
        || account.snapshot.state == AccountSnapshot::State::Misconfigured;
}

bool waitsForPerson(const Desk::Mount& mount)
{
    const auto& snapshot = mount.snapshot;
    if (snapshot.state == MountSnapshot::State::Stopped)
        return !snapshot.error.isEmpty();
    return snapshot.waitsForHolders || snapshot.trouble == MountSnapshot::Trouble::NotSignedIn
        || snapshot.trouble == MountSnapshot::Trouble::Other;
}

bool isOffline(const Desk::Mount& mount)
{
    return mount.snapshot.state != MountSnapshot::State::Stopped
        && mount.snapshot.trouble == MountSnapshot::Trouble::Offline;
}

} // namespace

StateWords mountWords(const MountSnapshot& mount)
{
    return StateText::ofMount(mount);
}

StateWords accountWords(const AccountSnapshot& account)
{
    return StateText::ofAccount(account);
}

StateWords tokenWords(const TokenSnapshot& token)
{
    return StateText::ofToken(token);
}

StateWords accountWords(const Desk::Account& account)
{
    const bool isSignedIn = account.snapshot.state == AccountSnapshot::State::SignedIn;
    const bool hasNone = account.snapshot.state == AccountSnapshot::State::NoToken;
    // Signed in with a token that the keychain would not take: worth saying, too.
    if (isKeychainInTheWay(account.token) && (isSignedIn || hasNone))
        return tokenWords(account.token);
    return accountWords(account.snapshot);
}

QString showWords(const MountSettings& mount)
{
    const auto shown = StateText::ofShow(mount);
    return mount.filters.isEmpty() ? shown : StateText::filtered(shown);
}

QString feedWords(const MountSettings& settings, const MountSnapshot& mount)
{
    return mount.state == MountSnapshot::State::Mounted
        ? StateText::ofFeed(mount.feed, settings.refreshSeconds)
        : QString();
}

QString expiryWarning(const AccountSnapshot& account, const QDateTime& now)
{
    const auto& when = account.tokenExpires;
    if (!when || !when->isValid() || now.daysTo(*when) >= warningDays)
        return {};
    return StateText::expiry(*when, now);
}

bool needsToken(const Desk::Account& account)
{
    return account.snapshot.state == AccountSnapshot::State::Refused
        || (account.snapshot.state == AccountSnapshot::State::NoToken
            && !isKeychainInTheWay(account.token));
}

bool needsKeychain(const Desk::Account& account)
{
    return isKeychainInTheWay(account.token)
        && account.token.state != TokenSnapshot::State::Waiting;
}

TrayState overallState(const QList<Desk::Account>& accounts, const QList<Desk::Mount>& mounts,
                       bool isPaused)
{
    const auto any = [](const auto& list, auto predicate) {
        return std::any_of(list.begin(), list.end(), predicate);
    };
    if (std::all_of(accounts.begin(), accounts.end(), needsToken))
        return TrayState::NotSignedIn;
    if (any(accounts, [](const Desk::Account& each) { return waitsForPerson(each); })
        || any(mounts, [](const Desk::Mount& each) { return waitsForPerson(each); }))
        return TrayState::Attention;
    if (isPaused)
        return TrayState::Paused;
    const auto isAway = [](const Desk::Account& each) {
        return each.snapshot.state == AccountSnapshot::State::Offline;
    };
    if (any(accounts, isAway) || any(mounts, isOffline))
        return TrayState::Offline;
    const auto isReading = [](const Desk::Mount& each) { return each.snapshot.reading; };
    return any(mounts, isReading) ? TrayState::Reading : TrayState::Idle;
}

TrayState overallState(const Desk& desk)
{
    return overallState(desk.accounts(), desk.mounts(), desk.data().transfers.isPaused);
}

QString trayWords(TrayState state)
{
    return StateText::ofTray(state);
}

QString trayIconName(TrayState state)
{
    switch (state) {
    case TrayState::NotSignedIn:
        return QStringLiteral("tray-not-signed-in");
    case TrayState::Attention:
        return QStringLiteral("tray-attention");
    case TrayState::Paused:
        return QStringLiteral("tray-paused");
    case TrayState::Offline:
        return QStringLiteral("tray-offline");
    case TrayState::Reading:
        return QStringLiteral("tray-reading");
    case TrayState::Idle:
        break;
    }
    return QStringLiteral("tray-idle");
}

} // namespace arv
