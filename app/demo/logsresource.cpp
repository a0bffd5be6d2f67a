// SPDX-License-Identifier: Apache-2.0
#include "demo/logsresource.h"

#include "demo/listreply.h"
#include "demo/store.h"

#include <algorithm>

namespace arv::demo {

bool LogsResource::isVisible(const Record& entry, const Access& access) const
{
    const RecordPtr object = m_context.store.find(entry.text("object_uuid"));
    return (object && access.canRead(*object))
        || access.levelOf(entry.text("object_owner_uuid")) >= Level::Read;
}

Reply LogsResource::list(const ApiCall& call) const
{
    const ApiServerOptions& limits = m_context.options;
    const auto options = ListOptions::of(call.parameters, call.path, false,
                                         limits.maxItemsPerResponse, limits.clusterId);
    if (!options)
        return options.error();
    Rows rows = m_context.store.all(Kind::Log);
    const auto isOut = [&](const RecordPtr& entry) {
        return !isVisible(*entry, *call.caller.access);
    };
    rows.erase(std::remove_if(rows.begin(), rows.end(), isOut), rows.end());
    // Who may see an entry is decided above, not by who made the change.
    ApiCall asSystem = call;
    asSystem.caller.access = m_context.store.access(m_context.store.systemUser());
    Reply reply = listReply(m_context, asSystem, Kind::Log, std::move(rows), *options,
                            [](const Record& entry) { return entry.attributes; });
    return reply ? Reply(withPassedOnFields(std::move(*reply))) : reply;
}

} // namespace arv::demo
