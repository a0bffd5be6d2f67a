// SPDX-License-Identifier: Apache-2.0
#include "demo/usersresource.h"

#include "demo/listreply.h"
#include "demo/store.h"

namespace arv::demo {

using nlohmann::json;

json UsersResource::whole(const Record& user, const Access& access) const
{
    json shown = user.attributes;
    json writers = json::array({user.owner()});
    if (access.canWrite(user))
        writers.push_back(access.user());
    if (access.canManage(user))
        writers.push_back(m_context.store.systemGroup());
    shown["writable_by"] = std::move(writers);
    shown["can_write"] = access.canWrite(user);
    shown["can_manage"] = access.canManage(user);
    return shown;
}

// What a user sees of others, and of themselves in a list.
json UsersResource::limited(const Record& user, const Access& access) const
{
    json shown = whole(user, access);
    shown.erase("writable_by");
    for (const char* hidden : {"created_at", "modified_at", "prefs"})
        shown[hidden] = nullptr;
    for (const char* hidden : {"etag", "full_name", "modified_by_user_uuid", "owner_uuid"})
        shown[hidden] = "";
    return shown;
}

json UsersResource::included(const Record& user, const Access& access) const
{
    json shown = whole(user, access);
    if (shown["identity_url"] == "")
        shown["identity_url"] = nullptr;
    return shown;
}

Reply UsersResource::one(const ApiCall& call, const Record& user) const
{
    const Caller& caller = call.caller;
    const auto select = readSelect(call.parameters);
    if (!select)
        return select.error();
    const std::string target = call.path
        + (*select ? "?" + targetField("select", call.parameters.value("select")).substr(1) : "");
    if (const auto error = checkSelect(*select, Schema::of(Kind::User), target))
        return *error;
    const bool all = user.uuid() == caller.user->uuid() || caller.access->isAdmin();
    return selected(all ? whole(user, *caller.access) : limited(user, *caller.access), *select);
}

Reply UsersResource::current(const ApiCall& call) const
{
    return one(call, *call.caller.user);
}

Reply UsersResource::get(const ApiCall& call) const
{
    const RecordPtr user = m_context.store.find(Kind::User, call.parts[1]);
    const bool self = user && user->uuid() == call.caller.user->uuid();
    if (!user || (!self && call.caller.access->levelOf(user->uuid()) < Level::Read))
        return notFound(call.path);
    return one(call, *user);
}

Reply UsersResource::list(const ApiCall& call) const
{
    const auto options =
        ListOptions::of(call.parameters, call.path, true, m_context.options.maxItemsPerResponse,
                        m_context.options.clusterId);
    if (!options)
        return options.error();
    const Access& access = *call.caller.access;
    return listReply(m_context, call, Kind::User, m_context.store.all(Kind::User), *options,
                     [&](const Record& user) {
                         return access.isAdmin() ? whole(user, access) : limited(user, access);
                     });
}

} // namespace arv::demo
