// SPDX-License-Identifier: Apache-2.0
#include "blockstorefeed.h"

#include <QtTest>

using namespace arv;

class tst_BlockStoreFeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figuresAreThoseOfTheCache();
    void newsComeWhileItIsWatched();
    void pauseAndLimitAreSeenAtOnceByAll();
    void whatCannotBeDoneIsSaid();
};

namespace {

constexpr std::uint64_t MiB = 1ULL << 20;

BlockCacheSettings inMemory(std::uint64_t bytes)
{
    BlockCacheSettings settings;
    settings.memory = bytes;
    return settings;
}

} // namespace

void tst_BlockStoreFeed::figuresAreThoseOfTheCache()
{
    SharedServices shared(inMemory(100 * MiB));
    const BlockStoreFeed feed(shared);
    QCOMPARE(feed.snapshot().cache.memory.capacity, 100 * MiB);
    QCOMPARE(feed.snapshot().cache.memory.blocks, 0ULL);
}

void tst_BlockStoreFeed::newsComeWhileItIsWatched()
{
    SharedServices shared(inMemory(100 * MiB));
    BlockStoreFeed feed(shared);
    QSignalSpy changed(&feed, &DataFeed::changed);
    feed.watch(true);
    const auto before = changed.size();
    shared.blocks.setMemory(200 * MiB);
    QTRY_COMPARE(changed.size(), before + 1);
    QCOMPARE(feed.snapshot().cache.memory.capacity, 200 * MiB);
    feed.watch(false);
    shared.blocks.setMemory(300 * MiB);
    QCOMPARE(changed.size(), before + 1);
}

void tst_BlockStoreFeed::pauseAndLimitAreSeenAtOnceByAll()
{
    SharedServices shared;
    BlockStoreFeed feed(shared);
    QSignalSpy changed(&feed, &DataFeed::changed);
    feed.setPaused(true);
    QCOMPARE(changed.size(), 1); // nobody watches
    QVERIFY(feed.snapshot().transfers.isPaused);
    feed.setLimit(1 << 20);
    QCOMPARE(changed.size(), 2);
    QCOMPARE(feed.snapshot().transfers.limit, 1ULL << 20);
    feed.setPaused(false);
    QVERIFY(!feed.snapshot().transfers.isPaused);
}

void tst_BlockStoreFeed::whatCannotBeDoneIsSaid()
{
    SharedServices shared;
    BlockStoreFeed feed(shared);
    QSignalSpy complained(&feed, &DataFeed::complained);
    feed.clearCollection({}, {}, {});
    QCOMPARE(complained.size(), 1);
}

QTEST_GUILESS_MAIN(tst_BlockStoreFeed)
#include "tst_blockstorefeed.moc"
