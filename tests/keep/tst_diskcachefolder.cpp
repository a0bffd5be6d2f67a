// SPDX-License-Identifier: Apache-2.0
// Whatever may lie where the blocks should, or be in the way of the folder itself.
#include "keep/diskcache.h"

#include "keep/diskcacherig.h"

#include <QtTest>

using namespace arv;
using namespace arv::test;

class tst_DiskCacheFolder : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<DiskCacheRig> m_rig;

private Q_SLOTS:
    void init() { m_rig = std::make_unique<DiskCacheRig>(); }

    void fileOfAnotherSizeIsDeleted_data();
    void fileOfAnotherSizeIsDeleted();
    void abandonedTemporaryFilesAreDeleted();
    void whatIsNoBlockIsNeverServed();
    void hugeFileIsDeleted();
    void folderThatCannotBeIsOneClearError();
    void deletedFolderIsMadeAgain();
};

void tst_DiskCacheFolder::fileOfAnotherSizeIsDeleted_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {0, 1, 999, 1001, 100'000})
        QTest::addRow("%d", size) << size;
}

void tst_DiskCacheFolder::fileOfAnotherSizeIsDeleted()
{
    QFETCH(int, size);
    const auto block = blockNumber(1, 1000);
    const auto cache = m_rig->open();
    auto bytes = block.bytes;
    bytes.resize(size);
    lay(m_rig->pathOf(block), bytes);
    QVERIFY(!cache->read(block.locator));
    QVERIFY(!QFile::exists(m_rig->pathOf(block)));
    QCOMPARE(cache->figures().mismatches, 1U);
    QVERIFY(cache->write(block.locator, block.content()));
    QVERIFY(serves(*cache, block));
}

void tst_DiskCacheFolder::abandonedTemporaryFilesAreDeleted()
{
    const auto path = [this](const char* name) {
        return m_rig->folder() + QLatin1Char('/') + QString::fromLatin1(name);
    };
    const auto old = path("abc/tmpold.keepcacheblock");
    const auto oldAbove = path("tmpold.keepcacheblock");
    const auto used = path("abc/tmpused.keepcacheblock");
    const auto young = path("abc/tmpyoung.keepcacheblock");
    const auto ofGo = path("tmp/1.0xc000.tmp");
    for (const auto& file : {old, oldAbove, used, young, ofGo})
        lay(file, "half a block");
    for (const auto& file : {old, oldAbove, used, ofGo})
        setAge(file, 61);
    const LockedFile user(used);
    const auto cache = m_rig->open();
    QCOMPARE(filesBelow(m_rig->folder()), QStringList({used, young, ofGo}));
    QCOMPARE(cache->figures().layer.blocks, 0U);
}

void tst_DiskCacheFolder::whatIsNoBlockIsNeverServed()
{
    const QDir folder(m_rig->folder());
    std::vector<Block> blocks;
    for (unsigned i = 0; i < 4; ++i) {
        blocks.push_back(blockNumber(i));
        QVERIFY(QDir().mkpath(QFileInfo(m_rig->pathOf(blocks.back())).path()));
    }
    const auto name = [this, &blocks](std::size_t i) { return m_rig->pathOf(blocks[i]); };
    const auto elsewhere = folder.filePath(QStringLiteral("elsewhere"));
    lay(elsewhere, blocks[0].bytes);
    QVERIFY(QFile::link(elsewhere, name(0)));
    QVERIFY(QDir().mkdir(name(1)));
    QCOMPARE(::mkfifo(QFile::encodeName(name(2)).constData(), 0600), 0);
    // The folder of the last block leads elsewhere.
    const auto part = QFileInfo(name(3)).path();
    QVERIFY(QDir().rmdir(part));
    lay(folder.filePath(QStringLiteral("away/")) + QFileInfo(name(3)).fileName(), blocks[3].bytes);
    QVERIFY(QFile::link(folder.filePath(QStringLiteral("away")), part));
    for (const char* odd : {"abc/x", "abc/.keepcacheblock", "abc/tmp", "ABC/x.keepcacheblock",
                            "abc/ABCDEF0123456789ABCDEF0123456789.keepcacheblock",
                            "abc/def18db4cc2f85cedef654fccc4a4d8f.keepcacheblock", "abc/\xff\n"})
        lay(folder.filePath(QFile::decodeName(odd)), "x");
    const auto before = filesBelow(m_rig->folder());
    const auto cache = m_rig->open();
    for (const auto& block : blocks)
        QVERIFY(!cache->read(block.locator));
    QCOMPARE(cache->figures().layer.blocks, 0U);
    cache->clear();
    QCOMPARE(filesBelow(m_rig->folder()), before);
    QVERIFY(cache->write(blocks[0].locator, blocks[0].content())); // takes the link's place
    QVERIFY(serves(*cache, blocks[0]));
    const auto written = cache->write(blocks[1].locator, blocks[1].content());
    QVERIFY(!written);
    QVERIFY2(written.error().text.contains(m_rig->folder()), qPrintable(written.error().text));
    QCOMPARE(temporaryFilesBelow(m_rig->folder()), QStringList());
}

void tst_DiskCacheFolder::hugeFileIsDeleted()
{
    const auto block = blockNumber(1);
    const auto other = blockNumber(2);
    const auto cache = m_rig->open();
    for (const auto& path : {m_rig->pathOf(block), m_rig->pathOf(other)}) {
        lay(path, "x");
        QVERIFY(QFile::resize(path, qint64{1} << 40)); // takes no room
        setAge(path, 61);
    }
    QVERIFY(!cache->read(block.locator));
    QVERIFY(!QFile::exists(m_rig->pathOf(block)));
    const auto again = m_rig->open();
    QCOMPARE(filesBelow(m_rig->folder()), QStringList());
    QCOMPARE(again->figures().layer.bytes, 0U);
}

void tst_DiskCacheFolder::folderThatCannotBeIsOneClearError()
{
    const QTemporaryDir place;
    lay(place.filePath(QStringLiteral("file")), "x");
    for (const char* name : {"file", "file/keep", "/proc/nothing/keep"}) {
        auto settings = m_rig->settings(0);
        settings.folder = QDir(place.path()).filePath(QString::fromLatin1(name));
        const auto cache = DiskCache::open(settings, m_rig->buffers());
        QVERIFY(!cache);
        QVERIFY2(cache.error().text.contains(settings.folder), qPrintable(cache.error().text));
        QVERIFY(!cache.error().text.contains(u'\n'));
    }
}

void tst_DiskCacheFolder::deletedFolderIsMadeAgain()
{
    const auto block = blockNumber(1);
    const auto cache = m_rig->open();
    QVERIFY(cache->write(block.locator, block.content()));
    QVERIFY(QDir(m_rig->folder() + QStringLiteral("/..")).removeRecursively());
    QVERIFY(!cache->read(block.locator));
    QVERIFY(cache->write(block.locator, block.content()));
    QVERIFY(serves(*cache, block));
}

QTEST_GUILESS_MAIN(tst_DiskCacheFolder)
#include "tst_diskcachefolder.moc"
