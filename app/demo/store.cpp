// SPDX-License-Identifier: Apache-2.0
#include "demo/store.h"

#include "demo/apitime.h"
#include "demo/newrecord.h"
#include "demo/randomid.h"

namespace arv::demo {

using nlohmann::json;

namespace {

QString quoted(const std::string& text)
{
    return QLatin1Char('"') + QString::fromStdString(text) + QLatin1Char('"');
}

void setOrNull(json& at, const std::string& text)
{
    at = text.empty() ? json() : json(text);
}

} // namespace

Store::Store(std::string clusterId)
    : m_clusterId(std::move(clusterId))
    , m_events(m_clusterId)
{
    addSystemRecords();
}

Store::~Store() = default;

void Store::clear()
{
    {
        const std::lock_guard lock(m_mutex);
        m_tables = {};
        m_access.clear();
        m_events.clear();
    }
    addSystemRecords();
}

void Store::addSystemRecords()
{
    addUser({"root", "root", "", true, true, systemUser()});
    addUser({"anonymous", "Anonymous", "", false, false, m_clusterId + "-tpzed-anonymouspublic"});
    addSystemGroup("000000000000000", "System group", "role");
    addSystemGroup("fffffffffffffff", "All users", "role");
    addSystemGroup("anonymouspublic", "Anonymous users", "role");
    addSystemGroup("publicfavorites", "Public favorites", "project");
    for (const std::string& group :
         {systemGroup(), anonymousGroup(), m_clusterId + "-j7d0g-publicfavorites"})
        share(group, allUsersGroup(), Level::Read);
    NewCollection empty;
    empty.owner = systemUser();
    empty.name = "empty collection";
    if (const auto uuid = addCollection(std::move(empty)))
        share(*uuid, anonymousGroup(), Level::Read);
}

void Store::addSystemGroup(const char* ending, const char* name, const char* groupClass)
{
    NewGroup group;
    group.owner = systemUser();
    group.name = name;
    group.groupClass = groupClass;
    group.description = name;
    group.uuid = m_clusterId + "-j7d0g-" + ending;
    (void)addGroup(group);
}

std::string Store::newUuid(Kind kind) const
{
    return m_clusterId + '-' + uuidInfix(kind) + '-' + randomCharacters(15);
}

Error Store::noRecord(const std::string& uuid)
{
    return {Errc::NotFound, QStringLiteral("no record %1").arg(quoted(uuid))};
}

std::string Store::addUser(const NewUser& user)
{
    const std::string uuid = user.uuid.empty() ? newUuid(Kind::User) : user.uuid;
    Record row = newRecord(Kind::User, uuid, systemUser());
    const bool both = !user.firstName.empty() && !user.lastName.empty();
    row.attributes["username"] = user.username;
    row.attributes["email"] = user.username + "@example.com";
    row.attributes["first_name"] = user.firstName;
    row.attributes["last_name"] = user.lastName;
    row.attributes["full_name"] = user.firstName + (both ? " " : "") + user.lastName;
    row.attributes["is_active"] = user.active;
    row.attributes["is_admin"] = user.admin;
    const std::lock_guard lock(m_mutex);
    put(std::move(row));
    return uuid;
}

std::string Store::addToken(const NewToken& token)
{
    const std::string uuid = token.uuid.empty() ? newUuid(Kind::Token) : token.uuid;
    const std::string secret = token.secret.empty() ? randomCharacters(50) : token.secret;
    Record row = newRecord(Kind::Token, uuid, token.user);
    row.attributes["api_token"] = secret;
    row.attributes["scopes"] = token.scopes;
    if (const auto expiry = canonicalTime(token.expiresAt))
        row.attributes["expires_at"] = *expiry;
    const std::lock_guard lock(m_mutex);
    put(std::move(row));
    return "v2/" + uuid + '/' + secret;
}

Result<std::string> Store::addGroup(const NewGroup& group)
{
    const std::string uuid = group.uuid.empty() ? newUuid(Kind::Group) : group.uuid;
    const std::string& name = group.name.empty() ? uuid : group.name;
    Record row = newRecord(Kind::Group, uuid, group.owner);
    row.attributes["name"] = name;
    row.attributes["group_class"] = group.groupClass;
    row.attributes["properties"] = group.properties;
    setOrNull(row.attributes["description"], group.description);
    const std::lock_guard lock(m_mutex);
    if (auto fits = checkPlace(row); !fits)
        return fits.error();
    put(std::move(row));
    return uuid;
}

Result<std::string> Store::addCollection(NewCollection collection)
{
    const std::string uuid = collection.uuid.empty() ? newUuid(Kind::Collection) : collection.uuid;
    Record row = newRecord(Kind::Collection, uuid, collection.owner);
    row.attributes["name"] = collection.name;
    row.attributes["properties"] = collection.properties;
    setOrNull(row.attributes["description"], collection.description);
    if (const auto time = canonicalTime(collection.modifiedAt))
        row.attributes["modified_at"] = *time;
    setManifest(row, collection.manifest);
    const std::lock_guard lock(m_mutex);
    if (auto fits = checkPlace(row); !fits)
        return fits.error();
    put(std::move(row));
    return uuid;
}

std::string Store::addKeepService(const NewKeepService& service)
{
    const std::string uuid = service.uuid.empty() ? newUuid(Kind::KeepService) : service.uuid;
    Record row = newRecord(Kind::KeepService, uuid, systemUser());
    row.attributes["service_host"] = service.host;
    row.attributes["service_port"] = service.port;
    row.attributes["service_ssl_flag"] = service.tls;
    row.attributes["service_type"] = service.type;
    const std::lock_guard lock(m_mutex);
    put(std::move(row));
    return uuid;
}

Result<std::string> Store::addNamed(Kind kind, const std::string& owner, const std::string& name,
                                    const std::string& uuid)
{
    Record row = newRecord(kind, uuid.empty() ? newUuid(kind) : uuid, owner);
    row.attributes["name"] = name;
    std::string given = row.uuid();
    const std::lock_guard lock(m_mutex);
    if (auto fits = checkOwner(row); !fits)
        return fits.error();
    put(std::move(row));
    return given;
}

Result<std::string> Store::addContainerRequest(const std::string& owner, const std::string& name,
                                               const std::string& uuid)
{
    return addNamed(Kind::ContainerRequest, owner, name, uuid);
}

Result<std::string> Store::addWorkflow(const std::string& owner, const std::string& name,
                                       const std::string& uuid)
{
    return addNamed(Kind::Workflow, owner, name, uuid);
}

Result<void> Store::checkOwner(const Record& row) const
{
    const RecordPtr owner = m_tables.find(row.owner());
    const bool selfOwned = row.owner() == systemUser();
    if (!selfOwned && (!owner || (owner->kind != Kind::User && owner->kind != Kind::Group)))
        return {Errc::Invalid, QStringLiteral("no user or project %1").arg(quoted(row.owner()))};
    return done();
}

Result<void> Store::checkPlace(const Record& row) const
{
    if (auto owned = checkOwner(row); !owned)
        return owned;
    const std::string& name = row.text("name");
    if (name == "." || name == ".." || name.find('/') != std::string::npos || name.size() > 255)
        return {Errc::Invalid, QStringLiteral("%1 is no name").arg(quoted(name))};
    if (m_tables.isNameTaken(row))
        return {Errc::NameTaken, QStringLiteral("the name %1 is taken").arg(quoted(name))};
    return done();
}

void Store::put(Record record)
{
    ++m_revision;
    if (record.text("etag").empty())
        record.attributes["etag"] = etagOf(record.attributes);
    if (record.kind == Kind::User || record.kind == Kind::Group || record.kind == Kind::Link)
        m_access.clear();
    const RecordPtr before = m_tables.find(record.uuid());
    const auto after = std::make_shared<const Record>(std::move(record));
    m_tables.put(after);
    m_events.add(before.get(), after.get());
}

void Store::remove(const std::string& uuid)
{
    const RecordPtr before = m_tables.find(uuid);
    ++m_revision;
    m_access.clear();
    m_tables.remove(uuid);
    m_events.add(before.get(), nullptr);
}

Result<void> Store::putRecord(const json& record)
{
    const bool named = record.is_object() && record.contains("uuid") && record["uuid"].is_string()
        && record.value("kind", json()).is_string();
    const auto kind =
        named ? kindNamed(record["kind"].get_ref<const std::string&>()) : std::nullopt;
    if (!kind)
        return {Errc::Invalid, QStringLiteral("not a record with kind and uuid")};
    const std::lock_guard lock(m_mutex);
    put(mergedRecord(*kind, m_tables.find(record["uuid"].get_ref<const std::string&>()), record));
    return done();
}

Result<void> Store::removeRecord(const std::string& uuid)
{
    const std::lock_guard lock(m_mutex);
    if (!m_tables.find(uuid))
        return noRecord(uuid);
    remove(uuid);
    return done();
}

RecordPtr Store::find(std::string_view uuid) const
{
    const std::lock_guard lock(m_mutex);
    return m_tables.find(uuid);
}

RecordPtr Store::find(Kind kind, std::string_view uuid) const
{
    RecordPtr row = find(uuid);
    return row && row->kind == kind ? row : nullptr;
}

RecordPtr Store::findToken(std::string_view secret) const
{
    const std::lock_guard lock(m_mutex);
    return m_tables.withSecret(secret);
}

std::vector<RecordPtr> Store::all(Kind kind) const
{
    const std::lock_guard lock(m_mutex);
    return m_tables.all(kind);
}

std::vector<RecordPtr> Store::ownedBy(Kind kind, std::string_view owner) const
{
    const std::lock_guard lock(m_mutex);
    return m_tables.ownedBy(kind, owner);
}

std::vector<RecordPtr> Store::collectionsWithHash(std::string_view hash) const
{
    const std::lock_guard lock(m_mutex);
    return m_tables.withHash(hash);
}

std::shared_ptr<const Access> Store::access(const std::string& user) const
{
    const std::lock_guard lock(m_mutex);
    std::shared_ptr<const Access>& known = m_access[user];
    if (!known)
        known = std::make_shared<const Access>(
            user,
            Access::Source{m_tables.all(Kind::User), m_tables.all(Kind::Group),
                           m_tables.all(Kind::Link), allUsersGroup(), anonymousGroup(),
                           systemUser()});
    return known;
}

} // namespace arv::demo
