// SPDX-License-Identifier: Apache-2.0
#include "demo/keepservicesresource.h"

#include "demo/listreply.h"
#include "demo/store.h"

namespace arv::demo {

using nlohmann::json;

Reply KeepServicesResource::accessible(const ApiCall& call) const
{
    json items = json::array();
    for (const RecordPtr& row : m_context.store.all(Kind::KeepService))
        if ((row->text("service_type") == "proxy") == call.external)
            items.push_back(row->attributes);
    const std::size_t count = items.size();
    return withPassedOnFields({{"kind", "arvados#keepServiceList"},
                               {"offset", nullptr},
                               {"limit", nullptr},
                               {"items", std::move(items)},
                               {"items_available", count}});
}

Reply KeepServicesResource::list(const ApiCall& call) const
{
    const ApiServerOptions& limits = m_context.options;
    const auto options = ListOptions::of(call.parameters, call.path, false,
                                         limits.maxItemsPerResponse, limits.clusterId);
    if (!options)
        return options.error();
    // Everybody may see them; the rows belong to the system user.
    ApiCall asSystem = call;
    asSystem.caller.access = m_context.store.access(m_context.store.systemUser());
    Reply reply =
        listReply(m_context, asSystem, Kind::KeepService, m_context.store.all(Kind::KeepService),
                  *options, [](const Record& row) { return row.attributes; });
    return reply ? Reply(withPassedOnFields(std::move(*reply))) : reply;
}

} // namespace arv::demo
