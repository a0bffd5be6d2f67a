// SPDX-License-Identifier: Apache-2.0
// What goes from the block cache on disk, and when: its limit, and the disk's.
#include "keep/diskcache.h"

#include "keep/diskcacherig.h"
#include "support/fakeclock.h"
#include "support/smalldisk.h"

#include <QtTest>

#include <ctime>

using namespace arv;
using namespace arv::test;

class tst_DiskCacheLimits : public QObject
{
    Q_OBJECT

private:
    static constexpr std::uint64_t page = 4096; // what each block of these tests takes

    static bool write(DiskCache& cache, unsigned first, unsigned last)
    {
        for (unsigned i = first; i <= last; ++i) {
            const auto block = blockNumber(i);
            if (!cache.write(block.locator, block.content()))
                return false;
        }
        return true;
    }
    QList<unsigned> numbersOnDisk(unsigned among) const
    {
        QList<unsigned> numbers;
        for (unsigned i = 0; i < among; ++i) {
            if (QFile::exists(m_rig->pathOf(blockNumber(i))))
                numbers += i;
        }
        return numbers;
    }

    std::unique_ptr<DiskCacheRig> m_rig;

private Q_SLOTS:
    void init() { m_rig = std::make_unique<DiskCacheRig>(); }

    void defaultLimitDependsOnTheDisk_data();
    void defaultLimitDependsOnTheDisk();
    void leastRecentlyUsedGoesFirst();
    void evictionGoesOnToTheLowWaterMark();
    void limitIsKeptWhateverComes();
    void blockThatIsBiggerThanTheLimitIsNotKept();
    void newestSurviveARestartWithRoomForFewer();
    void orderOfUseSurvivesARestart();
    void limitCanBeLoweredAndRaised();
    void booksAreBounded();
    void othersBlocksAreNoticedInTime();
    void fullDiskMakesRoomOrSaysSo();
    void othersKeepTheirShareOfTheDisk();
    void readOnlyDiskIsOneClearError();
    void manyBlocksAreTakenOverQuickly();
};

void tst_DiskCacheLimits::defaultLimitDependsOnTheDisk_data()
{
    constexpr quint64 mib = 1 << 20;
    constexpr quint64 gib = 1 << 30;
    constexpr quint64 all = std::numeric_limits<quint64>::max();
    QTest::addColumn<quint64>("total");
    QTest::addColumn<quint64>("available");
    QTest::addColumn<quint64>("used");
    QTest::addColumn<quint64>("limit");
    QTest::newRow("a tenth of the disk") << 100 * gib << 90 * gib << quint64{0} << 10 * gib;
    QTest::newRow("a quarter of what is free") << 100 * gib << 20 * gib << quint64{0} << 5 * gib;
    QTest::newRow("what it has is as good as free") << 100 * gib << 8 * gib << 12 * gib << 5 * gib;
    QTest::newRow("no more than 64 GiB") << 10000 * gib << 9000 * gib << quint64{0} << 64 * gib;
    QTest::newRow("no less than 256 MiB") << 1 * gib << quint64{0} << quint64{0} << 256 * mib;
    QTest::newRow("nothing is known") << all << all << 5 * gib << 64 * gib;
}

void tst_DiskCacheLimits::defaultLimitDependsOnTheDisk()
{
    QFETCH(quint64, total);
    QFETCH(quint64, available);
    QFETCH(quint64, used);
    QFETCH(quint64, limit);
    QCOMPARE(DiskCache::defaultLimit(total, available, used), limit);
}

void tst_DiskCacheLimits::leastRecentlyUsedGoesFirst()
{
    const auto cache = m_rig->open(5 * page);
    QVERIFY(write(*cache, 0, 4));
    QVERIFY(serves(*cache, blockNumber(0)));
    QVERIFY(write(*cache, 1, 1)); // is there already, and used by that
    cache->noteUse(blockNumber(2).locator);
    QVERIFY(write(*cache, 5, 5));
    QCOMPARE(numbersOnDisk(6), QList<unsigned>({0, 1, 2, 5}));
}

void tst_DiskCacheLimits::evictionGoesOnToTheLowWaterMark()
{
    const auto cache = m_rig->open(100 * page);
    QVERIFY(write(*cache, 0, 99));
    QCOMPARE(cache->figures().layer.evictions, 0U);
    QCOMPARE(cache->figures().layer.bytes, 100 * page);
    QVERIFY(write(*cache, 100, 100));
    QCOMPARE(cache->figures().layer.evictions, 6U);
    QCOMPARE(cache->figures().layer.bytes, 95 * page);
    QVERIFY(write(*cache, 101, 105));
    QCOMPARE(cache->figures().layer.evictions, 6U);
    QCOMPARE(filesBelow(m_rig->folder()).size(), 100);
}

