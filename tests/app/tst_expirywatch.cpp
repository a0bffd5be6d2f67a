// SPDX-License-Identifier: Apache-2.0
#include "expirywatch.h"

#include <QtTest>

using namespace arv;
using namespace std::chrono_literals;

class tst_ExpiryWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void warningsComeSevenDaysOneDayAndOneHourBefore_data();
    void warningsComeSevenDaysOneDayAndOneHourBefore();
    void tokenThatEndsSoonIsWarnedOfOnce();
    void newTokenHasItsOwnWarnings();
    void tokenWithoutEndIsNotWarnedOf();
    void clockIsLookedAtWhenTheTimeComes();
};

void tst_ExpiryWatch::warningsComeSevenDaysOneDayAndOneHourBefore_data()
{
    QTest::addColumn<qint64>("left"); // seconds
    QTest::addColumn<int>("warnings");
    QTest::addColumn<qint64>("next"); // seconds; -1: none
    const qint64 day = 86400;
    QTest::newRow("far away") << 30 * day << 0 << 23 * day;
    QTest::newRow("seven days") << 7 * day << 1 << 6 * day;
    QTest::newRow("two days") << 2 * day << 1 << day;
    QTest::newRow("one day") << day << 2 << day - 3600;
    QTest::newRow("one hour") << qint64(3600) << 3 << qint64(-1);
    QTest::newRow("over") << -day << 3 << qint64(-1);
}

void tst_ExpiryWatch::warningsComeSevenDaysOneDayAndOneHourBefore()
{
    QFETCH(qint64, left);
    QFETCH(int, warnings);
    QFETCH(qint64, next);
    const QDateTime now(QDate(2026, 3, 1), QTime(12, 0), Qt::UTC);
    const auto due = ExpiryWatch::dueAt(now, now.addSecs(left));
    QCOMPARE(due.warnings, warnings);
    QCOMPARE(due.next ? std::chrono::duration_cast<std::chrono::seconds>(*due.next).count() : -1,
             next);
}

void tst_ExpiryWatch::tokenThatEndsSoonIsWarnedOfOnce()
{
    ExpiryWatch watch;
    QSignalSpy warned(&watch, &ExpiryWatch::soonOver);
    const auto expires = QDateTime::currentDateTimeUtc().addDays(2);
    watch.follow(QStringLiteral("a"), expires);
    watch.follow(QStringLiteral("a"), expires);
    watch.follow(QStringLiteral("b"), QDateTime::currentDateTimeUtc().addDays(20));
    QCOMPARE(warned.size(), 1);
    QCOMPARE(warned.at(0).at(0).toString(), QStringLiteral("a"));
    QCOMPARE(warned.at(0).at(1).toDateTime(), expires);
}

void tst_ExpiryWatch::newTokenHasItsOwnWarnings()
{
    ExpiryWatch watch;
    QSignalSpy warned(&watch, &ExpiryWatch::soonOver);
    watch.follow(QStringLiteral("a"), QDateTime::currentDateTimeUtc().addSecs(600));
    watch.follow(QStringLiteral("a"), QDateTime::currentDateTimeUtc().addDays(3));
    QCOMPARE(warned.size(), 2);
}

void tst_ExpiryWatch::tokenWithoutEndIsNotWarnedOf()
{
    ExpiryWatch watch;
    QSignalSpy warned(&watch, &ExpiryWatch::soonOver);
    watch.follow(QStringLiteral("a"), std::nullopt);
    watch.follow(QStringLiteral("b"), QDateTime());
    QCOMPARE(warned.size(), 0);
}

void tst_ExpiryWatch::clockIsLookedAtWhenTheTimeComes()
{
    ExpiryWatch watch;
    QSignalSpy warned(&watch, &ExpiryWatch::soonOver);
    watch.follow(QStringLiteral("a"), QDateTime::currentDateTimeUtc().addSecs(3600 + 1));
    QCOMPARE(warned.size(), 1); // of the day
    QTRY_COMPARE_WITH_TIMEOUT(warned.size(), 2, 6000); // of the hour
}

QTEST_GUILESS_MAIN(tst_ExpiryWatch)
#include "tst_expirywatch.moc"
