// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/apicall.h"
#include "demo/apierror.h"
#include "demo/listquery.h"

namespace arv::demo {

// /arvados/v1/collections: get by UUID or portable data hash, list. Manifests are signed for the
// token of the request, exactly as it was sent. Immutable; any thread.
class CollectionsResource
{
public:
    explicit CollectionsResource(const ApiContext& context)
        : m_context(context)
    { }

    [[nodiscard]] Reply get(const ApiCall& call) const;
    [[nodiscard]] Reply list(const ApiCall& call) const;

private:
    [[nodiscard]] Reply getByUuid(const ApiCall& call, const Select& select) const;
    [[nodiscard]] Reply getByHash(const ApiCall& call, const Select& select) const;
    [[nodiscard]] std::string signedManifest(const Record& row, const Caller& caller) const;
    [[nodiscard]] nlohmann::json shown(const Record& row, const Caller& caller,
                                       const Select& select, bool inList) const;

    const ApiContext& m_context;
};

} // namespace arv::demo
