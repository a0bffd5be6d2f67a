// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/apicall.h"
#include "demo/apierror.h"

namespace arv::demo {

// /arvados/v1/users: current, get, list. Immutable; any thread.
class UsersResource
{
public:
    explicit UsersResource(const ApiContext& context)
        : m_context(context)
    { }

    [[nodiscard]] Reply current(const ApiCall& call) const;
    [[nodiscard]] Reply get(const ApiCall& call) const;
    [[nodiscard]] Reply list(const ApiCall& call) const;

    // As owners stand in the "included" of other lists.
    [[nodiscard]] nlohmann::json included(const Record& user, const Access& access) const;

private:
    [[nodiscard]] nlohmann::json whole(const Record& user, const Access& access) const;
    [[nodiscard]] nlohmann::json limited(const Record& user, const Access& access) const;
    [[nodiscard]] Reply one(const ApiCall& call, const Record& user) const;

    const ApiContext& m_context;
};

} // namespace arv::demo
