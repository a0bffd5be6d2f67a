// SPDX-License-Identifier: Apache-2.0
// What groups.contents lists, where no recorded reply shows it.
#include "support/apicluster.h"

#include <QtTest>

using namespace arv;
using namespace arv::test;

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

QTEST_GUILESS_MAIN(TestContents)
#include "tst_contents.moc"
