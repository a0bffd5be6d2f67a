// SPDX-License-Identifier: Apache-2.0
#include "demo/sampleworld.h"

#include "demo/blockstore.h"
#include "demo/democluster.h"
#include "demo/demousers.h"
#include "demo/samplepicture.h"
#include "demo/store.h"

#include <QtTest>

#include <set>

using namespace arv::demo;

namespace {

// A whole block of the store.
std::string content(BlockStore& blocks, const std::string& hash)
{
    const auto view = blocks.find(hash);
    if (!view)
        return {};
    std::string bytes(view->size, '\0');
    view->read(0, bytes.size(), bytes.data());
    return bytes;
}

} // namespace

class TestSampleWorld : public QObject
{
    Q_OBJECT

private:
    DemoCluster m_cluster;
    WorldList m_files;

private Q_SLOTS:
    void initTestCase()
    {
        auto filled = fillSampleWorld(m_cluster);
        if (!filled)
            QFAIL(qPrintable(filled.error().text));
        m_files = *filled;
    }

    void everyPathIsListedOnce()
    {
        std::set<std::string> paths;
        for (const auto& file : m_files)
            QVERIFY2(paths.insert(file.path).second, file.path.c_str());
        QVERIFY(m_files.size() > 10000);
        QVERIFY(paths.count("Genomes/Sequencing runs/Large run/reads.bin") == 1);
        QVERIFY(paths.count("Odd names/new\nline") == 1);
        QVERIFY(paths.count("Start here (filter)/Reference genome/demo.fa") == 1);
        QVERIFY(paths.count("Old results/sample1.vcf") == 0);
    }

    void everyBlockOfEveryManifestIsThere()
    {
        const QRegularExpression locator(QStringLiteral("\\b([0-9a-f]{32})\\+([0-9]+)\\b"));
        int seen = 0;
        for (const auto& row : m_cluster.store().all(Kind::Collection)) {
            auto found = locator.globalMatch(QString::fromStdString(row->manifest));
            while (found.hasNext()) {
                const auto match = found.next();
                const auto hash = match.captured(1).toStdString();
                if (match.captured(2) == QLatin1String("0")
                    || hash == "acbd18db4cc2f85cedef654fccc4a4d8")
                    continue; // the empty block, and a file that is called like a locator
                for (int service : {0, 1}) {
                    const auto view = m_cluster.blocks(service).find(hash);
                    QVERIFY(view);
                    QCOMPARE(view->size, match.captured(2).toULongLong());
                }
                ++seen;
            }
        }
        QVERIFY(seen > 130);
    }

    void onlyAlicesHomeIsListed()
    {
        for (const auto& file : m_files)
            QVERIFY(file.path.find("Bob") == std::string::npos);
    }

    void everyWorldIsTheSame()
    {
        DemoCluster other;
        const auto again = fillSampleWorld(other);
        QVERIFY(again);
        QCOMPARE(asMd5sumLines(*again), asMd5sumLines(m_files));
    }

    void firstBlockOfTheLargeFileIsRight()
    {
        const auto blocks = largeFileBlocks();
        QCOMPARE(blocks.size(), std::size_t(16));
        QCOMPARE(md5Hex(content(m_cluster.blocks(0), blocks[0].hash)), blocks[0].hash);
    }

    // The other fifteen take some seconds: with ARV_LONG=1.
    void theLargeFileIsRight()
    {
        if (!qEnvironmentVariableIsSet("ARV_LONG"))
            return;
        QCryptographicHash whole(QCryptographicHash::Md5);
        for (const auto& block : largeFileBlocks()) {
            const auto bytes = content(m_cluster.blocks(1), block.hash);
            QCOMPARE(md5Hex(bytes), block.hash);
            whole.addData(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
        }
        QCOMPARE(whole.result().toHex(), QByteArray(largeFileMd5));
    }

    void thePictureIsOne()
    {
        const auto picture = samplePicture(64, 48);
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("picture.png")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(picture.data(), static_cast<qint64>(picture.size()));
        file.close();
        QCOMPARE(picture.substr(0, 8), std::string("\x89PNG\r\n\x1a\n"));
        QCOMPARE(md5Hex(picture), std::string("41f94b260e969bc48a588ec0cfad3f40"));
    }

    void namesAreEscapedAsMd5sumDoes()
    {
        QCOMPARE(asMd5sumLines({{"a b", 1, "m"}, {"c\nd", 1, "m"}, {"e\\f", 1, "m"}}),
                 std::string("m  a b\n\\m  c\\nd\n\\m  e\\\\f\n"));
    }

    void usersAreThoseOfTheRecordedCluster()
    {
        QCOMPARE(demoToken("alice"),
                 std::string("v2/zzzzz-gj3su-alicetoken00000/"
                             "goldenalicetoken0000000000000000000000000000000000"));
        QCOMPARE(demoToken("bob"),
                 std::string("v2/zzzzz-gj3su-bobtoken0000000/"
                             "goldenbobtoken000000000000000000000000000000000000"));
        QCOMPARE(demoUserUuid("carol"), std::string("zzzzz-tpzed-carol0000000000"));
        QVERIFY(demoToken("mallory").empty());
    }
};

QTEST_GUILESS_MAIN(TestSampleWorld)
#include "tst_sampleworld.moc"
