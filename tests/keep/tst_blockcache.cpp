// SPDX-License-Identifier: Apache-2.0
#include "keep/blockcache.h"

#include "keep/md5.h"

#include <QtTest>

#include <thread>

using namespace arv;

namespace {

Locator locatorOf(const QByteArray& data)
{
    return *Locator::parse(md5Hex(data) + '+' + QByteArray::number(data.size()));
}

// A block of so many bytes, unlike those of other letters.
QByteArray block(char letter, int size = 100)
{
    return QByteArray(size, letter);
}

void put(BlockCache& cache, const QByteArray& data)
{
    cache.put(locatorOf(data), Bytes(data));
}

bool has(BlockCache& cache, const QByteArray& data)
{
    return cache.getUncounted(locatorOf(data)).has_value();
}

} // namespace

class tst_BlockCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void blockComesBack();
    void hintsDoNotMatter();
    void leastRecentlyUsedGoesFirst();
    void sumStaysWithinTheLimit();
    void blockBiggerThanTheCacheIsNotKept();
    void wrongSizeIsNeitherKeptNorGiven();
    void evictedBlockLivesWhileItIsHeld();
    void smallerLimitEvictsAtOnce();
    void figuresCount();
    void manyThreadsMayUseIt();
};

void tst_BlockCache::blockComesBack()
{
    BlockCache cache;
    QVERIFY(!has(cache, block('a')));
    put(cache, block('a'));
    QCOMPARE(cache.get(locatorOf(block('a')))->view(), std::string_view(block('a')));
    cache.clear();
    QVERIFY(!has(cache, block('a')));
    QCOMPARE(cache.figures().bytes, 0U);
}

void tst_BlockCache::hintsDoNotMatter()
{
    BlockCache cache;
    put(cache, block('a'));
    const auto hinted = Locator::parse(locatorOf(block('a')).text() + "+Z1");
    QVERIFY(cache.get(*hinted));
}

void tst_BlockCache::leastRecentlyUsedGoesFirst()
{
    BlockCache cache(300);
    for (const char letter : {'a', 'b', 'c'})
        put(cache, block(letter));
    QVERIFY(has(cache, block('a'))); // used again
    put(cache, block('d'));
    QVERIFY(has(cache, block('a')));
    QVERIFY(!has(cache, block('b')));
    QVERIFY(has(cache, block('c')));
}

void tst_BlockCache::sumStaysWithinTheLimit()
{
    BlockCache cache(1000);
    for (int i = 0; i < 26; ++i)
        put(cache, block(static_cast<char>('a' + i), 50 + 10 * i));
    QVERIFY(cache.figures().bytes <= 1000);
    QVERIFY(cache.figures().blocks >= 3);
    put(cache, block('z', 300));
    put(cache, block('z', 300)); // counted once
    QVERIFY(cache.figures().bytes <= 1000);
}

void tst_BlockCache::blockBiggerThanTheCacheIsNotKept()
{
    BlockCache cache(150);
    put(cache, block('a'));
    put(cache, block('b', 151));
    QVERIFY(has(cache, block('a')));
    QVERIFY(!has(cache, block('b', 151)));
}

void tst_BlockCache::wrongSizeIsNeitherKeptNorGiven()
{
    BlockCache cache;
    cache.put(locatorOf(block('a')), Bytes(block('a', 99)));
    QVERIFY(!has(cache, block('a')));
    put(cache, block('a'));
    const auto lying = Locator::parse(md5Hex(block('a')) + "+99");
    QVERIFY(!cache.get(*lying));
}

void tst_BlockCache::evictedBlockLivesWhileItIsHeld()
{
    BlockCache cache(100);
    put(cache, block('a'));
    const auto held = cache.get(locatorOf(block('a')));
    put(cache, block('b'));
    QVERIFY(!has(cache, block('a')));
    QCOMPARE(held->view(), std::string_view(block('a')));
}

void tst_BlockCache::smallerLimitEvictsAtOnce()
{
    BlockCache cache(1000);
    for (const char letter : {'a', 'b', 'c'})
        put(cache, block(letter));
    cache.setCapacity(150);
    QCOMPARE(cache.figures().blocks, 1U);
    QVERIFY(has(cache, block('c')));
}

void tst_BlockCache::figuresCount()
{
    BlockCache cache(200);
    for (const char letter : {'a', 'b', 'c'})
        put(cache, block(letter));
    (void)cache.get(locatorOf(block('a')));
    (void)cache.get(locatorOf(block('b')));
    (void)cache.get(locatorOf(block('c')));
    const auto figures = cache.figures();
    QCOMPARE(figures.bytes, 200U);
    QCOMPARE(figures.capacity, 200U);
    QCOMPARE(figures.blocks, 2U);
    QCOMPARE(figures.hits, 2U);
    QCOMPARE(figures.misses, 1U);
    QCOMPARE(figures.evictions, 1U);
}

void tst_BlockCache::manyThreadsMayUseIt()
{
    BlockCache cache(1000);
    std::vector<std::thread> threads;
    std::atomic<int> wrong = 0;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&cache, &wrong] {
            for (int round = 0; round < 2000; ++round) {
                const auto data = block(static_cast<char>('a' + round % 20));
                put(cache, data);
                const auto found = cache.get(locatorOf(data));
                if (found && found->view() != std::string_view(data))
                    ++wrong;
            }
        });
    for (auto& thread : threads)
        thread.join();
    QCOMPARE(wrong.load(), 0);
    QVERIFY(cache.figures().bytes <= 1000);
}

QTEST_GUILESS_MAIN(tst_BlockCache)
#include "tst_blockcache.moc"
