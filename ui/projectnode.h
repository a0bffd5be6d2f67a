// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/projectitem.h"

#include <QHash>
#include <QString>

#include <cstdint>
#include <memory>
#include <vector>

namespace arv {

struct ProjectBranch;

// One row of the project tree. Owned by the branch above it; ProjectTreeModel alone changes it,
// others read.
struct ProjectNode
{
    enum class Role : std::uint8_t
    {
        Root, // above the accounts; never shown
        Account,
        Home,
        Shared,
        Item,
        Note // words in place of rows: see `note`
    };
    enum class Note : std::uint8_t
    {
        None,
        Waiting, // a page was asked for
        Failed, // it could not be had; activating the row asks again
        NotSignedIn
    };

    ProjectNode();
    ProjectNode(Role role, ProjectNode* above);
    ~ProjectNode();
    ProjectNode(const ProjectNode&) = delete;
    ProjectNode& operator=(const ProjectNode&) = delete;

    Role role = Role::Root;
    Note note = Note::None;
    bool leaf = true; // nothing can be asked for below it
    std::uint32_t round = 0; // of the branch above, when a page last told of it
    int row = -1; // in the branch above; -1: not in there yet
    ProjectNode* above = nullptr;
    // Account: its id as uuid. Home: the user's UUID. Note: its text as name.
    ProjectItem item;
    std::unique_ptr<ProjectBranch> branch; // none until something is known or asked for below it

    [[nodiscard]] bool isItem() const { return role == Role::Item; }
    [[nodiscard]] bool hasUuidAbove(const QString& uuid) const; // its own included
    [[nodiscard]] QString accountId() const;
    // From the first item below Home or Shared down to this one.
    [[nodiscard]] QList<ProjectItem> chain() const;
    [[nodiscard]] Role place() const; // Account, Home or Shared, whichever it is or is below
};

// What is below a node, and how far it has come.
struct ProjectBranch
{
    enum class State : std::uint8_t
    {
        Unasked,
        Waiting, // for the answer to `ticket`
        Arriving, // rows of `page` go in slice by slice
        Sweeping, // after a refresh: rows that no page told of go out slice by slice
        More,
        Complete,
        Failed
    };
    State state = State::Unasked;
    bool refreshing = false;
    std::uint32_t round = 0;
    int pages = 0; // taken in this round
    int pagesWanted = 0; // a refresh goes on to as many as there were
    std::uint64_t ticket = 0;
    QString cursor; // of the page to ask for next
    ProjectPage page;
    qsizetype taken = 0; // items of `page` that are rows
    std::vector<std::unique_ptr<ProjectNode>> children; // the note, if any, is the last
    QHash<QString, ProjectNode*> byUuid;

    [[nodiscard]] int size() const { return static_cast<int>(children.size()); }
    [[nodiscard]] ProjectNode* note() const; // null: none
    [[nodiscard]] bool isBusy() const;
};

} // namespace arv
