// SPDX-License-Identifier: Apache-2.0
// Replays what was asked of a real cluster's API on the demo's and compares what came back: status,
// every key, every value that the request and the records determine.
#include "demo/democluster.h"
#include "demo/faults.h"
#include "demo/store.h"

#include "golden/apicases.h"
#include "golden/apiworld.h"
#include "golden/jsondifference.h"
#include "golden/tlsexchange.h"

#include <QtTest>

using namespace arv;
using namespace arv::test;

namespace {

// What the demo answers otherwise, where, and why. One that does not apply is a failure too.
struct Exception
{
    const char* name;
    const char* where; // JSON pointer, or the beginning of some
    const char* reason;
};

constexpr Exception exceptions[]{
    {"auth/logout", "", "signing in and out through a browser is not part of the demo"},
    {"config", "/Collections/PreserveVersionIfIdle", "a setting of the recorded cluster"},
    {"config", "/Login/Test/Enable", "a setting of the recorded cluster"},
    {"config", "/Services", "the demo has no such services"},
    {"config", "/Users/SupportEmailAddress", "nobody to write to"},
    {"config", "/Volumes", "the demo's Keep services have no volumes to tell of"},
    {"config", "/Workbench", "there is no Workbench: its texts are left short"},
    {"discovery-full", "/resources/collections/methods/create/parameters/replace_",
     "not served yet"},
    {"discovery-full", "/resources/collections/methods/update/parameters/replace_",
     "not served yet"},
    {"discovery-full", "/workbench", "there is no Workbench"},
    {"discovery-full", "/keepWebServiceUrl", "there is no WebDAV service"},
    {"discovery-top", "/workbench", "there is no Workbench"},
    {"discovery-top", "/keepWebServiceUrl", "there is no WebDAV service"},
    {"down/rails-down-get", "nosniff", "the reply of a fault has no headers but its type"},
    {"down/rails-down-post", "nosniff", "the reply of a fault has no headers but its type"},
    {"logs/list", "/items_available", "one entry of them was recorded"},
    {"odd/unknown-parameter", "/items_available",
     "the collection in the frozen project was made without being recorded"},
    {"versions/list-include-old", "/items", "the oldest version was recorded only in part"},
};

constexpr std::size_t recordedCases = 392;

// Recorded, but not among the test's files.
constexpr Exception leftOut[]{
    {"down/rails-down-discovery", "", "the front answers from memory: the same as discovery-full"},
};

QByteArray textOf(const std::vector<Difference>& differences)
{
    std::string text;
    for (const Difference& difference : differences)
        text += difference.where + ' ' + difference.what + '\n';
    return QByteArray::fromStdString(text.substr(0, 2000));
}

// One recording has only the names of what is in the discovery document.
json namesOnly(json document)
{
    for (json& resource : document["resources"]) {
        json names = json::array();
        for (const auto& [name, method] : resource["methods"].items())
            names.push_back(name);
        resource = std::move(names);
    }
    json schemas = json::array();
    for (const auto& [name, schema] : document["schemas"].items())
        schemas.push_back(name);
    document["schemas"] = {{"(names only)", std::move(schemas)}};
    return document;
}

// Items are cut in some recordings to the first two and the last.
json cutAsRecorded(json reply, const ApiCase& entry)
{
    if (entry.name == "discovery-top")
        return namesOnly(std::move(reply));
    const int itemsInReply = entry.itemsInReply;
    if (itemsInReply < 0 || !reply.contains("items"))
        return reply;
    json& items = reply["items"];
    if (static_cast<int>(items.size()) != itemsInReply || items.size() < 3)
        return reply;
    items = json::array({items[0], items[1], items.back()});
    return reply;
}

} // namespace

class TestGoldenApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyReplyIsAsRecorded_data();
    void everyReplyIsAsRecorded();
    void whatIsNotReplayedIsTold();
    void noExceptionIsForACaseThatIsNotThere();

private:
    TlsReply replay(const ApiCase& entry, const std::string& moment);
    std::vector<Difference> differences(const ApiCase& entry, const std::string& moment);
    static std::vector<Difference> unexcused(const ApiCase& entry, std::vector<Difference> all);

    std::map<std::string, ApiCase> m_cases;
    std::unique_ptr<ApiWorld> m_world;
    std::unique_ptr<demo::DemoCluster> m_cluster;
    std::unique_ptr<demo::DemoCluster> m_clusterOfSmallReads;
};

