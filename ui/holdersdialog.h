// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"

#include <QDialog>

class QLabel;
class QListWidget;
class QPushButton;

namespace arv {

// Tells which programs keep a mount from being unmounted, live, and asks what to do: wait (the
// default, also when it is closed), stay mounted, or detach. Shown with show(): it stops nobody
// from using the window. Closes and deletes itself when the question is over. UI thread.
class HoldersDialog : public QDialog
{
    Q_OBJECT

public:
    HoldersDialog(Desk& desk, const QString& mountId, QWidget* parent = nullptr);

    [[nodiscard]] QString mountId() const { return m_mountId; }

private:
    void build();
    void follow(const QString& id);
    void showMount(const Desk::Mount& mount);
    void stayMounted();
    void detach();

    Desk& m_desk;
    QString m_mountId;
    QLabel* m_question;
    QListWidget* m_programs;
    QPushButton* m_wait = nullptr;
};

} // namespace arv
