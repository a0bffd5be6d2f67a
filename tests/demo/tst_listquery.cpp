// SPDX-License-Identifier: Apache-2.0
// Rules of lists that no recorded reply shows, and the time that large lists take.
#include "demo/exchangeplan.h"
#include "demo/likepattern.h"

#include "support/apicluster.h"

#include <QElapsedTimer>
#include <QtTest>

#include <set>

using namespace arv;
using namespace arv::test;

class TestListQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void likeTakesPercentUnderscoreAndBackslash();
    void operatorsFind_data();
    void operatorsFind();
    void wrongFiltersAreTold_data();
    void wrongFiltersAreTold();
    void parametersMergeFromQueryFormAndJson();
    void theMethodParameterWinsOverTheHeader();
    void bodiesOfOtherTypesAreNotLookedAt();
    void malformedBodiesAndValuesAreErrors_data();
    void malformedBodiesAndValuesAreErrors();
    void unsetValuesComeLastAndFirstWhenDescending();
    void pagingByUuidGivesEachRowOnce();
    void aLargeListComesShortWithItsOwnLimit();
    void signaturesEndWithTheCollection();
    void manifestsAreSignedForTheTokenAsSent();
    void headIsAnsweredLikeGet();
    void twentyThousandCollectionsAreListedQuickly();
    void aLargeManifestCostsListsNothing();

private:
    std::unique_ptr<Cluster> m_sample; // for operatorsFind
};

void TestListQuery::likeTakesPercentUnderscoreAndBackslash()
{
    QVERIFY(isLike("foo and bar", "%and%"));
    QVERIFY(isLike("foo", "f__"));
    QVERIFY(isLike("größe", "gr_ße"));
    QVERIFY(isLike("100%", "100\\%"));
    QVERIFY(isLike("aXbXc", "a%b%c"));
    QVERIFY(isLike("", "%"));
    QVERIFY(!isLike("1000", "100\\%"));
    QVERIFY(!isLike("foo", "fo"));
    QVERIFY(!isLike("foo", "f_"));
    QVERIFY(!isLike("Foo", "foo"));
    QVERIFY(!isLike("abab", "%aba"));
}

