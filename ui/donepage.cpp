// SPDX-License-Identifier: Apache-2.0
#include "donepage.h"

#include "base/visibletext.h"
#include "keychainpanel.h"
#include "notice.h"
#include "plainlabel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace arv {

DonePage::DonePage(Desk& desk, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_keychain(new KeychainPanel(desk, this))
    , m_notice(new Notice(this))
    , m_summary(plainLabel({}, this))
    , m_start(new QPushButton(tr("Mount a&gain"), this))
    , m_open(new QPushButton(tr("&Open folder"), this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(10);
    column->addWidget(m_keychain);
    column->addWidget(m_notice);
    addMountRow();
    column->addWidget(m_summary);
    column->addStretch();
    connect(this, &DonePage::changed, this, &DonePage::sumUp);
    connect(m_keychain, &KeychainPanel::sessionOnlyRequested, this, &DonePage::keepForSession);
    connect(m_keychain, &KeychainPanel::changed, this, &DonePage::keychainChanged);
    connect(&m_desk, &Desk::mountChanged, this, &DonePage::mountChanged);
}

void DonePage::addMountRow()
{
    m_start->setObjectName(QStringLiteral("startMount"));
    m_open->setObjectName(QStringLiteral("openFolder"));
    auto* row = new QHBoxLayout;
    row->addStretch();
    for (auto* each : {m_start, m_open}) {
        each->setAutoDefault(false);
        each->hide();
        row->addWidget(each);
    }
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
    connect(m_start, &QPushButton::clicked, this, [this] { m_desk.startMount(m_mountId); });
    connect(m_open, &QPushButton::clicked, this, [this] { m_desk.openFolder(m_mount->directory); });
}

void DonePage::sumUp()
{
    if (!isDone())
        m_summary->clear();
    else if (m_mount)
        m_summary->setText(tr("The account is ready. Accounts and mounts can be changed at any "
                              "time in the window."));
    else
        m_summary->setText(tr("The account is ready. Its projects can be looked at in the window, "
                              "and a mount can be added there at any time."));
}

void DonePage::begin(const AccountSettings& account, const QString& token,
                     const std::optional<MountSettings>& mount)
{
    m_mount = mount;
    m_notice->clear();
    m_mountRefused = false;
    if (hasBegun()) {
        m_mount ? makeMount() : Q_EMIT changed();
        return;
    }
    m_account = account;
    m_token = token;
    m_isNew = account.id.isEmpty();
    save();
}

void DonePage::save()
{
    m_accountId = m_desk.saveAccount(m_account, m_token);
    m_account.id = m_accountId;
    m_keychain->follow(m_accountId);
}

void DonePage::keepForSession()
{
    m_account.sessionOnly = true;
    save();
}

void DonePage::keychainChanged()
{
    if (m_keychain->isKept()) {
        m_token.clear();
        if (m_mount && m_mountId.isEmpty() && !m_mountRefused)
            makeMount();
    }
    Q_EMIT changed();
}

void DonePage::makeMount()
{
    m_mount->accountId = m_accountId;
    const auto saved = m_desk.saveMount(*m_mount);
    m_mountRefused = !saved;
    if (!saved) {
        m_notice->say(Notice::Kind::Error,
                      tr("The mount could not be made: %1\nGo back to change it.")
                          .arg(visibleText(saved.error().text, 300)));
        Q_EMIT changed();
        return;
    }
    m_mountId = saved.value();
    m_mount->id = m_mountId;
    m_desk.startMount(m_mountId);
    mountChanged(m_mountId);
    Q_EMIT changed();
}

void DonePage::mountChanged(const QString& id)
{
    if (m_mountId.isEmpty() || id != m_mountId)
        return;
    const auto mount = m_desk.mount(id);
    MountSnapshot starting;
    starting.state = MountSnapshot::State::Starting;
    showMount(mount ? mount->snapshot : starting);
}

void DonePage::showMount(const MountSnapshot& mount)
{
    const auto directory = visibleText(m_mount->directory, 300);
    const auto error = visibleText(mount.error, 300);
    const bool isMounted = mount.state == MountSnapshot::State::Mounted;
    const bool isStarting = mount.state == MountSnapshot::State::Starting;
    if (isMounted && error.isEmpty())
        m_notice->say(Notice::Kind::Good, tr("Mounted at %1.").arg(directory));
    else if (isMounted)
        m_notice->say(Notice::Kind::Warning,
                      tr("Mounted at %1, with trouble: %2").arg(directory, error));
    else if (isStarting)
        m_notice->say(Notice::Kind::Information, tr("Mounting at %1 …").arg(directory));
    else if (!error.isEmpty())
        m_notice->say(Notice::Kind::Error, tr("Not mounted at %1: %2").arg(directory, error));
    else
        m_notice->say(Notice::Kind::Information, tr("Not mounted at %1.").arg(directory));
    m_start->setVisible(mount.state == MountSnapshot::State::Stopped);
    m_open->setVisible(isMounted);
}

bool DonePage::isDone() const
{
    return hasBegun() && m_keychain->isKept() && (!m_mount || !m_mountId.isEmpty());
}

void DonePage::undo()
{
    m_token.clear();
    if (hasBegun() && m_isNew)
        m_desk.removeAccount(m_accountId);
    m_accountId.clear();
}

} // namespace arv
