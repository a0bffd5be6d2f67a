// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/apiserver.h"
#include "demo/signer.h"
#include "demo/store.h"

#include <QByteArray>

#include <string>
#include <vector>

namespace arv::test {

using namespace arv::demo;
using nlohmann::json;

inline const std::string fooManifest = ". acbd18db4cc2f85cedef654fccc4a4d8+3 0:3:foo.txt\n";

inline std::string encoded(const json& value)
{
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    return QByteArray::fromStdString(text).toPercentEncoding().toStdString();
}

// An API server without its HTTP front, one user with a project, and lists as JSON. One thread.
struct Cluster
{
    Store store;
    Signer signer{"key", 1209600};
    ApiServer server{store, signer, {}};
    std::string alice = store.addUser({"alice", "Alice", "Example"});
    std::string token = addToken(alice);
    std::string project = store.addGroup({alice, "project"}).value();

    std::string addToken(const std::string& user)
    {
        NewToken wanted;
        wanted.user = user;
        return store.addToken(wanted);
    }
    std::string add(const std::string& name, const json& properties = json::object(),
                    const std::string& manifest = fooManifest)
    {
        NewCollection wanted;
        wanted.owner = project;
        wanted.name = name;
        wanted.manifest = manifest;
        wanted.properties = properties;
        return store.addCollection(wanted).value();
    }

    HttpResponse get(const std::string& path, const std::string& query = {}) const
    {
        HttpRequest request;
        request.method = "GET";
        request.path = "/arvados/v1/" + path;
        request.query = query;
        request.headers.emplace("authorization", "Bearer " + token);
        return server.handle(request);
    }
    json list(const std::string& path, const json& parameters) const
    {
        std::string query;
        for (const auto& [name, value] : parameters.items())
            query += name + '=' + encoded(value) + '&';
        return json::parse(get(path, query).body);
    }
    // Names of what these filters find in the project, sorted.
    std::vector<std::string> found(const json& filters) const
    {
        const json reply = list("collections", {{"filters", filters}, {"order", "name asc"}});
        std::vector<std::string> names;
        for (const json& item : reply.value("items", json::array({{{"name", reply.dump()}}})))
            if (item["name"] != "empty collection")
                names.push_back(item["name"]);
        return names;
    }
    int status(const std::string& filters) const
    {
        return get("collections", "filters=" + encoded(filters)).status;
    }
};

using Names = std::vector<std::string>;

inline Names namesOf(const json& reply)
{
    Names names;
    for (const json& item : reply.value("items", json::array({{{"name", reply.dump()}}})))
        names.push_back(item["name"]);
    return names;
}

// One of each kind, made in the reverse of the order in which they are listed.
struct FullProject : Cluster
{
    std::string collection = add("a collection");
    std::string workflow = store.addWorkflow(project, "b workflow").value();
    std::string run = store.addContainerRequest(project, "c run").value();
    std::string sub = store.addGroup({project, "d project"}).value();

    Names listed(json parameters) const
    {
        parameters["uuid"] = project;
        return namesOf(list("groups/contents", parameters));
    }
    void addLogEntry(int id, const std::string& object, const std::string& owner)
    {
        std::string number = std::to_string(id);
        number.insert(0, 15 - number.size(), '0');
        (void)store.putRecord({{"kind", "arvados#log"},
                               {"uuid", "zzzzz-57u5n-" + number},
                               {"owner_uuid", store.systemUser()},
                               {"id", id},
                               {"event_type", "update"},
                               {"object_uuid", object},
                               {"object_owner_uuid", owner}});
    }
    std::string addFilterGroup(const json& filters)
    {
        NewGroup group{project, "filter", "filter"};
        group.properties = {{"filters", filters}};
        return store.addGroup(group).value();
    }
};

} // namespace arv::test