void TestListQuery::operatorsFind_data()
{
    m_sample = std::make_unique<Cluster>();
    m_sample->add("a", {{"type", "x"}, {"n", 1}, {"list", {"p", "q"}}, {"dotted.key", "d"}});
    m_sample->add("b", {{"type", "y"}, {"n", 2}});
    m_sample->add("C", json::object(), ". acbd18db4cc2f85cedef654fccc4a4d8+3 0:3:a 0:3:b\n");
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("names");
    const auto row = [](const char* filter, const char* names) {
        QTest::newRow(filter) << QString::fromUtf8(filter) << QString::fromUtf8(names);
    };
    row(R"(["name","=","a"])", "a");
    row(R"(["name","!=","a"])", "C b");
    row(R"(["name","<>","a"])", "C b");
    row(R"(["name",">","a"])", "b");
    row(R"(["name","<=","a"])", "C a");
    row(R"(["name","ilike","c"])", "C");
    row(R"(["name","in",["a","C","zz"]])", "C a");
    row(R"(["name","not in",["a","C"]])", "b");
    row(R"(["name","in",[]])", "");
    row(R"(["collections.name","=","b"])", "b");
    row(R"(["file_count",">",1])", "C");
    row(R"(["file_count","in",[1]])", "a b");
    row(R"(["is_trashed","=",false])", "C a b");
    row(R"(["description","=",null])", "C a b");
    row(R"(["description","!=",null])", "");
    row(R"(["created_at",">","2020-01-01"])", "C a b");
    row(R"(["created_at","<","2020-01-01T00:00:00Z"])", "");
    row(R"(["properties","exists","n"])", "a b");
    row(R"(["properties.n","exists",false])", "C");
    row(R"(["properties.n","=",2])", "b");
    row(R"(["properties.n",">=",1])", "a b");
    row(R"(["properties.type","!=","x"])", "C b");
    row(R"(["properties.type","in",["x","y"]])", "a b");
    row(R"(["properties.type","like","%"])", "a b");
    row(R"(["properties.<dotted.key>","=","d"])", "a");
    row(R"(["properties.list","contains","q"])", "a");
    row(R"(["properties.list","contains",["p","z"]])", "");
    row(R"(["properties","contains",["n","list"]])", "a");
    row(R"(["storage_classes_desired","contains","default"])", "C a b");
    row(R"(["uuid","is_a",["arvados#collection","arvados#group"]])", "C a b");
    row(R"(["uuid","is_a","arvados#group"])", "");
    row(R"(["any","ilike","C"])", "C");
    row(R"f("(file_count < file_size_total)")f", "C a b");
    row(R"f("(file_count = version)")f", "a b");
}

void TestListQuery::operatorsFind()
{
    QFETCH(QString, filter);
    QFETCH(QString, names);
    const Names found = m_sample->found(json::array({json::parse(filter.toStdString())}));
    QStringList texts;
    for (const std::string& name : found)
        texts << QString::fromStdString(name);
    QCOMPARE(texts.join(QLatin1Char(' ')), names);
}

void TestListQuery::wrongFiltersAreTold_data()
{
    QTest::addColumn<QString>("filters");
    QTest::addColumn<int>("status");
    const auto row = [](const char* filters, int status) {
        QTest::newRow(filters) << QString::fromUtf8(filters) << status;
    };
    row(R"([["name","=",{}]])", 422);
    row(R"([["name","in","a"]])", 422);
    row(R"([["name","like",1]])", 422);
    row(R"([["created_at",">","soon"]])", 422);
    row(R"([["file_count","=","many"]])", 422);
    row(R"([["name.key","=","x"]])", 422);
    row(R"([["properties","=","x"]])", 422);
    row(R"([["name","exists","x"]])", 422);
    row(R"(["(name < 3"])", 422);
    row(R"f(["(nosuch < file_count)"])f", 422);
    row(R"f(["(name < uuid)"])f", 422);
    row(R"([["name","=","x","y"]])", 500);
    row(R"([[1,"=","x"]])", 500);
    row(R"([1])", 500);
    row(R"(1)", 500);
}

void TestListQuery::wrongFiltersAreTold()
{
    QFETCH(QString, filters);
    QFETCH(int, status);
    const Cluster cluster;
    QCOMPARE(cluster.status(filters.toStdString()), status);
}

void TestListQuery::parametersMergeFromQueryFormAndJson()
{
    const Cluster cluster;
    HttpRequest request;
    request.method = "POST";
    request.path = "/arvados/v1/groups";
    request.query = "limit=7&select=%5B%22uuid%22%5D";
    request.headers.emplace("authorization", "OAuth2 " + cluster.token);
    request.headers.emplace("x-http-method-override", "GET");
    request.headers.emplace("content-type", "application/x-www-form-urlencoded");
    request.body = "filters=%5B%5B%22name%22,%22=%22,%22project%22%5D%5D&count=none";
    const json byForm = json::parse(cluster.server.handle(request).body);
    QCOMPARE(byForm["items"].size(), std::size_t{1});
    QCOMPARE(byForm["limit"], json(7));
    QVERIFY(!byForm.contains("items_available"));
    request.headers.erase("content-type"); // no type: JSON
    request.body = R"({"filters":[["name","=","project"]],"limit":"3"})";
    const json byJson = json::parse(cluster.server.handle(request).body);
    QCOMPARE(byJson["items"], byForm["items"]);
    QCOMPARE(byJson["limit"], json(3));
}

void TestListQuery::theMethodParameterWinsOverTheHeader()
{
    const Cluster cluster;
    HttpRequest request;
    request.method = "POST";
    request.path = "/arvados/v1/groups";
    request.query = "_method=GET";
    request.headers.emplace("authorization", "Bearer " + cluster.token);
    request.headers.emplace("x-http-method-override", "DELETE");
    QCOMPARE(cluster.server.handle(request).status, 200);
    request.method = "PUT"; // honoured on POST only
    QCOMPARE(cluster.server.handle(request).status, 404);
}

void TestListQuery::bodiesOfOtherTypesAreNotLookedAt()
{
    const Cluster cluster;
    HttpRequest request;
    request.method = "POST";
    request.path = "/arvados/v1/groups";
    request.query = "_method=GET";
    request.headers.emplace("authorization", "Bearer " + cluster.token);
    request.headers.emplace("content-type", "text/plain");
    request.body = "limit=abc";
    QCOMPARE(cluster.server.handle(request).status, 200);
}

void TestListQuery::malformedBodiesAndValuesAreErrors_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::newRow("body is no JSON") << QByteArray() << QByteArray("{\"a\":") << 400;
    QTest::newRow("body is a list") << QByteArray() << QByteArray("[1]") << 400;
    QTest::newRow("body is a million brackets") << QByteArray() << QByteArray(1000000, '[') << 400;
    QTest::newRow("deep filters") << QByteArray("filters=" + QByteArray(100000, '['))
                                  << QByteArray() << 500;
    QTest::newRow("offset") << QByteArray("offset=1x") << QByteArray() << 500;
    QTest::newRow("huge limit") << QByteArray("limit=99999999999999999999") << QByteArray() << 500;
    QTest::newRow("order") << QByteArray("order=%5B1%5D") << QByteArray() << 500;
    QTest::newRow("select nothing") << QByteArray("select=%5B%5D") << QByteArray() << 422;
    QTest::newRow("not UTF-8") << QByteArray(
        "filters=%5B%5B%22name%22%2C%22%3D%22%2C%22%FF%22%5D%5D")
                               << QByteArray() << 500;
    QTest::newRow("half an escape") << QByteArray("order=%2") << QByteArray() << 200;
}

void TestListQuery::malformedBodiesAndValuesAreErrors()
{
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    const Cluster cluster;
    HttpRequest request;
    request.method = "POST";
    request.path = "/arvados/v1/groups";
    request.query = "_method=GET&" + query.toStdString();
    request.headers.emplace("authorization", "Bearer " + cluster.token);
    request.body = body.toStdString();
    const HttpResponse response = cluster.server.handle(request);
    QCOMPARE(response.status, status);
    const json reply = json::parse(response.body, nullptr, false);
    QVERIFY(reply.contains(status == 200 ? "items" : "errors"));
}

void TestListQuery::unsetValuesComeLastAndFirstWhenDescending()
{
    Cluster cluster;
    NewGroup described{cluster.project, "described"};
    described.description = "text";
    QVERIFY(cluster.store.addGroup(described));
    QVERIFY(cluster.store.addGroup({cluster.project, "bare"}));
    const json filters = {{"owner_uuid", "=", cluster.project}};
    const auto first = [&](const char* order) {
        return cluster.list("groups", {{"filters", filters}, {"order", order}})["items"][0]["name"];
    };
    QCOMPARE(first("description asc"), json("described"));
    QCOMPARE(first("description desc"), json("bare"));
}

void TestListQuery::pagingByUuidGivesEachRowOnce()
{
    Cluster cluster;
    std::set<std::string> expected;
    for (int i = 0; i < 25; ++i)
        expected.insert(cluster.add("n" + std::to_string(i)));
    std::set<std::string> seen;
    std::string last;
    for (int page = 0; page < 10; ++page) {
        const json reply = cluster.list("groups/contents",
                                        {{"uuid", cluster.project},
                                         {"filters", {{"uuid", ">", last}}},
                                         {"order", {"uuid asc"}},
                                         {"limit", 7},
                                         {"count", "none"}});
        for (const json& item : reply["items"])
            QVERIFY(seen.insert(last = item["uuid"]).second);
        if (reply["items"].empty())
            break;
    }
    QCOMPARE(seen, expected);
}

void TestListQuery::aLargeListComesShortWithItsOwnLimit()
{
    Store store;
    const Signer signer("key", 1);
    ApiServerOptions options;
    options.maxIndexDatabaseRead = 10;
    const ApiServer server(store, signer, options);
    NewToken wanted;
    wanted.user = store.systemUser();
    HttpRequest request;
    request.method = "GET";
    request.path = "/arvados/v1/groups";
    request.headers.emplace("authorization", "Bearer " + store.addToken(wanted));
    const json reply = json::parse(server.handle(request).body);
    QCOMPARE(reply["limit"], json(1)); // one row at least
    QCOMPARE(reply["items"].size(), std::size_t{1});
    QCOMPARE(reply["items_available"], json(4));
}

void TestListQuery::signaturesEndWithTheCollection()
{
    Cluster cluster;
    const std::string uuid = cluster.add("ends");
    const auto manifest = [&] {
        return json::parse(
                   cluster.get("collections/" + uuid, "include_trash=true").body)["manifest_text"]
            .get<std::string>();
    };
    QVERIFY(cluster.store.putRecord({{"kind", "arvados#collection"},
                                     {"uuid", uuid},
                                     {"trash_at", "2040-01-01T00:00:00.000000000Z"}}));
    QVERIFY(manifest().find("+A") != std::string::npos);
    QVERIFY(cluster.store.putRecord({{"kind", "arvados#collection"},
                                     {"uuid", uuid},
                                     {"trash_at", "2001-09-09T01:46:40.000000000Z"}}));
    QVERIFY(manifest().find("@3b9aca00") != std::string::npos);
    QVERIFY(cluster.store.trash(uuid));
    QCOMPARE(manifest(), fooManifest);
    QCOMPARE(cluster.get("collections/" + uuid).status, 404);
}

void TestListQuery::manifestsAreSignedForTheTokenAsSent()
{
    Cluster cluster;
    const std::string uuid = cluster.add("signed");
    const auto manifest = [&] {
        return json::parse(cluster.get("collections/" + uuid).body)["manifest_text"]
            .get<std::string>();
    };
    const std::string whole = manifest();
    const std::string locator = whole.substr(2, whole.find(' ', 2) - 2);
    QCOMPARE(cluster.signer.check(locator, cluster.token, 0), Signer::Verdict::Good);
    cluster.token = cluster.token.substr(cluster.token.rfind('/') + 1);
    QVERIFY(manifest() != whole);
    QCOMPARE(cluster.signer.check(locator, cluster.token, 0), Signer::Verdict::Wrong);
}

void TestListQuery::headIsAnsweredLikeGet()
{
    const Cluster cluster;
    HttpRequest request;
    request.method = "HEAD";
    request.path = "/arvados/v1/users/current";
    request.headers.emplace("authorization", "Bearer " + cluster.token);
    QCOMPARE(cluster.server.handle(request).status, 200);
}

void TestListQuery::twentyThousandCollectionsAreListedQuickly()
{
    Cluster cluster;
    for (int i = 0; i < 20000; ++i)
        cluster.add("collection " + std::to_string(i));
    QElapsedTimer timer;
    timer.start();
    std::string last;
    std::size_t count = 0;
    while (true) {
        const json reply = cluster.list("groups/contents",
                                        {{"uuid", cluster.project},
                                         {"filters", {{"uuid", ">", last}}},
                                         {"order", {"uuid asc"}},
                                         {"limit", 1000},
                                         {"count", "none"}});
        if (reply["items"].empty())
            break;
        count += reply["items"].size();
        last = reply["items"].back()["uuid"];
    }
    QCOMPARE(count, std::size_t{20000});
    qInfo("20,000 collections listed in %lld ms", timer.restart());
    const json one = {{"uuid", cluster.project}, {"filters", {{"name", "=", "collection 777"}}}};
    QCOMPARE(cluster.list("groups/contents", one)["items"].size(), std::size_t{1});
    qInfo("one name found in %lld ms", timer.elapsed());
}

void TestListQuery::aLargeManifestCostsListsNothing()
{
    Cluster cluster;
    std::string manifest;
    while (manifest.size() < 30000000)
        manifest += "./dir" + std::to_string(manifest.size())
            + " acbd18db4cc2f85cedef654fccc4a4d8+3 0:3:some-file-name.txt\n";
    QElapsedTimer timer;
    timer.start();
    const std::string uuid = cluster.add("large", json::object(), manifest);
    qInfo("30 MB of manifest added in %lld ms", timer.restart());
    const std::string list = cluster.get("collections").body;
    qInfo("listed in %lld ms", timer.restart());
    QVERIFY(list.size() < 10000);
    QVERIFY(bodyLength(cluster.get("collections/" + uuid)) > manifest.size());
    qInfo("got in %lld ms", timer.elapsed());
}

QTEST_GUILESS_MAIN(TestListQuery)
#include "tst_listquery.moc"
