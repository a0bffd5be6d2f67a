// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"
#include "statetext.h"

#include <QFrame>

class QFormLayout;
class QGridLayout;
class QLabel;
class QPushButton;

namespace arv {

class MountActions;

// What is known of the selected mount or account, and the buttons that make sense now. UI thread.
class MountPanel : public QFrame
{
    Q_OBJECT

public:
    MountPanel(Desk& desk, MountActions& actions, QWidget* parent = nullptr);

    // An empty mount: the account is shown. Both empty: nothing is.
    void showSelection(const QString& accountId, const QString& mountId);
    void refresh();

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    QLabel* addFact(const QString& name);
    [[nodiscard]] static QString failureFact(const MountSnapshot& mount);
    QPushButton* addButton(QAction* action);
    void showMount(const Desk::Mount& mount, const std::optional<Desk::Account>& account);
    void showAccount(const Desk::Account& account);
    void showState(const StateWords& words, const QString& error);
    void showNothing();
    void setFact(QLabel* value, const QString& text);
    void showButtons(const std::optional<Desk::Account>& account,
                     const std::optional<Desk::Mount>& mount);
    void paintState();
    [[nodiscard]] static QString accountFact(const std::optional<Desk::Account>& account);

    Desk& m_desk;
    MountActions& m_actions;
    QString m_accountId;
    QString m_mountId;
    StateWords m_words;
    QLabel* m_title;
    QLabel* m_icon;
    QLabel* m_state;
    QLabel* m_advice;
    QLabel* m_error;
    QLabel* m_warning;
    QFormLayout* m_facts;
    QLabel* m_failure = nullptr;
    QLabel* m_directory = nullptr;
    QLabel* m_shows = nullptr;
    QLabel* m_feed = nullptr;
    QLabel* m_account = nullptr;
    QLabel* m_host = nullptr;
    QLabel* m_token = nullptr;
    QGridLayout* m_grid;
    QList<QPushButton*> m_buttons; // in the order of MountActions::ofSelection()
};

} // namespace arv
