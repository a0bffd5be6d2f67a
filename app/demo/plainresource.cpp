// SPDX-License-Identifier: Apache-2.0
#include "demo/plainresource.h"

#include "demo/listreply.h"
#include "demo/store.h"

namespace arv::demo {

Reply PlainResource::get(const ApiCall& call) const
{
    const Access& access = *call.caller.access;
    const RecordPtr row = m_context.store.find(m_kind, call.parts[1]);
    const bool withTrash = call.parameters.flag("include_trash");
    if (!row || !access.canRead(*row) || (!withTrash && access.isTrashed(*row)))
        return notFound(call.path);
    const auto select = readSelect(call.parameters);
    if (!select)
        return select.error();
    if (const auto error = checkSelect(*select, Schema::of(m_kind), call.path))
        return *error;
    return selected(row->attributes, *select);
}

Reply PlainResource::list(const ApiCall& call) const
{
    const ApiServerOptions& limits = m_context.options;
    const auto options = ListOptions::of(call.parameters, call.path, true,
                                         limits.maxItemsPerResponse, limits.clusterId);
    if (!options)
        return options.error();
    return listReply(m_context, call, m_kind, m_context.store.all(m_kind), *options,
                     [](const Record& row) { return row.attributes; });
}

} // namespace arv::demo
