// SPDX-License-Identifier: Apache-2.0
#include "tree/listing.h"

namespace arv {

Pending<void> Listing::grown(CancelToken token) const
{
    const Promise<void> promise(token);
    promise.finish(done());
    return promise.pending();
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
