// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/apicall.h"
#include "demo/apierror.h"

namespace arv::demo {

// get and list of a kind whose records are shown just as they are stored to whoever may read them:
// container requests, workflows. Immutable; any thread.
class PlainResource
{
public:
    PlainResource(const ApiContext& context, Kind kind)
        : m_context(context)
        , m_kind(kind)
    { }

    [[nodiscard]] Reply get(const ApiCall& call) const;
    [[nodiscard]] Reply list(const ApiCall& call) const;

private:
    const ApiContext& m_context;
    Kind m_kind;
};

} // namespace arv::demo
