// SPDX-License-Identifier: Apache-2.0
#include "advancedform.h"

#include "plainlabel.h"
#include "theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSpinBox>

#include <algorithm>

namespace arv {

namespace {

constexpr std::uint64_t mebibyte = 1ULL << 20;
constexpr int filterLines = 3;

int inMebibytes(std::uint64_t bytes)
{
    const auto clamped =
        std::clamp(bytes, MountSettings::smallestCacheCap, MountSettings::largestCacheCap);
    return static_cast<int>(clamped / mebibyte);
}

// A sentence below a field, set in to where its text begins.
QLabel* hint(const QString& text, QWidget* parent)
{
    auto* label = plainLabel(text, parent);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    return label;
}

} // namespace

AdvancedForm::AdvancedForm(const Desk& desk, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_filters(new QPlainTextEdit(this))
    , m_filtersHint(hint({}, this))
    , m_showOther(new QCheckBox(tr("Show container requests and wor&kflows, as JSON files"), this))
    , m_listen(new QCheckBox(tr("Let the cluster tell of chan&ges"), this))
    , m_refresh(new QSpinBox(this))
    , m_retries(new QSpinBox(this))
    , m_cap(new QSpinBox(this))
    , m_verify(new QComboBox(this))
    , m_allowOther(new QCheckBox(tr("Let &other users of this computer look in"), this))
{
    m_showOther->setObjectName(QStringLiteral("showOther"));
    m_listen->setObjectName(QStringLiteral("listen"));
    m_listen->setToolTip(tr("Otherwise changes are found by asking again."));
    m_allowOther->setObjectName(QStringLiteral("allowOther"));
    prepareFilters();
    prepareNumbers();
    prepareVerify();
    addRows();
    judgeFilters();
    connect(m_filters, &QPlainTextEdit::textChanged, this, &AdvancedForm::judgeFilters);
}

void AdvancedForm::prepareFilters()
{
    m_filters->setObjectName(QStringLiteral("filters"));
    m_filters->setAccessibleName(tr("Filters"));
    m_filters->setTabChangesFocus(true);
    m_filters->setPlaceholderText(QStringLiteral("[[\"collections.name\", \"like\", \"run%\"]]"));
    m_filters->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    const int frame = 2 * m_filters->frameWidth() + 10;
    m_filters->setFixedHeight(filterLines * m_filters->fontMetrics().lineSpacing() + frame);
    m_filtersHint->setObjectName(QStringLiteral("filtersHint"));
}

void AdvancedForm::prepareNumbers()
{
    m_refresh->setObjectName(QStringLiteral("refresh"));
    m_refresh->setAccessibleName(tr("Refresh time"));
    m_refresh->setRange(1, MountSettings::longestRefresh);
    m_refresh->setSuffix(tr(" s"));
    m_refresh->setToolTip(tr("What is older is asked for again when it is looked at."));
    m_retries->setObjectName(QStringLiteral("retries"));
    m_retries->setAccessibleName(tr("Tries after a failure"));
    m_retries->setRange(0, MountSettings::mostRetries);
    m_retries->setToolTip(tr("How often a request that a program waits for is made again before "
                             "the program gets an error."));
    m_cap->setObjectName(QStringLiteral("cap"));
    m_cap->setAccessibleName(tr("Limit of the inode cache"));
    m_cap->setRange(inMebibytes(MountSettings::smallestCacheCap),
                    inMebibytes(MountSettings::largestCacheCap));
    m_cap->setSingleStep(16);
    m_cap->setSuffix(tr(" MiB"));
    m_cap->setGroupSeparatorShown(true);
    m_cap->setToolTip(tr("The directories and collections that are held in memory. Above the "
                         "limit those not used for longest make room."));
}

void AdvancedForm::prepareVerify()
{
    m_verify->setObjectName(QStringLiteral("verify"));
    m_verify->setAccessibleName(tr("Verification"));
    m_verify->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    const auto add = [this](const QString& text, const QString& explanation, Verify verify) {
        m_verify->addItem(text, static_cast<int>(verify));
        m_verify->setItemData(m_verify->count() - 1, explanation, Qt::ToolTipRole);
    };
    add(tr("While a file is read from its start"),
        tr("Who reads a file from its start gets bytes as they come; the end of each block waits "
           "until the whole block is right."),
        Verify::Standard);
    add(tr("Before any byte is given out"), tr("Every byte waits until its whole block is right."),
        Verify::Strict);
    add(tr("As late as possible"),
        tr("Programs that jump in a file, too, get bytes as they come; the end of each block "
           "waits until the whole block is right."),
        Verify::Early);
    m_verify->setToolTip(tr("When the bytes of a block that is being fetched are checked."));
}

void AdvancedForm::addRows()
{
    for (auto* number : {m_refresh, m_retries, m_cap})
        number->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(20, 0, 0, 0);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    addFilters(*form);
    form->addRow(QString(), m_listen);
    form->addRow(tr("&Refresh after:"), m_refresh);
    form->addRow(tr("&Tries after a failure:"), m_retries);
    form->addRow(tr("Inode &cache limit:"), m_cap);
    form->addRow(tr("&Verify blocks:"), m_verify);
    addChecks(*form);
}

void AdvancedForm::addFilters(QFormLayout& form)
{
    auto* label = new QLabel(tr("&Filters:"), this);
    label->setBuddy(m_filters);
    auto* column = new QVBoxLayout;
    column->setSpacing(2);
    column->addWidget(m_filters);
    column->addWidget(m_filtersHint);
    form.addRow(label, column);
    form.addRow(QString(), m_showOther);
}

void AdvancedForm::addChecks(QFormLayout& form)
{
    auto* access = plainLabel(tr("Read-only; files cannot be changed yet"), this);
    access->setObjectName(QStringLiteral("access"));
    access->setWordWrap(false); // the form gives it no more than its first line
    form.addRow(tr("Access:"), access);
    const auto needed = tr("Needs the line user_allow_other in /etc/fuse.conf.");
    m_allowOther->setAccessibleDescription(needed);
    auto* column = new QVBoxLayout;
    column->setSpacing(2);
    column->addWidget(m_allowOther);
    column->addWidget(hint(needed, this));
    form.addRow(QString(), column);
}

void AdvancedForm::setSettings(const MountSettings& settings)
{
    m_settings = settings;
    m_filters->setPlainText(settings.filters);
    m_showOther->setChecked(settings.showOtherObjects);
    m_listen->setChecked(settings.listenToEvents);
    m_refresh->setValue(settings.refreshSeconds);
    m_retries->setValue(settings.retries);
    m_cap->setValue(inMebibytes(settings.cacheCap));
    m_verify->setCurrentIndex(m_verify->findData(static_cast<int>(settings.verify)));
    m_allowOther->setChecked(settings.allowOther);
}

void AdvancedForm::fill(MountSettings& settings) const
{
    settings.filters = filters();
    settings.showOtherObjects = m_showOther->isChecked();
    settings.listenToEvents = m_listen->isChecked();
    settings.refreshSeconds = m_refresh->value();
    settings.retries = m_retries->value();
    settings.verify = static_cast<Verify>(m_verify->currentData().toInt());
    settings.allowOther = m_allowOther->isChecked();
    // A limit that is no whole number of MiB stays as it is unless somebody changes it.
    if (m_cap->value() != inMebibytes(m_settings.cacheCap))
        settings.cacheCap = static_cast<std::uint64_t>(m_cap->value()) * mebibyte;
}

QString AdvancedForm::filters() const
{
    return m_filters->toPlainText().trimmed();
}

void AdvancedForm::judgeFilters()
{
    const auto problem = m_desk.filtersProblem(filters());
    const bool isGood = problem.isEmpty();
    m_filtersHint->setText(isGood ? tr("A JSON list of Arvados filters; only what passes them is "
                                       "shown. Empty: everything.")
                                  : problem);
    auto colours = palette();
    if (!isGood)
        colours.setColor(QPalette::PlaceholderText, stateColor(StateRole::Bad, palette()));
    m_filtersHint->setPalette(colours);
    m_filters->setAccessibleDescription(m_filtersHint->text());
}

QString AdvancedForm::findProblem()
{
    const auto problem = m_desk.filtersProblem(filters());
    if (!problem.isEmpty())
        m_filters->setFocus(Qt::OtherFocusReason);
    return problem;
}

bool AdvancedForm::isTouched(const MountSettings& settings)
{
    const MountSettings standard;
    return settings.filters != standard.filters
        || settings.showOtherObjects != standard.showOtherObjects
        || settings.listenToEvents != standard.listenToEvents
        || settings.refreshSeconds != standard.refreshSeconds
        || settings.retries != standard.retries || settings.cacheCap != standard.cacheCap
        || settings.verify != standard.verify || settings.allowOther != standard.allowOther;
}

} // namespace arv
