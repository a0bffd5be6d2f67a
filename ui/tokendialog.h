// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"
#include "fittingdialog.h"

class QPushButton;

namespace arv {

class KeychainPanel;
class Notice;
class ProgressRow;
class TokenField;

// Asks for a new token of a known account: says why, has it checked, and closes when it is taken
// and kept. Show it with open() or show(); one at a time for an account. UI thread.
class TokenDialog : public FittingDialog
{
    Q_OBJECT

public:
    TokenDialog(Desk& desk, const QString& accountId, QWidget* parent = nullptr);

    [[nodiscard]] const QString& accountId() const { return m_id; }
    void reject() override;

private:
    void addParts();
    [[nodiscard]] QWidget* makeButtons();
    void explain(const Desk::Account& account);
    void check();
    void ask(bool sessionOnly);
    void accountChanged(const QString& id);
    void follow(const Desk::Account& account);
    void refuse(const QString& why);
    void taken(const Desk::Account& account);
    [[nodiscard]] QString refusal(const Desk::Account& account) const;
    [[nodiscard]] bool isAnswer(const Desk::Account& account) const;
    void keepForSession();
    void stopChecking();

    Desk& m_desk;
    QString m_id;
    QString m_token;
    std::optional<Desk::Account> m_before; // as it was when the token was handed over
    bool m_checkSeen = false;
    bool m_checking = false;
    Notice* m_why;
    TokenField* m_field;
    ProgressRow* m_progress;
    Notice* m_notice;
    KeychainPanel* m_keychain;
    QPushButton* m_ok;
};

} // namespace arv
