// SPDX-License-Identifier: Apache-2.0
#include "projectdetails.h"

#include "formatting.h"
#include "icons.h"
#include "mountpath.h"
#include "placeof.h"
#include "projectwords.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QShortcut>
#include <QStyle>
#include <QVBoxLayout>

namespace arv {

namespace {

constexpr qsizetype longestValue = 2000; // UTF-16 units

QString shown(const QString& text)
{
    return visibleText(text.left(longestValue + 1), longestValue);
}

QString valueText(const QJsonValue& value)
{
    if (value.isString())
        return shown(value.toString());
    const auto text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return shown(QString::fromUtf8(text.mid(1, text.size() - 2).left(2 * longestValue)));
}

QTableWidgetItem* cell(const QString& text)
{
    auto* made = new QTableWidgetItem(text);
    made->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    made->setToolTip(text.left(longestValue).toHtmlEscaped());
    return made;
}

} // namespace

ProjectDetails::ProjectDetails(const Desk& desk, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_icon(new QLabel)
    , m_title(new QLabel)
    , m_hint(new QLabel(tr("Select something on the left to see its details.")))
    , m_body(new QWidget)
    , m_form(new QFormLayout)
{
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto font = m_title->font();
    font.setPointSizeF(font.pointSizeF() * 1.2);
    font.setBold(true);
    m_title->setFont(font);
    m_hint->setWordWrap(true);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    auto* head = new QHBoxLayout;
    head->addWidget(m_icon, 0, Qt::AlignTop);
    head->addWidget(m_title, 1);
    makeFields();
    makeTable();
    auto* inner = new QVBoxLayout(m_body);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->addLayout(head);
    inner->addLayout(m_form);
    inner->addWidget(m_tableTitle);
    inner->addWidget(m_table, 1);
    inner->addStretch(0);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_hint);
    layout->addWidget(m_body);
    clear();
}

QString ProjectDetails::fieldName(int field)
{
    switch (field) {
    case Kind:
        return tr("Kind");
    case State:
        return tr("State");
    case Access:
        return tr("Access");
    case Uuid:
        return tr("UUID");
    case Hash:
        return tr("Portable data hash");
    case Files:
        return tr("Files");
    case Size:
        return tr("Size");
    case Modified:
        return tr("Modified");
    case Owner:
        return tr("Owner");
    case User:
        return tr("User");
    case Cluster:
        return tr("Cluster");
    default:
        return tr("Path");
    }
}

// Lines, not labels: a UUID must not be broken, and can be copied in part.
void ProjectDetails::makeFields()
{
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setVerticalSpacing(4);
    for (int field = 0; field < FieldCount; ++field) {
        auto* value = new QLineEdit;
        value->setReadOnly(true);
        value->setFrame(false);
        value->setAccessibleName(fieldName(field));
        auto colours = value->palette();
        colours.setBrush(QPalette::Base, Qt::transparent);
        value->setPalette(colours);
        auto* label = new QLabel(tr("%1:").arg(fieldName(field)));
        label->setBuddy(value);
        m_form->addRow(label, value);
        m_values += value;
    }
}

void ProjectDetails::makeTable()
{
    m_tableTitle = new QLabel(tr("Properties"));
    m_table = new QTableWidget(0, 2);
    m_table->setAccessibleName(tr("Properties"));
    m_table->setHorizontalHeaderLabels({tr("Name"), tr("Value")});
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false); // Tab leads on
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tableTitle->setBuddy(m_table);
    auto* copy = new QShortcut(QKeySequence::Copy, m_table);
    copy->setContext(Qt::WidgetShortcut);
    connect(copy, &QShortcut::activated, this, &ProjectDetails::copyProperties);
}

void ProjectDetails::copyProperties() const
{
    QString text;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        if (m_table->item(row, 0)->isSelected())
            text += m_table->item(row, 0)->text() + u'\t' + m_table->item(row, 1)->text() + u'\n';
    }
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void ProjectDetails::clear()
{
    m_hint->show();
    m_body->hide();
}

void ProjectDetails::showNode(const ProjectNode& node)
{
    const auto icon = iconName(node);
    switch (node.role) {
    case ProjectNode::Role::Account:
        fill(nameText(node), icon, accountValues(node));
        break;
    case ProjectNode::Role::Item:
        fill(nameText(node), icon, itemValues(node), node.item.properties);
        break;
    case ProjectNode::Role::Root:
        clear();
        break;
    default:
        fill(nameText(node), icon, placeValues(node));
    }
}

