// SPDX-License-Identifier: Apache-2.0
#include "keychainpanel.h"

#include "accounttext.h"
#include "notice.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>

namespace arv {

KeychainPanel::KeychainPanel(Desk& desk, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_notice(new Notice(this))
    , m_waiting(new QProgressBar(this))
    , m_again(new QPushButton(tr("&Try again"), this))
    , m_session(new QPushButton(tr("For this &session only"), this))
{
    m_waiting->setRange(0, 0);
    m_waiting->setTextVisible(false);
    m_waiting->setAccessibleName(tr("Waiting for the keychain"));
    m_again->setObjectName(QStringLiteral("keychainAgain"));
    m_session->setObjectName(QStringLiteral("sessionOnly"));
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_again);
    buttons->addWidget(m_session);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_notice);
    column->addWidget(m_waiting);
    column->addLayout(buttons);
    for (auto* each : {m_again, m_session}) {
        each->setAutoDefault(false);
        each->hide();
    }
    m_waiting->hide();
    connect(m_again, &QPushButton::clicked, this, &KeychainPanel::askAgain);
    connect(m_session, &QPushButton::clicked, this, &KeychainPanel::sessionOnlyRequested);
    connect(&m_desk, &Desk::accountChanged, this, &KeychainPanel::accountChanged);
}

void KeychainPanel::setSessionOffered(bool offered)
{
    m_sessionOffered = offered;
}

void KeychainPanel::follow(const QString& accountId)
{
    m_account = accountId;
    refresh();
}

void KeychainPanel::accountChanged(const QString& id)
{
    if (!m_account.isEmpty() && id == m_account)
        refresh();
}

void KeychainPanel::refresh()
{
    const auto account = m_desk.account(m_account);
    // An account that is on its way in may not be there yet.
    showToken(account ? account->token : TokenSnapshot{TokenSnapshot::State::Waiting, {}});
    Q_EMIT changed();
}

void KeychainPanel::showToken(const TokenSnapshot& token)
{
    const bool isWaiting = token.state == TokenSnapshot::State::Waiting;
    m_kept = arv::isKept(token);
    const bool isTrouble = !isWaiting && !m_kept;
    auto words = keychainText(token);
    const auto advice = keychainAdvice(token);
    if (!advice.isEmpty())
        words += u'\n' + advice;
    m_notice->say(isTrouble    ? Notice::Kind::Warning
                      : m_kept ? Notice::Kind::Good
                               : Notice::Kind::Information,
                  words);
    m_waiting->setVisible(isWaiting);
    m_again->setVisible(isTrouble && token.state != TokenSnapshot::State::Missing);
    m_session->setVisible(isTrouble && m_sessionOffered);
}

void KeychainPanel::askAgain()
{
    showToken(TokenSnapshot{TokenSnapshot::State::Waiting, {}});
    m_desk.askKeychainAgain(m_account);
}

} // namespace arv
