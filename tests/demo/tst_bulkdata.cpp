// SPDX-License-Identifier: Apache-2.0
#include "demo/blockstore.h"
#include "demo/bulkdata.h"
#include "demo/collectionmaker.h"
#include "demo/democluster.h"
#include "demo/faults.h"
#include "demo/mappedmemory.h"
#include "demo/serveoptions.h"
#include "demo/store.h"
#include "keep/manifest.h"

#include "support/rawhttp.h"

#include <QtTest>

#include <set>

using namespace arv;
using namespace arv::demo;
using namespace arv::test;

namespace {

DemoOptions plain()
{
    DemoOptions options;
    options.tls = false;
    options.enforceSignatures = false;
    options.eventFeed = false;
    return options;
}

std::string manifestOf(DemoCluster& cluster, const char* name)
{
    for (const auto& row : cluster.store().all(Kind::Collection)) {
        if (row->text("name") == name)
            return row->manifest;
    }
    return {};
}

std::string firstLocator(DemoCluster& cluster, const char* name)
{
    const auto text = manifestOf(cluster, name);
    return text.substr(2, text.find(' ', 2) - 2);
}

RawReply get(const DemoCluster& cluster, const std::string& locator)
{
    const auto url = cluster.keepBaseUrl(0);
    const auto port = std::strtoul(url.c_str() + url.rfind(':') + 1, nullptr, 10);
    return ask(static_cast<std::uint16_t>(port), "GET", '/' + locator);
}

} // namespace

class TestBulkData : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void optionsAreReadOrRefused()
    {
        QCOMPARE(ServeOptions::parse({"--large-file", "64"})->bulk.largeFileBlocks,
                 std::size_t(64));
        QCOMPARE(ServeOptions::parse({"--packed-files=1000"})->bulk.packedFiles, std::size_t(1000));
        for (const char* option : {"--large-file", "--packed-files"}) {
            for (const char* bad : {"", "0", "-1", "x", "1x", "1,1", "99999999999999999999999"})
                QVERIFY2(!ServeOptions::parse({option, bad}), bad);
        }
        QVERIFY(!ServeOptions::parse({"--large-file", "4097"}));
    }

    void largeFileIsOfFullBlocksAndEachIsAFileToo()
    {
        DemoCluster cluster;
        QVERIFY(addBulkData(cluster, {2, 0}));
        const auto text = manifestOf(cluster, BulkData::largeName);
        const auto manifest = Manifest::parse(QByteArray::fromStdString(text));
        QVERIFY(manifest);
        QVERIFY(text.find(" 0:134217728:large.bin\n") != std::string::npos);
        QVERIFY(text.find(" 0:67108864:000.bin 67108864:67108864:001.bin\n") != std::string::npos);
        QVERIFY(text.find("./blocks ") != std::string::npos);
    }

    void packedFilesShareTheirBlocks()
    {
        DemoCluster cluster;
        QVERIFY(addBulkData(cluster, {0, 70}));
        const auto text = manifestOf(cluster, BulkData::packedName);
        const auto manifest = Manifest::parse(QByteArray::fromStdString(text));
        QVERIFY(manifest);
        QCOMPARE(manifest->nodeCount(), 1U + 70U);
        QCOMPARE(manifest->blockCount(), 2U);
        QCOMPARE(manifest->block(1).size(), 6U << 20);
    }

    void everyBlockIsWhatItsHashSaysInBothServices()
    {
        DemoCluster cluster;
        QVERIFY(addBulkData(cluster, {1, 65}));
        std::set<std::string> seen;
        for (const int service : {0, 1}) {
            for (const auto& hash : cluster.blocks(service).hashes()) {
                const auto block = cluster.blocks(service).find(hash);
                QVERIFY(block && block->steady && block->steady.size == block->size);
                QCOMPARE(md5Hex({block->steady.data, block->size}), hash);
                std::string bytes(1000, '\0');
                block->read(70000, bytes.size(), bytes.data());
                QVERIFY(bytes == std::string(block->steady.data + 70000, bytes.size()));
                seen.insert(hash);
            }
        }
        QCOMPARE(seen.size(), std::size_t(3));
    }

    void blocksArriveWhole()
    {
        DemoCluster cluster(plain());
        QVERIFY(addBulkData(cluster, {1, 0}));
        QVERIFY(cluster.start());
        const auto locator = firstLocator(cluster, BulkData::largeName);
        const auto reply = get(cluster, locator);
        QVERIFY(reply.complete);
        QCOMPARE(md5Hex(reply.body), locator.substr(0, 32));
    }

    void damageIsServedAsDamage()
    {
        DemoCluster cluster(plain());
        QVERIFY(addBulkData(cluster, {0, 2}));
        QVERIFY(cluster.start());
        const auto locator = firstLocator(cluster, BulkData::packedName);
        const auto good = get(cluster, locator).body;
        Fault fault;
        fault.kind = Fault::Kind::WrongByte;
        fault.offset = 5;
        fault.times = 1;
        cluster.faults().add(fault);
        const auto flipped = get(cluster, locator).body;
        QCOMPARE(flipped.size(), good.size());
        QVERIFY(flipped[5] != good[5]);
        QVERIFY(cluster.blocks(0).corrupt(locator.substr(0, 32), 0));
        const auto corrupt = get(cluster, locator);
        QVERIFY(!corrupt.complete);
        QVERIFY(corrupt.body[0] != good[0]);
    }

    void moreThanThereIsIsRefused()
    {
        const auto memory = MappedMemory::make(std::uint64_t(1) << 50);
        QVERIFY(!memory);
        QCOMPARE(memory.error().code, Errc::NoMemory);
        const auto little = MappedMemory::make(100);
        QVERIFY(little);
        QVERIFY((*little)->part(0, 100));
        QVERIFY(!(*little)->part(1, 100));
        QVERIFY(!(*little)->part(101, 0));
    }
};

QTEST_GUILESS_MAIN(TestBulkData)
#include "tst_bulkdata.moc"
