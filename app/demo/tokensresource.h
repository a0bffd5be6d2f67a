// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/apicall.h"
#include "demo/apierror.h"

#include <optional>
#include <string>

namespace arv::demo {

// Who a request comes from, and /arvados/v1/api_client_authorizations/current. Any thread.
class TokensResource
{
public:
    explicit TokensResource(const ApiContext& context)
        : m_context(context)
    { }

    [[nodiscard]] Reply current(const ApiCall& call) const;

    // The caller of a request; without a user if the token is missing, unknown, wrong or expired,
    // between which no reply tells a difference.
    [[nodiscard]] Caller identify(const HttpRequest& request, const Parameters& parameters) const;

    // Whether the token's scopes allow the request.
    [[nodiscard]] static bool allows(const Record& token, const ApiCall& call);

private:
    const ApiContext& m_context;
};

} // namespace arv::demo
