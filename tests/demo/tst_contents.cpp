// SPDX-License-Identifier: Apache-2.0
// What groups.contents and its neighbours list, where no recorded reply shows it.
#include "support/apicluster.h"

#include <QtTest>

#include <set>

using namespace arv;
using namespace arv::test;

namespace {

using Names = std::vector<std::string>;

Names namesOf(const json& reply)
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
        QVERIFY(store.putRecord({{"kind", "arvados#log"},
                                 {"uuid", "zzzzz-57u5n-" + number},
                                 {"owner_uuid", store.systemUser()},
                                 {"id", id},
                                 {"event_type", "update"},
                                 {"object_uuid", object},
                                 {"object_owner_uuid", owner}}));
    }
    std::string addFilterGroup(const json& filters)
    {
        NewGroup group{project, "filter", "filter"};
        group.properties = {{"filters", filters}};
        return store.addGroup(group).value();
    }
};

} // namespace

class TestContents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kindsComeInTheirOrder();
    void isAFiltersChooseTheKinds();
    void pagesRunOverAllKinds();
    void aFilterOfOneTableLeavesTheOthersAlone();
    void aFilterThatFitsOneKindOnlyShowsThatKind();
    void aPropertyNeedsItsTable();
    void homeIsNotLeftOutOfAPlace();
    void runsAndWorkflowsAreGotByUuid();
    void runsAndWorkflowsFollowTheirProject();
    void aRunNeedsAnOwnerAndMayHaveAnyName();
    void contentsCountOverAllKinds();
    void recursiveContentsReachDown();
    void filterGroupsShowWhatTheirFiltersFind();
    void filterGroupsFilterEachTableByItself();
    void aFilterGroupMayContainItself();
    void tagNamesAreListedOnceInOrder();
    void tagNamesArePagedByNameAndUuid();
    void tagsAreFoundByTheKindOfTheirHead();
    void ownersOfSharedThingsAreListedByUuid();
    void sharedProjectsComeWithTheirOwners();
    void theLogTellsOfWhatOneMayRead();
    void theLogIsFollowedById();
    void anOldClusterHasNoListOfSharedProjects();
};

void TestContents::kindsComeInTheirOrder()
{
    const FullProject cluster;
    const Names all{"d project", "c run", "b workflow", "a collection"};
    QCOMPARE(cluster.listed(json::object()), all);
    QCOMPARE(cluster.listed({{"order", "name asc"}}), all);
    const json items = cluster.list("groups/contents", {{"uuid", cluster.project}})["items"];
    QCOMPARE(items[1]["kind"], json("arvados#containerRequest"));
    QCOMPARE(items[2]["kind"], json("arvados#workflow"));
    QVERIFY(!items[3].contains("manifest_text"));
}

void TestContents::isAFiltersChooseTheKinds()
{
    const FullProject cluster;
    const auto ofKinds = [&](const json& kinds) {
        return cluster.listed({{"filters", json::array({json::array({"uuid", "is_a", kinds})})}});
    };
    QCOMPARE(ofKinds("arvados#containerRequest"), Names{"c run"});
    QCOMPARE(ofKinds("arvados#workflow"), Names{"b workflow"});
    const json both{"arvados#collection", "arvados#workflow"};
    QCOMPARE(ofKinds(both), (Names{"b workflow", "a collection"}));
    QCOMPARE(ofKinds("arvados#job"), Names{});
}

void TestContents::pagesRunOverAllKinds()
{
    const FullProject cluster;
    Names seen;
    for (int offset = 0; offset < 4; ++offset) {
        const json reply = cluster.list(
            "groups/contents", {{"uuid", cluster.project}, {"limit", 1}, {"offset", offset}});
        QCOMPARE(reply["items_available"], json(4));
        seen.push_back(namesOf(reply).at(0));
    }
    QCOMPARE(seen, (Names{"d project", "c run", "b workflow", "a collection"}));
}

