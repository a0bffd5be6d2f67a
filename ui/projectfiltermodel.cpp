// SPDX-License-Identifier: Apache-2.0
#include "projectfiltermodel.h"

namespace arv {

namespace {

constexpr qsizetype longestSearch = 200; // UTF-16 units

} // namespace

ProjectFilterModel::ProjectFilterModel(ProjectTreeModel& tree, QObject* parent)
    : QAbstractProxyModel(parent)
    , m_tree(tree)
{
    setSourceModel(&tree);
    m_pause.setSingleShot(true);
    m_pause.setInterval(typingPause);
    connect(&m_pause, &QTimer::timeout, this, &ProjectFilterModel::takeSearch);
    connect(&tree, &QAbstractItemModel::rowsInserted, this, &ProjectFilterModel::takeInserted);
    connect(&tree, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            &ProjectFilterModel::takeRemoved);
    connect(&tree, &QAbstractItemModel::dataChanged, this, &ProjectFilterModel::takeChanged);
    connect(&tree, &ProjectTreeModel::settled, this, &ProjectFilterModel::loadOn);
    m_root = &addEntry(tree.nodeAt({}), nullptr);
    arrangeUnseen(*m_root);
}

ProjectFilterModel::~ProjectFilterModel() = default;

// ---- searching

void ProjectFilterModel::setSearch(const QString& text)
{
    m_typed = text.left(longestSearch);
    if (m_typed.isEmpty())
        searchNow();
    else
        m_pause.start();
}

void ProjectFilterModel::searchNow()
{
    m_pause.stop();
    takeSearch();
}

void ProjectFilterModel::takeSearch()
{
    ProjectSearch search(m_typed);
    if (search.text() == m_search.text())
        return;
    m_search = std::move(search);
    m_matching = 0;
    lookAll(*m_root);
    arrange(*m_root);
    Q_EMIT searched();
    loadOn();
}

void ProjectFilterModel::loadOn()
{
    if (isSearching() && m_items < mostLoadedBySearch) {
        QModelIndexList more;
        for (const auto& [node, entry] : m_entries) {
            if (node->branch && node->branch->state == ProjectBranch::State::More)
                more += m_tree.indexOf(*node);
        }
        for (const auto& each : more)
            m_tree.fetchMore(each);
    }
    Q_EMIT progressChanged();
}

ProjectFilterModel::Progress ProjectFilterModel::progress() const
{
    return {m_items, m_matching, m_tree.isLoading()};
}

bool ProjectFilterModel::look(Shown& entry)
{
    entry.matches = isSearching() && entry.node->isItem() && m_search.matches(entry.node->item);
    m_matching += entry.matches ? 1 : 0;
    return entry.matches;
}

void ProjectFilterModel::lookAll(Shown& entry)
{
    look(entry);
    entry.hitsBelow = 0;
    if (!entry.node->branch)
        return;
    for (const auto& child : entry.node->branch->children) {
        auto& below = entryOf(*child);
        lookAll(below);
        entry.hitsBelow += below.isHit() && child->isItem() ? 1 : 0;
    }
}

// Returns the topmost row that leads to a match now and did not, or the other way round; null:
// none.
ProjectFilterModel::Shown* ProjectFilterModel::countHits(Shown& entry, int more)
{
    const bool before = entry.isHit();
    entry.hitsBelow += more;
    if (entry.isHit() == before || !entry.node->isItem())
        return nullptr;
    auto* higher = countHits(*entry.above, before ? -1 : 1);
    return higher ? higher : &entry;
}

bool ProjectFilterModel::isBelowMatch(const Shown& entry) const
{
    for (const auto* above = entry.above; above; above = above->above) {
        if (above->matches)
            return true;
    }
    return false;
}

bool ProjectFilterModel::isWanted(const Shown& entry, bool belowMatch) const
{
    return !isSearching() || !entry.node->isItem() || belowMatch || entry.isHit();
}

// ---- entries

ProjectFilterModel::Shown& ProjectFilterModel::entryOf(const ProjectNode& node) const
{
    return *m_entries.at(&node);
}

ProjectFilterModel::Shown& ProjectFilterModel::addEntry(const ProjectNode& node, Shown* above)
{
    auto& entry = *(m_entries[&node] = std::make_unique<Shown>());
    entry.node = &node;
    entry.above = above;
    entry.key = m_order.keyOf(node);
    m_items += node.isItem() ? 1 : 0;
    look(entry);
    if (!node.branch)
        return entry;
    for (const auto& child : node.branch->children) {
        const auto& below = addEntry(*child, &entry);
        entry.hitsBelow += below.isHit() && child->isItem() ? 1 : 0;
    }
    return entry;
}

void ProjectFilterModel::dropEntry(const ProjectNode& node)
{
    if (node.branch) {
        for (const auto& child : node.branch->children)
            dropEntry(*child);
    }
    m_items -= node.isItem() ? 1 : 0;
    m_matching -= entryOf(node).matches ? 1 : 0;
    m_entries.erase(&node);
}

bool ProjectFilterModel::isAttached(const Shown& entry) const
{
    const auto* each = &entry;
    while (each != m_root && each->row >= 0)
        each = each->above;
    return each == m_root;
}

bool ProjectFilterModel::isBefore(const Shown& a, const Shown& b) const
{
    return m_order.isBefore({a.node, &*a.key}, {b.node, &*b.key});
}

bool ProjectFilterModel::isInPlace(const Shown& entry) const
{
    const auto& rows = entry.above->rows;
    const auto here = static_cast<std::size_t>(entry.row);
    return (here == 0 || isBefore(*rows[here - 1], entry))
        && (here + 1 == rows.size() || isBefore(entry, *rows[here + 1]));
}

// ---- what the tree tells

void ProjectFilterModel::takeInserted(const QModelIndex& parent, int first, int last)
{
    const auto& node = m_tree.nodeAt(parent);
    auto& entry = entryOf(node);
    const bool below = entry.matches || isBelowMatch(entry);
    Rows added;
    int hits = 0;
    for (int row = first; row <= last; ++row) {
        auto& fresh = addEntry(*node.branch->children[static_cast<std::size_t>(row)], &entry);
        hits += fresh.isHit() && fresh.node->isItem() ? 1 : 0;
        if (isWanted(fresh, below))
            added.push_back(&fresh);
    }
    auto* leading = countHits(entry, hits);
    if (leading && leading->row < 0)
        mergeIn(*leading->above, {leading}); // and with it what is below
    else
        mergeIn(entry, std::move(added));
    Q_EMIT progressChanged();
}

void ProjectFilterModel::takeRemoved(const QModelIndex& parent, int first, int last)
{
    const auto& node = m_tree.nodeAt(parent);
    auto& entry = entryOf(node);
    Rows gone;
    int hits = 0;
    for (int row = first; row <= last; ++row) {
        auto& each = entryOf(*node.branch->children[static_cast<std::size_t>(row)]);
        hits += each.isHit() && each.node->isItem() ? 1 : 0;
        gone.push_back(&each);
    }
    takeOut(entry, gone);
    for (const auto* each : gone)
        dropEntry(*each->node);
    auto* leading = countHits(entry, -hits);
    if (leading && !isWanted(*leading, isBelowMatch(*leading)))
        takeOut(*leading->above, {leading});
    Q_EMIT progressChanged();
}

void ProjectFilterModel::takeChanged(const QModelIndex& first, const QModelIndex& last)
{
    const auto& above = m_tree.nodeAt(first.parent());
    for (int row = first.row(); row <= last.row(); ++row) {
        auto& entry = entryOf(*above.branch->children[static_cast<std::size_t>(row)]);
        const bool matched = entry.matches;
        const bool wasHit = entry.isHit();
        entry.key = m_order.keyOf(*entry.node);
        m_matching -= matched ? 1 : 0;
        if (entry.row >= 0 && !isInPlace(entry))
            moveToPlace(entry);
        if (look(entry) != matched)
            takeMatch(entry, wasHit);
        if (isAttached(entry))
            Q_EMIT dataChanged(indexAt(entry, 0), indexAt(entry, columnCount() - 1));
    }
}

void ProjectFilterModel::takeMatch(Shown& entry, bool wasHit)
{
    auto* leading = entry.isHit() != wasHit ? countHits(*entry.above, wasHit ? -1 : 1) : nullptr;
    if (leading)
        showOrHide(*leading);
    showOrHide(entry);
    if (isAttached(entry))
        arrange(entry); // what is below a match is shown
}

void ProjectFilterModel::showOrHide(Shown& entry)
{
    const bool wanted = isWanted(entry, isBelowMatch(entry));
    if (wanted && entry.row < 0)
        mergeIn(*entry.above, {&entry});
    else if (!wanted && entry.row >= 0)
        takeOut(*entry.above, {&entry});
}

// ---- what views ask

ProjectFilterModel::Shown& ProjectFilterModel::shownAt(const QModelIndex& index) const
{
    return index.isValid() ? *static_cast<Shown*>(index.internalPointer()) : *m_root;
}

QModelIndex ProjectFilterModel::indexAt(const Shown& entry, int column) const
{
    return &entry == m_root ? QModelIndex() : createIndex(entry.row, column, &entry);
}

const ProjectNode& ProjectFilterModel::nodeAt(const QModelIndex& index) const
{
    return *shownAt(index).node;
}

QModelIndex ProjectFilterModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return indexAt(*shownAt(parent).rows[static_cast<std::size_t>(row)], column);
}

