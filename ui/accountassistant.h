// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace arv {

class AccountPage;
class DonePage;
class MountPage;

// Takes a new account in, in three steps: cluster and token, what to mount, done. Left before its
// end it leaves nothing behind. Show it with open() or show(). UI thread.
class AccountAssistant : public QDialog
{
    Q_OBJECT

public:
    explicit AccountAssistant(Desk& desk, QWidget* parent = nullptr);

    void reject() override;

private:
    enum Step
    {
        Account,
        Mount,
        Done
    };
    void addPages();
    [[nodiscard]] QWidget* makeHead();
    [[nodiscard]] QWidget* makeButtons();
    void goTo(Step step);
    void goOn();
    void goBack();
    void accountPassed();
    void finish();
    void refresh();
    [[nodiscard]] Step step() const;

    Desk& m_desk;
    AccountSettings m_settings;
    QList<QLabel*> m_steps;
    QLabel* m_title;
    QStackedWidget* m_pages;
    AccountPage* m_accountPage;
    MountPage* m_mountPage;
    DonePage* m_donePage;
    QPushButton* m_back;
    QPushButton* m_next;
    QPushButton* m_cancel;
};

} // namespace arv
