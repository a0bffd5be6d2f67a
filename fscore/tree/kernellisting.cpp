// SPDX-License-Identifier: Apache-2.0
#include "tree/kernellisting.h"

namespace arv {

bool KernelListing::isSame(const Listing& listing) const
{
    if (m_version)
        return listing.isComplete() && listing.version() == *m_version;
    const auto growing = m_growing.lock();
    if (!growing)
        return false;
    return growing.get() == &listing
        || (growing->isComplete() && listing.isComplete()
            && growing->version() == listing.version());
}

KernelListing::Permission KernelListing::opened(const std::shared_ptr<const Listing>& listing)
{
    if (listing->failure())
        return {};
    const bool same = isSame(*listing);
    if (!same && m_readers > 0)
        return {}; // readers of the old one may still fill the copy
    if (listing->isComplete())
        m_version = listing->version();
    else if (!same)
        m_version.reset();
    m_growing = listing;
    ++m_readers;
    return {true, same};
}

void KernelListing::distrust()
{
    m_version.reset();
    m_growing.reset();
}

} // namespace arv
