// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"

#include <QDateTime>
#include <QList>
#include <QString>

namespace arv {

// How much a state wants to be seen; theme.h has the colours.
enum class StateRole
{
    Quiet,
    Good,
    Working,
    Warning,
    Bad
};

// A state as people are told it.
struct StateWords
{
    QString words; // "Mounted"
    QString advice; // what to do about it, one sentence; empty: nothing
    QString icon; // for themedIcon()
    StateRole role = StateRole::Quiet;
    bool operator==(const StateWords&) const = default;
};

// What the tray icon says of everything at once.
enum class TrayState
{
    NotSignedIn,
    Attention,
    Paused,
    Offline,
    Reading,
    Idle
};

// Snapshots in words. Errors of others go through visibleText() and stay plain text. Pure; UI
// thread.

[[nodiscard]] StateWords mountWords(const MountSnapshot& mount);
[[nodiscard]] StateWords accountWords(const AccountSnapshot& account);
[[nodiscard]] StateWords tokenWords(const TokenSnapshot& token);
// Of account and token together: whichever stands in the way.
[[nodiscard]] StateWords accountWords(const Desk::Account& account);

// How a mount that is there learns of changes on the cluster; empty: it is not there.
[[nodiscard]] QString feedWords(const MountSettings& settings, const MountSnapshot& mount);

// "Home project", "Project zzzzz-j7d0g-…, filtered"
[[nodiscard]] QString showWords(const MountSettings& mount);

// "Token ends in 3 days", from seven days before; empty: no reason to warn.
[[nodiscard]] QString expiryWarning(const AccountSnapshot& account, const QDateTime& now);
// Whether a new token is what the account needs.
[[nodiscard]] bool needsToken(const Desk::Account& account);
// Whether asking the keychain once more may help.
[[nodiscard]] bool needsKeychain(const Desk::Account& account);

// The first of these that holds: nobody is signed in (no account, or none without need of a token);
// something waits for a person (token, keychain, activation, address, a mount that failed or waits
// for programs); transfers are paused, which does not end by itself; a cluster does not answer;
// something is being read; nothing.
[[nodiscard]] TrayState overallState(const QList<Desk::Account>& accounts,
                                     const QList<Desk::Mount>& mounts, bool isPaused);
[[nodiscard]] TrayState overallState(const Desk& desk);
[[nodiscard]] QString trayWords(TrayState state);
[[nodiscard]] QString trayIconName(TrayState state);

} // namespace arv
