// SPDX-License-Identifier: Apache-2.0
#include "demo/groupsresource.h"

#include "demo/listreply.h"
#include "demo/store.h"
#include "demo/usersresource.h"

#include <algorithm>
#include <unordered_set>

namespace arv::demo {

using nlohmann::json;

namespace {

bool wantsOwners(const Parameters& parameters)
{
    const json& include = parameters.value("include");
    const json asList = include.is_array() ? include : json::array({include});
    return std::find(asList.begin(), asList.end(), json("owner_uuid")) != asList.end();
}

std::vector<std::string> ownersOf(const Rows& rows)
{
    std::vector<std::string> owners;
    for (const RecordPtr& row : rows)
        owners.push_back(row->owner());
    return owners;
}

} // namespace

json GroupsResource::shown(const Record& group, const Access& access)
{
    json shown = group.attributes;
    json writers = json::array({group.owner()});
    if (access.level(group) >= Level::Write)
        writers.push_back(access.user());
    shown["writable_by"] = std::move(writers); // still names people when the project is frozen
    shown["can_write"] = access.canWrite(group);
    shown["can_manage"] = access.canManage(group);
    return shown;
}

bool GroupsResource::isShared(const Record& row, const Access& access, const Store& store)
{
    const RecordPtr owner = store.find(row.owner());
    if (!owner || row.owner() == access.user())
        return !owner;
    if (owner->kind == Kind::User || access.levelOf(owner->uuid()) < Level::Read)
        return true;
    return owner->text("group_class") != "project";
}

Reply GroupsResource::get(const ApiCall& call) const
{
    const Access& access = *call.caller.access;
    const RecordPtr group = m_context.store.find(Kind::Group, call.parts[1]);
    const bool withTrash = call.parameters.flag("include_trash");
    if (!group || !access.canRead(*group) || (!withTrash && access.isTrashed(*group)))
        return notFound(call.path);
    const auto select = readSelect(call.parameters);
    if (!select)
        return select.error();
    const std::string target = call.path
        + (*select ? "?" + targetField("select", call.parameters.value("select")).substr(1) : "");
    if (const auto error = checkSelect(*select, Schema::of(Kind::Group), target))
        return *error;
    return selected(shown(*group, access), *select);
}

Reply GroupsResource::list(const ApiCall& call) const
{
    const auto options =
        ListOptions::of(call.parameters, call.path, true, m_context.options.maxItemsPerResponse,
                        m_context.options.clusterId);
    if (!options)
        return options.error();
    const Access& access = *call.caller.access;
    Reply reply =
        listReply(m_context, call, Kind::Group, m_context.store.all(Kind::Group), *options,
                  [&access](const Record& group) { return shown(group, access); });
    if (reply)
        (*reply)["included"] = json::array();
    return reply;
}

Reply GroupsResource::shared(const ApiCall& call) const
{
    const auto options =
        ListOptions::of(call.parameters, call.path, false, m_context.options.maxItemsPerResponse,
                        m_context.options.clusterId);
    if (!options)
        return options.error();
    const Access& access = *call.caller.access;
    Rows rows = m_context.store.all(Kind::Group);
    const auto isOwn = [&](const RecordPtr& row) {
        return !isShared(*row, access, m_context.store);
    };
    rows.erase(std::remove_if(rows.begin(), rows.end(), isOwn), rows.end());
    Rows listed;
    Reply reply = listReply(m_context, call, Kind::Group, std::move(rows), *options,
                            [&](const Record& group) {
                                listed.push_back(std::make_shared<const Record>(group));
                                return shown(group, access);
                            });
    if (reply)
        (*reply)["included"] = includedOwners(m_context, call, ownersOf(listed));
    return reply;
}

json includedOwners(const ApiContext& context, const ApiCall& call,
                    const std::vector<std::string>& owners)
{
    json included = json::array();
    if (!wantsOwners(call.parameters))
        return included;
    const Access& access = *call.caller.access;
    const UsersResource users(context);
    std::unordered_set<std::string> seen;
    for (const std::string& uuid : owners) {
        const RecordPtr owner = context.store.find(uuid);
        if (!owner || access.levelOf(uuid) < Level::Read || !seen.insert(uuid).second)
            continue;
        included.push_back(owner->kind == Kind::User ? users.included(*owner, access)
                                                     : GroupsResource::shown(*owner, access));
    }
    return included;
}

} // namespace arv::demo
