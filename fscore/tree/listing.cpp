// SPDX-License-Identifier: Apache-2.0
#include "tree/listing.h"

#include <QHash>

#include <algorithm>

namespace arv {

Pending<void> Listing::grown(CancelToken token) const
{
    const Promise<void> promise(token);
    promise.finish(done());
    return promise.pending();
}

std::shared_ptr<const Listing> Listing::forReader(const std::shared_ptr<const Listing>& listing)
{
    ++listing->m_readers;
    return {listing.get(), [listing](const Listing*) { --listing->m_readers; }};
}

void GrowingListing::append(ListedEntry entry)
{
    count(entry);
    m_entries.push_back(std::move(entry));
}

void GrowingListing::count(const ListedEntry& entry)
{
    static const std::size_t seed = QHashSeed::globalSeed();
    m_version = qHashMulti(seed, m_version, entry.name, number(entry.inode), entry.directory);
}

void GrowingListing::remove(const QByteArray& name)
{
    std::erase_if(m_entries, [&name](const ListedEntry& entry) { return entry.name == name; });
    m_version = 0;
    for (const auto& entry : m_entries)
        count(entry);
}

std::shared_ptr<GrowingListing> GrowingListing::copy() const
{
    auto copied = std::make_shared<GrowingListing>();
    copied->m_entries = m_entries;
    copied->m_version = m_version;
    return copied;
}

bool GrowingListing::isAbandoned() const
{
    return !hasReaders() && std::all_of(m_waiting.begin(), m_waiting.end(), [](const auto& waiter) {
        return waiter.isFinished();
    });
}

Pending<void> GrowingListing::grown(CancelToken token) const
{
    if (m_complete || m_failure)
        return Listing::grown(token);
    const Promise<void> promise(token);
    m_waiting.push_back(promise);
    return promise.pending();
}

void GrowingListing::pageArrived()
{
    for (const auto& waiter : std::exchange(m_waiting, {}))
        waiter.finish(done());
}

void GrowingListing::complete()
{
    m_complete = true;
    pageArrived();
}

void GrowingListing::fail(Error why)
{
    m_failure = std::move(why);
    pageArrived();
}

} // namespace arv
