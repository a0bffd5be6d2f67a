// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/apicall.h"
#include "demo/apierror.h"
#include "demo/listoptions.h"
#include "demo/listquery.h"

namespace arv::demo {

// /arvados/v1/groups: get, list, shared. Contents have a class of their own. Immutable; any thread.
class GroupsResource
{
public:
    explicit GroupsResource(const ApiContext& context)
        : m_context(context)
    { }

    [[nodiscard]] Reply get(const ApiCall& call) const;
    [[nodiscard]] Reply list(const ApiCall& call) const;
    [[nodiscard]] Reply shared(const ApiCall& call) const;

    [[nodiscard]] static nlohmann::json shown(const Record& group, const Access& access);

    // Not reached from the caller's home through ownership: the owner is another user, or cannot be
    // seen, or is a group that is no project.
    [[nodiscard]] static bool isShared(const Record& row, const Access& access, const Store& store);

private:
    const ApiContext& m_context;
};

// The readable owners of the rows, for include=owner_uuid (a text or a list of texts).
[[nodiscard]] nlohmann::json includedOwners(const ApiContext& context, const ApiCall& call,
                                            const std::vector<std::string>& owners);

} // namespace arv::demo
