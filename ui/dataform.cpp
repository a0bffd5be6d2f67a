// SPDX-License-Identifier: Apache-2.0
#include "dataform.h"

#include "bandwidthfield.h"
#include "plainlabel.h"
#include "theme.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace arv {

namespace {

constexpr double gibibyte = 1 << 30;
constexpr std::uint64_t mebibyte = 1 << 20;
constexpr int longestFolder = 4096;
constexpr double mostDisk = 100'000; // GiB
constexpr int mostMemory = 65536; // MiB

double inGibibytes(std::uint64_t bytes)
{
    return std::min(static_cast<double>(bytes) / gibibyte, mostDisk);
}

int inMebibytes(std::uint64_t bytes)
{
    return static_cast<int>(std::min<std::uint64_t>(bytes / mebibyte, mostMemory));
}

std::uint64_t diskBytes(double gibibytes)
{
    if (gibibytes <= 0)
        return 0;
    const auto bytes = static_cast<std::uint64_t>(std::llround(gibibytes * gibibyte));
    return std::max(bytes, BlockCacheSettings::leastDisk);
}

QLabel* hint(const QString& text, QWidget* parent)
{
    auto* label = plainLabel(text, parent);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    return label;
}

} // namespace

DataForm::DataForm(Desk& desk, QWidget* parent)
    : QGroupBox(tr("Data"), parent)
    , m_desk(desk)
    , m_kind(new QComboBox(this))
    , m_folder(new QLineEdit(this))
    , m_folderHint(hint({}, this))
    , m_disk(new QDoubleSpinBox(this))
    , m_memory(new QSpinBox(this))
    , m_bandwidth(new BandwidthField(this))
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(std::chrono::milliseconds(400));
    prepareFields();
    prepareLimits();
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    addRows(*form);
    auto* column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addWidget(hint(tr("Where blocks are kept, and how many, counts from the next start of "
                              "the program; the bandwidth limit at once."),
                           this));
    showPreferences();
    connectFields();
}

DataForm::~DataForm()
{
    flush();
}

void DataForm::prepareFields()
{
    m_kind->setObjectName(QStringLiteral("cacheKind"));
    m_kind->setAccessibleName(tr("Where blocks are kept"));
    m_kind->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_kind->addItem(tr("On disk and in memory"), true);
    m_kind->addItem(tr("In memory only"), false);
    m_folder->setObjectName(QStringLiteral("cacheFolder"));
    m_folder->setAccessibleName(tr("Folder of the block cache"));
    m_folder->setPlaceholderText(tr("The cache folder of Arvados' own tools"));
    m_folder->setMaxLength(longestFolder);
    m_folder->setClearButtonEnabled(true);
    m_folderHint->setObjectName(QStringLiteral("cacheFolderHint"));
    m_bandwidth->setObjectName(QStringLiteral("bandwidth"));
}

void DataForm::prepareLimits()
{
    m_disk->setObjectName(QStringLiteral("diskLimit"));
    m_disk->setAccessibleName(tr("Limit of the block cache on disk"));
    m_disk->setRange(0, mostDisk);
    m_disk->setDecimals(2);
    m_disk->setSpecialValueText(tr("Automatic"));
    m_disk->setSuffix(tr(" GiB"));
    m_disk->setToolTip(tr("At least 0.25 GiB. Automatic: what suits the size of the disk and what "
                          "is free on it."));
    m_memory->setObjectName(QStringLiteral("memoryLimit"));
    m_memory->setAccessibleName(tr("Limit of the block cache in memory"));
    m_memory->setRange(inMebibytes(BlockCacheSettings::leastMemory), mostMemory);
    m_memory->setSingleStep(64);
    m_memory->setSuffix(tr(" MiB"));
    m_memory->setToolTip(tr("Blocks in memory, with those that are on their way. Files of more "
                            "than a few at a time need more than the least."));
    for (QAbstractSpinBox* each :
         {static_cast<QAbstractSpinBox*>(m_disk), static_cast<QAbstractSpinBox*>(m_memory)}) {
        each->setKeyboardTracking(false); // half a number is no wish
        each->setGroupSeparatorShown(true);
        each->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }
}

