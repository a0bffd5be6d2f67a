// SPDX-License-Identifier: Apache-2.0
#include "projectwords.h"

#include "formatting.h"

#include <QCoreApplication>

namespace arv {

namespace {

constexpr qsizetype longestName = 300; // UTF-16 units

// Of a text of megabytes no more is looked at than is shown.
QString shown(const QString& text)
{
    return visibleText(text.left(longestName + 1), longestName);
}

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ProjectTree)
};

} // namespace

QString kindText(ProjectItem::Kind kind)
{
    switch (kind) {
    case ProjectItem::Kind::Project:
        return Words::tr("Project");
    case ProjectItem::Kind::FilterGroup:
        return Words::tr("Filter group");
    case ProjectItem::Kind::User:
        return Words::tr("User");
    case ProjectItem::Kind::Collection:
        return Words::tr("Collection");
    }
    return {};
}

QString kindText(const ProjectItem& item)
{
    const auto kind = kindText(item.kind);
    return item.frozen ? Words::tr("%1, frozen").arg(kind) : kind;
}

QString stateText(AccountSnapshot::State state)
{
    switch (state) {
    case AccountSnapshot::State::NoToken:
        return Words::tr("not signed in");
    case AccountSnapshot::State::Checking:
        return Words::tr("signing in…");
    case AccountSnapshot::State::SignedIn:
        return {};
    case AccountSnapshot::State::Refused:
        return Words::tr("not signed in: token not accepted");
    case AccountSnapshot::State::Inactive:
        return Words::tr("not signed in: user not active yet");
    case AccountSnapshot::State::Offline:
        return Words::tr("offline");
    case AccountSnapshot::State::Misconfigured:
        return Words::tr("not signed in: check its settings");
    }
    return {};
}

QString accountText(const QString& name, AccountSnapshot::State state)
{
    const auto how = stateText(state);
    return how.isEmpty() ? shown(name) : Words::tr("%1 (%2)").arg(shown(name), how);
}

QString nameText(const ProjectNode& node)
{
    switch (node.role) {
    case ProjectNode::Role::Home:
        return Words::tr("Home");
    case ProjectNode::Role::Shared:
        return Words::tr("Shared with me");
    case ProjectNode::Role::Item:
        if (node.item.name.isEmpty())
            return Words::tr("(no name) %1").arg(shown(node.item.uuid));
        return shown(node.item.name);
    case ProjectNode::Role::Account:
        return shown(node.item.name);
    default:
        return node.item.name; // our own words
    }
}

QString kindText(const ProjectNode& node)
{
    if (node.isItem())
        return kindText(node.item);
    return node.role == ProjectNode::Role::Account ? Words::tr("Account") : QString();
}

QString sizeText(const ProjectNode& node)
{
    if (!node.isItem() || node.item.kind != ProjectItem::Kind::Collection)
        return {};
    return sizeText(static_cast<std::uint64_t>(qMax<std::int64_t>(0, node.item.totalSize)));
}

QString modifiedText(const ProjectNode& node)
{
    return node.isItem() ? timeText(node.item.modified) : QString();
}

namespace {

QString iconName(ProjectItem::Kind kind)
{
    switch (kind) {
    case ProjectItem::Kind::Project:
        return QStringLiteral("project");
    case ProjectItem::Kind::FilterGroup:
        return QStringLiteral("filtergroup");
    case ProjectItem::Kind::User:
        return QStringLiteral("user");
    case ProjectItem::Kind::Collection:
        break;
    }
    return QStringLiteral("collection");
}

} // namespace

QString iconName(const ProjectNode& node)
{
    switch (node.role) {
    case ProjectNode::Role::Home:
        return QStringLiteral("home");
    case ProjectNode::Role::Shared:
        return QStringLiteral("shared");
    case ProjectNode::Role::Item:
        return iconName(node.item.kind);
    case ProjectNode::Role::Note:
        return node.note == ProjectNode::Note::Waiting ? QStringLiteral("waiting")
                                                       : QStringLiteral("failed");
    default:
        return QStringLiteral("account");
    }
}

QString waitingText()
{
    return Words::tr("Loading…");
}

QString failedText(const QString& error)
{
    return Words::tr("Could not be loaded: %1 – try again").arg(shown(error));
}

QString notSignedInText(const AccountSnapshot& account)
{
    if (account.state == AccountSnapshot::State::Checking)
        return Words::tr("Signing in…");
    if (account.error.isEmpty())
        return Words::tr("Not signed in");
    return Words::tr("Not signed in: %1").arg(shown(account.error));
}

QString repeatedPageText()
{
    return Words::tr("the cluster sends the same page again and again");
}

} // namespace arv
