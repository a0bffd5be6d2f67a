// SPDX-License-Identifier: Apache-2.0
#include "timeseries.h"

#include <QtTest>

#include <limits>

using namespace arv;

class tst_TimeSeries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheNewestPointsOnly();
    void timesNeverGoBack();
    void whatIsNoNumberMakesAGap();
    void gapsInARowAreOne();
    void neighboursSkipGaps();
    void nearestIsMeasured();
    void columnsKeepPeaks();
    void columnsAfterAGapAreNotJoined();
    void linesReachTheEdges();
    void pointsFarOutsideDoNotOverflow();
    void emptyRangesHaveNoColumns();
};

void tst_TimeSeries::keepsTheNewestPointsOnly()
{
    TimeSeries series(3);
    for (int i = 0; i < 10; ++i)
        series.add(i, i);
    QCOMPARE(series.size(), std::size_t(3));
    QCOMPARE(series.at(0).value, 7.0);
    QCOMPARE(series.latest()->value, 9.0);
}

void tst_TimeSeries::timesNeverGoBack()
{
    TimeSeries series(10);
    series.add(100, 1);
    series.add(50, 2);
    QCOMPARE(series.at(1).when, 100);
}

void tst_TimeSeries::whatIsNoNumberMakesAGap()
{
    TimeSeries series(10);
    series.add(1, 1);
    series.add(2, std::numeric_limits<double>::infinity());
    QVERIFY(!series.latest());
    QCOMPARE(series.greatestSince(0), 1.0);
}

void tst_TimeSeries::gapsInARowAreOne()
{
    TimeSeries series(10);
    series.addGap(0);
    QCOMPARE(series.size(), std::size_t(0));
    series.add(1, 1);
    series.addGap(2);
    series.addGap(3);
    QCOMPARE(series.size(), std::size_t(2));
}

void tst_TimeSeries::neighboursSkipGaps()
{
    TimeSeries series(10);
    series.add(10, 1);
    series.addGap(20);
    series.add(30, 3);
    QCOMPARE(series.before(30)->when, 10);
    QCOMPARE(series.after(10)->when, 30);
    QVERIFY(!series.before(10));
    QVERIFY(!series.after(30));
}

void tst_TimeSeries::nearestIsMeasured()
{
    TimeSeries series(10);
    QVERIFY(!series.nearest(5));
    series.add(10, 1);
    series.addGap(20);
    series.add(30, 3);
    QCOMPARE(series.nearest(0)->when, 10);
    QCOMPARE(series.nearest(10)->when, 10);
    QCOMPARE(series.nearest(21)->when, 30);
    QCOMPARE(series.nearest(99)->when, 30);
}

void tst_TimeSeries::columnsKeepPeaks()
{
    TimeSeries series(1000);
    for (int i = 0; i < 1000; ++i)
        series.add(i, i == 555 ? 100 : i == 777 ? -5 : 1);
    const auto columns = series.columns(0, 1000, 10);
    QCOMPARE(columns.size(), 10);
    QCOMPARE(columns.at(5).high, 100.0);
    QCOMPARE(columns.at(5).low, 1.0);
    QCOMPARE(columns.at(7).low, -5.0);
    QCOMPARE(columns.at(4).high, 1.0);
}

void tst_TimeSeries::columnsAfterAGapAreNotJoined()
{
    TimeSeries series(10);
    series.add(10, 1);
    series.add(20, 1);
    series.addGap(30);
    series.add(40, 1);
    const auto columns = series.columns(0, 100, 100);
    QCOMPARE(columns.size(), 3);
    QVERIFY(columns.at(0).afterGap);
    QVERIFY(!columns.at(1).afterGap);
    QVERIFY(columns.at(2).afterGap);
}

void tst_TimeSeries::linesReachTheEdges()
{
    TimeSeries series(10);
    for (const int when : {0, 90, 150, 210, 300})
        series.add(when, when);
    const auto columns = series.columns(100, 200, 100);
    QCOMPARE(columns.size(), 3);
    QCOMPARE(columns.first().x, -10);
    QCOMPARE(columns.last().x, 110);
}

void tst_TimeSeries::pointsFarOutsideDoNotOverflow()
{
    TimeSeries series(10);
    series.add(std::numeric_limits<qint64>::min() / 4, 1);
    series.add(1000, 2);
    const auto columns = series.columns(999, 1001, 2);
    QCOMPARE(columns.size(), 2);
    QCOMPARE(columns.first().x, -20);
}

void tst_TimeSeries::emptyRangesHaveNoColumns()
{
    TimeSeries series(10);
    series.add(5, 1);
    QVERIFY(series.columns(5, 5, 10).isEmpty());
    QVERIFY(series.columns(0, 10, 0).isEmpty());
    QVERIFY(TimeSeries(0).columns(0, 10, 10).isEmpty());
}

QTEST_APPLESS_MAIN(tst_TimeSeries)
#include "tst_timeseries.moc"
