// SPDX-License-Identifier: Apache-2.0
#include "tokendialog.h"

#include "accounttext.h"
#include "base/visibletext.h"
#include "keychainpanel.h"
#include "notice.h"
#include "plainlabel.h"
#include "progressrow.h"
#include "tokenfield.h"
#include "weblink.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

namespace arv {

TokenDialog::TokenDialog(Desk& desk, const QString& accountId, QWidget* parent)
    : FittingDialog(parent)
    , m_desk(desk)
    , m_id(accountId)
    , m_why(new Notice(this))
    , m_field(new TokenField(this))
    , m_progress(new ProgressRow(this))
    , m_notice(new Notice(this))
    , m_keychain(new KeychainPanel(desk, this))
    , m_ok(new QPushButton(tr("&Use this token"), this))
{
    setWindowTitle(tr("New token"));
    addParts();
    m_keychain->hide();
    if (const auto account = m_desk.account(m_id))
        explain(*account);
    connect(m_field, &TokenField::edited, m_notice, &Notice::clear);
    connect(m_field, &TokenField::edited, this, [this] { m_checking = false; });
    connect(m_progress, &ProgressRow::cancelled, this, &TokenDialog::stopChecking);
    connect(m_keychain, &KeychainPanel::sessionOnlyRequested, this, &TokenDialog::keepForSession);
    connect(&m_desk, &Desk::accountChanged, this, &TokenDialog::accountChanged);
    connect(&m_desk, &Desk::accountsChanged, this, [this] {
        if (!m_desk.account(m_id))
            reject();
    });
    m_field->setFocus(Qt::OtherFocusReason);
}

void TokenDialog::addParts()
{
    auto* form = new QFormLayout;
    form->addRow(tr("New &token:"), m_field);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(10);
    column->addWidget(m_why);
    column->addWidget(plainLabel(tr("Paste a token, or the whole text that Workbench shows when "
                                    "you ask it for a token."),
                                 this));
    column->addLayout(form);
    column->addWidget(m_progress);
    column->addWidget(m_notice);
    column->addWidget(m_keychain);
    column->addStretch();
    column->addWidget(makeButtons());
    setMinimumWidth(500);
}

QWidget* TokenDialog::makeButtons()
{
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->addButton(m_ok, QDialogButtonBox::AcceptRole);
    m_ok->setObjectName(QStringLiteral("ok"));
    m_ok->setDefault(true);
    auto* help = buttons->addButton(tr("Open &Workbench"), QDialogButtonBox::HelpRole);
    help->setObjectName(QStringLiteral("help"));
    help->setAutoDefault(false);
    connect(help, &QPushButton::clicked, this, [this] {
        const auto account = m_desk.account(m_id);
        if (!account)
            return;
        const auto& known = account->snapshot.workbenchUrl;
        m_desk.openLink(isWebLink(known) ? known : workbenchLink(account->settings.host));
    });
    connect(m_ok, &QPushButton::clicked, this, &TokenDialog::check);
    connect(buttons, &QDialogButtonBox::rejected, this, &TokenDialog::reject);
    return buttons;
}

void TokenDialog::explain(const Desk::Account& account)
{
    const auto now = QDateTime::currentDateTimeUtc();
    const auto name = shownName(account.settings);
    auto why = tr("A new token for “%1” on %2.").arg(name, visibleText(account.settings.host, 260));
    auto kind = Notice::Kind::Information;
    if (account.snapshot.state == AccountSnapshot::State::Refused) {
        why = tr("The cluster no longer takes the token of “%1”. Its mounts stay, and what is in "
                 "memory can still be read; a new token lets everything go on.")
                  .arg(name);
        if (!account.snapshot.error.isEmpty())
            why += u'\n' + visibleText(account.snapshot.error, 500);
        kind = Notice::Kind::Warning;
    } else if (account.token.state == TokenSnapshot::State::Missing) {
        why = account.settings.sessionOnly
            ? tr("The token of “%1” was kept for one session only: it is asked for again.")
                  .arg(name)
            : tr("The keychain holds no token for “%1”.").arg(name);
        kind = Notice::Kind::Warning;
    } else if (endsSoon(account.snapshot, now)) {
        why = tr("The token of “%1” will not do for long.").arg(name);
        kind = Notice::Kind::Warning;
    }
    if (endsSoon(account.snapshot, now))
        why += u'\n' + expiryText(account.snapshot, now);
    m_why->say(kind, why);
}

void TokenDialog::check()
{
    const auto content = m_field->content();
    const auto account = m_desk.account(m_id);
    if (!account)
        return reject();
    if (!content.problem.isEmpty())
        return refuse(content.problem);
    if (!content.host.isEmpty() && content.host != account->settings.host.toLower())
        return refuse(tr("What was pasted belongs to %1, but this account is on %2.")
                          .arg(content.host, visibleText(account->settings.host, 260)));
    m_token = content.token;
    ask(account->settings.sessionOnly);
}

void TokenDialog::ask(bool sessionOnly)
{
    m_before = m_desk.account(m_id);
    if (!m_before)
        return reject();
    m_checkSeen = false;
    m_checking = true;
    m_notice->clear();
    m_keychain->hide();
    m_field->setEnabled(false);
    m_ok->setEnabled(false);
    AccountSnapshot asked;
    asked.state = AccountSnapshot::State::Checking;
    m_progress->begin(outcomeText(asked, m_before->settings.host));
    m_desk.renewToken(m_id, m_token, sessionOnly);
}

void TokenDialog::accountChanged(const QString& id)
{
    if (id != m_id || !m_checking)
        return;
    if (const auto account = m_desk.account(m_id))
        follow(*account);
}

void TokenDialog::follow(const Desk::Account& account)
{
    if (account.snapshot.state == AccountSnapshot::State::Checking) {
        m_checkSeen = true;
        return;
    }
    const auto why = refusal(account);
    if (!why.isEmpty()) {
        refuse(why);
        // A cluster without an answer is asked again by itself, with this token.
        m_checking = account.snapshot.state == AccountSnapshot::State::Offline;
    } else if (isAnswer(account)) {
        taken(account);
    }
}

QString TokenDialog::refusal(const Desk::Account& account) const
{
    const auto& expected = account.settings.userUuid;
    const auto& found = account.snapshot.userUuid;
    // The cluster has nothing against it: that it "may have expired" would mislead.
    if (!expected.isEmpty() && !found.isEmpty() && expected != found)
        return tr("This token belongs to somebody else: %1. The account is that of %2.")
            .arg(whoText(account.snapshot),
                 visibleText(account.settings.email.isEmpty() ? expected : account.settings.email,
                             260));
    if (account.snapshot.state != AccountSnapshot::State::SignedIn)
        return outcomeText(account.snapshot, account.settings.host);
    return visibleText(account.snapshot.error, 300);
}

// While the old token still works the account is signed in all the time: only what differs tells
// about the new one.
bool TokenDialog::isAnswer(const Desk::Account& account) const
{
    return m_checkSeen || account.snapshot.state != m_before->snapshot.state
        || account.snapshot.error != m_before->snapshot.error
        || account.snapshot.tokenExpires != m_before->snapshot.tokenExpires
        || account.token.state != m_before->token.state;
}

void TokenDialog::refuse(const QString& why)
{
    m_checking = false;
    m_progress->end();
    m_field->setEnabled(true);
    m_ok->setEnabled(true);
    m_notice->say(Notice::Kind::Error, why);
    m_field->setFocus(Qt::OtherFocusReason);
}

// The cluster takes it; now the keychain must, or the person decides for memory.
void TokenDialog::taken(const Desk::Account& account)
{
    m_progress->end();
    if (isKept(account.token)) {
        m_checking = false;
        m_token.clear();
        m_field->forget();
        accept();
        return;
    }
    m_checkSeen = true;
    m_why->say(Notice::Kind::Good, outcomeText(account.snapshot, account.settings.host));
    if (m_keychain->isHidden()) {
        m_keychain->show();
        m_keychain->follow(m_id);
    }
}

// The cluster has taken it already: only the place changes.
void TokenDialog::keepForSession()
{
    const auto account = m_desk.account(m_id);
    if (!account)
        return reject();
    auto settings = account->settings;
    settings.sessionOnly = true;
    m_desk.saveAccount(settings, m_token);
}

void TokenDialog::stopChecking()
{
    m_checking = false;
    m_progress->end();
    m_field->setEnabled(true);
    m_ok->setEnabled(true);
    m_notice->say(Notice::Kind::Information,
                  tr("Not waited for any more. The check may still end well."));
}

void TokenDialog::reject()
{
    m_token.clear();
    m_field->forget();
    QDialog::reject();
}

} // namespace arv
