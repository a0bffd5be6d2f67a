// SPDX-License-Identifier: Apache-2.0
#include "customlist.h"

#include "base/idforms.h"
#include "base/visibletext.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

namespace arv {

namespace {

constexpr int longestName = 255; // the file system's, in bytes

// As mode "everything" calls them.
QString usualName(CustomMount::Kind kind)
{
    switch (kind) {
    case CustomMount::Kind::Home:
        return QStringLiteral("home");
    case CustomMount::Kind::Shared:
        return QStringLiteral("shared");
    case CustomMount::Kind::ById:
        return QStringLiteral("by_id");
    case CustomMount::Kind::ByPdh:
        return QStringLiteral("by_pdh");
    case CustomMount::Kind::ByTag:
        return QStringLiteral("by_tag");
    }
    return {};
}

bool isUsual(const QString& name)
{
    return name == QLatin1String("home") || name == QLatin1String("shared")
        || name == QLatin1String("by_id") || name == QLatin1String("by_pdh")
        || name == QLatin1String("by_tag") || name.isEmpty();
}

CustomMount::Kind kindIn(const QComboBox& box)
{
    return static_cast<CustomMount::Kind>(box.currentData().toInt());
}

} // namespace

CustomList::CustomList(QWidget* parent)
    : QWidget(parent)
    , m_lines(new QVBoxLayout)
    , m_add(new QPushButton(tr("Add an &entry"), this))
{
    m_add->setObjectName(QStringLiteral("addEntry"));
    m_add->setAutoDefault(false);
    connect(m_add, &QPushButton::clicked, this, &CustomList::addEntry);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addLayout(m_lines);
    column->addWidget(m_add, 0, Qt::AlignLeading);
}

void CustomList::setEntries(const QList<CustomMount>& entries)
{
    while (!m_rows.isEmpty())
        removeRow(m_rows.last().line);
    for (const auto& entry : entries.mid(0, MountSettings::mostCustom))
        addRow(entry);
    nameControls();
}

QList<CustomMount> CustomList::entries() const
{
    QList<CustomMount> entries;
    for (const auto& row : m_rows)
        entries += CustomMount{kindIn(*row.kind), row.name->text()};
    return entries;
}

CustomList::Row& CustomList::addRow(const CustomMount& entry)
{
    auto* line = new QWidget(this);
    m_rows += Row{line, new QComboBox(line), new QLineEdit(line), new QToolButton(line)};
    auto& row = m_rows.last();
    const auto add = [&row](const QString& text, CustomMount::Kind kind) {
        row.kind->addItem(text, static_cast<int>(kind));
    };
    add(tr("My home project"), CustomMount::Kind::Home);
    add(tr("Shared with me"), CustomMount::Kind::Shared);
    add(tr("Objects by id"), CustomMount::Kind::ById);
    add(tr("Collections by hash"), CustomMount::Kind::ByPdh);
    add(tr("Collections by tag"), CustomMount::Kind::ByTag);
    row.kind->setCurrentIndex(row.kind->findData(static_cast<int>(entry.kind)));
    row.name->setMaxLength(longestName);
    row.name->setText(entry.name);
    row.remove->setText(QStringLiteral("×"));
    row.remove->setFocusPolicy(Qt::StrongFocus);
    auto* parts = new QHBoxLayout(line);
    parts->setContentsMargins({});
    parts->addWidget(row.kind);
    parts->addWidget(row.name, 1);
    parts->addWidget(row.remove);
    m_lines->addWidget(line);
    line->show(); // at once: it may get the focus
    connect(row.kind, &QComboBox::currentIndexChanged, this, [this, line] { kindChanged(line); });
    connect(row.remove, &QToolButton::clicked, this, [this, line] {
        removeRow(line);
        nameControls();
        m_add->setFocus(Qt::OtherFocusReason);
    });
    return row;
}

void CustomList::addEntry()
{
    const auto isThere = [this](CustomMount::Kind kind) {
        return std::any_of(m_rows.begin(), m_rows.end(),
                           [kind](const Row& row) { return kindIn(*row.kind) == kind; });
    };
    auto kind = CustomMount::Kind::Home;
    for (const auto next :
         {CustomMount::Kind::Home, CustomMount::Kind::Shared, CustomMount::Kind::ById,
          CustomMount::Kind::ByPdh, CustomMount::Kind::ByTag}) {
        kind = next;
        if (!isThere(next))
            break;
    }
    auto* kinds = addRow({kind, freeName(kind)}).kind;
    nameControls();
    kinds->setFocus(Qt::OtherFocusReason);
}

void CustomList::removeRow(QWidget* line)
{
    m_rows.removeIf([line](const Row& row) { return row.line == line; });
    m_lines->removeWidget(line);
    line->hide();
    line->deleteLater(); // its own button may have asked for it
}

void CustomList::kindChanged(QWidget* line)
{
    auto* row = rowOf(line);
    if (!row || !isUsual(row->name->text()))
        return;
    row->name->clear();
    row->name->setText(freeName(kindIn(*row->kind)));
}

// What a screen reader says of each line.
void CustomList::nameControls()
{
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        m_rows[i].kind->setAccessibleName(tr("What entry %1 shows").arg(i + 1));
        m_rows[i].kind->setObjectName(QStringLiteral("kind%1").arg(i));
        m_rows[i].name->setAccessibleName(tr("Name of entry %1").arg(i + 1));
        m_rows[i].name->setObjectName(QStringLiteral("entry%1").arg(i));
        m_rows[i].remove->setAccessibleName(tr("Remove entry %1").arg(i + 1));
        m_rows[i].remove->setToolTip(tr("Remove this entry"));
        m_rows[i].remove->setObjectName(QStringLiteral("removeEntry%1").arg(i));
    }
    m_add->setEnabled(m_rows.size() < MountSettings::mostCustom);
    orderControls();
}

