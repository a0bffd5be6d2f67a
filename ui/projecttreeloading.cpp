// SPDX-License-Identifier: Apache-2.0
// How the rows of the project tree come and go: accounts as the desk tells, pages as asked for.
#include "projecttreemodel.h"

#include "projectwords.h"

namespace arv {

namespace {

constexpr int sweptRuns = 40; // at most, in one turn of the event loop

// There is something to browse: an account without network keeps what it has, and asks.
bool isIn(AccountSnapshot::State state)
{
    return state == AccountSnapshot::State::SignedIn || state == AccountSnapshot::State::Offline;
}

bool isSame(const ProjectItem& a, const ProjectItem& b)
{
    return a.kind == b.kind && a.name == b.name && a.fileName == b.fileName
        && a.ownerUuid == b.ownerUuid && a.modified == b.modified
        && a.portableDataHash == b.portableDataHash && a.fileCount == b.fileCount
        && a.totalSize == b.totalSize && a.canWrite == b.canWrite && a.frozen == b.frozen
        && a.properties == b.properties;
}

// Equal texts share their memory.
ProjectItem lean(ProjectItem item, const QString& uuidAbove)
{
    if (item.fileName == item.name)
        item.fileName = item.name;
    if (item.ownerUuid == uuidAbove)
        item.ownerUuid = uuidAbove;
    return item;
}

// A filter group may contain itself, and what is without a UUID cannot be asked about.
bool isEnd(const ProjectItem& item, const ProjectNode& above)
{
    return !item.hasChildren() || item.uuid.isEmpty() || above.hasUuidAbove(item.uuid);
}

} // namespace

// ---- accounts

ProjectNode* ProjectTreeModel::accountNode(const QString& id) const
{
    if (!m_root->branch)
        return nullptr;
    for (const auto& node : m_root->branch->children) {
        if (node->item.uuid == id)
            return node.get();
    }
    return nullptr;
}

void ProjectTreeModel::takeAccounts()
{
    const auto accounts = m_desk.accounts();
    QStringList ids;
    for (const auto& account : accounts)
        ids += account.settings.id;
    auto& branch = branchOf(*m_root);
    branch.state = State::Complete;
    for (int row = branch.size() - 1; row >= 0; --row) {
        const auto id = branch.children[static_cast<std::size_t>(row)]->item.uuid;
        if (ids.contains(id))
            continue;
        dropRows(*m_root, row, row);
        m_accounts.remove(id);
    }
    for (int i = 0; i < accounts.size(); ++i) {
        if (accountNode(ids.at(i)))
            takeAccount(ids.at(i));
        else
            addAccount(accounts.at(i), qMin(i, branch.size()));
    }
}

void ProjectTreeModel::addAccount(const Desk::Account& account, int row)
{
    Nodes fresh;
    fresh.push_back(std::make_unique<ProjectNode>(Role::Account, m_root.get()));
    auto& node = *fresh.back();
    node.item.uuid = account.settings.id;
    node.item.name = account.settings.name;
    m_accounts.insert(account.settings.id, account.snapshot);
    insertRows(*m_root, row, std::move(fresh));
    arrangeAccount(node);
}

void ProjectTreeModel::takeAccount(const QString& id)
{
    auto* node = accountNode(id);
    const auto account = m_desk.account(id);
    if (!node || !account)
        return;
    const auto before = std::exchange(m_accounts[id], account->snapshot);
    node->item.name = account->settings.name;
    changed(*node);
    arrangeAccount(*node);
    if (account->snapshot.state == AccountSnapshot::State::SignedIn
        && before.state != AccountSnapshot::State::SignedIn)
        askAgainBelow(*node);
}

// What was loaded stays when the token ends: mounts stay, too. Another user's rows do not.
void ProjectTreeModel::arrangeAccount(ProjectNode& node)
{
    const auto account = m_accounts.value(node.item.uuid);
    auto& branch = branchOf(node);
    branch.state = State::Complete;
    const bool isPlanted = branch.size() > 0 && !branch.note();
    if (isPlanted) {
        const auto& user = branch.children.front()->item.uuid;
        if (account.userUuid.isEmpty() || user == account.userUuid)
            return;
        if (user.isEmpty()) {
            branch.children.front()->item.uuid = account.userUuid;
            return;
        }
        dropRows(node, 0, branch.size() - 1);
    }
    if (isIn(account.state))
        plantAccount(node, account);
    else
        showNote(node, ProjectNode::Note::NotSignedIn, notSignedInText(account));
}

void ProjectTreeModel::plantAccount(ProjectNode& node, const AccountSnapshot& account)
{
    dropNote(node);
    Nodes fresh;
    fresh.push_back(std::make_unique<ProjectNode>(Role::Home, &node));
    fresh.back()->item.uuid = account.userUuid;
    fresh.push_back(std::make_unique<ProjectNode>(Role::Shared, &node));
    for (const auto& each : fresh)
        each->leaf = false;
    insertRows(node, 0, std::move(fresh));
}

void ProjectTreeModel::askAgainBelow(ProjectNode& node)
{
    if (!node.branch)
        return;
    if (node.branch->state == State::Failed)
        ask(node);
    for (int i = 0; i < node.branch->size(); ++i)
        askAgainBelow(*node.branch->children[static_cast<std::size_t>(i)]);
}

// ---- pages

void ProjectTreeModel::ask(ProjectNode& node)
{
    auto& branch = branchOf(node);
    ProjectQuery query;
    query.cursor = branch.cursor;
    if (node.role == Role::Shared)
        query.place = ProjectQuery::Place::Shared;
    if (node.isItem()) {
        query.place = ProjectQuery::Place::Inside;
        query.uuid = node.item.uuid;
    }
    branch.state = State::Waiting;
    branch.ticket = m_desk.fetchPage(node.accountId(), query);
    m_asked.insert(branch.ticket, &node);
    showNote(node, ProjectNode::Note::Waiting, waitingText());
}

void ProjectTreeModel::takePage(std::uint64_t ticket, const ProjectPage& page)
{
    auto* node = m_asked.take(ticket);
    if (!node)
        return; // given up, or somebody else's
    if (!page.error.isEmpty()) {
        fail(*node, page.error);
        return;
    }
    auto& branch = *node->branch;
    branch.state = State::Arriving;
    branch.page = page;
    branch.taken = 0;
    m_working.push_back(node);
    m_turn.start();
}

void ProjectTreeModel::fail(ProjectNode& node, const QString& error)
{
    node.branch->state = State::Failed;
    showNote(node, ProjectNode::Note::Failed, failedText(error));
    Q_EMIT settled(indexOf(node));
}

void ProjectTreeModel::work()
{
    if (m_working.empty()) {
        m_turn.stop();
        return;
    }
    auto* node = m_working.front();
    m_working.pop_front();
    if (node->branch->state == State::Arriving)
        takeSlice(*node);
    else
        sweepSlice(*node);
}

// Whether it has a row already: of an earlier page that has shifted meanwhile, or of the round
// before a refresh.
bool ProjectTreeModel::isKnown(ProjectNode& node, const ProjectItem& item)
{
    auto* known = node.branch->byUuid.value(item.uuid);
    if (item.uuid.isEmpty() || !known)
        return false;
    known->round = node.branch->round;
    if (known->row >= 0 && !isSame(known->item, item)) {
        known->item = lean(item, node.item.uuid);
        changed(*known);
    }
    return true;
}

void ProjectTreeModel::takeSlice(ProjectNode& node)
{
    auto& branch = *node.branch;
    const auto end = qMin(branch.taken + sliceRows, branch.page.items.size());
    Nodes fresh;
    for (; branch.taken < end; ++branch.taken) {
        const auto& item = branch.page.items.at(branch.taken);
        if (isKnown(node, item))
            continue;
        auto& made = *fresh.emplace_back(std::make_unique<ProjectNode>(Role::Item, &node));
        made.item = lean(item, node.item.uuid);
        made.leaf = isEnd(item, node);
        made.round = branch.round;
        if (!item.uuid.isEmpty())
            branch.byUuid.insert(item.uuid, &made);
    }
    const bool isLast = branch.taken == branch.page.items.size();
    insertRows(node, branch.note() ? branch.note()->row : branch.size(), std::move(fresh));
    if (isLast)
        endPage(node);
    else
        m_working.push_back(&node);
}

void ProjectTreeModel::endPage(ProjectNode& node)
{
    auto& branch = *node.branch;
    const auto next = std::exchange(branch.page, {}).next;
    if (!next.isEmpty() && next == branch.cursor) {
        fail(node, repeatedPageText());
        return;
    }
    branch.cursor = next;
    ++branch.pages;
    branch.state = next.isEmpty() ? State::Complete : State::More;
    if (branch.refreshing && branch.state == State::More && branch.pages < branch.pagesWanted) {
        ask(node);
        return;
    }
    if (!branch.refreshing) {
        settle(node);
        return;
    }
    branch.state = State::Sweeping;
    m_working.push_back(&node);
}

// From the end, because rows behind a hole have to be numbered again.
void ProjectTreeModel::sweepSlice(ProjectNode& node)
{
    auto& branch = *node.branch;
    const auto isGone = [&branch](int row) {
        const auto& child = *branch.children[static_cast<std::size_t>(row)];
        return child.isItem() && child.round != branch.round;
    };
    int row = branch.size() - 1;
    for (int runs = 0; runs < sweptRuns; ++runs) {
        while (row >= 0 && !isGone(row))
            --row;
        const int last = row;
        while (row >= 0 && last - row < sliceRows && isGone(row))
            --row;
        if (last < 0)
            break;
        dropRows(node, row + 1, last);
    }
    if (row >= 0) {
        m_working.push_back(&node);
        return;
    }
    branch.refreshing = false;
    branch.state = branch.cursor.isEmpty() ? State::Complete : State::More;
    settle(node);
}

void ProjectTreeModel::settle(ProjectNode& node)
{
    dropNote(node);
    changed(node); // whether anything is below it may be another
    Q_EMIT settled(indexOf(node));
}

void ProjectTreeModel::retry(const QModelIndex& index)
{
    auto& node = nodeOf(index);
    if (node.role == Role::Note && node.above->branch->state == State::Failed)
        ask(*node.above);
}

void ProjectTreeModel::refresh(const QModelIndex& index)
{
    auto* node = &nodeOf(index);
    if (node->role == Role::Note || (node->isItem() && !node->branch))
        node = node->above;
    refreshNode(*node);
}

void ProjectTreeModel::refreshNode(ProjectNode& node)
{
    if (!node.branch)
        return;
    auto& branch = *node.branch;
    for (int i = 0; i < branch.size(); ++i)
        refreshNode(*branch.children[static_cast<std::size_t>(i)]);
    if (node.leaf || branch.state == State::Unasked)
        return;
    if (branch.state == State::Waiting) {
        m_asked.remove(branch.ticket);
        m_desk.giveUpPage(branch.ticket);
    }
    std::erase(m_working, &node);
    branch.pagesWanted = qMax(branch.pages, branch.refreshing ? branch.pagesWanted : 1);
    branch.pages = 0;
    branch.page = {};
    branch.cursor.clear();
    branch.refreshing = true;
    ++branch.round;
    ask(node);
}

} // namespace arv
