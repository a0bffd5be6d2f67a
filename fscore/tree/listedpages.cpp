// SPDX-License-Identifier: Apache-2.0
// The listing half of ListedDirectory: pages into places, and what a new listing changes.
#include "async/sleep.h"
#include "base/log.h"
#include "tree/listeddirectory.h"
#include "tree/names.h"

namespace arv {

std::shared_ptr<GrowingListing> ListedDirectory::startListing()
{
    if (m_running)
        return m_running->listing;
    m_running = std::make_shared<Run>();
    if (!m_listing)
        m_listing = m_running->listing;
    measure();
    const auto listing = m_running->listing;
    context().scope.start(list(m_running, Pin(context().inodes, *this)));
    return listing;
}

Task<void> ListedDirectory::list(RunPointer run, Pin /*self*/)
{
    CancelSource stop;
    CancelSource over;
    const auto ending = context().ending.onCancel([stop]() mutable { stop.cancel(); });
    context().scope.start(giveUpAbandoned(run->listing, stop, over.token()));
    auto fetching = fetchListing(run, stop.token());
    const auto fetched = co_await fetching;
    over.cancel();
    m_running.reset();
    if (fetched)
        finishListing(*run);
    else if (stop.isCancelled() && !context().ending.isCancelled())
        failListing(run->listing,
                    {Errc::TimedOut, QStringLiteral("no answer while anybody waited")});
    else
        failListing(run->listing, fetched.error());
    measure();
    co_return fetched;
}

// A silent server would hold its connections for minutes, and there are few.
Task<void> ListedDirectory::giveUpAbandoned(std::shared_ptr<GrowingListing> listing,
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

void ListedDirectory::take(Run& run, Place place)
{
    place.seenAt = context().clock.monotonic();
    if (place.name.size() > maxNameBytes || isReserved(place.name))
        return hide(run, place, QStringLiteral("its name is no file name"));
    if (run.places.contains(place.name))
        return hide(run, place, QStringLiteral("another object has its name"));
    place.inode = inodeFor(place);
    run.listing->append({place.name, place.inode, place.isDirectory()});
    if (run.listing == m_listing)
        replacePlace(place); // a first listing answers lookups while it arrives
    run.places.put(place);
}

void ListedDirectory::pageTaken(Run& run)
{
    measure();
    run.listing->pageArrived();
}

// Told once for each object, not at each refresh.
void ListedDirectory::hide(Run& run, const Place& place, const QString& why)
{
    run.hidden.insert(place.id);
    if (m_hidden.contains(place.id))
        return;
    const auto name = QString::fromUtf8(place.name.left(maxNameBytes));
    const auto sentence =
        QStringLiteral("%1: \"%2\" (%3) is not shown: %4").arg(title(), name, place.id, why);
    qCWarning(logTree).noquote() << sentence;
    if (context().noteFailure)
        context().noteFailure(sentence);
}

void ListedDirectory::finishListing(Run& run)
{
    m_isSuspect = false;
    m_trouble.forget();
    const bool isRefresh = m_listing != run.listing;
    const bool someGone = settleOldNames(run.places);
    const bool someNew = isRefresh && settleNewNames(run.places);
    if (isRefresh && (someGone || someNew)) {
        m_modified = context().wallNow();
        context().tellKernel({Change::Kind::Attributes, Inode::None, {}, inode()});
    }
    m_places = std::move(run.places);
    m_hidden = std::move(run.hidden);
    if (!isRefresh || someGone || someNew) // else old listing and kernel's copy of it are good
        m_listing = run.listing;
    m_freshness.renew(context());
    if (run.isSuspect)
        m_freshness.expire(context(), period());
    run.listing->complete();
}

bool ListedDirectory::settleOldNames(const Places& places)
{
    bool someGone = false;
    const auto names = m_places.names();
    for (const auto& name : names) {
        const Place* now = places.find(name);
        const Place* before = m_places.find(name);
        const bool same = now ? now->inode == before->inode : !before->exists;
        if (!same)
            dropNode(name);
        else if (now)
            noteTime(*now);
        someGone = someGone || !same;
    }
    return someGone;
}

// The kernel may remember that nothing was there.
bool ListedDirectory::settleNewNames(const Places& places)
{
    bool someNew = false;
    const auto names = places.names();
    for (const auto& name : names) {
        const Place* old = m_places.find(name);
        if (old && old->exists)
            continue;
        someNew = true;
        context().tellKernel({Change::Kind::Entry, inode(), name, {}});
    }
    return someNew;
}

void ListedDirectory::failListing(const std::shared_ptr<GrowingListing>& listing, const Error& why)
{
    m_isSuspect = true;
    const bool isFirst = m_listing == listing; // somebody gets the error, each time
    if (m_trouble.isNews(why) || isFirst) {
        qCWarning(logTree).noquote() << title() << "was not listed:" << why.text;
        context().tellOfFailure(why, TreeContext::Of::Directory);
    }
    if (isFirst)
        m_listing.reset(); // the next opendir tries again
    else
        m_freshness.retrySoon(context(), period());
    listing->fail(why);
}

Task<void> ListedDirectory::awaitListing(CancelToken token)
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