// What is made later would come last of the whole window.
void CustomList::orderControls()
{
    auto* before = m_add->previousInFocusChain();
    while (before != m_add && (isAncestorOf(before) || (before->focusPolicy() & Qt::TabFocus) == 0))
        before = before->previousInFocusChain();
    if (before == m_add)
        return; // nothing else is there
    for (const auto& row : m_rows) {
        for (auto* each : {static_cast<QWidget*>(row.kind), static_cast<QWidget*>(row.name),
                           static_cast<QWidget*>(row.remove)}) {
            setTabOrder(before, each);
            before = each;
        }
    }
    setTabOrder(before, m_add);
}

CustomList::Row* CustomList::rowOf(const QWidget* line)
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [line](const Row& row) { return row.line == line; });
    return found == m_rows.end() ? nullptr : &*found;
}

QString CustomList::freeName(CustomMount::Kind kind) const
{
    const auto isTaken = [this](const QString& name) {
        return std::any_of(m_rows.begin(), m_rows.end(),
                           [&name](const Row& row) { return row.name->text() == name; });
    };
    auto name = usualName(kind);
    for (int i = 2; isTaken(name) && i <= MountSettings::mostCustom + 1; ++i)
        name = QStringLiteral("%1-%2").arg(usualName(kind)).arg(i);
    return name;
}

QString CustomList::problemOf(const QString& name, qsizetype index) const
{
    if (name.isEmpty())
        return tr("Give every entry a name.");
    if (!isFileName(name))
        return tr("An entry cannot be called “%1”: its name is “.” or “..”, has a “/” in it, or is "
                  "too long.")
            .arg(visibleText(name, 50));
    if (visibleText(name) != name)
        return tr("The name of an entry has hidden characters in it.");
    for (qsizetype i = 0; i < index; ++i) {
        if (m_rows.at(i).name->text() == name)
            return tr("Two entries are called “%1”.").arg(name);
    }
    return {};
}

QString CustomList::findProblem()
{
    if (m_rows.isEmpty()) {
        m_add->setFocus(Qt::OtherFocusReason);
        return tr("Add at least one entry to the layout.");
    }
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        const auto problem = problemOf(m_rows.at(i).name->text(), i);
        if (problem.isEmpty())
            continue;
        m_rows.at(i).name->setFocus(Qt::OtherFocusReason);
        m_rows.at(i).name->selectAll();
        return problem;
    }
    return {};
}

} // namespace arv
