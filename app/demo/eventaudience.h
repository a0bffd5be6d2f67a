// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/access.h"
#include "demo/eventlog.h"

#include <memory>
#include <string>

namespace arv::demo {

class Store;

// Which events the owner of a token may hear of, as things stand at one moment: those of objects
// that the token may read, and of deletions those whose owner it may read. A token that is missing,
// unknown or expired hears of nothing. Immutable; one thread; the store must outlive it.
class EventAudience
{
public:
    EventAudience(const Store& store, const std::string& token);

    [[nodiscard]] bool maySee(const Event& event) const;

private:
    [[nodiscard]] bool maySeeLink(const Record& link) const;
    [[nodiscard]] bool isInScope(const Record& target) const;

    const Store& m_store;
    RecordPtr m_token; // null: nobody
    std::shared_ptr<const Access> m_access;
};

} // namespace arv::demo
