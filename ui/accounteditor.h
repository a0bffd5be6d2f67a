// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"
#include "fittingdialog.h"

class QLabel;
class QLineEdit;

namespace arv {

class ConnectionForm;
class KeychainPanel;
class Notice;

// Changes one account: its name, its proxy and how its cluster's certificate is checked. Shows
// where the token is and how it fares. Show it with open() or show(). UI thread.
class AccountEditor : public FittingDialog
{
    Q_OBJECT

public:
    AccountEditor(Desk& desk, const QString& accountId, QWidget* parent = nullptr);

    [[nodiscard]] const QString& accountId() const { return m_id; }

Q_SIGNALS:
    void renewTokenRequested(const QString& accountId);

private:
    void addParts();
    [[nodiscard]] QWidget* makeConnection();
    [[nodiscard]] QWidget* makeToken();
    [[nodiscard]] QWidget* makeButtons();
    void accountChanged(const QString& id);
    void showState(const Desk::Account& account);
    void save();

    Desk& m_desk;
    QString m_id;
    QLineEdit* m_name;
    QLabel* m_host;
    ConnectionForm* m_connection;
    Notice* m_state;
    KeychainPanel* m_keychain;
    Notice* m_notice;
};

} // namespace arv
