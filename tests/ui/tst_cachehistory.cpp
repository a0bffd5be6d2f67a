// SPDX-License-Identifier: Apache-2.0
#include "cachehistory.h"

#include <QtTest>

using namespace arv;

namespace {

CacheFigures totals(std::uint64_t hits, std::uint64_t misses, std::uint64_t evictions)
{
    CacheFigures figures;
    figures.bytes = 1000;
    figures.cap = 5000;
    figures.hits = hits;
    figures.misses = misses;
    figures.evictions = evictions;
    return figures;
}

} // namespace

class tst_CacheHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ratesAreDifferencesOfTotals();
    void firstFiguresHaveNoRate();
    void quickFiguresAreGathered();
    void restartMakesAGapAndNoNegativeRate();
    void silenceMakesAGap();
    void interruptedIsNotJoined();
    void evictionsOfTheLastMinuteAreCounted();
    void evictionsBeforeARestartDoNotCount();
};

void tst_CacheHistory::ratesAreDifferencesOfTotals()
{
    CacheHistory history;
    history.record(0, totals(100, 10, 5));
    history.record(2000, totals(300, 11, 5));
    QCOMPARE(history.hits().latest()->value, 100.0);
    QCOMPARE(history.misses().latest()->value, 0.5);
    QCOMPARE(history.evictions().latest()->value, 0.0);
    QCOMPARE(history.bytes().latest()->value, 1000.0);
    QCOMPARE(history.cap().latest()->value, 5000.0);
}

void tst_CacheHistory::firstFiguresHaveNoRate()
{
    CacheHistory history;
    QVERIFY(history.record(0, totals(1'000'000, 0, 0)));
    QCOMPARE(history.bytes().size(), std::size_t(1));
    QCOMPARE(history.hits().size(), std::size_t(0));
}

void tst_CacheHistory::quickFiguresAreGathered()
{
    CacheHistory history;
    int points = 0;
    for (std::uint64_t i = 0; i <= 50; ++i)
        points += history.record(static_cast<qint64>(i) * 200, totals(i * 10, 0, 0));
    QCOMPARE(points, 11);
    QCOMPARE(history.hits().latest()->value, 50.0);
}

void tst_CacheHistory::restartMakesAGapAndNoNegativeRate()
{
    CacheHistory history;
    history.record(0, totals(1000, 100, 10));
    history.record(1000, totals(2000, 100, 10));
    history.record(2000, totals(5, 1, 0));
    QVERIFY(!history.hits().latest());
    history.record(3000, totals(15, 1, 0));
    QCOMPARE(history.hits().latest()->value, 10.0);
    for (std::size_t i = 0; i < history.hits().size(); ++i)
        QVERIFY(history.hits().at(i).isGap() || history.hits().at(i).value >= 0);
    bool hasGap = false;
    for (std::size_t i = 0; i < history.bytes().size(); ++i)
        hasGap |= history.bytes().at(i).isGap();
    QVERIFY(hasGap);
}

void tst_CacheHistory::silenceMakesAGap()
{
    CacheHistory history;
    history.record(0, totals(0, 0, 0));
    history.record(60'000, totals(1'000'000, 0, 0));
    QVERIFY(!history.hits().latest());
    QCOMPARE(history.bytes().size(), std::size_t(3));
}

void tst_CacheHistory::interruptedIsNotJoined()
{
    CacheHistory history;
    history.record(0, totals(0, 0, 0));
    history.interrupt(1000);
    history.interrupt(2000);
    history.record(2100, totals(1000, 0, 0));
    QCOMPARE(history.bytes().size(), std::size_t(3));
    QVERIFY(history.bytes().at(1).isGap());
    QCOMPARE(history.hits().size(), std::size_t(0));
}

void tst_CacheHistory::evictionsOfTheLastMinuteAreCounted()
{
    CacheHistory history;
    QCOMPARE(history.evictionsSince(0), 0U);
    for (std::uint64_t i = 0; i <= 120; ++i)
        history.record(static_cast<qint64>(i) * 1000, totals(0, 0, i * 3));
    QCOMPARE(history.evictionsSince(60'000), 180U);
}

void tst_CacheHistory::evictionsBeforeARestartDoNotCount()
{
    CacheHistory history;
    history.record(0, totals(0, 0, 500));
    history.record(1000, totals(0, 0, 900));
    history.record(2000, totals(0, 0, 1));
    history.record(3000, totals(0, 0, 4));
    QCOMPARE(history.evictionsSince(0), 3U);
}

QTEST_APPLESS_MAIN(tst_CacheHistory)
#include "tst_cachehistory.moc"
