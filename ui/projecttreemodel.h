// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"
#include "projectnode.h"

#include <QAbstractItemModel>
#include <QHash>
#include <QIcon>
#include <QPalette>
#include <QTimer>

#include <deque>

namespace arv {

// The accounts of the desk, below each "Home" and "Shared with me", below these what the cluster
// tells, page by page as fetchMore() asks. The rows of a page go in slice by slice, so that no turn
// of the event loop is long, whatever a server sends. Errors are rows. UI thread.
class ProjectTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column
    {
        Name,
        Kind,
        Size,
        Modified,
        ColumnCount
    };

    explicit ProjectTreeModel(Desk& desk, QObject* parent = nullptr);
    ~ProjectTreeModel() override;

    [[nodiscard]] const ProjectNode& nodeAt(const QModelIndex& index) const; // invalid: the root
    [[nodiscard]] QModelIndex indexOf(const ProjectNode& node, int column = 0) const;

    // Loads once more what is loaded at and below a row; rows that are still there stay as they
    // are, with what is below them.
    void refresh(const QModelIndex& index);
    // Asks again for what a "could not be loaded" row stands for; nothing for other rows.
    void retry(const QModelIndex& index);
    void setPalette(const QPalette& palette); // of the icons
    [[nodiscard]] bool isLoading() const { return !m_asked.empty() || !m_working.empty(); }

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    bool hasChildren(const QModelIndex& parent = {}) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    static constexpr int sliceRows = 250; // at most, in one turn of the event loop

Q_SIGNALS:
    // What was asked for below this row is there, or failed: nothing is under way for it.
    void settled(const QModelIndex& parent);

private:
    using Role = ProjectNode::Role;
    using State = ProjectBranch::State;

    // Accounts
    void takeAccounts();
    void takeAccount(const QString& id);
    void addAccount(const Desk::Account& account, int row);
    void arrangeAccount(ProjectNode& node);
    void plantAccount(ProjectNode& node, const AccountSnapshot& account);
    void askAgainBelow(ProjectNode& node);
    [[nodiscard]] ProjectNode* accountNode(const QString& id) const;

    // Pages
    void ask(ProjectNode& node);
    void takePage(std::uint64_t ticket, const ProjectPage& page);
    void work();
    void takeSlice(ProjectNode& node);
    void sweepSlice(ProjectNode& node);
    void settle(ProjectNode& node);
    void fail(ProjectNode& node, const QString& error);
    void endPage(ProjectNode& node);
    void refreshNode(ProjectNode& node);
    [[nodiscard]] bool isKnown(ProjectNode& node, const ProjectItem& item);

    // Rows
    using Nodes = std::vector<std::unique_ptr<ProjectNode>>;
    void insertRows(ProjectNode& node, int row, Nodes fresh);
    void dropRows(ProjectNode& node, int first, int last);
    void forget(ProjectNode& node);
    void showNote(ProjectNode& node, ProjectNode::Note note, const QString& text);
    void dropNote(ProjectNode& node);
    void changed(const ProjectNode& node);
    [[nodiscard]] ProjectNode& nodeOf(const QModelIndex& index) const;
    [[nodiscard]] static ProjectBranch& branchOf(ProjectNode& node);
    [[nodiscard]] QVariant text(const ProjectNode& node, int column) const;

    Desk& m_desk;
    std::unique_ptr<ProjectNode> m_root;
    QHash<QString, AccountSnapshot> m_accounts;
    QHash<std::uint64_t, ProjectNode*> m_asked; // by ticket
    std::deque<ProjectNode*> m_working; // whose branches are Arriving or Sweeping
    QTimer m_turn;
    QPalette m_palette;
    mutable QHash<QString, QIcon> m_icons;
};

} // namespace arv
