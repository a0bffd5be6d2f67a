// SPDX-License-Identifier: Apache-2.0
#include "accountassistant.h"

#include "accountpage.h"
#include "accounttext.h"
#include "donepage.h"
#include "mountpage.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>

namespace arv {

AccountAssistant::AccountAssistant(Desk& desk, QWidget* parent)
    : QDialog(parent)
    , m_desk(desk)
    , m_title(new QLabel(this))
    , m_pages(new QStackedWidget(this))
    , m_accountPage(new AccountPage(desk, this))
    , m_mountPage(new MountPage(desk, this))
    , m_donePage(new DonePage(desk, this))
    , m_back(new QPushButton(tr("&Back"), this))
    , m_next(new QPushButton(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    setWindowTitle(tr("Add an account"));
    addPages();
    auto* column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->addWidget(makeHead());
    column->addWidget(m_pages, 1);
    column->addWidget(makeButtons());
    connect(m_accountPage, &AccountPage::passed, this, &AccountAssistant::accountPassed);
    connect(m_accountPage, &AccountPage::checkingChanged, this, &AccountAssistant::refresh);
    connect(m_donePage, &DonePage::changed, this, &AccountAssistant::refresh);
    resize(580, 480);
    goTo(Account);
}

void AccountAssistant::addPages()
{
    for (auto* page : {static_cast<QWidget*>(m_accountPage), static_cast<QWidget*>(m_mountPage),
                       static_cast<QWidget*>(m_donePage)}) {
        // At twice the size a page may be higher than the screen.
        auto* scroll = new QScrollArea(m_pages);
        scroll->setWidgetResizable(true);
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setFocusPolicy(Qt::NoFocus);
        scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        scroll->setWidget(page);
        scroll->setMinimumWidth(page->minimumSizeHint().width());
        m_pages->addWidget(scroll);
    }
}

QWidget* AccountAssistant::makeHead()
{
    auto* head = new QWidget(this);
    auto* steps = new QHBoxLayout;
    const QStringList names{tr("1  Cluster and token"), tr("2  What to mount"), tr("3  Done")};
    for (const auto& name : names) {
        if (!m_steps.isEmpty())
            steps->addWidget(new QLabel(QStringLiteral("›"), head));
        m_steps += new QLabel(name, head);
        steps->addWidget(m_steps.last());
    }
    steps->addStretch();
    auto font = m_title->font();
    font.setPointSizeF(font.pointSizeF() * 1.35);
    font.setBold(true);
    m_title->setFont(font);
    auto* line = new QFrame(head);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins({});
    column->addLayout(steps);
    column->addWidget(line);
    column->addWidget(m_title);
    return head;
}

QWidget* AccountAssistant::makeButtons()
{
    auto* buttons = new QWidget(this);
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins({});
    row->addStretch();
    row->addWidget(m_back);
    row->addWidget(m_next);
    row->addWidget(m_cancel);
    m_back->setObjectName(QStringLiteral("back"));
    m_next->setObjectName(QStringLiteral("next"));
    m_cancel->setObjectName(QStringLiteral("cancel"));
    m_back->setAutoDefault(false);
    m_cancel->setAutoDefault(false);
    m_next->setDefault(true);
    connect(m_back, &QPushButton::clicked, this, &AccountAssistant::goBack);
    connect(m_next, &QPushButton::clicked, this, &AccountAssistant::goOn);
    connect(m_cancel, &QPushButton::clicked, this, &AccountAssistant::reject);
    return buttons;
}

AccountAssistant::Step AccountAssistant::step() const
{
    return static_cast<Step>(m_pages->currentIndex());
}

void AccountAssistant::goTo(Step step)
{
    const QStringList titles{tr("Cluster and token"), tr("What to mount"), tr("Done")};
    m_pages->setCurrentIndex(step);
    m_title->setText(titles.at(step));
    setWindowTitle(tr("Add an account – step %1 of 3").arg(step + 1));
    for (int i = 0; i < m_steps.size(); ++i) {
        auto font = m_steps[i]->font();
        font.setBold(i == step);
        m_steps[i]->setFont(font);
    }
    refresh();
    if (step == Account)
        m_accountPage->setFocus(Qt::OtherFocusReason);
    else if (step == Mount)
        m_mountPage->setFocus(Qt::OtherFocusReason);
}

void AccountAssistant::refresh()
{
    const bool isDone = m_donePage->isDone();
    m_next->setText(step() == Done ? tr("&Finish") : tr("&Next"));
    m_next->setEnabled(step() == Done ? isDone : !m_accountPage->isChecking());
    // Once the account is taken in, only the mount can still be changed.
    m_back->setVisible(step() != Account);
    m_back->setEnabled(step() == Mount ? !m_donePage->hasBegun() : m_donePage->isMountRefused());
    m_cancel->setVisible(!(step() == Done && isDone));
    if (step() == Done) {
        m_title->setText(isDone ? tr("Done") : tr("Almost done"));
        (isDone ? m_next : m_cancel)->setFocus(Qt::OtherFocusReason);
    }
}

void AccountAssistant::goOn()
{
    switch (step()) {
    case Account:
        m_accountPage->check();
        return;
    case Mount:
        if (!m_mountPage->isAcceptable())
            return;
        goTo(Done);
        m_donePage->begin(m_settings, m_accountPage->token(), m_mountPage->settings());
        return;
    case Done:
        finish();
        return;
    }
}

void AccountAssistant::goBack()
{
    goTo(step() == Done ? Mount : Account);
}

void AccountAssistant::accountPassed()
{
    const auto& outcome = m_accountPage->outcome();
    m_settings = m_accountPage->settings();
    m_settings.userUuid = outcome.userUuid;
    m_settings.email = outcome.email;
    const auto accounts = m_desk.accounts();
    m_settings.name = accountName(outcome, m_settings.host, accounts);
    for (const auto& each : accounts) {
        const bool isSame = each.settings.host.toLower() == m_settings.host
            && each.settings.userUuid == outcome.userUuid && !outcome.userUuid.isEmpty();
        if (isSame) {
            m_settings.id = each.settings.id;
            m_settings.name = each.settings.name;
        }
    }
    m_mountPage->prepare(m_settings, outcome);
    goTo(Mount);
}

void AccountAssistant::finish()
{
    m_accountPage->forgetToken();
    m_desk.endTrial();
    accept();
}

void AccountAssistant::reject()
{
    if (step() == Done && m_donePage->isDone()) {
        finish();
        return;
    }
    m_desk.endTrial();
    m_donePage->undo();
    m_accountPage->forgetToken();
    QDialog::reject();
}

} // namespace arv
