// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "demo/access.h"
#include "demo/eventlog.h"
#include "demo/record.h"
#include "demo/recordtables.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace arv::demo {

struct NewUser
{
    std::string username{};
    std::string firstName{};
    std::string lastName{};
    bool active = true;
    bool admin = false;
    std::string uuid{}; // empty: a new one
};

struct NewToken
{
    std::string user{}; // UUID
    std::string secret{}; // empty: a new one
    std::string expiresAt{}; // "2040-01-01T00:00:00Z"; empty: never
    nlohmann::json scopes = nlohmann::json::array({"all"});
    std::string uuid{};
};

struct NewGroup
{
    std::string owner{}; // UUID of a user or project
    std::string name{};
    std::string groupClass = "project"; // or "filter", "role"
    nlohmann::json properties = nlohmann::json::object();
    std::string description{};
    std::string uuid{};
};

struct NewCollection
{
    std::string owner{}; // UUID of a user or project
    std::string name{}; // empty: nameless, which may repeat
    std::string manifest{}; // signed or not; signatures are cut off
    nlohmann::json properties = nlohmann::json::object();
    std::string description{};
    std::string modifiedAt{}; // empty: now
    std::string uuid{};
};

struct NewLink
{
    std::string owner{}; // UUID
    std::string linkClass = "tag"; // or "star", "permission", ...
    std::string name{};
    std::string head{}; // UUID of what it is about
    std::string tail{}; // UUID; empty: none
    nlohmann::json properties = nlohmann::json::object();
    std::string uuid{};
};

struct NewKeepService
{
    std::string host{};
    int port = 0;
    bool tls = false;
    std::string type = "disk"; // or "proxy"
    std::string uuid{};
};

// The records of the demo cluster. A new store holds what every fresh cluster has: the system user,
// the anonymous user, the system's groups, "Public favorites" and the empty collection. One lock
// inside; any thread. Errors: Invalid (owner, name), NameTaken, NotFound. Whatever changes a record
// makes an entry of events().
class Store
{
public:
    explicit Store(std::string clusterId = "zzzzz");
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    [[nodiscard]] const std::string& clusterId() const { return m_clusterId; }

    // Back to what a new store holds.
    void clear();

    // Filling. All give the UUID of the new record, addToken the whole token: v2/UUID/secret.
    std::string addUser(const NewUser& user);
    std::string addToken(const NewToken& token);
    Result<std::string> addGroup(const NewGroup& group);
    Result<std::string> addCollection(NewCollection collection);
    std::string addKeepService(const NewKeepService& service);
    // Their names may repeat and hold anything. uuid: empty for a new one.
    Result<std::string> addContainerRequest(const std::string& owner, const std::string& name,
                                            const std::string& uuid = {});
    Result<std::string> addWorkflow(const std::string& owner, const std::string& name,
                                    const std::string& uuid = {});
    // A link of class "tag" to anything, named so, owned by that user.
    std::string addTag(const std::string& owner, const std::string& name, const std::string& head);
    // Between things that are there. Errors: NotFound.
    Result<std::string> addLink(const NewLink& link);

    // Changes of what is there, as another client would make them.
    Result<void> rename(const std::string& uuid, const std::string& name)
    {
        return update(uuid, {{"name", name}});
    }
    Result<void> move(const std::string& uuid, const std::string& owner)
    {
        return update(uuid, {{"owner_uuid", owner}});
    }
    Result<void> setProperties(const std::string& uuid, const nlohmann::json& properties)
    {
        return update(uuid, {{"properties", properties}});
    }
    Result<void> untrash(const std::string& uuid)
    {
        return update(uuid, {{"is_trashed", false}, {"trash_at", nullptr}, {"delete_at", nullptr}});
    }
    Result<void> unfreeze(const std::string& project)
    {
        return update(project, {{"frozen_by_uuid", nullptr}});
    }

    // A permission link from a user or role group to anything. None takes it back.
    void share(const std::string& uuid, const std::string& with, Level level);
    Result<void> trash(const std::string& uuid); // a collection or project, with all in it
    Result<void> freeze(const std::string& project);
    // Another manifest for a collection; its PDH, counts and modified_at follow.
    Result<void> replaceManifest(const std::string& collection, const std::string& manifest);

    // A record as a reply of a real cluster has it, laid over the one with its UUID. What depends
    // on the asker is left out, and an empty manifest_text keeps the manifest that is there.
    Result<void> putRecord(const nlohmann::json& record);
    Result<void> removeRecord(const std::string& uuid); // for good, anything: links too

    // Reading. None of these asks who may see the record: that is for access().
    [[nodiscard]] RecordPtr find(std::string_view uuid) const; // null: none
    [[nodiscard]] RecordPtr find(Kind kind, std::string_view uuid) const;
    [[nodiscard]] RecordPtr findToken(std::string_view secret) const;
    [[nodiscard]] std::vector<RecordPtr> all(Kind kind) const; // in the order they came
    [[nodiscard]] std::vector<RecordPtr> ownedBy(Kind kind, std::string_view owner) const;
    [[nodiscard]] std::vector<RecordPtr> collectionsWithHash(std::string_view hash) const;
    [[nodiscard]] std::shared_ptr<const Access> access(const std::string& user) const;

    // What has happened; has a lock of its own.
    [[nodiscard]] EventLog& events() { return m_events; }
    [[nodiscard]] const EventLog& events() const { return m_events; }
    // Another number whenever a record has come, changed or gone.
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }

    // UUIDs of every cluster's own records.
    [[nodiscard]] std::string systemUser() const { return m_clusterId + "-tpzed-000000000000000"; }
    [[nodiscard]] std::string systemGroup() const { return m_clusterId + "-j7d0g-000000000000000"; }
    [[nodiscard]] std::string allUsersGroup() const
    {
        return m_clusterId + "-j7d0g-fffffffffffffff";
    }
    [[nodiscard]] std::string anonymousGroup() const
    {
        return m_clusterId + "-j7d0g-anonymouspublic";
    }

private:
    void addSystemRecords();
    void addSystemGroup(const char* ending, const char* name, const char* groupClass);
    [[nodiscard]] std::string newUuid(Kind kind) const;
    [[nodiscard]] static Error noRecord(const std::string& uuid);
    [[nodiscard]] Result<std::string> addNamed(Kind kind, const std::string& owner,
                                               const std::string& name, const std::string& uuid);
    template <class Change>
    Result<void> change(const std::string& uuid, Change how);
    Result<void> update(const std::string& uuid, const nlohmann::json& attributes);

    // With the lock held:
    void put(Record record);
    void remove(const std::string& uuid);
    [[nodiscard]] Result<void> checkOwner(const Record& row) const;
    [[nodiscard]] Result<void> checkPlace(const Record& row) const;
    [[nodiscard]] Result<void> checkChange(const Record& before, const Record& after) const;
    [[nodiscard]] bool isInside(const std::string& project, const std::string& around) const;

    std::string m_clusterId;
    EventLog m_events;
    std::atomic<std::uint64_t> m_revision = 0;
    mutable std::mutex m_mutex;
    RecordTables m_tables;
    mutable std::unordered_map<std::string, std::shared_ptr<const Access>> m_access;
};

} // namespace arv::demo
