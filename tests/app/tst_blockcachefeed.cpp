// SPDX-License-Identifier: Apache-2.0
#include "async/mailbox.h"
#include "blockcachefeed.h"

#include <QtTest>

using namespace arv;

class tst_BlockCacheFeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figuresAreThoseOfTheCache();
    void newsComeWhileItIsWatched();
    void clearedIsClear();
    void whatCannotBeDoneIsSaid();
};

namespace {

// The block of a hundred bytes, whose hash nobody asks here.
void keep(BlockCache& cache)
{
    const auto locator = Locator::parse(QByteArrayLiteral("d41d8cd98f00b204e9800998ecf8427e+100"));
    cache.put(*locator, Bytes(QByteArray(100, 'x')));
}

} // namespace

void tst_BlockCacheFeed::figuresAreThoseOfTheCache()
{
    SharedServices shared;
    const BlockCacheFeed feed(shared);
    keep(shared.blocks);
    const auto& memory = feed.snapshot().cache.memory;
    QCOMPARE(memory.bytes, 100ULL);
    QCOMPARE(memory.blocks, 1ULL);
    QCOMPARE(memory.capacity, BlockCache::defaultCapacity);
}

void tst_BlockCacheFeed::newsComeWhileItIsWatched()
{
    SharedServices shared;
    BlockCacheFeed feed(shared);
    QSignalSpy changed(&feed, &DataFeed::changed);
    feed.watch(true);
    const auto before = changed.size();
    keep(shared.blocks);
    QTRY_COMPARE(changed.size(), before + 1);
    feed.watch(false);
    shared.blocks.clear();
    QCOMPARE(changed.size(), before + 1);
}

void tst_BlockCacheFeed::clearedIsClear()
{
    SharedServices shared;
    BlockCacheFeed feed(shared);
    keep(shared.blocks);
    feed.clear();
    QCOMPARE(feed.snapshot().cache.memory.blocks, 0ULL);
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
