// SPDX-License-Identifier: Apache-2.0
#include "mounteditor.h"

#include "accounttext.h"
#include "base/visibletext.h"
#include "confirm.h"
#include "mountform.h"
#include "notice.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSpinBox>

namespace arv {

namespace {

constexpr std::uint64_t mebibyte = 1ULL << 20;

int inMebibytes(std::uint64_t bytes)
{
    const auto clamped =
        std::clamp(bytes, MountSettings::smallestCacheCap, MountSettings::largestCacheCap);
    return static_cast<int>(clamped / mebibyte);
}

} // namespace

MountEditor::MountEditor(Desk& desk, const MountSettings& settings, QWidget* parent)
    : FittingDialog(parent)
    , m_desk(desk)
    , m_settings(settings)
    , m_account(new QComboBox(this))
    , m_form(new MountForm(desk, this))
    , m_cap(new QSpinBox(this))
    , m_refresh(new QSpinBox(this))
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
    auto* of = new QFormLayout;
    of->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    of->addRow(tr("&Account:"), m_account);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(10);
    column->addLayout(of);
    column->addWidget(m_form);
    column->addWidget(makeLimits());
    column->addWidget(m_notice);
    column->addStretch();
    column->addWidget(makeButtons());
    setMinimumWidth(520);
    setTabOrder(m_account, m_form);
}

QWidget* MountEditor::makeLimits()
{
    m_cap->setObjectName(QStringLiteral("cap"));
    m_cap->setAccessibleName(tr("Limit of the inode cache"));
    m_cap->setRange(inMebibytes(MountSettings::smallestCacheCap),
                    inMebibytes(MountSettings::largestCacheCap));
    m_cap->setSingleStep(16);
    m_cap->setSuffix(tr(" MiB"));
    m_cap->setGroupSeparatorShown(true);
    m_cap->setToolTip(tr("The directories and collections that are held in memory. Above the "
                         "limit those not used for longest make room."));
    m_refresh->setObjectName(QStringLiteral("refresh"));
    m_refresh->setAccessibleName(tr("Refresh time"));
    m_refresh->setRange(1, 3600);
    m_refresh->setSuffix(tr(" s"));
    m_refresh->setToolTip(tr("What is older is asked for again when it is looked at."));
    auto* box = new QGroupBox(tr("Memory and freshness"), this);
    auto* form = new QFormLayout(box);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form->addRow(tr("Inode &cache limit:"), m_cap);
    form->addRow(tr("&Refresh after:"), m_refresh);
    return box;
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
    m_cap->setValue(inMebibytes(m_settings.cacheCap));
    m_refresh->setValue(m_settings.refreshSeconds);
}

MountSettings MountEditor::settings() const
{
    auto settings = m_form->settings();
    settings.accountId = m_account->currentData().toString();
    // A limit that is no whole number of MiB stays as it is unless somebody changes it.
    if (m_cap->value() != inMebibytes(m_settings.cacheCap))
        settings.cacheCap = static_cast<std::uint64_t>(m_cap->value()) * mebibyte;
    settings.refreshSeconds = m_refresh->value();
    return settings;
}

void MountEditor::save()
{
    const auto given = settings();
    auto problem = given.accountId.isEmpty() ? tr("Choose the account of the mount.") : QString();
    if (problem.isEmpty())
        problem = m_form->findProblem();
    if (problem.isEmpty()) {
        const auto saved = m_desk.saveMount(given);
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
