// SPDX-License-Identifier: Apache-2.0
#include "api/records.h"

#include "api/jsonreader.h"
#include "base/idforms.h"

#include <QJsonArray>

#include <limits>

namespace arv {

namespace {

ContentItem::Kind kindOf(const QString& kind, const QString& groupClass)
{
    if (kind == QLatin1String("arvados#collection"))
        return ContentItem::Kind::Collection;
    if (kind == QLatin1String("arvados#containerRequest"))
        return ContentItem::Kind::ContainerRequest;
    if (kind == QLatin1String("arvados#workflow"))
        return ContentItem::Kind::Workflow;
    if (kind != QLatin1String("arvados#group"))
        return ContentItem::Kind::Other;
    if (groupClass == QLatin1String("project"))
        return ContentItem::Kind::Project;
    return groupClass == QLatin1String("filter") ? ContentItem::Kind::FilterGroup
                                                 : ContentItem::Kind::Other;
}

int boundedInt(std::int64_t number)
{
    return static_cast<int>(std::min<std::int64_t>(number, std::numeric_limits<int>::max()));
}

} // namespace

Result<Collection> Collection::fromJson(const QJsonObject& json)
{
    JsonReader reader(json, QStringLiteral("collection"));
    Collection record;
    record.uuid = Uuid{reader.text("uuid")};
    if (!isUuid(record.uuid.text) && !isPortableDataHash(withoutHints(record.uuid.text)))
        reader.refuse("uuid", QStringLiteral("a UUID or portable data hash"));
    record.ownerUuid = Uuid{reader.text("owner_uuid")};
    record.name = reader.text("name");
    record.portableDataHash = PortableDataHash{reader.text("portable_data_hash")};
    record.manifestText = reader.text("manifest_text").toUtf8();
    record.modifiedAt = reader.time("modified_at");
    record.currentVersionUuid = Uuid{reader.text("current_version_uuid")};
    record.record = json;
    return reader.finish(std::move(record));
}

Result<Group> Group::fromJson(const QJsonObject& json)
{
    JsonReader reader(json, QStringLiteral("group"));
    Group record;
    record.uuid = reader.uuid("uuid");
    record.ownerUuid = Uuid{reader.text("owner_uuid")};
    record.name = reader.text("name");
    record.groupClass = reader.text("group_class");
    record.modifiedAt = reader.time("modified_at");
    record.canWrite = reader.flag("can_write");
    record.frozen = !reader.text("frozen_by_uuid").isEmpty();
    record.record = json;
    return reader.finish(std::move(record));
}

Result<User> User::fromJson(const QJsonObject& json)
{
    JsonReader reader(json, QStringLiteral("user"));
    User record;
    record.uuid = reader.uuid("uuid");
    record.email = reader.text("email");
    record.username = reader.text("username");
    record.fullName = reader.text("full_name");
    record.firstName = reader.text("first_name");
    record.lastName = reader.text("last_name");
    record.isActive = reader.flag("is_active");
    record.isAdmin = reader.flag("is_admin");
    record.record = json;
    return reader.finish(std::move(record));
}

Result<TokenInfo> TokenInfo::fromJson(const QJsonObject& json)
{
    JsonReader reader(json, QStringLiteral("token"));
    TokenInfo record;
    record.uuid = reader.uuid("uuid");
    record.ownerUuid = Uuid{reader.text("owner_uuid")};
    const auto expiry = reader.text("expires_at");
    if (!expiry.isEmpty())
        record.expiresAt = parseTimestamp(expiry);
    if (record.expiresAt == Timestamp{0}) // taken for "long ago", it would look expired
        reader.refuse("expires_at", QStringLiteral("a time"));
    return reader.finish(std::move(record));
}

Result<ContentItem> ContentItem::fromJson(const QJsonObject& json)
{
    JsonReader reader(json, QStringLiteral("item"));
    ContentItem item;
    item.kind = kindOf(reader.text("kind"), reader.text("group_class"));
    item.uuid = reader.uuid("uuid");
    item.ownerUuid = Uuid{reader.text("owner_uuid")};
    item.name = reader.text("name");
    item.modifiedAt = reader.time("modified_at");
    item.canWrite = reader.flag("can_write");
    item.frozen = !reader.text("frozen_by_uuid").isEmpty();
    item.portableDataHash = PortableDataHash{reader.text("portable_data_hash")};
    item.currentVersionUuid = Uuid{reader.text("current_version_uuid")};
    item.fileCount = reader.number("file_count");
    item.fileSizeTotal = reader.number("file_size_total");
    item.properties = reader.object("properties");
    return reader.finish(std::move(item));
}

Result<KeepServiceRecord> KeepServiceRecord::fromJson(const QJsonObject& json)
{
    JsonReader reader(json, QStringLiteral("keep service"));
    KeepServiceRecord record;
    record.uuid = Uuid{reader.text("uuid")}; // 27 characters, or 28 from a configuration file
    if (record.uuid.text.size() < 15 || record.uuid.text.size() > 64)
        reader.refuse("uuid", QStringLiteral("a service's UUID"));
    record.host = reader.text("service_host");
    if (record.host.isEmpty())
        reader.refuse("service_host", QStringLiteral("a host"));
    record.port = boundedInt(reader.number("service_port"));
    if (record.port < 1 || record.port > 65535)
        reader.refuse("service_port", QStringLiteral("a port"));
    record.tls = reader.flag("service_ssl_flag");
    record.type = reader.text("service_type");
    record.readOnly = reader.flag("read_only");
    return reader.finish(std::move(record));
}

Result<Discovery> Discovery::fromJson(const QJsonObject& json)
{
    JsonReader reader(json, QStringLiteral("discovery document"));
    Discovery found;
    found.uuidPrefix = reader.text("uuidPrefix");
    if (found.uuidPrefix.size() != 5)
        reader.refuse("uuidPrefix", QStringLiteral("a cluster id of five characters"));
    found.blobSignatureTtl = reader.number("blobSignatureTtl", found.blobSignatureTtl);
    found.maxRequestSize = reader.number("maxRequestSize", found.maxRequestSize);
    found.defaultCollectionReplication = boundedInt(
        reader.number("defaultCollectionReplication", found.defaultCollectionReplication));
    found.websocketUrl = reader.text("websocketUrl");
    found.workbenchUrl = reader.text("workbench2Url");
    JsonReader resources(reader.object("resources"), QStringLiteral("resources"));
    JsonReader groups(resources.object("groups"), QStringLiteral("groups"));
    found.hasGroupsShared = groups.object("methods").contains(QLatin1String("shared"));
    return reader.finish(std::move(found));
}

Result<ClusterConfig> ClusterConfig::fromJson(const QJsonObject& json)
{
    JsonReader reader(json, QStringLiteral("configuration"));
    ClusterConfig found;
    found.clusterId = reader.text("ClusterID");
    const auto collections = reader.object("Collections");
    const auto key = QStringLiteral("ForwardSlashNameSubstitution");
    JsonReader inside(collections, QStringLiteral("configuration, Collections"));
    const auto text = inside.text("ForwardSlashNameSubstitution");
    if (!collections.contains(key))
        found.slashSubstitution = QStringLiteral("_");
    else if (!text.isEmpty())
        found.slashSubstitution = text;
    const auto checked = reader.finish(std::move(found));
    return checked ? inside.finish(*checked) : checked;
}

} // namespace arv
