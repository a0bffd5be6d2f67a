// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/apicall.h"
#include "demo/apierror.h"

namespace arv::demo {

// /arvados/v1/links: get, list. Tags are seen by who may read the link's owner, permissions by who
// may manage what they open. Immutable; any thread.
class LinksResource
{
public:
    explicit LinksResource(const ApiContext& context)
        : m_context(context)
    { }

    [[nodiscard]] Reply get(const ApiCall& call) const;
    [[nodiscard]] Reply list(const ApiCall& call) const;

private:
    [[nodiscard]] bool isVisible(const Record& link, const Access& access) const;

    const ApiContext& m_context;
};

} // namespace arv::demo