void DataForm::addRows(QFormLayout& form)
{
    auto* label = new QLabel(tr("Cache &folder:"), this);
    label->setBuddy(m_folder);
    auto* column = new QVBoxLayout;
    column->setSpacing(2);
    column->addWidget(m_folder);
    column->addWidget(m_folderHint);
    form.addRow(tr("Keep &blocks:"), m_kind);
    form.addRow(label, column);
    form.addRow(tr("&Disk limit:"), m_disk);
    form.addRow(tr("Memor&y limit:"), m_memory);
    form.addRow(tr("Bandwidth &limit:"), m_bandwidth);
}

void DataForm::connectFields()
{
    connect(&m_desk, &Desk::preferencesChanged, this, &DataForm::showPreferences);
    connect(m_kind, &QComboBox::activated, this, &DataForm::apply);
    connect(m_folder, &QLineEdit::textChanged, this, &DataForm::judgeFolder);
    connect(m_folder, &QLineEdit::editingFinished, this, &DataForm::apply);
    connect(m_disk, &QDoubleSpinBox::valueChanged, this, &DataForm::rest);
    connect(m_memory, &QSpinBox::valueChanged, this, &DataForm::rest);
    connect(&m_rest, &QTimer::timeout, this, &DataForm::apply);
    connect(m_bandwidth, &BandwidthField::wanted, this,
            [this](quint64 bytes) { m_desk.setBandwidthLimit(bytes); });
}

void DataForm::showPreferences()
{
    const auto chosen = m_desk.preferences().data;
    m_bandwidth->showLimit(chosen.bandwidth);
    if (m_rest.isActive())
        return;
    m_shown = chosen;
    const QSignalBlocker quietly[]{QSignalBlocker(m_disk), QSignalBlocker(m_memory)};
    m_kind->setCurrentIndex(m_kind->findData(chosen.cache.useDisk));
    if (!m_folder->hasFocus() || m_folder->text().isEmpty())
        m_folder->setText(chosen.cache.folder);
    m_disk->setValue(inGibibytes(chosen.cache.disk));
    m_memory->setValue(inMebibytes(chosen.cache.memory));
    judgeFolder();
}

// Fields of a disk cache that is not wanted are of no use.
void DataForm::judgeFolder()
{
    const bool isOnDisk = m_kind->currentData().toBool();
    m_folder->setEnabled(isOnDisk);
    m_disk->setEnabled(isOnDisk);
    const auto problem = isOnDisk ? m_desk.cacheFolderProblem(m_folder->text()) : QString();
    m_folderHint->setText(problem);
    m_folderHint->setVisible(!problem.isEmpty());
    auto colours = palette();
    colours.setColor(QPalette::PlaceholderText, stateColor(StateRole::Bad, palette()));
    m_folderHint->setPalette(colours);
    m_folder->setAccessibleDescription(problem);
}

void DataForm::rest()
{
    m_rest.start();
}

// Values that are no round number stay as they are unless somebody changes them.
DataSettings DataForm::settings() const
{
    auto chosen = m_desk.preferences().data;
    auto& cache = chosen.cache;
    cache.useDisk = m_kind->currentData().toBool();
    if (m_desk.cacheFolderProblem(m_folder->text()).isEmpty())
        cache.folder = m_folder->text();
    if (std::abs(m_disk->value() - inGibibytes(m_shown.cache.disk)) > 0.005)
        cache.disk = diskBytes(m_disk->value());
    if (m_memory->value() != inMebibytes(m_shown.cache.memory))
        cache.memory = static_cast<std::uint64_t>(m_memory->value()) * mebibyte;
    return chosen;
}

void DataForm::apply()
{
    m_rest.stop();
    auto preferences = m_desk.preferences();
    preferences.data = settings();
    if (preferences != m_desk.preferences())
        m_desk.setPreferences(preferences);
    judgeFolder();
}

void DataForm::flush()
{
    m_bandwidth->flushWish();
    if (m_rest.isActive())
        apply();
}

void DataForm::hideEvent(QHideEvent* event)
{
    QGroupBox::hideEvent(event);
    flush();
}

} // namespace arv
