// SPDX-License-Identifier: Apache-2.0
#include "mount/projectpages.h"

#include "base/idforms.h"
#include "mount/accountwords.h"
#include "mount/projectitems.h"

namespace arv {

namespace {

// What one listing of all that is shared may hold: 200 pages, far more than people share.
constexpr qsizetype mostShared = 200000;

const QLatin1String groupCursor("g:");
const QLatin1String collectionCursor("c:");

bool isCursor(const QString& cursor)
{
    return cursor.isEmpty() || cursor.startsWith(groupCursor)
        || cursor.startsWith(collectionCursor);
}

// The cluster does not say how names are written: then there is nothing to wait for.
bool isSilentOnNames(const Error& error)
{
    return error.code == Errc::NotFound || error.code == Errc::PermissionDenied;
}

} // namespace

Task<ProjectPage> ProjectPages::fetch(ProjectQuery query, CancelToken token)
{
    Deadline deadline(m_patience, token);
    auto fetching = fetchWithin(std::move(query), &deadline);
    auto page = co_await fetching;
    if (!page)
        co_return deadline.explained(page.error());
    co_return page;
}

Task<ProjectPage> ProjectPages::fetchWithin(ProjectQuery query, Deadline* deadline)
{
    auto learning = learnNames(deadline->token());
    const auto learnt = co_await learning;
    if (!learnt)
        co_return learnt.error();
    Uuid owner{query.uuid};
    if (query.place != ProjectQuery::Place::Inside) {
        auto asking = user(deadline->token());
        const auto self = co_await asking;
        if (!self)
            co_return self.error();
        owner = *self;
    }
    if (!isUuid(owner.text) || !isCursor(query.cursor))
        co_return Error{Errc::Invalid, QStringLiteral("there is no such place")};
    if (query.place == ProjectQuery::Place::Shared) {
        auto gathering = shared(owner, deadline);
        auto all = co_await gathering;
        co_return all;
    }
    auto listing = contents(owner, query.cursor, deadline->token());
    auto page = co_await listing;
    co_return page;
}

Task<void> ProjectPages::learnNames(CancelToken token)
{
    if (m_knowsNames)
        co_return done();
    auto asking = m_api.config(std::move(token));
    const auto config = co_await asking;
    if (!config && !isSilentOnNames(config.error()))
        co_return config.error();
    m_knowsNames = true;
    if (config)
        m_slashSubstitution = config->slashSubstitution;
    co_return done();
}

Task<Uuid> ProjectPages::user(CancelToken token)
{
    if (m_user.isEmpty()) {
        auto asking = m_api.currentUser(std::move(token));
        const auto found = co_await asking;
        if (!found)
            co_return found.error();
        co_return found->uuid; // not kept: the token may have been replaced meanwhile
    }
    const auto known = m_user;
    co_return known;
}

// Groups come first. What is left of a page when they are all there is filled with collections.
Task<ProjectPage> ProjectPages::contents(Uuid owner, QString cursor, CancelToken token)
{
    ProjectPage page;
    Uuid after{cursor.mid(groupCursor.size())};
    if (!cursor.startsWith(collectionCursor)) {
        auto askingGroups = m_api.groupsPage(owner, after, token);
        const auto groups = co_await askingGroups;
        if (!groups)
            co_return groups.error();
        page.items = projectItems(groups->items, m_slashSubstitution);
        page.next = groupCursor + groups->last.text;
        if (!groups->isLast)
            co_return page;
        after = Uuid();
    }
    auto askingCollections = m_api.collectionsPage(owner, after, token);
    const auto collections = co_await askingCollections;
    if (!collections)
        co_return collections.error();
    page.items += projectItems(collections->items, m_slashSubstitution);
    page.next = collections->isLast ? QString() : collectionCursor + collections->last.text;
    co_return page;
}

// Names can only be told apart when all are known.
Task<ProjectPage> ProjectPages::shared(Uuid self, Deadline* deadline)
{
    SharedPage all;
    all.isLast = false;
    while (!all.isLast) {
        auto asking = m_api.sharedPage(all.last, deadline->token());
        const auto next = co_await asking;
        if (!next)
            co_return next.error();
        if (all.groups.size() > mostShared)
            co_return Error{Errc::TooLarge, AccountWords::tooMuchShared(mostShared)};
        deadline->renew();
        all.groups += next->groups;
        all.users += next->users;
        all.ownerGroups += next->ownerGroups;
        all.last = next->last;
        all.isLast = next->isLast;
    }
    ProjectPage page;
    page.items = sharedItems(all, self.text, m_slashSubstitution);
    co_return page;
}

} // namespace arv
