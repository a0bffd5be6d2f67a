// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace arv {

class KeychainPanel;
class Notice;

// The assistant's last page: the token goes into the keychain, then the mount is made and started,
// each step told in words with a way on when it fails. The token is held until it is kept. UI
// thread.
class DonePage : public QWidget
{
    Q_OBJECT

public:
    explicit DonePage(Desk& desk, QWidget* parent = nullptr);

    // Once more with another mount is possible: what was done already is not done again.
    void begin(const AccountSettings& account, const QString& token,
               const std::optional<MountSettings>& mount);
    // Forgets an account that was not there before.
    void undo();
    [[nodiscard]] bool hasBegun() const { return !m_accountId.isEmpty(); }
    [[nodiscard]] bool isDone() const; // the account is kept, and its mount, if one is wanted
    [[nodiscard]] bool isMountRefused() const { return m_mountRefused; }

Q_SIGNALS:
    void changed();

private:
    void addMountRow();
    void sumUp();
    void save();
    void keepForSession();
    void keychainChanged();
    void makeMount();
    void mountChanged(const QString& id);
    void showMount(const MountSnapshot& mount);

    Desk& m_desk;
    AccountSettings m_account;
    QString m_token;
    bool m_isNew = true;
    QString m_accountId;
    std::optional<MountSettings> m_mount;
    QString m_mountId;
    bool m_mountRefused = false;
    KeychainPanel* m_keychain;
    Notice* m_notice;
    QLabel* m_summary;
    QPushButton* m_start;
    QPushButton* m_open;
};

} // namespace arv
