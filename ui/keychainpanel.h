// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"

#include <QWidget>

class QProgressBar;
class QPushButton;

namespace arv {

class Notice;

// How the keychain took an account's token, in words, with the ways on when it did not: ask it
// again, or keep the token in memory. Follows one account of the desk. UI thread.
class KeychainPanel : public QWidget
{
    Q_OBJECT

public:
    explicit KeychainPanel(Desk& desk, QWidget* parent = nullptr);

    // Where nobody holds the token there is nothing to keep for the session.
    void setSessionOffered(bool offered);
    void follow(const QString& accountId);
    [[nodiscard]] bool isKept() const { return m_kept; }

Q_SIGNALS:
    void sessionOnlyRequested();
    void changed();

private:
    void accountChanged(const QString& id);
    void refresh();
    void showToken(const TokenSnapshot& token);
    void askAgain();

    Desk& m_desk;
    QString m_account;
    bool m_kept = false;
    bool m_sessionOffered = true;
    Notice* m_notice;
    QProgressBar* m_waiting;
    QPushButton* m_again;
    QPushButton* m_session;
};

} // namespace arv
