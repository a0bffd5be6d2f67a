// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"
#include "mount/accountcontroller.h"

#include <QObject>

#include <memory>

namespace arv {

class SecretStore;

// One account of the running program: its settings, its token on the way between keychain, cluster
// and mounts, and its controller. UI thread; the token is in memory only.
class DriveAccount : public QObject
{
    Q_OBJECT

public:
    DriveAccount(AccountSettings settings, SecretStore& secrets, QObject* parent = nullptr);

    [[nodiscard]] const AccountSettings& settings() const { return m_settings; }
    [[nodiscard]] Desk::Account row() const
    {
        return {m_settings, m_trial ? m_trial->snapshot() : m_controller.snapshot(), m_secret,
                m_trial != nullptr};
    }
    [[nodiscard]] const QString& token() const { return m_token; } // that mounts use; may be empty
    [[nodiscard]] AccountController& controller() { return m_controller; }

    // What changes by hand; the connection is made anew if it must be.
    void change(const AccountSettings& settings);

    // Asks the keychain, unless the token is there already.
    void loadToken();
    // A token that was tried: into the keychain (or memory alone), and to the mounts.
    void keepToken(const QString& token, bool sessionOnly);
    // A token that must be tried first: it is kept when the cluster takes it, else all stays.
    void renewToken(const QString& token, bool sessionOnly);
    void askKeychainAgain();
    void keychainChanged(); // it came, went, was exchanged or unlocked

Q_SIGNALS:
    void changed();
    void tokenReady(); // token() is another one than before
    void moved(); // host, TLS or proxy are others: connections must be made anew
    void settingsLearnt(); // by themselves: user and e-mail of a check, where the token is kept

private:
    void take(const AccountSnapshot& snapshot);
    void takeTrial(const AccountSnapshot& snapshot);
    void endTrial();
    void learn(const AccountSnapshot& snapshot);
    void useToken(const QString& token);
    void storeToken();
    void noteWaiting(const QString& id, bool isLocked);
    void enter(TokenSnapshot::State state, const QString& error = {});

    AccountSettings m_settings;
    SecretStore& m_secrets;
    AccountController m_controller;
    TokenSnapshot m_secret{TokenSnapshot::State::Waiting, {}}; // nobody was asked yet
    QString m_token;
    std::unique_ptr<AccountController> m_trial; // renewToken's, until the cluster has answered
    QString m_tried;
    bool m_triedForSession = false;
    bool m_open = false;
};

} // namespace arv