void ProjectDetails::fill(const QString& title, const QString& icon, const Values& values,
                          const QJsonObject& properties)
{
    const int side = style()->pixelMetric(QStyle::PM_LargeIconSize) * 3 / 4;
    m_icon->setPixmap(themedIcon(icon, palette()).pixmap(QSize(side, side), devicePixelRatioF()));
    m_title->setText(title);
    for (int field = 0; field < FieldCount; ++field) {
        m_values.at(field)->setText(values.value(field));
        m_values.at(field)->setCursorPosition(0);
        m_values.at(field)->setToolTip(values.value(field).toHtmlEscaped());
        m_form->setRowVisible(field, !values.value(field).isEmpty());
    }
    fillProperties(properties);
    m_hint->hide();
    m_body->show();
}

void ProjectDetails::fillProperties(const QJsonObject& properties)
{
    m_table->scrollToTop();
    const auto count = qMin<qsizetype>(properties.size(), mostProperties);
    const bool isCut = count < properties.size();
    m_table->setRowCount(static_cast<int>(count));
    auto it = properties.constBegin();
    for (int row = 0; row < count; ++row, ++it) {
        m_table->setItem(row, 0, cell(shown(it.key())));
        m_table->setItem(row, 1, cell(valueText(it.value())));
    }
    m_table->resizeColumnToContents(0);
    m_table->setColumnWidth(0, qMin(m_table->columnWidth(0) + 8, width() / 2));
    m_tableTitle->setText(isCut ? tr("Properties (the first %1 of %2)")
                                      .arg(countText(static_cast<std::uint64_t>(count)),
                                           countText(static_cast<std::uint64_t>(properties.size())))
                                : tr("Properties"));
    m_tableTitle->setVisible(count > 0);
    m_table->setVisible(count > 0);
}

QString ProjectDetails::pathOf(const ProjectNode& node) const
{
    const auto there = mountPath(m_desk.mounts(), placeOf(node));
    return there ? shown(there->path) : QString();
}

ProjectDetails::Values ProjectDetails::accountValues(const ProjectNode& node) const
{
    const auto account = m_desk.account(node.item.uuid);
    if (!account)
        return {};
    const auto& snapshot = account->snapshot;
    const auto state = stateText(snapshot.state);
    const auto how = state.isEmpty() ? tr("signed in") : state;
    return {{Kind, kindText(node)},
            {State, snapshot.error.isEmpty() ? how : shown(snapshot.error)},
            {User, shown(snapshot.email.isEmpty() ? snapshot.fullName : snapshot.email)},
            {Uuid, shown(snapshot.userUuid)},
            {Cluster, shown(account->settings.host)},
            {Path, pathOf(node)}};
}

ProjectDetails::Values ProjectDetails::placeValues(const ProjectNode& node) const
{
    switch (node.role) {
    case ProjectNode::Role::Home:
        return {{Kind, tr("Your own projects and collections")},
                {Uuid, shown(node.item.uuid)},
                {Path, pathOf(node)}};
    case ProjectNode::Role::Shared:
        return {{Kind, tr("What others share with you")}};
    default:
        return {};
    }
}

ProjectDetails::Values ProjectDetails::itemValues(const ProjectNode& node) const
{
    const auto& item = node.item;
    const bool isOwnedAbove = !item.ownerUuid.isEmpty() && item.ownerUuid == node.above->item.uuid;
    Values values{{Kind, kindText(item.kind)},
                  {Uuid, shown(item.uuid)},
                  {Modified, timeText(item.modified)},
                  {Owner, isOwnedAbove ? nameText(*node.above) : shown(item.ownerUuid)},
                  {Path, pathOf(node)}};
    if (item.kind == ProjectItem::Kind::Collection) {
        values[Hash] = shown(item.portableDataHash);
        values[Files] =
            countText(static_cast<std::uint64_t>(qMax<std::int64_t>(0, item.fileCount)));
        values[Size] = sizeText(node);
    } else if (item.frozen) {
        values[Access] = tr("Frozen: nothing in it can be changed");
    } else if (item.kind == ProjectItem::Kind::Project) {
        values[Access] = item.canWrite ? tr("You may change it") : tr("Read-only");
    }
    return values;
}

} // namespace arv
