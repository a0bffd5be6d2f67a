// SPDX-License-Identifier: Apache-2.0
#include "demo/apiserver.h"
#include "demo/bigcollection.h"
#include "demo/blockstore.h"
#include "demo/democluster.h"
#include "demo/demousers.h"
#include "demo/serveoptions.h"
#include "demo/signer.h"
#include "demo/store.h"
#include "keep/manifest.h"

#include <QtTest>

using namespace arv;
using namespace arv::demo;

namespace {

RecordPtr bigOf(DemoCluster& cluster)
{
    for (const auto& row : cluster.store().all(Kind::Collection)) {
        if (row->text("name") == BigCollection::name)
            return row;
    }
    return nullptr;
}

std::string bodyOf(const HttpResponse& response)
{
    if (!response.makeBody)
        return response.body;
    std::string body(response.bodySize, '\0');
    response.makeBody(0, body.size(), body.data());
    return body;
}

} // namespace

class tst_BigCollection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void optionIsReadOrRefused_data();
    void optionIsReadOrRefused();
    void filesStandEvenlyInTheirDirectories_data();
    void filesStandEvenlyInTheirDirectories();
    void everyBlockIsThere_data() { filesStandEvenlyInTheirDirectories_data(); }
    void everyBlockIsThere();
    void largeReplyIsGivenAgainUntilSomethingChanges();
};

void tst_BigCollection::optionIsReadOrRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isGood");
    const auto row = [](const char* text, bool isGood) {
        QTest::newRow(*text ? text : "nothing") << QString::fromLatin1(text) << isGood;
    };
    row("1,1", true);
    row("1000,10", true);
    row("1000,10,blocks", true);
    row("10000000,1000", true);
    for (const char* text : {"", ",", "1", "1,", "0,1", "1,0", "1,2", "-1,1", "1000,10,",
                             "1000,10,x", "1000,10,blocks,", "x,1", "1 ,1", "10000001,1000",
                             "2000000,1", "99999999999999999999999,1"})
        row(text, std::string_view(text) == "1000,10,");
}

void tst_BigCollection::optionIsReadOrRefused()
{
    QFETCH(QString, text);
    QFETCH(bool, isGood);
    QCOMPARE(BigCollection::parse(text.toStdString()).has_value(), isGood);
    QCOMPARE(bool(ServeOptions::parse({"--big", text.toStdString()})), isGood);
}

void tst_BigCollection::filesStandEvenlyInTheirDirectories_data()
{
    QTest::addColumn<bool>("blockPerFile");
    QTest::newRow("a block for each file") << true;
    QTest::newRow("files share a block") << false;
}

void tst_BigCollection::filesStandEvenlyInTheirDirectories()
{
    QFETCH(bool, blockPerFile);
    DemoCluster cluster;
    QVERIFY(addBigCollection(cluster, {1001, 10, blockPerFile}));
    const auto row = bigOf(cluster);
    QVERIFY(row);
    QCOMPARE(row->owner(), demoUserUuid("alice", "zzzzz"));
    const auto manifest = Manifest::parse(QByteArray::fromStdString(row->manifest));
    QVERIFY(manifest);
    QCOMPARE(manifest->nodeCount(), 1U + 10U + 1001U);
    QCOMPARE(manifest->blockCount(), blockPerFile ? 1001U : 10U);
    const auto directories = manifest->children(Manifest::root);
    QCOMPARE(directories.count, 10U);
    for (auto i = directories.first; i < directories.first + directories.count; ++i) {
        const auto files = manifest->children(i).count;
        QVERIFY(files == 100 || files == 101);
    }
    QCOMPARE(row->attributes["file_count"].get<int>(), 1001);
}

void tst_BigCollection::everyBlockIsThere()
{
    QFETCH(bool, blockPerFile);
    DemoCluster cluster;
    QVERIFY(addBigCollection(cluster, {200, 4, blockPerFile}));
    const auto manifest = Manifest::parse(QByteArray::fromStdString(bigOf(cluster)->manifest));
    QVERIFY(manifest);
    for (std::uint32_t i = 0; i < manifest->blockCount(); ++i) {
        const auto locator = manifest->block(i);
        const auto block = cluster.blocks(0).find(locator.hash().toStdString());
        QVERIFY(block);
        QCOMPARE(block->size, locator.size());
        std::string bytes(block->size, '\0');
        block->read(0, bytes.size(), bytes.data());
        QCOMPARE(md5Hex(bytes), locator.hash().toStdString());
    }
}

void tst_BigCollection::largeReplyIsGivenAgainUntilSomethingChanges()
{
    DemoCluster cluster;
    QVERIFY(addBigCollection(cluster, {100000, 10, true}));
    const ApiServer server(cluster.store(), cluster.signer(), {});
    HttpRequest request;
    request.method = "GET";
    request.path = "/arvados/v1/collections/" + bigOf(cluster)->uuid();
    request.headers = {{"authorization", "Bearer " + demoToken("alice")},
                       {"x-request-id", "req-one"}};
    const auto first = server.handle(request);
    QCOMPARE(first.status, 200);
    QVERIFY(bodyOf(first).size() > 8'000'000);
    request.headers.find("x-request-id")->second = "req-two";
    const auto again = server.handle(request);
    QVERIFY(bodyOf(again) == bodyOf(first));
    QCOMPARE(again.headers.find("X-Request-Id")->second, std::string("req-two"));
    auto another = request;
    another.headers.find("authorization")->second = "Bearer " + demoToken("carol");
    QCOMPARE(server.handle(another).status, 404);
    QVERIFY(cluster.store().trash(bigOf(cluster)->uuid()));
    QCOMPARE(server.handle(request).status, 404);
}

QTEST_APPLESS_MAIN(tst_BigCollection)
#include "tst_bigcollection.moc"
