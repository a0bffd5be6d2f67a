// SPDX-License-Identifier: Apache-2.0
// The listing half of ProjectDirectory: pages of groups and of collections into places.
#include "api/arvadosapi.h"
#include "async/sleep.h"
#include "base/log.h"
#include "tree/projectdirectory.h"

namespace arv {

std::shared_ptr<GrowingListing> ProjectDirectory::startListing()
{
    if (m_running)
        return m_running;
    auto listing = std::make_shared<GrowingListing>();
    m_running = listing;
    if (!m_listing)
        m_listing = listing;
    measure();
    context().scope.start(list(listing, Pin(context().inodes, *this)));
    return listing;
}

Task<void> ProjectDirectory::list(std::shared_ptr<GrowingListing> listing, Pin /*self*/)
{
    CancelSource stop;
    CancelSource over;
    const auto ending = context().ending.onCancel([stop]() mutable { stop.cancel(); });
    context().scope.start(giveUpAbandoned(listing, stop, over.token()));
    Places places;
    auto fetching = fetchPages(listing, &places, stop.token());
    const auto fetched = co_await fetching;
    over.cancel();
    m_running.reset();
    if (fetched)
        finishListing(listing, std::move(places));
    else if (stop.isCancelled() && !context().ending.isCancelled())
        failListing(listing, {Errc::TimedOut, QStringLiteral("no answer while anybody waited")});
    else
        failListing(listing, fetched.error());
    measure();
    co_return fetched;
}

// A silent server would hold its connections for minutes, and there are few.
Task<void> ProjectDirectory::giveUpAbandoned(std::shared_ptr<GrowingListing> listing,
                                             CancelSource stop, CancelToken over)
{
    for (bool isWanted = true; isWanted;) {
        const auto sizeBefore = listing->size();
        isWanted = !listing->isAbandoned();
        auto sleeping = sleepFor(staleness::patience, over);
        const auto slept = co_await sleeping;
        if (!slept)
            co_return done();
        isWanted = isWanted || !listing->isAbandoned() || listing->size() > sizeBefore;
    }
    stop.cancel();
    co_return done();
}

Task<void> ProjectDirectory::resolveOwner(CancelToken token)
{
    if (!m_subject.uuid.isEmpty())
        co_return done();
    auto asking = context().api.currentUser(std::move(token));
    const auto user = co_await asking;
    if (!user)
        co_return user.error();
    m_subject.uuid = user->uuid;
    co_return done();
}

Task<void> ProjectDirectory::fetchPages(std::shared_ptr<GrowingListing> listing, Places* places,
                                        CancelToken token)
{
    auto resolving = resolveOwner(token);
    const auto resolved = co_await resolving;
    if (!resolved)
        co_return resolved;
    if (isInsideItself())
        co_return done();
    // Both series begin at once (tasks are eager); groups are taken first, whoever answers first.
    auto firstGroups = fetchPage(true, {}, token);
    auto firstCollections = fetchPage(false, {}, token);
    for (const bool ofGroups : {true, false}) {
        auto& first = ofGroups ? firstGroups : firstCollections;
        auto page = co_await first;
        while (page && !page->isLast) {
            takePage(*page, *listing, *places);
            auto next = fetchPage(ofGroups, page->last, token);
            page = co_await next;
        }
        if (!page)
            co_return page.error();
        takePage(*page, *listing, *places);
    }
    co_return done();
}

Task<ContentsPage> ProjectDirectory::fetchPage(bool ofGroups, Uuid after, CancelToken token)
{
    auto& api = context().api;
    if (ofGroups)
        return api.groupsPage(m_subject.uuid, std::move(after), std::move(token));
    return api.collectionsPage(m_subject.uuid, std::move(after), std::move(token));
}

void ProjectDirectory::takePage(const ContentsPage& page, GrowingListing& listing, Places& places)
{
    for (const auto& item : page.items) {
        if (isShown(item))
            takeItem(item, listing, places);
    }
    measure();
    listing.pageArrived();
}

void ProjectDirectory::takeItem(const ContentItem& item, GrowingListing& listing, Places& places)
{
    auto place = placeFor(fileName(item.name, context().slashSubstitution), item);
    place.seenAt = context().clock.monotonic();
    if (place.name.size() > maxNameBytes || place.name == projectFileName) {
        qCInfo(logTree).noquote() << item.uuid.text << "is not shown: its name is no file name";
        return;
    }
    if (places.contains(place.name)) {
        qCInfo(logTree).noquote() << item.uuid.text << "is hidden by another object of its name";
        return;
    }
    place.inode = inodeFor(place);
    listing.append({place.name, place.inode, true});
    if (&listing == m_listing.get())
        replacePlace(place); // a first listing answers lookups while it arrives
    places.put(place);
}

void ProjectDirectory::finishListing(const std::shared_ptr<GrowingListing>& listing, Places places)
{
    const bool isRefresh = m_listing != listing;
    bool changed = false;
    const auto oldNames = m_places.names();
    for (const auto& name : oldNames) {
        const Place* now = places.find(name);
        const bool same =
            now ? now->inode == m_places.find(name)->inode : !m_places.find(name)->exists;
        if (!same)
            dropNode(name);
        else if (now)
            noteTime(*now);
        changed = changed || !same;
    }
    const auto newNames = places.names();
    for (const auto& name : newNames) {
        const Place* old = m_places.find(name);
        if (!isRefresh || (old && old->exists))
            continue;
        changed = true; // the kernel may remember that nothing was there
        context().tellKernel({Change::Kind::Entry, inode(), name, {}});
    }
    if (isRefresh && changed)
        m_modified = context().wallNow();
    m_places = std::move(places);
    m_listing = listing;
    m_listedAt = context().clock.monotonic();
    listing->complete();
}

void ProjectDirectory::failListing(const std::shared_ptr<GrowingListing>& listing, const Error& why)
{
    qCWarning(logTree).noquote() << "project" << m_subject.uuid.text
                                 << "was not listed:" << why.text;
    context().tellOfFailure(why);
    if (m_listing == listing)
        m_listing.reset(); // the next opendir tries again
    else // what was there is served on, and tried again soon
        m_listedAt = context().clock.monotonic() - context().refreshTime + staleness::afterFailure;
    listing->fail(why);
}

Task<void> ProjectDirectory::awaitListing(CancelToken token)
{
    const auto running = startListing();
    while (!running->isComplete() && !running->failure()) {
        auto growing = running->grown(token);
        const auto grown = co_await growing;
        if (!grown)
            co_return grown;
    }
    if (running->failure() && !m_listing)
        co_return *running->failure();
    co_return done();
}

} // namespace arv
