// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"

#include <QDateTime>
#include <QString>

namespace arv {

// States of accounts and tokens in words, for the dialogs that ask for something. Plain text; parts
// that came from a server are made visible. Pure; UI thread.

// What came of the check, and what to do about it; `host` is the one that was asked.
[[nodiscard]] QString outcomeText(const AccountSnapshot& outcome, const QString& host);
// "Ada Lovelace (ada@example.com) on zzzzz"; as much of it as is known.
[[nodiscard]] QString whoText(const AccountSnapshot& account);
// When the token ends; empty if the account was not asked yet.
[[nodiscard]] QString expiryText(const AccountSnapshot& account, const QDateTime& now);
// Within the time of the first warning: seven days.
[[nodiscard]] bool endsSoon(const AccountSnapshot& account, const QDateTime& now);

// How the keychain took a token, and what to do about it.
[[nodiscard]] QString keychainText(const TokenSnapshot& token);
[[nodiscard]] QString keychainAdvice(const TokenSnapshot& token);
[[nodiscard]] bool isKept(const TokenSnapshot& token); // in the keychain or in memory

// The name a new account is given: the cluster, with the user where the cluster is not enough.
[[nodiscard]] QString accountName(const AccountSnapshot& outcome, const QString& host,
                                  const QList<Desk::Account>& others);
// The name under which an account is shown: its own, or what else tells it from others.
[[nodiscard]] QString shownName(const AccountSettings& account);

} // namespace arv
