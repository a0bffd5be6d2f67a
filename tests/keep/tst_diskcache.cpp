// SPDX-License-Identifier: Apache-2.0
#include "keep/diskcache.h"

#include "keep/diskcacherig.h"
#include "support/processes.h"

#include <QtTest>

#include <thread>

using namespace arv;
using namespace arv::test;

class tst_DiskCache : public QObject
{
    Q_OBJECT

private:
    static mode_t modeOf(const QString& path)
    {
        struct stat found = {};
        return ::stat(QFile::encodeName(path).constData(), &found) == 0 ? found.st_mode & 07777 : 0;
    }

    std::unique_ptr<DiskCacheRig> m_rig;

private Q_SLOTS:
    void init() { m_rig = std::make_unique<DiskCacheRig>(); }

    void blockComesBackAsItWasWritten_data();
    void blockComesBackAsItWasWritten();
    void filesLieWhereArvadosToolsLookForThem();
    void emptyBlockNeedsNoFile();
    void bytesOfAnotherSizeAreRefused();
    void damagedBlockIsDeletedAndNotServed();
    void damageDoneLaterIsFoundToo();
    void blockIsVerifiedOnceWhileItsFileStays();
    void wrongLocatorDoesNotCostTheBlock();
    void blocksOfOtherToolsAreServed();
    void usedBlockIsTouchedOnceAnHour();
    void removedBlockIsGone();
    void clearingOneCollectionSaysWhatItFreed();
    void clearedCacheIsEmpty();
    void nothingStaysOpen();
    void manyThreadsMayUseIt();
};

void tst_DiskCache::blockComesBackAsItWasWritten_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {1, 4095, 4096, 5000, 3 << 20, static_cast<int>(maxBlockSize)})
        QTest::addRow("%d", size) << size;
}

void tst_DiskCache::blockComesBackAsItWasWritten()
{
    QFETCH(int, size);
    const auto block = blockNumber(1, size);
    const auto cache = m_rig->open();
    QVERIFY(!cache->mayHave(block.locator));
    QVERIFY(!cache->read(block.locator));
    QVERIFY(cache->write(block.locator, block.content()));
    QVERIFY(cache->mayHave(block.locator));
    QVERIFY(serves(*cache, block));
    const auto again = m_rig->open();
    QVERIFY(again->mayHave(block.locator));
    QVERIFY(serves(*again, block));
    QCOMPARE(again->figures().verified, 1U);
    QCOMPARE(again->figures().layer.hits, 1U);
}

void tst_DiskCache::filesLieWhereArvadosToolsLookForThem()
{
    const auto block = blockOf("foo");
    const auto cache = m_rig->open();
    QVERIFY(cache->write(block.locator, block.content()));
    const auto path =
        m_rig->folder() + QStringLiteral("/acb/acbd18db4cc2f85cedef654fccc4a4d8.keepcacheblock");
    QCOMPARE(filesBelow(m_rig->folder()), QStringList(path));
    QCOMPARE(modeOf(path), 0600U);
    QCOMPARE(modeOf(m_rig->folder() + QStringLiteral("/acb")), 0700U);
    QCOMPARE(modeOf(m_rig->folder()), 0700U);
    QCOMPARE(modeOf(m_rig->folder() + QStringLiteral("/..")), 0700U);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("foo"));
}

void tst_DiskCache::emptyBlockNeedsNoFile()
{
    const auto cache = m_rig->open();
    QVERIFY(cache->write(Locator(), Bytes()));
    QVERIFY(cache->mayHave(Locator()));
    QCOMPARE(cache->read(Locator())->size(), 0U);
    QCOMPARE(filesBelow(m_rig->folder()), QStringList());
}

void tst_DiskCache::bytesOfAnotherSizeAreRefused()
{
    const auto block = blockNumber(1);
    const auto cache = m_rig->open();
    const auto written = cache->write(block.locator, block.content().slice(0, 999));
    QVERIFY(!written);
    QCOMPARE(written.error().code, Errc::Invalid);
    QCOMPARE(filesBelow(m_rig->folder()), QStringList());
}

