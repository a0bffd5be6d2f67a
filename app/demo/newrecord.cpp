// SPDX-License-Identifier: Apache-2.0
#include "demo/newrecord.h"

#include "demo/apitime.h"
#include "demo/blockstore.h"
#include "demo/manifestscan.h"

#include <array>

namespace arv::demo {

using nlohmann::json;

namespace {

struct KindNames
{
    Kind kind;
    const char* name;
    const char* infix;
};

constexpr std::array<KindNames, kindCount> kinds{{
    {Kind::User, "arvados#user", "tpzed"},
    {Kind::Token, "arvados#apiClientAuthorization", "gj3su"},
    {Kind::Group, "arvados#group", "j7d0g"},
    {Kind::Collection, "arvados#collection", "4zz18"},
    {Kind::Link, "arvados#link", "o0j2j"},
    {Kind::KeepService, "arvados#keepService", "bi6l4"},
    {Kind::ContainerRequest, "arvados#containerRequest", "xvhdp"},
    {Kind::Workflow, "arvados#workflow", "7fd4e"},
    {Kind::Log, "arvados#log", "57u5n"},
}};

json userAttributes()
{
    return {{"username", ""},         {"email", ""},       {"first_name", ""},
            {"last_name", ""},        {"full_name", ""},   {"identity_url", ""},
            {"is_active", true},      {"is_admin", false}, {"is_invited", true},
            {"prefs", json::object()}};
}

json tokenAttributes()
{
    return {{"api_token", ""},
            {"created_by_ip_address", ""},
            {"expires_at", nullptr},
            {"last_used_at", nullptr},
            {"last_used_by_ip_address", ""},
            {"scopes", json::array({"all"})}};
}

json groupAttributes()
{
    return {{"name", ""},
            {"group_class", "project"},
            {"description", nullptr},
            {"is_trashed", false},
            {"trash_at", nullptr},
            {"delete_at", nullptr},
            {"frozen_by_uuid", nullptr},
            {"properties", json::object()}};
}

json collectionAttributes()
{
    return {{"name", ""},
            {"description", nullptr},
            {"properties", json::object()},
            {"portable_data_hash", "d41d8cd98f00b204e9800998ecf8427e+0"},
            {"file_count", 0},
            {"file_size_total", 0},
            {"is_trashed", false},
            {"trash_at", nullptr},
            {"delete_at", nullptr},
            {"version", 1},
            {"preserve_version", false},
            {"replication_desired", nullptr},
            {"replication_confirmed", nullptr},
            {"replication_confirmed_at", nullptr},
            {"storage_classes_desired", json::array({"default"})},
            {"storage_classes_confirmed", json::array()},
            {"storage_classes_confirmed_at", nullptr}};
}

json linkAttributes()
{
    return {{"name", ""},
            {"link_class", ""},
            {"head_uuid", ""},
            {"head_kind", ""},
            {"tail_uuid", ""},
            {"tail_kind", ""},
            {"properties", json::object()}};
}

json keepServiceAttributes()
{
    return {{"service_host", ""},
            {"service_port", 0},
            {"service_ssl_flag", false},
            {"service_type", "disk"},
            {"read_only", false}};
}

// As if made with nothing but a name: never committed, so that nothing runs.
json containerRequestAttributes()
{
    return {{"name", ""},
            {"description", nullptr},
            {"properties", json::object()},
            {"state", "Uncommitted"},
            {"requesting_container_uuid", nullptr},
            {"container_uuid", nullptr},
            {"container_count_max", 3},
            {"container_count", 0},
            {"mounts", json::object()},
            {"runtime_constraints", json::object()},
            {"scheduling_parameters", json::object()},
            {"container_image", ""},
            {"environment", json::object()},
            {"cwd", ""},
            {"command", json::array()},
            {"output_path", ""},
            {"output_name", nullptr},
            {"output_ttl", 0},
            {"output_uuid", nullptr},
            {"output_properties", json::object()},
            {"output_storage_classes", json::array({"default"})},
            {"output_glob", json::array()},
            {"log_uuid", nullptr},
            {"priority", 0},
            {"use_existing", true},
            {"expires_at", nullptr},
            {"filters", nullptr},
            {"cumulative_cost", 0.0},
            {"service", false},
            {"published_ports", json::object()}};
}

json workflowAttributes()
{
    return {
        {"name", ""}, {"description", nullptr}, {"definition", ""}, {"collection_uuid", nullptr}};
}

json logAttributes()
{
    return {{"id", 0},
            {"object_uuid", ""},
            {"object_owner_uuid", ""},
            {"object_kind", ""},
            {"event_at", nullptr},
            {"event_type", ""},
            {"summary", nullptr},
            {"properties", json::object()}};
}

json ownAttributes(Kind kind)
{
    switch (kind) {
    case Kind::User:
        return userAttributes();
    case Kind::Token:
        return tokenAttributes();
    case Kind::Group:
        return groupAttributes();
    case Kind::Collection:
        return collectionAttributes();
    case Kind::Link:
        return linkAttributes();
    case Kind::KeepService:
        return keepServiceAttributes();
    case Kind::ContainerRequest:
        return containerRequestAttributes();
    case Kind::Workflow:
        return workflowAttributes();
    case Kind::Log:
        return logAttributes();
    }
    return json::object();
}

} // namespace

Record newRecord(Kind kind, const std::string& uuid, const std::string& owner)
{
    Record record{kind, ownAttributes(kind), {}, {}};
    json& attributes = record.attributes;
    const std::string now = nowText();
    attributes["kind"] = kindName(kind);
    attributes["uuid"] = uuid;
    attributes["owner_uuid"] = owner;
    attributes["created_at"] = now;
    attributes["modified_at"] = now;
    attributes["modified_by_user_uuid"] = owner;
    if (kind == Kind::Collection)
        attributes["current_version_uuid"] = uuid;
    return record;
}

void setManifest(Record& collection, std::string_view manifest)
{
    ManifestScan scan = scanManifest(manifest);
    collection.attributes["portable_data_hash"] = scan.hash;
    collection.attributes["file_count"] = scan.fileCount;
    collection.attributes["file_size_total"] = scan.totalSize;
    collection.manifest = std::move(scan.text);
    collection.fileNames = std::move(scan.fileNames);
}

Record mergedRecord(Kind kind, const RecordPtr& before, const json& reply)
{
    Record record =
        before ? *before : newRecord(kind, reply.value("uuid", ""), reply.value("owner_uuid", ""));
    record.attributes.erase("etag");
    for (const auto& [name, value] : reply.items())
        record.attributes[name] = value;
    if (kind == Kind::User && record.attributes["identity_url"].is_null())
        record.attributes["identity_url"] = ""; // null where it is included, empty elsewhere
    for (const char* name :
         {"can_write", "can_manage", "writable_by", "manifest_text", "unsigned_manifest_text"})
        record.attributes.erase(name);
    const auto manifest = reply.find("manifest_text");
    const bool hasText = manifest != reply.end() && manifest->is_string()
        && !manifest->get_ref<const std::string&>().empty();
    if (kind == Kind::Collection && hasText)
        setManifest(record, manifest->get_ref<const std::string&>());
    return record;
}

const char* kindName(Kind kind)
{
    return kinds[static_cast<std::size_t>(kind)].name;
}

const char* uuidInfix(Kind kind)
{
    return kinds[static_cast<std::size_t>(kind)].infix;
}

std::optional<Kind> kindNamed(std::string_view name)
{
    for (const KindNames& entry : kinds)
        if (name == entry.name)
            return entry.kind;
    return std::nullopt;
}

std::optional<Kind> kindOfUuid(std::string_view uuid)
{
    // The UUIDs of Keep services end with 16 characters, all others with 15.
    if (uuid.size() < 27 || uuid.size() > 28 || uuid[5] != '-' || uuid[11] != '-')
        return std::nullopt;
    for (const KindNames& entry : kinds)
        if (uuid.substr(6, 5) == entry.infix)
            return entry.kind;
    return std::nullopt;
}

std::string etagOf(const json& attributes)
{
    const std::string hash =
        md5Hex(attributes.dump(-1, ' ', false, json::error_handler_t::replace));
    return hash.substr(0, 25);
}

} // namespace arv::demo
