// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/apicall.h"
#include "demo/apierror.h"
#include "demo/listoptions.h"
#include "demo/listquery.h"

#include <optional>
#include <string>
#include <vector>

namespace arv::demo {

// groups.contents (api.md 4.5): what is in a home, a project, a filter group, or all that can be
// read. Groups come first, then container requests, workflows, collections; limit and offset run
// over all. Immutable; any thread.
class ContentsResource
{
public:
    explicit ContentsResource(const ApiContext& context)
        : m_context(context)
    { }

    // uuid: from the path; empty: from the parameters, where it may be missing.
    [[nodiscard]] Reply contents(const ApiCall& call, std::string uuid) const;

private:
    struct Asked
    {
        ListOptions options;
        std::string uuid; // empty: everything
        bool recursive = false;
        bool excludeHome = false;
    };
    struct Part // the rows of one kind, in order
    {
        ListQuery query;
        Rows rows;
    };

    [[nodiscard]] std::optional<ApiError> resolve(Asked& asked, const ApiCall& call) const;
    [[nodiscard]] std::optional<ApiError> openFilterGroup(Asked& asked, const Record& group) const;
    [[nodiscard]] Answer<std::vector<Part>> parts(const Asked& asked, const ApiCall& call) const;
    [[nodiscard]] Rows candidates(const Asked& asked, Kind kind) const;
    [[nodiscard]] std::vector<std::string> owners(const Asked& asked) const;
    [[nodiscard]] bool belongs(const Asked& asked, const Record& row, const Access& access) const;
    [[nodiscard]] Reply page(const Asked& asked, const std::vector<Part>& parts,
                             const ApiCall& call) const;
    [[nodiscard]] static nlohmann::json item(const Record& row, const Access& access,
                                             const Select& select);

    const ApiContext& m_context;
};

} // namespace arv::demo
