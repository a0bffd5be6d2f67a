// SPDX-License-Identifier: Apache-2.0
#include "accounteditor.h"

#include "accounttext.h"
#include "base/visibletext.h"
#include "connectionform.h"
#include "keychainpanel.h"
#include "notice.h"
#include "plainlabel.h"
#include "removeaccount.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>

namespace arv {

AccountEditor::AccountEditor(Desk& desk, const QString& accountId, QWidget* parent)
    : FittingDialog(parent)
    , m_desk(desk)
    , m_id(accountId)
    , m_name(new QLineEdit(this))
    , m_host(plainLabel({}, this))
    , m_connection(new ConnectionForm(this))
    , m_state(new Notice(this))
    , m_keychain(new KeychainPanel(desk, this))
    , m_notice(new Notice(this))
{
    setWindowTitle(tr("Edit the account"));
    m_keychain->setSessionOffered(false);
    addParts();
    if (const auto account = m_desk.account(m_id)) {
        m_name->setText(account->settings.name);
        m_host->setText(breakableText(visibleText(account->settings.host, 260)));
        m_connection->setCaFile(account->settings.caFile);
        m_connection->setInsecure(account->settings.insecure);
        m_connection->setProxy(account->settings.proxy);
        showState(*account);
        m_keychain->follow(m_id);
    }
    connect(&m_desk, &Desk::accountChanged, this, &AccountEditor::accountChanged);
    connect(&m_desk, &Desk::accountsChanged, this, [this] {
        if (!m_desk.account(m_id))
            reject();
    });
}

void AccountEditor::addParts()
{
    auto* column = new QVBoxLayout(this);
    column->setSpacing(10);
    column->addWidget(makeConnection());
    column->addWidget(makeToken());
    column->addWidget(m_notice);
    column->addStretch();
    column->addWidget(makeButtons());
    setMinimumWidth(520);
}

QWidget* AccountEditor::makeConnection()
{
    m_name->setObjectName(QStringLiteral("name"));
    m_name->setMaxLength(100);
    auto* box = new QGroupBox(tr("Account"), this);
    auto* form = new QFormLayout;
    form->addRow(tr("&Name:"), m_name);
    form->addRow(tr("API host:"), m_host);
    auto* column = new QVBoxLayout(box);
    column->addLayout(form);
    column->addWidget(m_connection);
    return box;
}

QWidget* AccountEditor::makeToken()
{
    auto* renew = new QPushButton(tr("New &token…"), this);
    renew->setObjectName(QStringLiteral("renew"));
    renew->setAutoDefault(false);
    connect(renew, &QPushButton::clicked, this, [this] { Q_EMIT renewTokenRequested(m_id); });
    auto* box = new QGroupBox(tr("Token"), this);
    auto* column = new QVBoxLayout(box);
    column->addWidget(m_state);
    column->addWidget(m_keychain);
    column->addWidget(renew, 0, Qt::AlignRight);
    return box;
}

QWidget* AccountEditor::makeButtons()
{
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Save)->setObjectName(QStringLiteral("save"));
    buttons->button(QDialogButtonBox::Save)->setDefault(true);
    auto* remove = buttons->addButton(tr("Re&move…"), QDialogButtonBox::ResetRole);
    remove->setObjectName(QStringLiteral("remove"));
    remove->setAutoDefault(false);
    connect(remove, &QPushButton::clicked, this,
            [this] { askToRemoveAccount(m_desk, m_id, this); });
    connect(buttons, &QDialogButtonBox::accepted, this, &AccountEditor::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    return buttons;
}

void AccountEditor::accountChanged(const QString& id)
{
    if (id != m_id)
        return;
    if (const auto account = m_desk.account(m_id))
        showState(*account);
}

void AccountEditor::showState(const Desk::Account& account)
{
    const auto now = QDateTime::currentDateTimeUtc();
    const bool isWell = account.snapshot.state == AccountSnapshot::State::SignedIn;
    const bool isChecking = account.snapshot.state == AccountSnapshot::State::Checking;
    const bool isSoon = endsSoon(account.snapshot, now);
    auto words = outcomeText(account.snapshot, account.settings.host);
    const auto expiry = expiryText(account.snapshot, now);
    if (!expiry.isEmpty())
        words += u'\n' + expiry;
    m_state->say(isWell && !isSoon ? Notice::Kind::Good
                     : isChecking  ? Notice::Kind::Information
                                   : Notice::Kind::Warning,
                 words);
}

void AccountEditor::save()
{
    const auto account = m_desk.account(m_id);
    if (!account)
        return reject();
    // Of what is stored now: a check may have written to it meanwhile.
    auto settings = account->settings;
    settings.name = m_name->text().trimmed();
    settings.caFile = m_connection->caFile();
    settings.insecure = m_connection->isInsecure();
    settings.proxy = m_connection->proxy();
    auto problem = m_connection->problem();
    if (settings.name.isEmpty())
        problem = tr("Give the account a name.");
    else if (visibleText(settings.name) != settings.name)
        problem = tr("The name has hidden characters in it.");
    if (!problem.isEmpty()) {
        m_notice->say(Notice::Kind::Error, problem);
        return;
    }
    if (settings != account->settings)
        m_desk.changeAccount(settings);
    accept();
}

} // namespace arv
