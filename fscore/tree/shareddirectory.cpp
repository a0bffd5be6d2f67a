// SPDX-License-Identifier: Apache-2.0
#include "tree/shareddirectory.h"

#include "api/arvadosapi.h"
#include "base/idforms.h"
#include "tree/names.h"
#include "tree/projectdirectory.h"

#include <algorithm>

namespace arv {

namespace {

constexpr qsizetype ownersAskedAtOnce = 200;

QString nameOf(const User& user)
{
    const auto full = (user.firstName + u' ' + user.lastName).trimmed();
    if (!full.isEmpty())
        return full;
    return user.username.isEmpty() ? user.uuid.text : user.username;
}

// With its name as the server has it, until the one that is shown is known.
struct Candidate
{
    QString name;
    Place place;
};

Candidate candidate(const QString& name, const Uuid& uuid, Place::Kind kind, Timestamp modified)
{
    Candidate made{name, {}};
    made.place.exists = true;
    made.place.id = uuid.text;
    made.place.kind = kind;
    made.place.modifiedAt = modified;
    return made;
}

Place::Kind kindOf(bool isFilterGroup)
{
    return isFilterGroup ? Place::Kind::FilterGroup : Place::Kind::Project;
}

} // namespace

SharedDirectory::SharedDirectory(TreeContext& context, Inode inode, Directory* parent,
                                 QByteArray name)
    : ListedDirectory(context, inode, parent, std::move(name), context.wallNow())
{
    watchAllEvents();
}

std::optional<Node*> SharedDirectory::nodeFor(const Place& place)
{
    if (Node* live = liveChild(place.name))
        return live;
    const ProjectDirectory::Subject subject{Uuid{place.id}, place.kind == Place::Kind::FilterGroup};
    return makeChild<ProjectDirectory>(place.inode, place.name, subject, place.modifiedAt);
}

// A permission is a link; a group may be new, renamed or moved. Which of an owner's projects a
// permission is about is not told, so all owners that are shown are asked again as they are used.
void SharedDirectory::noteObjectEvent(const ObjectEvent& event)
{
    const bool isLink = isUuidOf(event.object.text, linkInfix);
    if (holdsContent() && (isLink || isUuidOf(event.object.text, groupInfix)))
        refreshSoon();
    if (!isLink)
        return;
    const auto owners = liveNodes();
    for (Node* owner : owners) {
        if (Unit* const unit = owner->unit())
            unit->mayHaveChanged();
    }
}

Task<void> SharedDirectory::fetchListing(RunPointer run, CancelToken token)
{
    const auto all = std::make_shared<Gathered>();
    auto gathering = context().hasGroupsShared ? gather(all, token) : gatherReadable(all, token);
    const auto gathered = co_await gathering;
    if (!gathered)
        co_return gathered;
    takeAll(*run, *all);
    pageTaken(*run);
    co_return done();
}

Task<void> SharedDirectory::gather(std::shared_ptr<Gathered> all, CancelToken token)
{
    Uuid after;
    for (bool isLast = false; !isLast;) {
        auto asking = context().api.sharedPage(after, token);
        const auto page = co_await asking;
        if (!page)
            co_return page.error();
        all->groups += page->groups;
        all->users += page->users;
        all->ownerGroups += page->ownerGroups;
        after = page->last;
        isLast = page->isLast;
    }
    co_return done();
}

// An old server: what may be read and does not belong to the account or to another project.
Task<void> SharedDirectory::gatherReadable(std::shared_ptr<Gathered> all, CancelToken token)
{
    auto askingUser = context().api.currentUser(token);
    const auto user = co_await askingUser;
    if (!user)
        co_return user.error();
    Uuid after;
    for (bool isLast = false; !isLast;) {
        auto asking = context().api.readableGroupsPage(after, token);
        const auto page = co_await asking;
        if (!page)
            co_return page.error();
        all->groups += page->items;
        after = page->last;
        isLast = page->isLast;
    }
    QSet<QString> listed{user->uuid.text};
    for (const auto& group : all->groups)
        listed.insert(group.uuid.text);
    all->groups.removeIf(
        [&listed](const ContentItem& group) { return listed.contains(group.ownerUuid.text); });
    auto asking = gatherOwners(all, token);
    const auto asked = co_await asking;
    co_return asked;
}

Task<void> SharedDirectory::gatherOwners(std::shared_ptr<Gathered> all, CancelToken token)
{
    QSet<QString> owners;
    for (const auto& group : all->groups)
        owners.insert(group.ownerUuid.text);
    QList<Uuid> uuids;
    for (const auto& owner : owners)
        uuids.append(Uuid{owner});
    for (qsizetype from = 0; from < uuids.size(); from += ownersAskedAtOnce) {
        const auto some = uuids.mid(from, ownersAskedAtOnce);
        auto askingUsers = context().api.usersOf(some, token);
        const auto users = co_await askingUsers;
        if (!users)
            co_return users.error();
        auto askingGroups = context().api.groupsOf(some, token);
        const auto groups = co_await askingGroups;
        if (!groups)
            co_return groups.error();
        all->users += *users;
        all->ownerGroups += *groups;
    }
    co_return done();
}

// Owners first, then what belongs to nobody that may be seen. Equal names are all shown: the lowest
// UUID has the plain name, the others have theirs added.
void SharedDirectory::takeAll(Run& run, const Gathered& all)
{
    QHash<QString, Candidate> owners;
    for (const auto& user : all.users)
        owners.insert(user.uuid.text,
                      candidate(nameOf(user), user.uuid, Place::Kind::User, context().wallNow()));
    for (const auto& group : all.ownerGroups)
        owners.insert(group.uuid.text,
                      candidate(group.name, group.uuid,
                                kindOf(group.groupClass == QStringLiteral("filter")),
                                group.modifiedAt));
    auto shown = owners.values();
    QSet<QString> returned;
    for (const auto& group : all.groups)
        returned.insert(group.uuid.text);
    for (const auto& group : all.groups) {
        if (owners.contains(group.uuid.text) || owners.contains(group.ownerUuid.text)
            || returned.contains(group.ownerUuid.text) || !isShown(group))
            continue;
        shown.append(candidate(group.name, group.uuid,
                               kindOf(group.kind == ContentItem::Kind::FilterGroup),
                               group.modifiedAt));
    }
    std::ranges::sort(shown, {}, [](const Candidate& one) { return one.place.id; });
    QSet<QByteArray> taken;
    for (auto& [name, place] : shown) {
        place.name = fileName(name, context().slashSubstitution);
        if (taken.contains(place.name))
            place.name = fileName(QStringLiteral("%1 (%2)").arg(name, place.id),
                                  context().slashSubstitution);
        taken.insert(place.name);
        take(run, place);
    }
}

} // namespace arv
