// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/apicall.h"
#include "demo/apierror.h"

namespace arv::demo {

// /arvados/v1/keep_services: accessible (for which no token is needed), list. Immutable; any
// thread.
class KeepServicesResource
{
public:
    explicit KeepServicesResource(const ApiContext& context)
        : m_context(context)
    { }

    // The disk services; for clients outside the cluster the proxies instead.
    [[nodiscard]] Reply accessible(const ApiCall& call) const;
    [[nodiscard]] Reply list(const ApiCall& call) const;

private:
    const ApiContext& m_context;
};

} // namespace arv::demo
