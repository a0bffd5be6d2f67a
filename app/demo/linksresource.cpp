// SPDX-License-Identifier: Apache-2.0
#include "demo/linksresource.h"

#include "demo/listreply.h"
#include "demo/store.h"

#include <algorithm>

namespace arv::demo {

bool LinksResource::isVisible(const Record& link, const Access& access) const
{
    if (link.text("link_class") != "permission")
        return access.canRead(link);
    const RecordPtr head = m_context.store.find(link.text("head_uuid"));
    return head && access.canManage(*head);
}

Reply LinksResource::get(const ApiCall& call) const
{
    const RecordPtr link = m_context.store.find(Kind::Link, call.parts[1]);
    if (!link || !isVisible(*link, *call.caller.access))
        return notFound(call.path);
    const auto select = readSelect(call.parameters);
    if (!select)
        return select.error();
    if (const auto error = checkSelect(*select, Schema::of(Kind::Link), call.path))
        return *error;
    return selected(link->attributes, *select);
}

Reply LinksResource::list(const ApiCall& call) const
{
    const ApiServerOptions& limits = m_context.options;
    const auto options = ListOptions::of(call.parameters, call.path, true,
                                         limits.maxItemsPerResponse, limits.clusterId);
    if (!options)
        return options.error();
    Rows rows = m_context.store.all(Kind::Link);
    const auto isOut = [&](const RecordPtr& link) {
        return !isVisible(*link, *call.caller.access);
    };
    rows.erase(std::remove_if(rows.begin(), rows.end(), isOut), rows.end());
    // Who may see a link is decided above, not by its owner.
    ApiCall asSystem = call;
    asSystem.caller.access = m_context.store.access(m_context.store.systemUser());
    return listReply(m_context, asSystem, Kind::Link, std::move(rows), *options,
                     [](const Record& link) { return link.attributes; });
}

} // namespace arv::demo
