// SPDX-License-Identifier: Apache-2.0
#include "blockcachefeed.h"

#include <QtTest>

using namespace arv;

class tst_BlockCacheFeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figuresAreThoseOfTheCache();
    void newsComeWhileItIsWatched();
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

void tst_BlockCacheFeed::figuresAreThoseOfTheCache()
{
    SharedServices shared(inMemory(100 * MiB));
    const BlockCacheFeed feed(shared);
    QCOMPARE(feed.snapshot().cache.memory.capacity, 100 * MiB);
    QCOMPARE(feed.snapshot().cache.memory.blocks, 0ULL);
}

void tst_BlockCacheFeed::newsComeWhileItIsWatched()
{
    SharedServices shared(inMemory(100 * MiB));
    BlockCacheFeed feed(shared);
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

void tst_BlockCacheFeed::whatCannotBeDoneIsSaid()
{
    SharedServices shared;
    BlockCacheFeed feed(shared);
    QSignalSpy complained(&feed, &DataFeed::complained);
    feed.setPaused(true);
    feed.setLimit(1 << 20);
    feed.clearCollection({}, {}, {});
    QCOMPARE(complained.size(), 3);
    QVERIFY(!feed.snapshot().transfers.isPaused);
    QCOMPARE(feed.snapshot().transfers.limit, 0ULL);
}

QTEST_GUILESS_MAIN(tst_BlockCacheFeed)
#include "tst_blockcachefeed.moc"
