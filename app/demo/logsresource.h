// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/apicall.h"
#include "demo/apierror.h"

namespace arv::demo {

// /arvados/v1/logs: list. An entry is seen by who may read its object or the object's owner.
// Immutable; any thread.
class LogsResource
{
public:
    explicit LogsResource(const ApiContext& context)
        : m_context(context)
    { }

    [[nodiscard]] Reply list(const ApiCall& call) const;

private:
    [[nodiscard]] bool isVisible(const Record& entry, const Access& access) const;

    const ApiContext& m_context;
};

} // namespace arv::demo
