// SPDX-License-Identifier: Apache-2.0
#include "mountpage.h"

#include "accounttext.h"
#include "mountform.h"
#include "notice.h"

#include <QCheckBox>
#include <QVBoxLayout>

namespace arv {

MountPage::MountPage(Desk& desk, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_who(new Notice(this))
    , m_wanted(new QCheckBox(tr("&Mount now"), this))
    , m_form(new MountForm(desk, this))
    , m_notice(new Notice(this))
{
    m_wanted->setObjectName(QStringLiteral("mountNow"));
    m_wanted->setChecked(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(10);
    column->addWidget(m_who);
    column->addWidget(m_wanted);
    column->addWidget(m_form);
    column->addWidget(m_notice);
    column->addStretch();
    connect(m_wanted, &QCheckBox::toggled, m_form, &QWidget::setEnabled);
    connect(m_wanted, &QCheckBox::toggled, m_notice, &Notice::clear);
    setFocusProxy(m_form);
}

void MountPage::prepare(const AccountSettings& account, const AccountSnapshot& outcome)
{
    introduce(account, outcome);
    m_notice->clear();
    const auto preparedFor = account.host + u' ' + outcome.userUuid;
    if (preparedFor == m_preparedFor)
        return;
    m_preparedFor = preparedFor;
    MountSettings proposed;
    proposed.name = freeName(account.name);
    m_form->setSettings(proposed);
}

void MountPage::introduce(const AccountSettings& account, const AccountSnapshot& outcome)
{
    const auto now = QDateTime::currentDateTimeUtc();
    auto words = outcomeText(outcome, account.host) + u'\n' + expiryText(outcome, now);
    const bool isSoon = endsSoon(outcome, now);
    if (isSoon)
        words += u'\n' + tr("That is soon: you will be asked for a new token then.");
    if (!account.id.isEmpty())
        words += u'\n'
            + tr("This account is already here as “%1”: it gets the new token.")
                  .arg(shownName(account));
    if (account.insecure)
        words += u'\n' + tr("TLS is not verified for this account.");
    m_who->say(isSoon || account.insecure ? Notice::Kind::Warning : Notice::Kind::Good, words);
}

QString MountPage::freeName(const QString& wanted) const
{
    const auto mounts = m_desk.mounts();
    const auto isTaken = [&mounts](const QString& name) {
        return std::any_of(mounts.begin(), mounts.end(),
                           [&name](const auto& each) { return each.settings.name == name; });
    };
    auto name = wanted;
    for (int i = 2; isTaken(name) && i < 1000; ++i)
        name = QStringLiteral("%1-%2").arg(wanted).arg(i);
    return name;
}

std::optional<MountSettings> MountPage::settings() const
{
    if (!m_wanted->isChecked())
        return std::nullopt;
    return m_form->settings();
}

bool MountPage::isAcceptable()
{
    const auto problem = m_wanted->isChecked() ? m_form->findProblem() : QString();
    if (problem.isEmpty())
        m_notice->clear();
    else
        m_notice->say(Notice::Kind::Error, problem);
    return problem.isEmpty();
}

} // namespace arv
