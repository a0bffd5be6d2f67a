// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace QKeychain {
class Job;
}

namespace arv {

// Why the keychain library cannot reach the Secret Service from this process, whatever the bus
// says; empty if it can. UI thread.
[[nodiscard]] QString keychainObstacle();

// Starts a job of the keychain library on the Secret Service, never on another store. The library
// chooses its store once per process, by the desktop's name: Secret Service under GNOME, XFCE and
// whatever it does not know (tint2, no desktop at all), but KWallet's own protocol under KDE, after
// asking for it in a way that blocks. So its first job sees no KDE. UI thread.
void startOnSecretService(QKeychain::Job& job);

// To be called when the Secret Service may have another owner: libsecret (0.20) watches its proxy,
// but not the session behind its password functions, and would go on with that of the owner before
// and be refused. UI thread.
void forgetKeychainSession();

} // namespace arv