void TestGoldenApi::initTestCase()
{
    m_cases = loadApiCases();
    QVERIFY(m_cases.size() > 300);
    m_world = std::make_unique<ApiWorld>(m_cases);
    m_cluster = std::make_unique<demo::DemoCluster>();
    demo::DemoOptions smallReads;
    smallReads.maxIndexDatabaseRead = 500;
    smallReads.maxRequestSize = 2000;
    m_clusterOfSmallReads = std::make_unique<demo::DemoCluster>(smallReads);
    QVERIFY(m_cluster->start() && m_clusterOfSmallReads->start());
}

TlsReply TestGoldenApi::replay(const ApiCase& entry, const std::string& moment)
{
    const bool smallReads = entry.name.find("max-index-read") != std::string::npos
        || entry.name == "overload/request-too-large";
    demo::DemoCluster& cluster = smallReads ? *m_clusterOfSmallReads : *m_cluster;
    m_world->fill(cluster.store(), moment, entry);
    cluster.faults().clear();
    if (entry.isTrouble()) {
        demo::Fault fault;
        fault.server = "api";
        fault.status = entry.response["status"];
        fault.body = entry.response["body_text"];
        fault.contentType = entry.header("Content-Type");
        cluster.faults().add(std::move(fault));
    }
    return TlsExchange(cluster.apiHost(), cluster.caFile()).send(entry);
}

std::vector<Difference> TestGoldenApi::differences(const ApiCase& entry, const std::string& moment)
{
    std::vector<Difference> found;
    const TlsReply reply = replay(entry, moment);
    const auto header = [&reply](const char* name) {
        const auto at = reply.headers.find(name);
        return at == reply.headers.end() ? std::string() : at->second;
    };
    compare(entry.response["status"], reply.status, "status", found);
    if (entry.response.contains("headers")) {
        compare(entry.header("Content-Type"), header("content-type"), "content-type", found);
        compare(entry.header("X-Content-Type-Options"), header("x-content-type-options"), "nosniff",
                found);
    }
    if (entry.request["headers"].contains("X-Request-Id")
        && header("x-request-id") != entry.header("X-Request-Id"))
        found.push_back({"x-request-id", "is not the request's"});
    if (entry.response.contains("body_json"))
        compare(entry.reply(), cutAsRecorded(json::parse(reply.body, nullptr, false), entry), "",
                found);
    else if (entry.response.contains("body_text"))
        compare(entry.response["body_text"], reply.body, "body", found);
    return found;
}

std::vector<Difference> TestGoldenApi::unexcused(const ApiCase& entry, std::vector<Difference> all)
{
    for (const Exception& exception : exceptions) {
        if (entry.name != exception.name)
            continue;
        const std::string where = exception.where;
        const std::size_t before = all.size();
        all.erase(std::remove_if(all.begin(), all.end(),
                                 [&where](const Difference& one) {
                                     return one.where.compare(0, where.size(), where) == 0;
                                 }),
                  all.end());
        if (all.size() == before)
            all.push_back({where, "is as recorded: the exception is out of date"});
    }
    return all;
}

void TestGoldenApi::everyReplyIsAsRecorded_data()
{
    QTest::addColumn<QString>("name");
    for (const auto& [name, entry] : m_cases)
        if (entry.whyNotReplayed().empty())
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

void TestGoldenApi::everyReplyIsAsRecorded()
{
    QFETCH(QString, name);
    const ApiCase& entry = m_cases.at(name.toStdString());
    std::vector<Difference> fewest;
    for (const std::string& moment : m_world->moments(entry)) {
        std::vector<Difference> left = unexcused(entry, differences(entry, moment));
        if (left.empty())
            return;
        if (fewest.empty() || left.size() < fewest.size())
            fewest = std::move(left);
    }
    QFAIL(textOf(fewest).constData());
}

void TestGoldenApi::whatIsNotReplayedIsTold()
{
    std::size_t count = std::size(leftOut);
    for (const Exception& one : leftOut) {
        QVERIFY2(m_cases.count(one.name) == 0, one.name);
        qInfo("not replayed: %s: %s", one.name, one.reason);
    }
    for (const auto& [name, entry] : m_cases) {
        const std::string reason = entry.whyNotReplayed();
        if (reason.empty())
            continue;
        ++count;
        qInfo("not replayed: %s: %s", name.c_str(), reason.c_str());
    }
    QCOMPARE(m_cases.size() + std::size(leftOut), recordedCases);
    qInfo("%zu cases: %zu replayed, %zu not", recordedCases, recordedCases - count, count);
}

void TestGoldenApi::noExceptionIsForACaseThatIsNotThere()
{
    for (const Exception& exception : exceptions)
        QVERIFY2(m_cases.count(exception.name) > 0, exception.name);
}

QTEST_GUILESS_MAIN(TestGoldenApi)
#include "tst_golden_api.moc"
