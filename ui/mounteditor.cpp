// SPDX-License-Identifier: Apache-2.0
#include "mounteditor.h"

#include "accounttext.h"
#include "advancedform.h"
#include "base/visibletext.h"
#include "collapsible.h"
#include "confirm.h"
#include "fittingarea.h"
#include "mountform.h"
#include "notice.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>

namespace arv {

MountEditor::MountEditor(Desk& desk, const MountSettings& settings, QWidget* parent)
    : FittingDialog(parent)
    , m_desk(desk)
    , m_settings(settings)
    , m_account(new QComboBox(this))
    , m_form(new MountForm(desk, this))
    , m_fold(new Collapsible(tr("Ad&vanced"), this))
    , m_advanced(new AdvancedForm(desk, m_fold))
    , m_notice(new Notice(this))
{
    setWindowTitle(settings.id.isEmpty() ? tr("Add a mount") : tr("Edit the mount"));
    addParts();
    fillAccounts();
    showFields();
    connect(&m_desk, &Desk::accountsChanged, this, &MountEditor::fillAccounts);
    connect(&m_desk, &Desk::mountsChanged, this, [this] {
        if (!m_settings.id.isEmpty() && !m_desk.mount(m_settings.id))
            reject();
    });
}

void MountEditor::addParts()
{
    m_account->setObjectName(QStringLiteral("account"));
    m_account->setAccessibleName(tr("Account"));
    m_account->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_account->setMinimumContentsLength(20);
    m_account->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_fold->setObjectName(QStringLiteral("advanced"));
    m_fold->setContent(m_advanced);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(10);
    column->addWidget(new FittingArea(makeFields(), this), 1);
    column->addWidget(m_notice);
    column->addWidget(makeButtons());
    setMinimumWidth(520);
}

QWidget* MountEditor::makeFields()
{
    auto* fields = new QWidget(this);
    auto* of = new QFormLayout;
    of->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    of->addRow(tr("&Account:"), m_account);
    auto* column = new QVBoxLayout(fields);
    column->setContentsMargins({});
    column->setSpacing(10);
    column->addLayout(of);
    column->addWidget(m_form);
    column->addWidget(m_fold);
    column->addStretch();
    return fields;
}

QWidget* MountEditor::makeButtons()
{
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Save)->setObjectName(QStringLiteral("save"));
    buttons->button(QDialogButtonBox::Save)->setDefault(true);
    if (!m_settings.id.isEmpty()) {
        auto* remove = buttons->addButton(tr("Re&move…"), QDialogButtonBox::ResetRole);
        remove->setObjectName(QStringLiteral("remove"));
        remove->setAutoDefault(false);
        connect(remove, &QPushButton::clicked, this, &MountEditor::askToRemove);
    }
    connect(buttons, &QDialogButtonBox::accepted, this, &MountEditor::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    return buttons;
}

void MountEditor::fillAccounts()
{
    const auto chosen =
        m_account->count() ? m_account->currentData().toString() : m_settings.accountId;
    m_account->clear();
    for (const auto& each : m_desk.accounts()) {
        const auto host = visibleText(each.settings.host, 260);
        m_account->addItem(QStringLiteral("%1 – %2").arg(shownName(each.settings), host),
                           each.settings.id);
    }
    const auto index = m_account->findData(chosen);
    m_account->setCurrentIndex(index < 0 && m_settings.id.isEmpty() ? 0 : index);
}

void MountEditor::showFields()
{
    m_form->setSettings(m_settings);
    m_advanced->setSettings(m_settings);
    m_fold->setOpen(AdvancedForm::isTouched(m_settings));
}

MountSettings MountEditor::settings() const
{
    auto settings = m_form->settings();
    m_advanced->fill(settings);
    settings.accountId = m_account->currentData().toString();
    return settings;
}

QString MountEditor::findProblem()
{
    if (m_account->currentData().toString().isEmpty())
        return tr("Choose the account of the mount.");
    auto problem = m_form->findProblem();
    if (!problem.isEmpty())
        return problem;
    problem = m_desk.filtersProblem(settings().filters);
    if (problem.isEmpty())
        return {};
    m_fold->setOpen(true); // so that it can have the focus
    return m_advanced->findProblem();
}

void MountEditor::save()
{
    auto problem = findProblem();
    if (problem.isEmpty()) {
        const auto saved = m_desk.saveMount(settings());
        if (saved) {
            accept();
            return;
        }
        problem = saved.error().text;
    }
    m_notice->say(Notice::Kind::Error, problem);
}

void MountEditor::askToRemove()
{
    const auto name = visibleText(m_settings.name, 100);
    confirm(this,
            {tr("Remove the mount"), tr("Remove the mount “%1”?").arg(name),
             tr("It is unmounted, and its settings are forgotten. Nothing on the cluster changes."),
             tr("&Remove")},
            [this] {
                m_desk.removeMount(m_settings.id);
                accept();
            });
}

} // namespace arv
