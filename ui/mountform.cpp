// SPDX-License-Identifier: Apache-2.0
#include "mountform.h"

#include "base/visibletext.h"
#include "customlist.h"
#include "objectidtext.h"
#include "pathtext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace arv {

namespace {

constexpr int longestName = 100; // it becomes the name of a directory

QString withoutSlashes(QString name)
{
    return name.trimmed().replace(u'/', u'_');
}

} // namespace

MountForm::MountForm(const Desk& desk, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_name(new QLineEdit(this))
    , m_show(new QComboBox(this))
    , m_objectLabel(new QLabel(this))
    , m_object(new QLineEdit(this))
    , m_entriesLabel(new QLabel(tr("Layout:"), this))
    , m_entries(new CustomList(this))
    , m_directory(new QLineEdit(this))
    , m_atLogin(new QCheckBox(tr("Mount at &login"), this))
{
    prepareFields();
    addShows();
    addRows();
    connect(m_name, &QLineEdit::textEdited, this, &MountForm::nameEdited);
    connect(m_directory, &QLineEdit::textEdited, this, [this] { m_ownDirectory = true; });
    connect(m_show, &QComboBox::currentIndexChanged, this, &MountForm::showChanged);
    showChanged();
}

void MountForm::prepareFields()
{
    m_name->setObjectName(QStringLiteral("name"));
    m_name->setMaxLength(longestName);
    m_show->setObjectName(QStringLiteral("show"));
    m_show->setAccessibleName(tr("What to show"));
    m_show->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_object->setObjectName(QStringLiteral("object"));
    m_object->setAccessibleName(tr("UUID or portable data hash"));
    m_directory->setObjectName(QStringLiteral("directory"));
    m_directory->setAccessibleName(tr("Directory"));
    m_atLogin->setObjectName(QStringLiteral("atLogin"));
}

void MountForm::addShows()
{
    const auto add = [this](const QString& text, MountSettings::Show show) {
        m_show->addItem(text, static_cast<int>(show));
    };
    add(tr("Everything: home, shared, tags and objects by id"), MountSettings::Show::All);
    add(tr("My home project"), MountSettings::Show::Home);
    add(tr("Shared with me"), MountSettings::Show::Shared);
    add(tr("Objects by id"), MountSettings::Show::ById);
    add(tr("Collections by portable data hash"), MountSettings::Show::ByPdh);
    add(tr("Collections by tag"), MountSettings::Show::ByTag);
    add(tr("One project"), MountSettings::Show::Project);
    add(tr("One collection"), MountSettings::Show::Collection);
    add(tr("A layout of my own"), MountSettings::Show::Custom);
}

void MountForm::addRows()
{
    auto* choose = new QPushButton(tr("C&hoose…"), this);
    choose->setAccessibleName(tr("Choose a directory"));
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, &MountForm::chooseDirectory);
    auto* where = new QHBoxLayout;
    where->addWidget(m_directory, 1);
    where->addWidget(choose);
    auto* whereLabel = new QLabel(tr("&Directory:"), this);
    whereLabel->setBuddy(m_directory);
    m_objectLabel->setBuddy(m_object);
    auto* form = new QFormLayout(this);
    form->setContentsMargins({});
    form->setVerticalSpacing(10);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->addRow(tr("&Name:"), m_name);
    form->addRow(tr("Sho&w:"), m_show);
    form->addRow(m_objectLabel, m_object);
    form->addRow(m_entriesLabel, m_entries);
    form->addRow(whereLabel, where);
    form->addRow(QString(), m_atLogin);
}

void MountForm::setSettings(const MountSettings& settings)
{
    m_settings = settings;
    m_name->setText(settings.name);
    m_show->setCurrentIndex(m_show->findData(static_cast<int>(settings.show)));
    m_object->setText(settings.objectId);
    m_entries->setEntries(settings.custom);
    m_ownDirectory = !settings.directory.isEmpty();
    m_directory->setText(m_ownDirectory ? settings.directory
                                        : m_desk.proposedDirectory(withoutSlashes(settings.name)));
    m_atLogin->setChecked(settings.atLogin);
    showChanged();
}

MountSettings MountForm::settings() const
{
    auto settings = m_settings;
    settings.name = m_name->text().trimmed();
    settings.show = chosenShow();
    settings.objectId = needsObject() ? readObjectId(m_object->text()) : QString();
    settings.custom = needsEntries() ? m_entries->entries() : QList<CustomMount>();
    settings.directory = readPathText(m_directory->text());
    settings.atLogin = m_atLogin->isChecked();
    return settings;
}

QString MountForm::findProblem()
{
    const auto given = settings();
    const auto first = [](QLineEdit* field, const QString& problem) {
        if (!problem.isEmpty()) {
            field->setFocus(Qt::OtherFocusReason);
            field->selectAll();
        }
        return problem;
    };
    auto problem = first(m_name, nameProblem());
    if (problem.isEmpty())
        problem = first(m_object, objectIdProblem(given.show, given.objectId));
    if (problem.isEmpty() && needsEntries())
        problem = m_entries->findProblem();
    if (problem.isEmpty())
        problem = first(m_directory, pathProblem(given.directory));
    if (problem.isEmpty() && given.directory == QStringLiteral("/"))
        problem = first(m_directory, tr("The root of the file system cannot be a mount."));
    return problem;
}

QString MountForm::nameProblem() const
{
    const auto name = m_name->text().trimmed();
    if (name.isEmpty())
        return tr("Give the mount a name.");
    if (visibleText(name) != name)
        return tr("The name has hidden characters in it.");
    return {};
}

void MountForm::nameEdited(const QString& name)
{
    if (!m_ownDirectory)
        m_directory->setText(m_desk.proposedDirectory(withoutSlashes(name)));
}

void MountForm::showChanged()
{
    m_objectLabel->setText(chosenShow() == MountSettings::Show::Collection ? tr("&UUID or hash:")
                                                                           : tr("&UUID:"));
    m_objectLabel->setVisible(needsObject());
    m_object->setVisible(needsObject());
    m_entriesLabel->setVisible(needsEntries());
    m_entries->setVisible(needsEntries());
    m_object->setPlaceholderText(chosenShow() == MountSettings::Show::Collection
                                     ? QStringLiteral("zzzzz-4zz18-0123456789abcde")
                                     : QStringLiteral("zzzzz-j7d0g-0123456789abcde"));
}

void MountForm::chooseDirectory()
{
    // Not the desktop's own dialog: that one may run an event loop inside.
    auto* dialog = new QFileDialog(this, tr("Directory of the mount"), QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        m_ownDirectory = true;
        m_directory->setText(path);
    });
    dialog->open();
}

MountSettings::Show MountForm::chosenShow() const
{
    return static_cast<MountSettings::Show>(m_show->currentData().toInt());
}

bool MountForm::needsObject() const
{
    return chosenShow() == MountSettings::Show::Project
        || chosenShow() == MountSettings::Show::Collection;
}

bool MountForm::needsEntries() const
{
    return chosenShow() == MountSettings::Show::Custom;
}

} // namespace arv