void TestContents::aFilterOfOneTableLeavesTheOthersAlone()
{
    const FullProject cluster;
    const json none = json::array({{"workflows.name", "=", "x"}, {"collections.name", "=", "x"}});
    QCOMPARE(cluster.listed({{"filters", none}}), (Names{"d project", "c run"}));
}

void TestContents::aFilterThatFitsOneKindOnlyShowsThatKind()
{
    const FullProject cluster;
    const json state = json::array({{"state", "=", "Uncommitted"}});
    QCOMPARE(cluster.listed({{"filters", state}}), Names{"c run"});
}

void TestContents::aPropertyNeedsItsTable()
{
    FullProject cluster;
    cluster.add("typed", {{"type", "x"}});
    const auto reply = [&](const char* name) {
        const json filters =
            json::array({{name, "=", "x"}, {"uuid", "is_a", "arvados#collection"}});
        return cluster.list("groups/contents", {{"uuid", cluster.project}, {"filters", filters}});
    };
    QCOMPARE(namesOf(reply("collections.properties.type")), Names{"typed"});
    const std::string error = reply("properties.type")["errors"][0];
    QVERIFY2(error.find("422 ") != std::string::npos, error.c_str());
    QVERIFY2(error.find("Invalid attribute 'properties.type'") != std::string::npos, error.c_str());
}

void TestContents::homeIsNotLeftOutOfAPlace()
{
    const FullProject cluster;
    const std::string query = "exclude_home_project=true";
    QCOMPARE(cluster.get("groups/contents", query).status, 200);
    QCOMPARE(cluster.get("groups/contents", query + "&uuid=" + cluster.project).status, 422);
}

void TestContents::runsAndWorkflowsAreGotByUuid()
{
    const FullProject cluster;
    const json run = json::parse(cluster.get("container_requests/" + cluster.run).body);
    QCOMPARE(run["name"], json("c run"));
    QCOMPARE(run["kind"], json("arvados#containerRequest"));
    QCOMPARE(run["owner_uuid"], json(cluster.project));
    const json workflow = json::parse(cluster.get("workflows/" + cluster.workflow).body);
    QCOMPARE(workflow["uuid"], json(cluster.workflow));
    QCOMPARE(workflow["kind"], json("arvados#workflow"));
    const std::string select = "select=" + encoded(json{"uuid"});
    QCOMPARE(json::parse(cluster.get("workflows/" + cluster.workflow, select).body).size(),
             std::size_t{3}); // with kind and etag
    QCOMPARE(cluster.get("workflows/" + cluster.run).status, 404);
    QCOMPARE(cluster.get("container_requests/zzzzz-xvhdp-000000000000000").status, 404);
    const json named = {{"filters", json::array({{"name", "=", "c run"}})}};
    QCOMPARE(namesOf(cluster.list("container_requests", named)), Names{"c run"});
}

void TestContents::runsAndWorkflowsFollowTheirProject()
{
    FullProject cluster;
    const std::string own = cluster.token;
    const std::string bob = cluster.store.addUser({"bob", "Bob", "Example"});
    cluster.token = cluster.addToken(bob);
    const auto status = [&] { return cluster.get("container_requests/" + cluster.run).status; };
    QCOMPARE(status(), 404);
    cluster.store.share(cluster.project, bob, Level::Read);
    QCOMPARE(status(), 200);
    QVERIFY(cluster.store.trash(cluster.project));
    QCOMPARE(status(), 404);
    cluster.token = own;
    QCOMPARE(cluster.get("workflows/" + cluster.workflow).status, 404);
    QCOMPARE(cluster.get("workflows/" + cluster.workflow, "include_trash=true").status, 200);
}