void tst_DiskCache::damagedBlockIsDeletedAndNotServed()
{
    const auto block = blockNumber(1, 100'000);
    const auto cache = m_rig->open();
    QVERIFY(cache->write(block.locator, block.content()));
    auto damaged = block.bytes;
    damaged[77'777] = static_cast<char>(damaged[77'777] ^ 1);
    lay(m_rig->pathOf(block), damaged);
    QVERIFY(!cache->read(block.locator));
    QCOMPARE(cache->figures().mismatches, 1U);
    QCOMPARE(cache->figures().layer.hits, 0U);
    QVERIFY(!QFile::exists(m_rig->pathOf(block)));
    QVERIFY(!cache->mayHave(block.locator));
    QCOMPARE(cache->figures().layer.bytes, 0U);
    QVERIFY(cache->write(block.locator, block.content()));
    QVERIFY(serves(*cache, block));
}

void tst_DiskCache::damageDoneLaterIsFoundToo()
{
    const auto block = blockNumber(1);
    const auto cache = m_rig->open();
    QVERIFY(cache->write(block.locator, block.content()));
    QVERIFY(serves(*cache, block));
    auto damaged = block.bytes;
    damaged[0] = static_cast<char>(damaged[0] ^ 1);
    // At once, so that the file may bear the same time; then with the very times that it had.
    lay(m_rig->pathOf(block), damaged);
    QVERIFY(!cache->read(block.locator));
    QVERIFY(cache->write(block.locator, block.content()));
    setAge(m_rig->pathOf(block), 300);
    QVERIFY(serves(*cache, block));
    const auto path = QFile::encodeName(m_rig->pathOf(block));
    struct stat found = {};
    QCOMPARE(::stat(path.constData(), &found), 0);
    lay(m_rig->pathOf(block), damaged);
    const timespec times[2] = {found.st_atim, found.st_mtim};
    QCOMPARE(::utimensat(AT_FDCWD, path.constData(), times, 0), 0);
    QVERIFY(!cache->read(block.locator));
    QCOMPARE(cache->figures().mismatches, 2U);
}

void tst_DiskCache::blockIsVerifiedOnceWhileItsFileStays()
{
    const auto block = blockNumber(1);
    lay(m_rig->pathOf(block), block.bytes);
    setAge(m_rig->pathOf(block), 300);
    const auto cache = m_rig->open();
    for (int i = 0; i < 3; ++i)
        QVERIFY(serves(*cache, block));
    QCOMPARE(cache->figures().verified, 1U);
    QCOMPARE(cache->figures().layer.hits, 3U);
    setAge(m_rig->pathOf(block), 7200); // touched when it is read, which is no reason to verify
    QVERIFY(serves(*cache, block));
    QVERIFY(serves(*cache, block));
    QCOMPARE(cache->figures().verified, 2U);
}

void tst_DiskCache::wrongLocatorDoesNotCostTheBlock()
{
    const auto block = blockNumber(1, 1000);
    lay(m_rig->pathOf(block), block.bytes);
    setAge(m_rig->pathOf(block), 300);
    const auto cache = m_rig->open();
    QVERIFY(serves(*cache, block));
    for (const char* size : {"+999", "+1001", "+67108864"})
        QVERIFY(!cache->read(*Locator::parse(block.locator.hash() + size)));
    QVERIFY(serves(*cache, block));
    QCOMPARE(cache->figures().mismatches, 0U);
}

void tst_DiskCache::blocksOfOtherToolsAreServed()
{
    const auto before = blockNumber(1);
    const auto after = blockNumber(2);
    lay(m_rig->pathOf(before), before.bytes);
    const auto cache = m_rig->open();
    QVERIFY(cache->mayHave(before.locator));
    QVERIFY(serves(*cache, before));
    lay(m_rig->pathOf(after), after.bytes);
    QVERIFY(!cache->mayHave(after.locator));
    QVERIFY(serves(*cache, after));
    QVERIFY(cache->mayHave(after.locator));
    QCOMPARE(cache->figures().layer.blocks, 2U);
    QFile::remove(m_rig->pathOf(before));
    QVERIFY(!cache->read(before.locator));
    QVERIFY(!cache->mayHave(before.locator));
    QCOMPARE(cache->figures().layer.blocks, 1U);
}

void tst_DiskCache::usedBlockIsTouchedOnceAnHour()
{
    const auto block = blockNumber(1);
    lay(m_rig->pathOf(block), block.bytes);
    const auto cache = m_rig->open();
    setAge(m_rig->pathOf(block), 3500);
    QVERIFY(serves(*cache, block));
    QVERIFY(secondsSinceChange(m_rig->pathOf(block)) >= 3500);
    setAge(m_rig->pathOf(block), 3700);
    QVERIFY(serves(*cache, block));
    QVERIFY(secondsSinceChange(m_rig->pathOf(block)) < 100);
}