void tst_DiskCacheLimits::limitIsKeptWhateverComes()
{
    constexpr std::uint64_t limit = 1 << 20;
    const auto cache = m_rig->open(limit);
    std::mt19937 random(1);
    for (unsigned i = 0; i < 300; ++i) {
        const auto block = blockNumber(i, 1 + random() % 200'000);
        QVERIFY(cache->write(block.locator, block.content()));
        qint64 bytes = 0;
        for (const auto& path : filesBelow(m_rig->folder()))
            bytes += QFileInfo(path).size();
        QVERIFY(bytes <= static_cast<qint64>(limit));
        QVERIFY(serves(*cache, block));
    }
}

void tst_DiskCacheLimits::blockThatIsBiggerThanTheLimitIsNotKept()
{
    const auto cache = m_rig->open(5 * page);
    QVERIFY(write(*cache, 0, 3));
    const auto block = blockNumber(10, 5 * page + 1);
    QVERIFY(cache->write(block.locator, block.content()));
    QCOMPARE(numbersOnDisk(4).size(), 4);
    QCOMPARE(filesBelow(m_rig->folder()).size(), 4);
    const auto exact = blockNumber(11, 5 * page);
    QVERIFY(cache->write(exact.locator, exact.content()));
    QCOMPARE(filesBelow(m_rig->folder()), QStringList(m_rig->pathOf(exact)));
}

void tst_DiskCacheLimits::newestSurviveARestartWithRoomForFewer()
{
    // Laid down in another order than they were used in.
    for (const unsigned i : {7U, 3U, 9U, 0U, 1U, 8U, 2U, 6U, 4U, 5U}) {
        lay(m_rig->pathOf(blockNumber(i)), blockNumber(i).bytes);
        setAge(m_rig->pathOf(blockNumber(i)), 100 * static_cast<int>(10 - i));
    }
    const auto cache = m_rig->open(4 * page);
    QCOMPARE(numbersOnDisk(10), QList<unsigned>({7, 8, 9}));
    QVERIFY(write(*cache, 10, 11));
    QCOMPARE(numbersOnDisk(12), QList<unsigned>({9, 10, 11}));
}

void tst_DiskCacheLimits::orderOfUseSurvivesARestart()
{
    for (unsigned i = 0; i < 4; ++i) {
        lay(m_rig->pathOf(blockNumber(i)), blockNumber(i).bytes);
        setAge(m_rig->pathOf(blockNumber(i)), 7200 + static_cast<int>(i));
    }
    QVERIFY(serves(*m_rig->open(), blockNumber(3))); // the oldest of them
    const auto cache = m_rig->open(2 * page);
    QCOMPARE(numbersOnDisk(4), QList<unsigned>({3}));
}

void tst_DiskCacheLimits::limitCanBeLoweredAndRaised()
{
    const auto cache = m_rig->open(100 * page);
    QVERIFY(write(*cache, 0, 49));
    cache->setLimit(20 * page);
    QCOMPARE(cache->figures().layer.capacity, 20 * page);
    QCOMPARE(cache->figures().layer.blocks, 19U);
    QCOMPARE(numbersOnDisk(50).first(), 31U);
    cache->setLimit(60 * page);
    QVERIFY(write(*cache, 50, 89));
    QCOMPARE(cache->figures().layer.blocks, 59U);
    cache->setLimit(1);
    QCOMPARE(filesBelow(m_rig->folder()), QStringList());
    cache->setLimit(0);
    QVERIFY(cache->figures().layer.capacity >= 256 << 20);
}

void tst_DiskCacheLimits::booksAreBounded()
{
    for (unsigned i = 0; i < 100; ++i) {
        lay(m_rig->pathOf(blockNumber(i)), blockNumber(i).bytes);
        setAge(m_rig->pathOf(blockNumber(i)), 1000 - static_cast<int>(i));
    }
    auto settings = m_rig->settings(1000 * page);
    settings.mostBlocks = 20;
    const auto cache = m_rig->open(settings);
    QCOMPARE(numbersOnDisk(100).size(), 19);
    QCOMPARE(numbersOnDisk(100).first(), 81U);
    QVERIFY(write(*cache, 100, 100));
    QCOMPARE(cache->figures().layer.blocks, 20U);
    QVERIFY(write(*cache, 101, 101));
    QCOMPARE(cache->figures().layer.blocks, 19U);
}

// Two blocks of one part of the folder: the first three digits of their hashes are the same.
void tst_DiskCacheLimits::othersBlocksAreNoticedInTime()
{
    const auto clock = std::make_shared<FakeClock>();
    auto settings = m_rig->settings(1000 * page);
    settings.clock = clock;
    const auto cache = m_rig->open(settings);
    QHash<QByteArray, unsigned> byPart;
    std::optional<std::pair<unsigned, unsigned>> pair;
    for (unsigned i = 0; !pair; ++i) {
        const auto part = blockNumber(i).locator.hash().left(3);
        if (byPart.contains(part))
            pair.emplace(byPart.value(part), i);
        byPart.insert(part, i);
    }
    const auto others = blockNumber(pair->first);
    lay(m_rig->pathOf(others), others.bytes);
    QVERIFY(write(*cache, pair->second, pair->second));
    QCOMPARE(cache->figures().layer.blocks, 1U);
    cache->remove(blockNumber(pair->second).locator.hash());
    clock->advance(std::chrono::minutes(11));
    QVERIFY(write(*cache, pair->second, pair->second));
    QVERIFY(cache->mayHave(others.locator));
    QCOMPARE(cache->figures().layer.blocks, 2U);
}

void tst_DiskCacheLimits::fullDiskMakesRoomOrSaysSo()
{
    const SmallDisk disk(2 << 20);
    if (!disk.isThere())
        QSKIP(qPrintable(disk.trouble()));
    auto settings = m_rig->settings(64 << 20);
    settings.folder = disk.path() + QStringLiteral("/keep");
    const auto cache = m_rig->open(settings);
    for (unsigned i = 0; i < 40; ++i) {
        const auto block = blockNumber(i, 200'000);
        const auto written = cache->write(block.locator, block.content());
        QVERIFY2(written, qPrintable(written ? QString() : written.error().text));
        QVERIFY(serves(*cache, block));
    }
    QVERIFY(cache->figures().layer.blocks >= 5);
    cache->clear();
    QFile filler(disk.path() + QStringLiteral("/filler"));
    QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    while (filler.write(QByteArray(4096, 'x')) > 0)
        continue;
    const auto block = blockNumber(100, 200'000);
    const auto written = cache->write(block.locator, block.content());
    QVERIFY(!written);
    QVERIFY2(written.error().text.contains(settings.folder), qPrintable(written.error().text));
    QVERIFY2(written.error().text.contains(QStringLiteral("No space left")),
             qPrintable(written.error().text));
    QCOMPARE(filesBelow(settings.folder), QStringList());
    QVERIFY(filler.resize(0));
    QVERIFY(cache->write(block.locator, block.content()));
    QVERIFY(serves(*cache, block));
}

void tst_DiskCacheLimits::othersKeepTheirShareOfTheDisk()
{
    const SmallDisk disk(8 << 20);
    if (!disk.isThere())
        QSKIP(qPrintable(disk.trouble()));
    auto settings = m_rig->settings(64 << 20);
    settings.folder = disk.path() + QStringLiteral("/keep");
    settings.keepFree = 3 << 20;
    const auto cache = m_rig->open(settings);
    const auto free = [&disk] { return QStorageInfo(disk.path()).bytesAvailable(); };
    for (unsigned i = 0; i < 40; ++i) {
        const auto block = blockNumber(i, 500'000);
        QVERIFY(cache->write(block.locator, block.content()));
        QVERIFY(free() >= 3 << 20);
    }
    QVERIFY(cache->figures().layer.blocks >= 8);
    lay(disk.path() + QStringLiteral("/others"), QByteArray(6 << 20, 'x').left(free()));
    const auto block = blockNumber(100, 500'000);
    const auto written = cache->write(block.locator, block.content());
    if (!written) {
        QVERIFY(written.error().text.contains(settings.folder));
        QCOMPARE(filesBelow(settings.folder), QStringList());
    } else {
        QVERIFY(free() >= 3 << 20);
    }
}

void tst_DiskCacheLimits::readOnlyDiskIsOneClearError()
{
    const SmallDisk disk(2 << 20);
    if (!disk.isThere())
        QSKIP(qPrintable(disk.trouble()));
    auto settings = m_rig->settings(64 << 20);
    settings.folder = disk.path() + QStringLiteral("/keep");
    const auto cache = m_rig->open(settings);
    QVERIFY(write(*cache, 0, 3));
    QVERIFY(disk.makeReadOnly());
    const auto before = filesBelow(disk.path());
    const auto block = blockNumber(10);
    const auto written = cache->write(block.locator, block.content());
    QVERIFY(!written);
    QCOMPARE(written.error().code, Errc::ReadOnly);
    QVERIFY2(written.error().text.contains(settings.folder), qPrintable(written.error().text));
    QVERIFY(serves(*cache, blockNumber(1)));
    cache->setLimit(page);
    cache->clear();
    QCOMPARE(filesBelow(disk.path()), before);
    const auto again = DiskCache::open(settings, m_rig->buffers());
    QVERIFY(!again);
    QCOMPARE(again.error().code, Errc::ReadOnly);
    settings.folder += QStringLiteral("/new");
    QVERIFY(!DiskCache::open(settings, m_rig->buffers()));
}

// 100,000 in the long form.
void tst_DiskCacheLimits::manyBlocksAreTakenOverQuickly()
{
    const unsigned many = qEnvironmentVariableIsSet("ARV_LONG") ? 100'000 : 2000;
    for (unsigned i = 0; i < many; ++i)
        lay(m_rig->pathOf(blockNumber(i, 8)), blockNumber(i, 8).bytes);
    const auto begin = std::clock(); // of the processor: others may be busy meanwhile
    const auto cache = m_rig->open(std::uint64_t{64} << 30);
    const long took = (std::clock() - begin) * 1000 / CLOCKS_PER_SEC;
    QCOMPARE(cache->figures().layer.blocks, many);
    qInfo("%u blocks taken over in %ld ms", many, took);
    QVERIFY(took < 10'000);
    QVERIFY(serves(*cache, blockNumber(many / 2, 8)));
}

QTEST_GUILESS_MAIN(tst_DiskCacheLimits)
#include "tst_diskcachelimits.moc"
