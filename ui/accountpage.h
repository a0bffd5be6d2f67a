// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"

#include <QWidget>

class QGroupBox;
class QHBoxLayout;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace arv {

class ConnectionForm;
class Notice;
class ProgressRow;
class TokenField;

// The assistant's first page: a cluster and a token, tried for real. What was entered stays
// whatever comes of it. UI thread.
class AccountPage : public QWidget
{
    Q_OBJECT

public:
    explicit AccountPage(Desk& desk, QWidget* parent = nullptr);

    // Ends in passed(), or in words on the page.
    void check();
    void giveUp();
    [[nodiscard]] bool isChecking() const { return m_checking; }

    // What was tried last.
    [[nodiscard]] const AccountSettings& settings() const { return m_tried; }
    [[nodiscard]] const QString& token() const { return m_token; }
    [[nodiscard]] const AccountSnapshot& outcome() const { return m_outcome; }
    void forgetToken();

Q_SIGNALS:
    void passed();
    void checkingChanged();

private:
    void addFields();
    [[nodiscard]] QHBoxLayout* helpButtons();
    void import();
    void showHelp();
    void tokenEdited();
    void setChecking(bool checking);
    void endTrial();
    void stopAskingAgain();
    void tried(const AccountSnapshot& outcome);
    void refuse(QWidget* field, const QString& problem);

    Desk& m_desk;
    AccountSettings m_tried;
    QString m_token;
    AccountSnapshot m_outcome;
    bool m_checking = false;
    bool m_isAskedAgain = false; // there was no answer; the desk goes on asking by itself
    QWidget* m_fields;
    TokenField* m_tokenField;
    QLineEdit* m_host;
    QToolButton* m_advanced;
    ConnectionForm* m_connection;
    ProgressRow* m_progress;
    Notice* m_recognised;
    Notice* m_notice;
};

} // namespace arv
