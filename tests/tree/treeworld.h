// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/homeworld.h"

#include <nlohmann/json.hpp>

#include <string>

namespace arv::test {

// A demo account with what the directories of a tree are made of, and changes to it as another
// client would make them.
class TreeWorld
{
public:
    explicit TreeWorld(demo::DemoOptions options = {})
        : account(std::move(options))
    { }

    [[nodiscard]] demo::Store& store() { return account.cluster.store(); }

    // Requests since the last forgetRequests() whose line has this text.
    [[nodiscard]] int asked(const std::string& text = {}) const
    {
        const auto seen = account.cluster.requestsSeen();
        return static_cast<int>(std::count_if(seen.begin(), seen.end(), [&](const auto& request) {
            return request.find(text) != std::string::npos;
        }));
    }
    void forgetRequests() { account.cluster.forgetRequestsSeen(); }

    void put(const nlohmann::json& record)
    {
        const auto put = store().putRecord(record);
        if (!put)
            qFatal("%s", qPrintable(put.error().text));
    }
    void renameCollection(const std::string& uuid, const std::string& name)
    {
        put({{"uuid", uuid}, {"kind", "arvados#collection"}, {"name", name}});
    }
    void renameProject(const std::string& uuid, const std::string& name)
    {
        put({{"uuid", uuid}, {"kind", "arvados#group"}, {"name", name}});
    }
    void moveCollection(const std::string& uuid, const std::string& owner)
    {
        put({{"uuid", uuid}, {"kind", "arvados#collection"}, {"owner_uuid", owner}});
    }

    void setTime(const std::string& collection, const std::string& modified)
    {
        put({{"uuid", collection}, {"kind", "arvados#collection"}, {"modified_at", modified}});
    }

    // The UUID of the link.
    std::string tag(const std::string& name, const std::string& head)
    {
        return store().addTag(account.user, name, head);
    }
    void addContainerRequest(const std::string& name)
    {
        (void)madeOne(store().addContainerRequest(account.user, name));
    }
    void addWorkflow(const std::string& name)
    {
        (void)madeOne(store().addWorkflow(account.user, name));
    }

    std::string addFilterGroup(const std::string& name, const nlohmann::json& filters)
    {
        demo::NewGroup made;
        made.owner = account.user;
        made.name = name;
        made.groupClass = "filter";
        made.properties = {{"filters", filters}};
        return madeOne(store().addGroup(made));
    }

    std::string addUser(const std::string& username, const std::string& first,
                        const std::string& last)
    {
        demo::NewUser made;
        made.username = username;
        made.firstName = first;
        made.lastName = last;
        return store().addUser(made);
    }
    // A project of somebody else that the account may read.
    std::string addShared(const std::string& owner, const QString& name)
    {
        const auto uuid = home.addProject(name, owner);
        store().share(uuid, account.user, demo::Level::Read);
        return uuid;
    }

    DemoAccount account;
    HomeWorld home{account};

private:
    static std::string madeOne(const Result<std::string>& made)
    {
        if (!made)
            qFatal("%s", qPrintable(made.error().text));
        return *made;
    }
};

} // namespace arv::test
