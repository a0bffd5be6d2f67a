// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/apicall.h"
#include "demo/apierror.h"
#include "demo/filterset.h"
#include "demo/listoptions.h"
#include "demo/listquery.h"

#include <functional>

namespace arv::demo {

// Makes the item that a caller gets of a row, with all attributes.
using Show = std::function<nlohmann::json(const Record&)>;

// Trash and old versions only where asked for; what the caller may not read never.
[[nodiscard]] bool isListed(const Record& row, const Access& access, const ListOptions& options);

// The reply of a plain list over these rows: filter, order, page, select. Inactive users get none.
[[nodiscard]] Reply listReply(const ApiContext& context, const ApiCall& call, Kind kind, Rows rows,
                              const ListOptions& options, const Show& show);

// {"kind", "offset", "limit", "items", "items_available"}; the last only if counted (-1: not).
[[nodiscard]] nlohmann::json listEnvelope(const std::string& kind, const ListOptions& options,
                                          std::int64_t limit, nlohmann::json items,
                                          std::int64_t available);

// With the empty fields of lists that the front passes on as the server behind it made them.
[[nodiscard]] nlohmann::json withPassedOnFields(nlohmann::json reply);

} // namespace arv::demo
