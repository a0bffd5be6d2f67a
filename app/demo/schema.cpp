// SPDX-License-Identifier: Apache-2.0
#include "demo/schema.h"

#include <array>

namespace arv::demo {

namespace {

using Type = AttributeType;
using Attributes = std::unordered_map<std::string, Schema::Attribute>;

constexpr Schema::Attribute plain(Type type)
{
    return {type, true, true, false};
}
constexpr Schema::Attribute large(Type type)
{
    return {type, true, true, true};
}
// Worked out for each reply: can be selected, not filtered by.
constexpr Schema::Attribute computed(Type type)
{
    return {type, false, true, false};
}

Attributes common()
{
    return {{"uuid", plain(Type::Text)},
            {"owner_uuid", plain(Type::Text)},
            {"created_at", plain(Type::Time)},
            {"modified_at", plain(Type::Time)},
            {"modified_by_user_uuid", plain(Type::Text)},
            {"kind", computed(Type::Text)},
            {"etag", computed(Type::Text)}};
}

Schema with(Kind kind, const char* table, const char* model, Attributes own)
{
    own.merge(common());
    return {kind, table, model, std::move(own)};
}

Schema users()
{
    return with(Kind::User, "users", "User",
                {{"username", plain(Type::Text)},
                 {"email", plain(Type::Text)},
                 {"first_name", plain(Type::Text)},
                 {"last_name", plain(Type::Text)},
                 {"full_name", computed(Type::Text)},
                 {"identity_url", plain(Type::Text)},
                 {"is_active", plain(Type::Flag)},
                 {"is_admin", plain(Type::Flag)},
                 {"is_invited", computed(Type::Flag)},
                 {"prefs", plain(Type::Json)},
                 {"can_write", computed(Type::Flag)},
                 {"can_manage", computed(Type::Flag)},
                 {"writable_by", computed(Type::Json)}});
}

Schema tokens()
{
    return with(Kind::Token, "api_client_authorizations", "ApiClientAuthorization",
                {{"api_token", plain(Type::Text)},
                 {"created_by_ip_address", plain(Type::Text)},
                 {"expires_at", plain(Type::Time)},
                 {"last_used_at", plain(Type::Time)},
                 {"last_used_by_ip_address", plain(Type::Text)},
                 {"scopes", plain(Type::Json)}});
}

Schema groups()
{
    return with(Kind::Group, "groups", "Group",
                {{"name", plain(Type::Text)},
                 {"group_class", plain(Type::Text)},
                 {"description", large(Type::Text)},
                 {"is_trashed", plain(Type::Flag)},
                 {"trash_at", plain(Type::Time)},
                 {"delete_at", plain(Type::Time)},
                 {"frozen_by_uuid", plain(Type::Text)},
                 {"properties", large(Type::Json)},
                 {"can_write", computed(Type::Flag)},
                 {"can_manage", computed(Type::Flag)},
                 {"writable_by", computed(Type::Json)}});
}

Schema collections()
{
    Schema schema = with(Kind::Collection, "collections", "Collection",
                         {{"name", large(Type::Text)},
                          {"description", large(Type::Text)},
                          {"properties", large(Type::Json)},
                          {"portable_data_hash", plain(Type::Text)},
                          {"current_version_uuid", large(Type::Text)},
                          {"file_count", plain(Type::Number)},
                          {"file_size_total", plain(Type::Number)},
                          {"is_trashed", plain(Type::Flag)},
                          {"trash_at", plain(Type::Time)},
                          {"delete_at", plain(Type::Time)},
                          {"version", plain(Type::Number)},
                          {"preserve_version", plain(Type::Flag)},
                          {"replication_desired", plain(Type::Number)},
                          {"replication_confirmed", plain(Type::Number)},
                          {"replication_confirmed_at", plain(Type::Time)},
                          {"storage_classes_desired", large(Type::Json)},
                          {"storage_classes_confirmed", large(Type::Json)},
                          {"storage_classes_confirmed_at", plain(Type::Time)},
                          {"manifest_text", {Type::Text, false, true, true}},
                          {"unsigned_manifest_text", computed(Type::Text)}});
    // Can be filtered by, though no reply shows it.
    schema.attributes["file_names"] = {Type::Text, true, false, false};
    return schema;
}

Schema links()
{
    return with(Kind::Link, "links", "Link",
                {{"name", plain(Type::Text)},
                 {"link_class", plain(Type::Text)},
                 {"head_uuid", plain(Type::Text)},
                 {"head_kind", plain(Type::Text)},
                 {"tail_uuid", plain(Type::Text)},
                 {"tail_kind", plain(Type::Text)},
                 {"properties", large(Type::Json)}});
}

Schema keepServices()
{
    return with(Kind::KeepService, "keep_services", "KeepService",
                {{"service_host", plain(Type::Text)},
                 {"service_port", plain(Type::Number)},
                 {"service_ssl_flag", plain(Type::Flag)},
                 {"service_type", plain(Type::Text)},
                 {"read_only", plain(Type::Flag)}});
}

Schema containerRequests()
{
    Attributes own;
    for (const char* text :
         {"name", "state", "requesting_container_uuid", "container_uuid", "container_image", "cwd",
          "output_path", "output_name", "output_uuid", "log_uuid"})
        own.emplace(text, plain(Type::Text));
    for (const char* text : {"description", "filters"})
        own.emplace(text, large(Type::Text));
    for (const char* number :
         {"container_count_max", "container_count", "output_ttl", "priority", "cumulative_cost"})
        own.emplace(number, plain(Type::Number));
    for (const char* value :
         {"properties", "mounts", "runtime_constraints", "scheduling_parameters", "environment",
          "command", "output_properties", "output_storage_classes", "output_glob",
          "published_ports"})
        own.emplace(value, large(Type::Json));
    for (const char* flag : {"use_existing", "service"})
        own.emplace(flag, plain(Type::Flag));
    own.emplace("expires_at", plain(Type::Time));
    return with(Kind::ContainerRequest, "container_requests", "ContainerRequest", std::move(own));
}

Schema workflows()
{
    return with(Kind::Workflow, "workflows", "Workflow",
                {{"name", plain(Type::Text)},
                 {"description", large(Type::Text)},
                 {"definition", large(Type::Text)},
                 {"collection_uuid", plain(Type::Text)}});
}

Schema logs()
{
    return with(Kind::Log, "logs", "Log",
                {{"id", plain(Type::Number)},
                 {"object_uuid", plain(Type::Text)},
                 {"object_owner_uuid", plain(Type::Text)},
                 {"object_kind", computed(Type::Text)},
                 {"event_at", plain(Type::Time)},
                 {"event_type", plain(Type::Text)},
                 {"summary", large(Type::Text)},
                 {"properties", large(Type::Json)}});
}

} // namespace

const Schema& Schema::of(Kind kind)
{
    static const std::array<Schema, kindCount> schemas{users(),
                                                       tokens(),
                                                       groups(),
                                                       collections(),
                                                       links(),
                                                       keepServices(),
                                                       containerRequests(),
                                                       workflows(),
                                                       logs()};
    return schemas[static_cast<std::size_t>(kind)];
}

const Schema::Attribute* Schema::filterable(const std::string& name) const
{
    const auto found = attributes.find(name);
    return found == attributes.end() || !found->second.stored ? nullptr : &found->second;
}

bool Schema::isSelectable(const std::string& name) const
{
    const auto found = attributes.find(name);
    return found != attributes.end() && found->second.selectable;
}

} // namespace arv::demo
