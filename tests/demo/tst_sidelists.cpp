// SPDX-License-Identifier: Apache-2.0
// Lists beside the projects: tags, owners, what is shared, the log; where no recorded reply shows
// them.
#include "support/apicluster.h"

#include <QtTest>

#include <set>

using namespace arv;
using namespace arv::test;

class TestSideLists : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tagNamesAreListedOnceInOrder();
    void tagNamesArePagedByNameAndUuid();
    void tagsAreFoundByTheKindOfTheirHead();
    void ownersOfSharedThingsAreListedByUuid();
    void sharedProjectsComeWithTheirOwners();
    void theLogTellsOfWhatOneMayRead();
    void theLogIsFollowedById();
    void anOldClusterHasNoListOfSharedProjects();
};

void TestSideLists::tagNamesAreListedOnceInOrder()
{
    FullProject cluster;
    for (const char* name : {"old", "new", "old"})
        cluster.store.addTag(cluster.alice, name, cluster.collection);
    cluster.store.addTag(cluster.store.systemUser(), "hidden", cluster.collection);
    const json reply = cluster.list("links",
                                    {{"filters", json::array({{"link_class", "=", "tag"}})},
                                     {"select", {"name"}},
                                     {"order", {"name asc"}},
                                     {"distinct", true}});
    QCOMPARE(namesOf(reply), (Names{"new", "old"}));
}

void TestSideLists::tagNamesArePagedByNameAndUuid()
{
    FullProject cluster;
    std::set<std::string> made;
    for (int i = 0; i < 9; ++i)
        made.insert(cluster.store.addTag(cluster.alice, i < 5 ? "a" : "b", cluster.collection));
    const auto page = [&](json filters) {
        filters.push_back({"link_class", "=", "tag"});
        return cluster.list("links",
                            {{"filters", filters},
                             {"order", {"name asc", "uuid asc"}},
                             {"limit", 2},
                             {"count", "none"}})["items"];
    };
    std::set<std::string> seen;
    for (const char* name : {"a", "b"}) {
        json items = page(json::array({{"name", "=", name}}));
        while (!items.empty()) {
            for (const json& item : items)
                QVERIFY(seen.insert(item["uuid"]).second);
            const json last = items.back()["uuid"];
            items = page(json::array({{"name", "=", name}, {"uuid", ">", last}}));
        }
    }
    QCOMPARE(seen, made);
    QCOMPARE(page(json::array({{"name", ">", "a"}})).at(0)["name"], json("b"));
}

void TestSideLists::tagsAreFoundByTheKindOfTheirHead()
{
    FullProject cluster;
    cluster.store.addTag(cluster.alice, "t", cluster.collection);
    cluster.store.addTag(cluster.alice, "t", cluster.sub);
    const json heads = cluster.list(
        "links",
        {{"filters",
          json::array({{"name", "=", "t"}, {"head_uuid", "is_a", "arvados#collection"}})},
         {"select", {"head_uuid"}}})["items"];
    QCOMPARE(heads.size(), std::size_t{1});
    QCOMPARE(heads[0]["head_uuid"], json(cluster.collection));
}

void TestSideLists::ownersOfSharedThingsAreListedByUuid()
{
    FullProject cluster;
    const std::string bob = cluster.store.addUser({"bob", "Bob", "Example"});
    const std::string role = cluster.store.addGroup({cluster.alice, "team", "role"}).value();
    const auto uuids = [](const json& some) {
        return json{{"filters", json::array({json::array({"uuid", "in", some})})}};
    };
    const json users = cluster.list("users", uuids({cluster.alice, bob, role}))["items"];
    QCOMPARE(users.size(), std::size_t{2});
    for (const json& user : users)
        QVERIFY(!user["first_name"].get<std::string>().empty());
    QCOMPARE(namesOf(cluster.list("groups", uuids({role, bob}))), Names{"team"});
}

void TestSideLists::sharedProjectsComeWithTheirOwners()
{
    FullProject cluster;
    const std::string bob = cluster.store.addUser({"bob", "Bob", "Example"});
    cluster.store.share(cluster.project, bob, Level::Read);
    cluster.token = cluster.addToken(bob);
    const json filters = json::array({{"group_class", "=", "project"}, {"name", "=", "project"}});
    const json reply =
        cluster.list("groups/shared", {{"filters", filters}, {"include", "owner_uuid"}});
    QCOMPARE(namesOf(reply), Names{"project"});
    QCOMPARE(reply["included"].size(), std::size_t{1});
    QCOMPARE(reply["included"][0]["uuid"], json(cluster.alice));
}

void TestSideLists::theLogTellsOfWhatOneMayRead()
{
    FullProject cluster;
    cluster.addLogEntry(1, cluster.collection, cluster.project);
    cluster.addLogEntry(2, "zzzzz-4zz18-000000000000009", cluster.project); // gone by now
    cluster.addLogEntry(3, "zzzzz-4zz18-000000000000008", cluster.store.systemUser());
    const json filters = json::array({{"event_type", "in", {"update"}}});
    const auto ids = [&] {
        json all = json::array();
        const json reply = cluster.list("logs", {{"filters", filters}, {"order", "id asc"}});
        for (const json& item : reply["items"])
            all.push_back(item["id"]);
        return all;
    };
    QCOMPARE(ids(), json({1, 2}));
    cluster.token = cluster.addToken(cluster.store.addUser({"bob", "Bob", "Example"}));
    QCOMPARE(ids(), json::array());
    cluster.token = cluster.addToken(cluster.store.systemUser());
    QCOMPARE(ids(), json({1, 2, 3}));
}

void TestSideLists::theLogIsFollowedById()
{
    FullProject cluster;
    for (int id : {9, 10, 100, 11})
        cluster.addLogEntry(id, cluster.collection, cluster.project);
    const json newest = cluster.list("logs", {{"order", {"id desc"}}, {"limit", 1}});
    QCOMPARE(newest["items"][0]["id"], json(100));
    QCOMPARE(newest["items_available"], json(4));
    const json later = cluster.list(
        "logs", {{"order", "id asc"}, {"filters", json::array({{"id", ">", "9"}})}})["items"];
    QCOMPARE(later.size(), std::size_t{3});
    QCOMPARE(later[0]["id"], json(10)); // by number, though the operand was sent as a text
    QCOMPARE(later[2]["id"], json(100));
}

void TestSideLists::anOldClusterHasNoListOfSharedProjects()
{
    Store store;
    const Signer signer("key", 1);
    NewToken wanted;
    wanted.user = store.systemUser();
    const std::string token = store.addToken(wanted);
    for (const bool served : {true, false}) {
        ApiServerOptions options;
        options.servesSharedGroups = served;
        const ApiServer server(store, signer, options);
        const auto get = [&](const char* path) {
            HttpRequest request;
            request.method = "GET";
            request.path = path;
            request.headers.emplace("authorization", "Bearer " + token);
            return server.handle(request);
        };
        const json document = json::parse(get("/discovery/v1/apis/arvados/v1/rest").body);
        const json& methods = document["resources"]["groups"]["methods"];
        QCOMPARE(methods.contains("shared"), served);
        QVERIFY(methods.contains("contents"));
        QCOMPARE(get("/arvados/v1/groups/shared").status, served ? 200 : 404);
    }
}

QTEST_GUILESS_MAIN(TestSideLists)
#include "tst_sidelists.moc"
