// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QPushButton;
class QTreeWidget;

namespace arv {

// The window's settings: choices for the whole program, applied at once, and the accounts. UI
// thread.
class SettingsView : public QWidget
{
    Q_OBJECT

public:
    explicit SettingsView(Desk& desk, QWidget* parent = nullptr);

Q_SIGNALS:
    void addAccountRequested();
    void editAccountRequested(const QString& id);
    void renewTokenRequested(const QString& id);

private:
    [[nodiscard]] QWidget* makePreferences();
    [[nodiscard]] QWidget* makeAccounts();
    [[nodiscard]] QHBoxLayout* makeAccountButtons();
    void showPreferences();
    void applyPreferences();
    void listAccounts();
    void accountChanged(const QString& id);
    void refreshButtons();
    void removeChosen();
    [[nodiscard]] QString chosen() const;

    Desk& m_desk;
    QComboBox* m_scheme;
    QCheckBox* m_startAtLogin;
    QCheckBox* m_keepRunning;
    QCheckBox* m_warnOfExpiry;
    QTreeWidget* m_accounts;
    QPushButton* m_edit;
    QPushButton* m_renew;
    QPushButton* m_remove;
};

} // namespace arv
