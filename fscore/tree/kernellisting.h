// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/listing.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace arv {

// What the kernel may have kept of one directory's listing, as far as we let it. Whoever reads an
// open directory fills the kernel's copy, from which all other readers are then served: so at any
// time only handles that show the same entries may use it. A listing that fails on its way never
// becomes a whole copy, since the kernel is not told of an end. Part of its directory; mount thread
// only.
class KernelListing
{
public:
    struct Permission
    {
        bool use = false; // this handle may be served from the copy, and fill it
        bool keep = false; // the copy made through earlier handles is good
    };
    // A handle is opened on that listing. One that may use the copy must be released().
    [[nodiscard]] Permission opened(const std::shared_ptr<const Listing>& listing);
    void released() { --m_readers; }
    // The kernel did not get our last word: it may have kept what it should not.
    void distrust();

private:
    [[nodiscard]] bool isSame(const Listing& listing) const;

    std::optional<std::uint64_t> m_version; // of the copy, once its listing was complete
    std::weak_ptr<const Listing> m_growing; // until then
    unsigned m_readers = 0; // open handles that may use the copy
};

} // namespace arv
