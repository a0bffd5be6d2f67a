// SPDX-License-Identifier: Apache-2.0
#include "projecttreemodel.h"

#include "icons.h"
#include "projectwords.h"

#include <QGuiApplication>

#include <algorithm>

namespace arv {

ProjectTreeModel::ProjectTreeModel(Desk& desk, QObject* parent)
    : QAbstractItemModel(parent)
    , m_desk(desk)
    , m_root(std::make_unique<ProjectNode>())
    , m_palette(QGuiApplication::palette())
{
    m_turn.setInterval(0);
    connect(&m_turn, &QTimer::timeout, this, &ProjectTreeModel::work);
    connect(&desk, &Desk::accountsChanged, this, &ProjectTreeModel::takeAccounts);
    connect(&desk, &Desk::accountChanged, this, &ProjectTreeModel::takeAccount);
    connect(&desk, &Desk::pageArrived, this, &ProjectTreeModel::takePage);
    takeAccounts();
}

ProjectTreeModel::~ProjectTreeModel()
{
    for (auto it = m_asked.cbegin(); it != m_asked.cend(); ++it)
        m_desk.giveUpPage(it.key());
}

ProjectNode& ProjectTreeModel::nodeOf(const QModelIndex& index) const
{
    return index.isValid() ? *static_cast<ProjectNode*>(index.internalPointer()) : *m_root;
}

const ProjectNode& ProjectTreeModel::nodeAt(const QModelIndex& index) const
{
    Q_ASSERT(!index.isValid() || index.model() == this);
    return nodeOf(index);
}

QModelIndex ProjectTreeModel::indexOf(const ProjectNode& node, int column) const
{
    return node.above ? createIndex(node.row, column, &node) : QModelIndex();
}

ProjectBranch& ProjectTreeModel::branchOf(ProjectNode& node)
{
    if (!node.branch)
        node.branch = std::make_unique<ProjectBranch>();
    return *node.branch;
}

// ---- what views ask

QModelIndex ProjectTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const auto& children = nodeOf(parent).branch->children;
    return createIndex(row, column, children.at(static_cast<std::size_t>(row)).get());
}

QModelIndex ProjectTreeModel::parent(const QModelIndex& child) const
{
    return child.isValid() ? indexOf(*nodeOf(child).above) : QModelIndex();
}

int ProjectTreeModel::rowCount(const QModelIndex& parent) const
{
    if (parent.column() > 0)
        return 0;
    const auto& node = nodeOf(parent);
    return node.branch ? node.branch->size() : 0;
}

int ProjectTreeModel::columnCount(const QModelIndex& /*parent*/) const
{
    return ColumnCount;
}

bool ProjectTreeModel::hasChildren(const QModelIndex& parent) const
{
    if (parent.column() > 0)
        return false;
    const auto& node = nodeOf(parent);
    if (node.branch && !node.branch->children.empty())
        return true;
    return !node.leaf && !(node.branch && node.branch->state == State::Complete);
}

bool ProjectTreeModel::canFetchMore(const QModelIndex& parent) const
{
    const auto& node = nodeOf(parent);
    if (node.leaf || parent.column() > 0)
        return false;
    return !node.branch || node.branch->state == State::Unasked
        || node.branch->state == State::More;
}

void ProjectTreeModel::fetchMore(const QModelIndex& parent)
{
    if (canFetchMore(parent))
        ask(nodeOf(parent));
}

Qt::ItemFlags ProjectTreeModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const auto& node = nodeOf(index);
    const bool isEnd = node.leaf && !node.branch;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable
        | (isEnd ? Qt::ItemNeverHasChildren : Qt::NoItemFlags);
}

QVariant ProjectTreeModel::text(const ProjectNode& node, int column) const
{
    switch (column) {
    case Name:
        return node.role == Role::Account
            ? accountText(node.item.name, m_accounts.value(node.item.uuid).state)
            : nameText(node);
    case Kind:
        return kindText(node);
    case Size:
        return sizeText(node);
    case Modified:
        return modifiedText(node);
    default:
        return {};
    }
}

QVariant ProjectTreeModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto& node = nodeOf(index);
    const int column = index.column();
    if (role == Qt::DisplayRole)
        return text(node, column);
    if (role == Qt::TextAlignmentRole && column == Size)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (column != Name)
        return {};
    if (role == Qt::ToolTipRole) // tooltips take markup
        return text(node, Name).toString().toHtmlEscaped();
    if (role == Qt::AccessibleDescriptionRole)
        return kindText(node);
    if (role != Qt::DecorationRole)
        return {};
    const auto name = iconName(node);
    const auto kept = m_icons.constFind(name);
    return kept != m_icons.constEnd() ? *kept : *m_icons.insert(name, themedIcon(name, m_palette));
}

QVariant ProjectTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section == Size ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case Kind:
        return tr("Kind");
    case Size:
        return tr("Size");
    default:
        return tr("Modified");
    }
}

void ProjectTreeModel::setPalette(const QPalette& palette)
{
    m_palette = palette;
    m_icons.clear();
}

// ---- rows

void ProjectTreeModel::insertRows(ProjectNode& node, int row, Nodes fresh)
{
    if (fresh.empty())
        return;
    const int count = static_cast<int>(fresh.size());
    beginInsertRows(indexOf(node), row, row + count - 1);
    auto& branch = branchOf(node);
    branch.children.insert(branch.children.begin() + row, std::make_move_iterator(fresh.begin()),
                           std::make_move_iterator(fresh.end()));
    for (int i = row; i < branch.size(); ++i)
        branch.children[static_cast<std::size_t>(i)]->row = i;
    endInsertRows();
}

void ProjectTreeModel::dropRows(ProjectNode& node, int first, int last)
{
    if (first > last)
        return;
    beginRemoveRows(indexOf(node), first, last);
    auto& branch = *node.branch;
    const auto from = branch.children.begin() + first;
    const auto to = branch.children.begin() + last + 1;
    std::for_each(from, to, [this, &branch](const auto& each) {
        forget(*each);
        if (branch.byUuid.value(each->item.uuid) == each.get())
            branch.byUuid.remove(each->item.uuid);
    });
    branch.children.erase(from, to);
    for (int i = first; i < branch.size(); ++i)
        branch.children[static_cast<std::size_t>(i)]->row = i;
    endRemoveRows();
}

// Nothing may lead to a node that goes.
void ProjectTreeModel::forget(ProjectNode& node)
{
    if (!node.branch)
        return;
    auto& branch = *node.branch;
    if (branch.state == State::Waiting) {
        m_asked.remove(branch.ticket);
        m_desk.giveUpPage(branch.ticket);
    }
    std::erase(m_working, &node);
    for (const auto& child : branch.children)
        forget(*child);
}

void ProjectTreeModel::showNote(ProjectNode& node, ProjectNode::Note note, const QString& text)
{
    auto& branch = branchOf(node);
    if (auto* there = branch.note()) {
        there->note = note;
        there->item.name = text;
        changed(*there);
        return;
    }
    Nodes fresh;
    fresh.push_back(std::make_unique<ProjectNode>(Role::Note, &node));
    fresh.back()->note = note;
    fresh.back()->item.name = text;
    insertRows(node, branch.size(), std::move(fresh));
}

void ProjectTreeModel::dropNote(ProjectNode& node)
{
    if (const auto* note = branchOf(node).note())
        dropRows(node, note->row, note->row);
}

void ProjectTreeModel::changed(const ProjectNode& node)
{
    Q_EMIT dataChanged(indexOf(node, 0), indexOf(node, ColumnCount - 1));
}

} // namespace arv
