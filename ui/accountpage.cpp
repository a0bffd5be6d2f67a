// SPDX-License-Identifier: Apache-2.0
#include "accountpage.h"

#include "accounttext.h"
#include "base/visibletext.h"
#include "connectionform.h"
#include "hosttext.h"
#include "notice.h"
#include "plainlabel.h"
#include "progressrow.h"
#include "tokenfield.h"
#include "weblink.h"

#include <QApplication>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

namespace arv {

namespace {

bool hasFocusInside(const QWidget& widget)
{
    const auto* focus = QApplication::focusWidget();
    return focus && widget.isAncestorOf(focus);
}

} // namespace

AccountPage::AccountPage(Desk& desk, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_fields(new QWidget(this))
    , m_tokenField(new TokenField(m_fields))
    , m_host(new QLineEdit(m_fields))
    , m_advanced(new QToolButton(m_fields))
    , m_connection(new ConnectionForm(m_fields))
    , m_progress(new ProgressRow(this))
    , m_recognised(new Notice(m_fields))
    , m_notice(new Notice(this))
{
    m_host->setObjectName(QStringLiteral("host"));
    m_host->setPlaceholderText(QStringLiteral("zzzzz.example.com"));
    m_advanced->setText(tr("Ad&vanced"));
    m_advanced->setCheckable(true);
    m_advanced->setAutoRaise(true);
    m_advanced->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_advanced->setArrowType(Qt::RightArrow);
    m_advanced->setFocusPolicy(Qt::TabFocus);
    m_connection->hide();
    addFields();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(10);
    column->addWidget(m_fields);
    column->addWidget(m_progress);
    column->addWidget(m_notice);
    column->addStretch();
    connect(m_tokenField, &TokenField::edited, this, &AccountPage::tokenEdited);
    connect(m_advanced, &QToolButton::toggled, this, [this](bool open) {
        m_advanced->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        m_connection->setVisible(open);
    });
    connect(m_host, &QLineEdit::textEdited, this, &AccountPage::stopAskingAgain);
    connect(m_connection, &ConnectionForm::edited, this, &AccountPage::stopAskingAgain);
    connect(m_progress, &ProgressRow::cancelled, this, &AccountPage::giveUp);
    connect(&m_desk, &Desk::tried, this, &AccountPage::tried);
    setFocusProxy(m_tokenField);
}

void AccountPage::addFields()
{
    auto* form = new QFormLayout;
    form->addRow(tr("&Token:"), m_tokenField);
    form->addRow(m_recognised);
    form->addRow(tr("API &host:"), m_host);
    form->setVerticalSpacing(10);
    auto* column = new QVBoxLayout(m_fields);
    column->setContentsMargins({});
    column->setSpacing(10);
    column->addWidget(plainLabel(tr("Paste a token, or the whole text that Workbench shows when "
                                    "you ask it for a token: the host is then filled in."),
                                 m_fields));
    column->addLayout(form);
    column->addLayout(helpButtons());
    column->addWidget(m_advanced, 0, Qt::AlignLeft);
    column->addWidget(m_connection);
}

QHBoxLayout* AccountPage::helpButtons()
{
    auto* row = new QHBoxLayout;
    row->addStretch();
    const auto add = [this, row](const QString& text, const char* name) {
        auto* button = new QPushButton(text, m_fields);
        button->setObjectName(QLatin1String(name));
        button->setAutoDefault(false);
        row->addWidget(button);
        return button;
    };
    if (const auto found = m_desk.configuredElsewhere()) {
        auto* button = add(tr("&Import from settings.conf"), "import");
        button->setToolTip(visibleText(found->where, 300).toHtmlEscaped());
        connect(button, &QPushButton::clicked, this, &AccountPage::import);
    }
    connect(add(tr("&Where do I get a token?"), "help"), &QPushButton::clicked, this,
            &AccountPage::showHelp);
    return row;
}

void AccountPage::import()
{
    const auto found = m_desk.configuredElsewhere();
    if (!found) {
        m_notice->say(Notice::Kind::Warning, tr("There is nothing to import any more."));
        return;
    }
    m_tokenField->setText(found->token);
    m_host->setText(found->host);
    m_connection->setCaFile(found->caFile);
    m_connection->setInsecure(found->insecure);
    m_advanced->setChecked(!m_connection->isStandard());
    m_notice->say(Notice::Kind::Information,
                  tr("Taken from %1.").arg(visibleText(found->where, 300)));
}

void AccountPage::showHelp()
{
    const auto host = readHostText(m_host->text()).host;
    const bool isKnown = host == m_tried.host && isWebLink(m_outcome.workbenchUrl);
    m_desk.openLink(isKnown ? m_outcome.workbenchUrl : workbenchLink(host));
}

// A block of Workbench names the host as well; what it says replaces what was there.
void AccountPage::tokenEdited()
{
    const auto content = m_tokenField->content();
    m_notice->clear();
    stopAskingAgain();
    if (!content.host.isEmpty()) {
        m_host->setText(content.host);
        m_connection->setInsecure(content.insecure.value_or(m_connection->isInsecure()));
        m_advanced->setChecked(m_advanced->isChecked() || !m_connection->isStandard());
    }
    if (!content.token.isEmpty() && !content.host.isEmpty())
        m_recognised->say(Notice::Kind::Good, tr("Token and host recognised."));
    else
        m_recognised->clear();
}

void AccountPage::check()
{
    const auto content = m_tokenField->content();
    const auto host = readHostText(m_host->text());
    if (!content.problem.isEmpty())
        return refuse(m_tokenField, content.problem);
    if (!host.problem.isEmpty())
        return refuse(m_host, host.problem);
    if (!m_connection->problem().isEmpty()) {
        m_advanced->setChecked(true);
        return refuse(m_connection, m_connection->problem());
    }
    m_tried = AccountSettings();
    m_tried.host = host.host;
    m_tried.caFile = m_connection->caFile();
    m_tried.insecure = m_connection->isInsecure();
    m_tried.proxy = m_connection->proxy();
    m_token = content.token;
    m_outcome = AccountSnapshot();
    m_isAskedAgain = false;
    m_notice->clear();
    m_host->setText(host.host);
    setChecking(true);
    m_desk.tryAccount(m_tried, m_token);
}

void AccountPage::refuse(QWidget* field, const QString& problem)
{
    m_notice->say(Notice::Kind::Error, problem);
    field->setFocus(Qt::OtherFocusReason);
}

void AccountPage::giveUp()
{
    if (!m_checking)
        return;
    setChecking(false);
    endTrial();
    m_notice->say(Notice::Kind::Information, tr("The check was stopped."));
    m_tokenField->setFocus(Qt::OtherFocusReason);
}

void AccountPage::endTrial()
{
    m_isAskedAgain = false;
    m_desk.endTrial();
}

// What is entered is no longer what is being asked with.
void AccountPage::stopAskingAgain()
{
    if (m_isAskedAgain)
        endTrial();
}

void AccountPage::setChecking(bool checking)
{
    m_checking = checking;
    m_fields->setEnabled(!checking);
    if (checking) {
        AccountSnapshot asked;
        asked.state = AccountSnapshot::State::Checking;
        m_progress->begin(outcomeText(asked, m_tried.host));
    } else {
        m_progress->end();
    }
    Q_EMIT checkingChanged();
}

void AccountPage::tried(const AccountSnapshot& outcome)
{
    const bool isAwaited = m_checking || m_isAskedAgain;
    if (!isAwaited || outcome.state == AccountSnapshot::State::Checking)
        return;
    m_outcome = outcome;
    m_isAskedAgain = outcome.state == AccountSnapshot::State::Offline;
    setChecking(false);
    if (outcome.state == AccountSnapshot::State::SignedIn) {
        Q_EMIT passed();
        return;
    }
    if (outcome.state == AccountSnapshot::State::Misconfigured)
        m_advanced->setChecked(true);
    m_notice->say(Notice::Kind::Error, outcomeText(outcome, m_tried.host));
    if (!hasFocusInside(*m_fields)) // an answer that comes late does not take it away
        m_tokenField->setFocus(Qt::OtherFocusReason);
}

void AccountPage::forgetToken()
{
    m_token.clear();
    m_tokenField->forget();
}

} // namespace arv