void tst_DiskCache::removedBlockIsGone()
{
    const auto block = blockNumber(1);
    const auto cache = m_rig->open();
    QVERIFY(cache->write(block.locator, block.content()));
    for (const char* noHash :
         {"", "abc", "../../../../../../../etc/passwd0000", "ABCDEF0123456789ABCDEF0123456789"})
        cache->remove(noHash);
    QVERIFY(serves(*cache, block));
    cache->remove(block.locator.hash());
    QVERIFY(!cache->read(block.locator));
    QCOMPARE(filesBelow(m_rig->folder()), QStringList());
    QCOMPARE(cache->figures().layer.evictions, 0U);
}

void tst_DiskCache::clearingOneCollectionSaysWhatItFreed()
{
    const auto cache = m_rig->open();
    QList<QByteArray> hashes{"no hash", blockNumber(99).locator.hash()};
    for (unsigned i = 0; i < 6; ++i) {
        const auto block = blockNumber(i);
        QVERIFY(cache->write(block.locator, block.content()));
        if (i < 3)
            hashes += block.locator.hash();
    }
    const LockedFile user(m_rig->pathOf(blockNumber(0)));
    const auto removed = cache->removeAll(hashes);
    QCOMPARE(removed.bytes, 2000U);
    QCOMPARE(removed.blocks, 2U);
    QVERIFY(serves(*cache, blockNumber(0)));
    QVERIFY(!cache->read(blockNumber(1).locator));
    QVERIFY(serves(*cache, blockNumber(3)));
    QCOMPARE(cache->figures().layer.blocks, 4U);
}

void tst_DiskCache::clearedCacheIsEmpty()
{
    const auto cache = m_rig->open();
    for (unsigned i = 0; i < 20; ++i)
        QVERIFY(cache->write(blockNumber(i).locator, blockNumber(i).content()));
    lay(m_rig->pathOf(blockNumber(100)), blockNumber(100).bytes); // of another process
    const LockedFile user(m_rig->pathOf(blockNumber(7)));
    cache->clear();
    QCOMPARE(filesBelow(m_rig->folder()), QStringList(m_rig->pathOf(blockNumber(7))));
    QCOMPARE(cache->figures().layer.blocks, 1U);
    QVERIFY(serves(*cache, blockNumber(7)));
}

void tst_DiskCache::nothingStaysOpen()
{
    const auto before = descriptorCount();
    const auto cache = m_rig->open(1 << 20);
    for (unsigned i = 0; i < 400; ++i) {
        const auto block = blockNumber(i);
        QVERIFY(cache->write(block.locator, block.content()));
        QVERIFY(serves(*cache, block));
        QVERIFY(!cache->read(blockNumber(i + 1).locator));
    }
    cache->clear();
    QCOMPARE(descriptorCount(), before);
}

void tst_DiskCache::manyThreadsMayUseIt()
{
    const auto cache = m_rig->open(40 * 8192);
    std::atomic<int> served = 0;
    std::atomic<int> failed = 0;
    std::vector<std::thread> threads;
    for (unsigned t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            std::mt19937 random(t);
            for (int round = 0; round < 400; ++round) {
                const auto block = blockNumber(static_cast<unsigned>(random() % 60), 5000);
                if (random() % 50 == 0)
                    cache->remove(block.locator.hash());
                if (random() % 100 == 0)
                    cache->setLimit((30 + random() % 10) * 8192);
                if (serves(*cache, block))
                    ++served;
                else if (!cache->write(block.locator, block.content()))
                    ++failed;
            }
        });
    for (auto& thread : threads)
        thread.join();
    QVERIFY(served > 0);
    // A block that another thread reads just then cannot go; that all are read is not likely.
    QVERIFY2(failed < 32, qPrintable(QString::number(failed)));
    QVERIFY(cache->figures().layer.evictions > 0);
    QCOMPARE(cache->figures().mismatches, 0U);
    QCOMPARE(temporaryFilesBelow(m_rig->folder()), QStringList());
    cache->setLimit(30 * 8192);
    QVERIFY(filesBelow(m_rig->folder()).size() <= 30);
    cache->clear();
    QCOMPARE(filesBelow(m_rig->folder()), QStringList());
    QCOMPARE(cache->figures().layer.bytes, 0U);
}

QTEST_GUILESS_MAIN(tst_DiskCache)
#include "tst_diskcache.moc"
