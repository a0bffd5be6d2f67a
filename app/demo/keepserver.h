// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "demo/blockstore.h"
#include "demo/httpmessage.h"
#include "demo/signer.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <set>
#include <string>

namespace arv::demo {

// One Keep service (a keepstore with one volume): blocks by locator, answered as a real one was
// recorded to answer. Knows nothing of users: permission is the signature of the locator. Any
// thread.
class KeepServer
{
public:
    struct Setup
    {
        std::shared_ptr<BlockStore> blocks;
        std::shared_ptr<const Signer> signer;
        std::shared_ptr<const Clock> clock; // null: the real one
        bool enforceSignatures = true;
        std::set<std::string> storageClasses{"default"}; // of its volume
    };

    explicit KeepServer(Setup setup);

    [[nodiscard]] HttpResponse handle(const HttpRequest& request) const;

    // Every PUT from now on is refused with 507, as of a service whose volumes are full or
    // read-only.
    void setFull(bool full) { m_full = full; }

private:
    struct Asked;
    [[nodiscard]] HttpResponse route(const HttpRequest& request) const;
    [[nodiscard]] HttpResponse readBlock(const HttpRequest& request, const Asked& asked) const;
    [[nodiscard]] HttpResponse blockReply(const Asked& asked, bool head) const;
    [[nodiscard]] HttpResponse storeBlock(const HttpRequest& request,
                                          const std::string& hash) const;
    [[nodiscard]] HttpResponse storedReply(const HttpRequest& request,
                                           const std::string& hash) const;
    [[nodiscard]] bool offersAnyOf(const std::string& wantedClasses) const;
    [[nodiscard]] std::int64_t now() const; // seconds since 1970

    const Setup m_setup;
    std::atomic<bool> m_full{false};
};

} // namespace arv::demo