void TestContents::aRunNeedsAnOwnerAndMayHaveAnyName()
{
    FullProject cluster;
    for (int i = 0; i < 2; ++i)
        QVERIFY(cluster.store.addContainerRequest(cluster.project, "main / step"));
    QVERIFY(cluster.store.addWorkflow(cluster.project, ""));
    const auto lost = cluster.store.addWorkflow("zzzzz-j7d0g-000000000000009", "lost");
    QVERIFY(!lost);
    QCOMPARE(lost.error().code, Errc::Invalid);
}

void TestContents::contentsCountOverAllKinds()
{
    Cluster cluster;
    QVERIFY(cluster.store.addGroup({cluster.project, "sub"}));
    cluster.add("one");
    cluster.add("two");
    const json reply = cluster.list(
        "groups/contents",
        {{"uuid", cluster.project}, {"limit", 2}, {"offset", 1}, {"order", "name asc"}});
    QCOMPARE(reply["items_available"], json(3));
    QCOMPARE(reply["items"][0]["name"], json("one"));
    QCOMPARE(reply["items"][1]["name"], json("two"));
}

void TestContents::recursiveContentsReachDown()
{
    Cluster cluster;
    const std::string outer = cluster.project;
    cluster.project = cluster.store.addGroup({outer, "sub"}).value();
    cluster.add("deep");
    const auto count = [&](bool recursive) {
        const json parameters{{"uuid", outer}, {"recursive", recursive}, {"include", "owner_uuid"}};
        const json reply = cluster.list("groups/contents", parameters);
        return std::pair(reply["items"].size(), reply["included"].size());
    };
    QCOMPARE(count(false), std::pair(std::size_t{1}, std::size_t{1}));
    QCOMPARE(count(true), std::pair(std::size_t{2}, std::size_t{2}));
}

void TestContents::filterGroupsShowWhatTheirFiltersFind()
{
    Cluster cluster;
    cluster.add("in", {{"type", "x"}});
    cluster.add("out");
    NewGroup group{cluster.alice, "filter", "filter"};
    group.properties = {
        {"filters",
         {{"collections.properties.type", "=", "x"}, {"uuid", "is_a", "arvados#collection"}}}};
    const std::string uuid = cluster.store.addGroup(group).value();
    const json reply = cluster.list("groups/" + uuid + "/contents", json::object());
    QCOMPARE(reply["items"].size(), std::size_t{1});
    QCOMPARE(reply["items"][0]["name"], json("in"));
}

void TestContents::filterGroupsFilterEachTableByItself()
{
    FullProject cluster;
    const std::string group = cluster.addFilterGroup({{"groups.name", "=", "d project"},
                                                      {"collections.name", "like", "a %"},
                                                      {"container_requests.name", "=", ""},
                                                      {"workflows.name", "=", ""}});
    cluster.add("b collection");
    const json reply = cluster.list("groups/" + group + "/contents", json::object());
    QCOMPARE(namesOf(reply), (Names{"d project", "a collection"}));
}

void TestContents::aFilterGroupMayContainItself()
{
    FullProject cluster;
    const std::string group =
        cluster.addFilterGroup({{"groups.name", "=", "filter"}, {"uuid", "is_a", "arvados#group"}});
    const json reply = cluster.list("groups/contents", {{"uuid", group}});
    QCOMPARE(namesOf(reply), Names{"filter"});
    QCOMPARE(reply["items"][0]["uuid"], json(group));
}

void TestContents::tagNamesAreListedOnceInOrder()
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

void TestContents::tagNamesArePagedByNameAndUuid()
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

void TestContents::tagsAreFoundByTheKindOfTheirHead()
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

void TestContents::ownersOfSharedThingsAreListedByUuid()
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

void TestContents::sharedProjectsComeWithTheirOwners()
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

void TestContents::theLogTellsOfWhatOneMayRead()
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

void TestContents::theLogIsFollowedById()
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

void TestContents::anOldClusterHasNoListOfSharedProjects()
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

QTEST_GUILESS_MAIN(TestContents)
#include "tst_contents.moc"
