// SPDX-License-Identifier: Apache-2.0
#include "blockstorefeed.h"

#include "support/accountrig.h"
#include "support/homeworld.h"
#include "support/inprocessmount.h"

#include <QtTest>

using namespace arv;

class tst_BlockStoreFeed : public QObject
{
    Q_OBJECT

private:
    // Reads a file through a mount of its own, so that the kernel has nothing of it.
    void readAnew(SharedServices& shared, const test::DemoAccount& account, const QString& path);
    [[nodiscard]] std::size_t askedFor(test::DemoAccount& account, const std::string& hash) const;

    Mailbox m_mailbox;

private Q_SLOTS:
    void figuresAreThoseOfTheCache();
    void newsComeWhileItIsWatched();
    void pauseAndLimitAreSeenAtOnceByAll();
    void clearedCollectionIsFetchedAgainAndAnotherIsNot_data();
    void clearedCollectionIsFetchedAgainAndAnotherIsNot();
    void whatCannotBeDoneIsSaid();
    void nothingToRemoveIsSaid();
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

void tst_BlockStoreFeed::readAnew(SharedServices& shared, const test::DemoAccount& account,
                                  const QString& path)
{
    test::InProcessMount mount(shared, account.credentials());
    QVERIFY2(mount.mount(), mount.complaint().constData());
    const auto read = test::run(QStringLiteral("cat"), {mount.path(path)});
    QCOMPARE(read.out, test::HomeWorld::bytesOf(path.section(u'/', -1)));
}

std::size_t tst_BlockStoreFeed::askedFor(test::DemoAccount& account, const std::string& hash) const
{
    const auto seen = account.cluster.requestsSeen();
    return static_cast<std::size_t>(std::count_if(seen.begin(), seen.end(), [&](const auto& line) {
        return line.find(hash) != std::string::npos;
    }));
}

void tst_BlockStoreFeed::clearedCollectionIsFetchedAgainAndAnotherIsNot_data()
{
    QTest::addColumn<bool>("onDisk");
    QTest::newRow("in memory") << false;
    QTest::newRow("on the disk too") << true;
}

void tst_BlockStoreFeed::clearedCollectionIsFetchedAgainAndAnotherIsNot()
{
    QFETCH(bool, onDisk);
    test::DemoAccount account;
    test::HomeWorld world(account);
    world.addCollection(QStringLiteral("one"), {QStringLiteral("one.bin")});
    world.addCollection(QStringLiteral("two"), {QStringLiteral("two.bin")});
    const QTemporaryDir folder;
    auto settings = inMemory(200 * MiB);
    settings.useDisk = onDisk;
    settings.folder = folder.path();
    SharedServices shared(settings);
    BlockStoreFeed feed(shared);
    const QSignalSpy told(&feed, &DataFeed::told);
    const QSignalSpy complained(&feed, &DataFeed::complained);
    test::AccountRig rig(account);
    QVERIFY(rig.opensTo(AccountSnapshot::State::SignedIn));
    readAnew(shared, account, QStringLiteral("one/one.bin"));
    readAnew(shared, account, QStringLiteral("two/two.bin"));
    QTRY_COMPARE(feed.snapshot().cache.disk.blocks, onDisk ? 2ULL : 0ULL);
    account.cluster.forgetRequestsSeen();
    const auto uuid = QString::fromStdString(world.uuidOf(QStringLiteral("one")));
    feed.clearCollection(*rig.controller, uuid);
    QTRY_COMPARE(told.size() + complained.size(), 1);
    QVERIFY2(complained.isEmpty(), qPrintable(complained.value(0).value(0).toString()));
    const auto sentence = told.first().first().toString();
    QVERIFY2(sentence.contains(uuid), qPrintable(sentence));
    QVERIFY2(sentence.contains(QStringLiteral("1 (293")), qPrintable(sentence)); // 300000 bytes
    QCOMPARE(sentence.count(QStringLiteral("1 (293")), onDisk ? 2 : 1);
    QCOMPARE(feed.snapshot().cache.memory.blocks, 1ULL);
    QCOMPARE(feed.snapshot().cache.disk.blocks, onDisk ? 1ULL : 0ULL);
    readAnew(shared, account, QStringLiteral("one/one.bin"));
    readAnew(shared, account, QStringLiteral("two/two.bin"));
    QCOMPARE(askedFor(account, world.hashOf(QStringLiteral("one.bin"))), 1U);
    QCOMPARE(askedFor(account, world.hashOf(QStringLiteral("two.bin"))), 0U);
}

void tst_BlockStoreFeed::whatCannotBeDoneIsSaid()
{
    const test::DemoAccount account;
    test::AccountRig rig(account);
    QVERIFY(rig.opensTo(AccountSnapshot::State::SignedIn));
    SharedServices shared;
    BlockStoreFeed feed(shared);
    const QSignalSpy told(&feed, &DataFeed::told);
    const QSignalSpy complained(&feed, &DataFeed::complained);
    feed.clearCollection(*rig.controller, QStringLiteral("zzzzz-4zz18-nosuch\u202Euchnos"));
    QTRY_COMPARE(complained.size(), 1);
    const auto sentence = complained.first().first().toString();
    QVERIFY2(sentence.contains(rig.settings.host), qPrintable(sentence));
    QVERIFY(!sentence.contains(QChar(0x202e)));
    QVERIFY(told.isEmpty());
}

void tst_BlockStoreFeed::nothingToRemoveIsSaid()
{
    test::DemoAccount account;
    test::HomeWorld world(account);
    const auto uuid = world.addCollection(QStringLiteral("one"), {QStringLiteral("one.bin")});
    test::AccountRig rig(account);
    QVERIFY(rig.opensTo(AccountSnapshot::State::SignedIn));
    SharedServices shared;
    BlockStoreFeed feed(shared);
    const QSignalSpy told(&feed, &DataFeed::told);
    feed.clearCollection(*rig.controller, QString::fromStdString(uuid));
    QTRY_COMPARE(told.size(), 1);
    const auto sentence = told.first().first().toString();
    QVERIFY2(sentence.contains(QStringLiteral("Nothing")), qPrintable(sentence));
}

QTEST_GUILESS_MAIN(tst_BlockStoreFeed)
#include "tst_blockstorefeed.moc"
