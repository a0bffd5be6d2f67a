// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projectorder.h"
#include "projectsearch.h"
#include "projecttreemodel.h"

#include <QAbstractProxyModel>
#include <QTimer>

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace arv {

// The project tree in order, and while somebody searches only what matches, what leads there and
// what is below a match. Every row is looked at once per search and once when it arrives; a change
// is told in few signals, whatever its size. While a search is on, pages of what is open go on
// loading. UI thread.
//
// Tree views fetch at every layout of an open row, which would load everything: views here may
// fetch a first page, and ask by loadMore() for others.
class ProjectFilterModel : public QAbstractProxyModel
{
    Q_OBJECT

public:
    explicit ProjectFilterModel(ProjectTreeModel& tree, QObject* parent = nullptr);
    ~ProjectFilterModel() override;

    // Takes effect when nothing was typed for a moment; an empty text at once.
    void setSearch(const QString& text);
    void searchNow(); // what was typed so far
    [[nodiscard]] bool isSearching() const { return !m_search.isEmpty(); }
    [[nodiscard]] const QString& searchText() const { return m_search.text(); } // in force

    struct Progress
    {
        qsizetype items = 0; // loaded
        qsizetype matching = 0;
        bool isLoading = false; // pages are on their way
    };
    [[nodiscard]] Progress progress() const;

    [[nodiscard]] const ProjectNode& nodeAt(const QModelIndex& index) const;
    [[nodiscard]] bool hasMore(const QModelIndex& parent) const;
    void loadMore(const QModelIndex& parent);
    // Loaded rows that lead to a match, above before below; at most so many.
    [[nodiscard]] QModelIndexList leadingToMatches(int most) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    bool hasChildren(const QModelIndex& parent = {}) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;
    QModelIndex mapToSource(const QModelIndex& index) const override;
    QModelIndex mapFromSource(const QModelIndex& index) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    static constexpr int typingPause = 120; // ms
    static constexpr qsizetype mostLoadedBySearch = 200'000; // rows; beyond it pages wait for views

Q_SIGNALS:
    void searched(); // a search took effect
    void progressChanged();

private:
    // A row of the tree as it is here.
    struct Shown
    {
        const ProjectNode* node = nullptr;
        Shown* above = nullptr;
        int row = -1; // -1: not shown
        int hitsBelow = 0; // rows right below that match or lead to a match
        bool matches = false;
        bool stays = false; // while rows are exchanged
        std::optional<QCollatorSortKey> key;
        std::vector<Shown*> rows; // what is shown below, in order
        [[nodiscard]] bool isHit() const { return matches || hitsBelow > 0; }
    };
    using Rows = std::vector<Shown*>;

    void takeSearch();
    void loadOn();

    // What the tree tells
    void takeInserted(const QModelIndex& parent, int first, int last);
    void takeRemoved(const QModelIndex& parent, int first, int last);
    void takeChanged(const QModelIndex& first, const QModelIndex& last);

    void takeMatch(Shown& entry, bool wasHit);
    void showOrHide(Shown& entry);

    // Entries
    Shown& entryOf(const ProjectNode& node) const;
    Shown& addEntry(const ProjectNode& node, Shown* above);
    void dropEntry(const ProjectNode& node);
    bool look(Shown& entry);
    void lookAll(Shown& entry);
    Shown* countHits(Shown& entry, int more);
    [[nodiscard]] bool isBelowMatch(const Shown& entry) const;
    [[nodiscard]] bool isWanted(const Shown& entry, bool belowMatch) const;
    [[nodiscard]] bool isAttached(const Shown& entry) const;
    [[nodiscard]] bool isBefore(const Shown& a, const Shown& b) const;
    [[nodiscard]] bool isInPlace(const Shown& entry) const;

    // Rows
    [[nodiscard]] Rows wantedBelow(const Shown& entry) const;
    void arrange(Shown& entry);
    void arrangeUnseen(Shown& entry);
    void mergeIn(Shown& parent, Rows added);
    void takeOut(Shown& parent, const Rows& gone);
    void moveToPlace(Shown& entry);
    void setRows(Shown& parent, const Rows& rows);
    [[nodiscard]] static int runsOf(const Shown& parent, const Rows& rows);
    void keepFew(Shown& parent);
    void removeRun(Shown& parent, int first, int last);
    void insertRun(Shown& parent, int at, const Rows& rows, int from, int to);
    static void number(Shown& parent, int from);
    void sortBelow(Shown& entry);
    [[nodiscard]] Shown& shownAt(const QModelIndex& index) const;
    [[nodiscard]] QModelIndex indexAt(const Shown& entry, int column = 0) const;

    ProjectTreeModel& m_tree;
    ProjectOrder m_order;
    ProjectSearch m_search;
    QString m_typed;
    QTimer m_pause;
    std::unordered_map<const ProjectNode*, std::unique_ptr<Shown>> m_entries;
    Shown* m_root = nullptr;
    qsizetype m_items = 0;
    qsizetype m_matching = 0;
};

} // namespace arv
