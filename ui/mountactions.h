// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"

#include <QAction>
#include <QObject>

namespace arv {

// What can be done with the selected account or mount, as actions that the menu bar, the context
// menu and the panel share: named, with shortcuts, enabled when they make sense. What the desk does
// is asked of it here; what needs a dialog is told by signal. UI thread.
class MountActions : public QObject
{
    Q_OBJECT

public:
    explicit MountActions(Desk& desk, QObject* parent = nullptr);

    // An empty mount: the account alone is selected. Both empty: nothing is.
    void select(const QString& accountId, const QString& mountId);
    void refresh();

    [[nodiscard]] QAction* addAccount() const { return m_addAccount; }
    [[nodiscard]] QAction* addMount() const { return m_addMount; }
    [[nodiscard]] QAction* toggle() const { return m_toggle; } // mount, unmount
    [[nodiscard]] QAction* openFolder() const { return m_openFolder; }
    [[nodiscard]] QAction* tryAgain() const { return m_tryAgain; }
    [[nodiscard]] QAction* newToken() const { return m_newToken; }
    [[nodiscard]] QAction* holders() const { return m_holders; }
    [[nodiscard]] QAction* edit() const { return m_edit; }
    [[nodiscard]] QAction* remove() const { return m_remove; }
    // All of the above but those that add.
    [[nodiscard]] QList<QAction*> ofSelection() const;

Q_SIGNALS:
    void addAccountRequested();
    void addMountRequested(const QString& accountId);
    void holdersRequested(const QString& mountId);
    void editMountRequested(const QString& id);
    void editAccountRequested(const QString& id);
    void renewTokenRequested(const QString& accountId);
    void removeMountRequested(const QString& id);
    void removeAccountRequested(const QString& id);

private:
    QAction* make(const QString& text, const QKeySequence& keys = {});
    void refreshMount(const Desk::Mount& mount);
    void refreshAccount(const std::optional<Desk::Account>& account);
    void toggleNow();
    void openNow();
    void tryNow();
    void editNow();
    void removeNow();

    Desk& m_desk;
    QString m_accountId;
    QString m_mountId;
    QAction* m_addAccount;
    QAction* m_addMount;
    QAction* m_toggle;
    QAction* m_openFolder;
    QAction* m_tryAgain;
    QAction* m_newToken;
    QAction* m_holders;
    QAction* m_edit;
    QAction* m_remove;
};

} // namespace arv