QModelIndex ProjectFilterModel::parent(const QModelIndex& child) const
{
    return child.isValid() ? indexAt(*shownAt(child).above) : QModelIndex();
}

int ProjectFilterModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(shownAt(parent).rows.size());
}

int ProjectFilterModel::columnCount(const QModelIndex& /*parent*/) const
{
    return ProjectTreeModel::ColumnCount;
}

bool ProjectFilterModel::hasChildren(const QModelIndex& parent) const
{
    return rowCount(parent) > 0
        || (canFetchMore(parent) && m_tree.hasChildren(mapToSource(parent)));
}

bool ProjectFilterModel::hasMore(const QModelIndex& parent) const
{
    return m_tree.canFetchMore(mapToSource(parent));
}

bool ProjectFilterModel::canFetchMore(const QModelIndex& parent) const
{
    const auto& branch = nodeAt(parent).branch;
    return (!branch || branch->children.empty()) && hasMore(parent);
}

// Later: a view may ask in the middle of its layout, or while it hears of rows that go.
void ProjectFilterModel::fetchMore(const QModelIndex& parent)
{
    const QPersistentModelIndex asked(parent);
    QMetaObject::invokeMethod(
        this, [this, asked] { loadMore(asked); }, Qt::QueuedConnection);
}

void ProjectFilterModel::loadMore(const QModelIndex& parent)
{
    if (parent.isValid())
        m_tree.fetchMore(mapToSource(parent));
}

QModelIndexList ProjectFilterModel::leadingToMatches(int most) const
{
    QModelIndexList found;
    Rows level{m_root};
    while (!level.empty()) {
        Rows next;
        for (const auto* entry : level) {
            for (auto* each : entry->rows) {
                if (each->hitsBelow == 0 && (each->node->isItem() || each->rows.empty()))
                    continue;
                if (found.size() >= most)
                    return found;
                if (each->hitsBelow > 0 || each->node->role == ProjectNode::Role::Account)
                    found += indexAt(*each);
                next.push_back(each);
            }
        }
        level = std::move(next);
    }
    return found;
}

QVariant ProjectFilterModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return m_tree.headerData(section, orientation, role);
}

QModelIndex ProjectFilterModel::mapToSource(const QModelIndex& index) const
{
    return index.isValid() ? m_tree.indexOf(nodeAt(index), index.column()) : QModelIndex();
}

QModelIndex ProjectFilterModel::mapFromSource(const QModelIndex& index) const
{
    if (!index.isValid())
        return {};
    const auto found = m_entries.find(&m_tree.nodeAt(index));
    if (found == m_entries.end() || !isAttached(*found->second))
        return {};
    return indexAt(*found->second, index.column());
}

} // namespace arv
