// SPDX-License-Identifier: Apache-2.0
// Replays what was asked of a real cluster's API on the demo's and compares what came back: status,
// every key, every value that the request and the records determine.
#include "demo/apiserver.h"
#include "demo/signer.h"
#include "demo/store.h"

#include "apicases.h"
#include "apiworld.h"
#include "jsondifference.h"

#include <QtTest>

using namespace arv;
using namespace arv::test;

namespace {

constexpr char signingKey[] = "goldenblobsigningkey0000000000000000000000000000000000000000";

// What the demo answers otherwise, where, and why. One that does not apply is a failure too.
struct Exception
{
    const char* name;
    const char* where; // JSON pointer, or the beginning of some
    const char* reason;
};

constexpr Exception exceptions[] {
    {"none", "", ""},
};

QByteArray textOf(const std::vector<Difference>& differences)
{
    std::string text;
    for (const Difference& difference : differences)
        text += difference.where + ' ' + difference.what + '\n';
    return QByteArray::fromStdString(text.substr(0, 2000));
}

// Items are cut in some recordings to the first two and the last.
json cutAsRecorded(json reply, int itemsInReply)
{
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
    void noExceptionIsForACaseThatIsNotThere();

private:
    demo::HttpResponse replay(const ApiCase& entry, const std::string& moment);
    std::vector<Difference> differences(const ApiCase& entry, const std::string& moment);
    static std::vector<Difference> unexcused(const ApiCase& entry, std::vector<Difference> all);

    std::map<std::string, ApiCase> m_cases;
    std::unique_ptr<ApiWorld> m_world;
};

void TestGoldenApi::initTestCase()
{
    m_cases = loadApiCases();
    QVERIFY(m_cases.size() > 300);
    m_world = std::make_unique<ApiWorld>(m_cases);
}

demo::HttpResponse TestGoldenApi::replay(const ApiCase& entry, const std::string& moment)
{
    demo::Store store("zzzzz");
    const demo::Signer signer(signingKey, 1209600);
    demo::ApiServerOptions options;
    options.apiBaseUrl = [] { return std::string("https://localhost:18443/"); };
    if (entry.name.find("max-index-read") != std::string::npos)
        options.maxIndexDatabaseRead = 500;
    const demo::ApiServer server(store, signer, options);
    m_world->fill(store, moment, entry);
    return server.handle(requestOf(entry));
}

std::vector<Difference> TestGoldenApi::differences(const ApiCase& entry, const std::string& moment)
{
    std::vector<Difference> found;
    const demo::HttpResponse response = replay(entry, moment);
    compare(entry.response["status"], response.status, "status", found);
    const std::string type = entry.header("Content-Type");
    if (!type.empty())
        compare(type, response.contentType, "content-type", found);
    if (entry.response.contains("body_json"))
        compare(entry.reply(),
                cutAsRecorded(json::parse(response.body, nullptr, false), entry.itemsInReply), "",
                found);
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
        if (entry.isServed())
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

void TestGoldenApi::noExceptionIsForACaseThatIsNotThere()
{
    for (const Exception& exception : exceptions)
        QVERIFY2(m_cases.count(exception.name) > 0, exception.name);
}

QTEST_GUILESS_MAIN(TestGoldenApi)
#include "tst_golden_api.moc"
