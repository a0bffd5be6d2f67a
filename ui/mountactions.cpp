// SPDX-License-Identifier: Apache-2.0
#include "mountactions.h"

#include "statetext.h"

#include <QKeySequence>

namespace arv {

namespace {

bool isStopped(const Desk::Mount& mount)
{
    return mount.snapshot.state == MountSnapshot::State::Stopped;
}

} // namespace

MountActions::MountActions(Desk& desk, QObject* parent)
    : QObject(parent)
    , m_desk(desk)
    , m_addAccount(make(tr("Add &account…"), tr("Ctrl+Shift+N")))
    , m_addMount(make(tr("&Add mount…"), tr("Ctrl+N")))
    , m_toggle(make(tr("&Mount"), tr("Ctrl+M")))
    , m_openFolder(make(tr("&Open folder"), tr("Ctrl+O")))
    , m_tryAgain(make(tr("&Try again"), tr("Ctrl+R")))
    , m_newToken(make(tr("New to&ken…"), tr("Ctrl+T")))
    , m_holders(make(tr("&Programs that use it…"), tr("Ctrl+P")))
    , m_edit(make(tr("&Edit mount…"), tr("Ctrl+E")))
    , m_remove(make(tr("&Remove…"), QKeySequence::Delete))
{
    connect(m_addAccount, &QAction::triggered, this, &MountActions::addAccountRequested);
    connect(m_addMount, &QAction::triggered, this,
            [this] { Q_EMIT addMountRequested(m_accountId); });
    connect(m_toggle, &QAction::triggered, this, &MountActions::toggleNow);
    connect(m_openFolder, &QAction::triggered, this, &MountActions::openNow);
    connect(m_tryAgain, &QAction::triggered, this, &MountActions::tryNow);
    connect(m_newToken, &QAction::triggered, this,
            [this] { Q_EMIT renewTokenRequested(m_accountId); });
    connect(m_holders, &QAction::triggered, this, [this] { Q_EMIT holdersRequested(m_mountId); });
    connect(m_edit, &QAction::triggered, this, &MountActions::editNow);
    connect(m_remove, &QAction::triggered, this, &MountActions::removeNow);
    refresh();
}

QAction* MountActions::make(const QString& text, const QKeySequence& keys)
{
    auto* action = new QAction(text, this);
    action->setShortcut(keys);
    return action;
}

QList<QAction*> MountActions::ofSelection() const
{
    return {m_openFolder, m_toggle, m_tryAgain, m_newToken, m_holders, m_edit, m_remove};
}

void MountActions::select(const QString& accountId, const QString& mountId)
{
    m_accountId = accountId;
    m_mountId = mountId;
    refresh();
}

void MountActions::refresh()
{
    const auto account = m_desk.account(m_accountId);
    const auto mount = m_desk.mount(m_mountId);
    m_addMount->setEnabled(!m_desk.accounts().isEmpty());
    m_remove->setEnabled(account || mount);
    m_remove->setText(mount || !account ? tr("&Remove mount…") : tr("&Remove account…"));
    m_edit->setEnabled(account || mount);
    m_edit->setText(mount || !account ? tr("&Edit mount…") : tr("&Edit account…"));
    m_holders->setEnabled(mount && mount->snapshot.waitsForHolders);
    refreshAccount(account);
    if (mount)
        return refreshMount(*mount);
    m_toggle->setText(tr("&Mount"));
    m_toggle->setEnabled(false);
    m_openFolder->setEnabled(false);
}

void MountActions::refreshAccount(const std::optional<Desk::Account>& account)
{
    m_newToken->setEnabled(account.has_value());
    m_tryAgain->setEnabled(account && needsKeychain(*account));
}

void MountActions::refreshMount(const Desk::Mount& mount)
{
    const auto& snapshot = mount.snapshot;
    const bool starts = isStopped(mount);
    m_toggle->setText(starts ? tr("&Mount") : tr("Un&mount"));
    m_toggle->setEnabled(snapshot.state != MountSnapshot::State::Stopping);
    m_openFolder->setEnabled(snapshot.state == MountSnapshot::State::Mounted);
    if (starts && !snapshot.error.isEmpty())
        m_tryAgain->setEnabled(true);
}

void MountActions::toggleNow()
{
    const auto mount = m_desk.mount(m_mountId);
    if (!mount)
        return;
    if (isStopped(*mount))
        m_desk.startMount(m_mountId);
    else
        m_desk.stopMount(m_mountId);
}

void MountActions::openNow()
{
    if (const auto mount = m_desk.mount(m_mountId))
        m_desk.openFolder(mount->settings.directory);
}

void MountActions::tryNow()
{
    const auto account = m_desk.account(m_accountId);
    if (account && needsKeychain(*account))
        m_desk.askKeychainAgain(m_accountId);
    const auto mount = m_desk.mount(m_mountId);
    if (mount && isStopped(*mount) && !mount->snapshot.error.isEmpty())
        m_desk.startMount(m_mountId);
}

void MountActions::editNow()
{
    if (!m_mountId.isEmpty())
        Q_EMIT editMountRequested(m_mountId);
    else
        Q_EMIT editAccountRequested(m_accountId);
}

void MountActions::removeNow()
{
    if (!m_mountId.isEmpty())
        Q_EMIT removeMountRequested(m_mountId);
    else
        Q_EMIT removeAccountRequested(m_accountId);
}

} // namespace arv
