// SPDX-License-Identifier: Apache-2.0
// How the rows that are shown follow those of the tree, in few signals each.
#include "projectfiltermodel.h"

#include <algorithm>
#include <array>

namespace arv {

namespace {

// Every run costs a walk over its neighbours: more of them are exchanged as a whole.
constexpr int mostRuns = 64;

} // namespace

ProjectFilterModel::Rows ProjectFilterModel::wantedBelow(const Shown& entry) const
{
    Rows rows;
    if (!entry.node->branch)
        return rows;
    const bool below = entry.matches || isBelowMatch(entry);
    for (const auto& child : entry.node->branch->children) {
        auto& each = entryOf(*child);
        if (isWanted(each, below))
            rows.push_back(&each);
    }
    std::sort(rows.begin(), rows.end(),
              [this](const Shown* a, const Shown* b) { return isBefore(*a, *b); });
    return rows;
}

// What is shown below a row that is shown itself.
void ProjectFilterModel::arrange(Shown& entry)
{
    if (!entry.node->branch)
        return;
    const auto rows = wantedBelow(entry);
    setRows(entry, rows);
    for (auto* each : rows)
        arrange(*each);
}

// The same for a row that no view knows yet: nothing has to be told.
void ProjectFilterModel::arrangeUnseen(Shown& entry)
{
    if (!entry.node->branch)
        return;
    for (const auto& child : entry.node->branch->children)
        entryOf(*child).row = -1;
    entry.rows = wantedBelow(entry);
    number(entry, 0);
    for (auto* each : entry.rows)
        arrangeUnseen(*each);
}

void ProjectFilterModel::mergeIn(Shown& parent, Rows added)
{
    if (added.empty())
        return;
    const auto before = [this](const Shown* a, const Shown* b) { return isBefore(*a, *b); };
    std::sort(added.begin(), added.end(), before);
    Rows rows;
    rows.reserve(parent.rows.size() + added.size());
    std::merge(parent.rows.begin(), parent.rows.end(), added.begin(), added.end(),
               std::back_inserter(rows), before);
    setRows(parent, rows);
}

void ProjectFilterModel::takeOut(Shown& parent, const Rows& gone)
{
    for (auto* each : gone)
        each->stays = true; // as a mark for the next line
    Rows rows;
    std::copy_if(parent.rows.begin(), parent.rows.end(), std::back_inserter(rows),
                 [](const Shown* each) { return !each->stays; });
    for (auto* each : gone)
        each->stays = false;
    setRows(parent, rows);
}

// A row that has another name now; whoever holds it goes on holding it.
void ProjectFilterModel::moveToPlace(Shown& entry)
{
    auto& parent = *entry.above;
    const auto before = [this](const Shown* a, const Shown* b) { return isBefore(*a, *b); };
    Rows rows = parent.rows;
    rows.erase(rows.begin() + entry.row);
    const auto place = std::lower_bound(rows.begin(), rows.end(), &entry, before);
    const int to = static_cast<int>(place - rows.begin());
    rows.insert(place, &entry);
    const bool isSeen = to != entry.row && isAttached(parent);
    if (isSeen)
        beginMoveRows(indexAt(parent), entry.row, entry.row, indexAt(parent),
                      to > entry.row ? to + 1 : to);
    parent.rows = std::move(rows);
    number(parent, 0);
    if (isSeen)
        endMoveRows();
}

void ProjectFilterModel::setRows(Shown& parent, const Rows& rows)
{
    if (!isAttached(parent)) {
        for (auto* each : parent.rows)
            each->row = -1;
        parent.rows = rows;
        number(parent, 0);
        return;
    }
    for (auto* each : rows)
        each->stays = true;
    if (runsOf(parent, rows) > mostRuns)
        keepFew(parent);
    for (int last = static_cast<int>(parent.rows.size()) - 1; last >= 0;) {
        int first = last;
        while (first >= 0 && !parent.rows[static_cast<std::size_t>(first)]->stays)
            --first;
        if (first < last)
            removeRun(parent, first + 1, last);
        last = first - 1;
    }
    const int count = static_cast<int>(rows.size());
    for (int from = 0; from < count;) {
        int to = from;
        while (to < count && rows[static_cast<std::size_t>(to)]->row < 0)
            ++to;
        if (to > from)
            insertRun(parent, from, rows, from, to);
        from = to + 1;
    }
    for (auto* each : rows)
        each->stays = false;
}

int ProjectFilterModel::runsOf(const Shown& parent, const Rows& rows)
{
    int runs = 0;
    bool inRun = false;
    for (const auto* each : parent.rows) {
        runs += !each->stays && !inRun ? 1 : 0;
        inRun = !each->stays;
    }
    inRun = false;
    for (const auto* each : rows) {
        runs += each->row < 0 && !inRun ? 1 : 0;
        inRun = each->row < 0;
    }
    return runs;
}

// Only rows that somebody points at (open, current, selected) stay where they are.
void ProjectFilterModel::keepFew(Shown& parent)
{
    Rows held;
    const auto indexes = persistentIndexList();
    for (const auto& index : indexes) {
        auto* entry = static_cast<Shown*>(index.internalPointer());
        if (entry->above == &parent && entry->stays)
            held.push_back(entry);
    }
    for (auto* each : parent.rows)
        each->stays = false;
    for (auto* each : held)
        each->stays = true;
}

void ProjectFilterModel::removeRun(Shown& parent, int first, int last)
{
    beginRemoveRows(indexAt(parent), first, last);
    const auto from = parent.rows.begin() + first;
    const auto to = parent.rows.begin() + last + 1;
    std::for_each(from, to, [](Shown* each) { each->row = -1; });
    parent.rows.erase(from, to);
    number(parent, first);
    endRemoveRows();
}

void ProjectFilterModel::insertRun(Shown& parent, int at, const Rows& rows, int from, int to)
{
    for (int i = from; i < to; ++i)
        arrangeUnseen(*rows[static_cast<std::size_t>(i)]);
    beginInsertRows(indexAt(parent), at, at + to - from - 1);
    parent.rows.insert(parent.rows.begin() + at, rows.begin() + from, rows.begin() + to);
    number(parent, at);
    endInsertRows();
}

void ProjectFilterModel::number(Shown& parent, int from)
{
    for (auto i = static_cast<std::size_t>(from); i < parent.rows.size(); ++i)
        parent.rows[i]->row = static_cast<int>(i);
}

void ProjectFilterModel::sortBelow(Shown& entry)
{
    std::sort(entry.rows.begin(), entry.rows.end(),
              [this](const Shown* a, const Shown* b) { return isBefore(*a, *b); });
    number(entry, 0);
    for (auto* each : entry.rows)
        sortBelow(*each);
}

void ProjectFilterModel::sort(int column, Qt::SortOrder order)
{
    constexpr std::array by{ProjectOrder::By::Name, ProjectOrder::By::Kind, ProjectOrder::By::Size,
                            ProjectOrder::By::Modified};
    const auto which = static_cast<std::size_t>(qMax(0, column));
    if (which >= by.size())
        return;
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    m_order.by = by.at(which);
    m_order.descending = order == Qt::DescendingOrder;
    const auto before = persistentIndexList();
    sortBelow(*m_root);
    QModelIndexList after;
    for (const auto& index : before)
        after += indexAt(*static_cast<Shown*>(index.internalPointer()), index.column());
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

} // namespace arv
