// SPDX-License-Identifier: Apache-2.0
#include "projectnode.h"

#include <algorithm>

namespace arv {

ProjectNode::ProjectNode() = default;

ProjectNode::ProjectNode(Role its, ProjectNode* over)
    : role(its)
    , above(over)
{ }

ProjectNode::~ProjectNode() = default;

bool ProjectNode::hasUuidAbove(const QString& uuid) const
{
    for (const auto* node = this; node->above; node = node->above) {
        if (node->role != Role::Account && node->item.uuid == uuid)
            return true;
    }
    return false;
}

QString ProjectNode::accountId() const
{
    const auto* node = this;
    while (node->above && node->role != Role::Account)
        node = node->above;
    return node->item.uuid;
}

QList<ProjectItem> ProjectNode::chain() const
{
    QList<ProjectItem> items;
    for (const auto* node = this; node; node = node->above) {
        if (node->isItem())
            items += node->item;
    }
    std::reverse(items.begin(), items.end());
    return items;
}

ProjectNode::Role ProjectNode::place() const
{
    const auto* node = this;
    while (node->isItem() || node->role == Role::Note)
        node = node->above;
    return node->role;
}

ProjectNode* ProjectBranch::note() const
{
    if (children.empty() || children.back()->role != ProjectNode::Role::Note)
        return nullptr;
    return children.back().get();
}

bool ProjectBranch::isBusy() const
{
    return state == State::Waiting || state == State::Arriving || state == State::Sweeping;
}

} // namespace arv
