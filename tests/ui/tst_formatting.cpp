// SPDX-License-Identifier: Apache-2.0
#include "formatting.h"
#include "support/fakedesk.h"

#include <QtTest>

using namespace arv;

class tst_Formatting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void sizesHaveUnits();
    void sharesOfNothingAreNotNumbers();
    void distancesAreInWords();
    void invalidTimesAreEmpty();
};

void tst_Formatting::sizesHaveUnits()
{
    QCOMPARE(sizeText(312), QStringLiteral("312 bytes"));
    QCOMPARE(sizeText(128 << 20), QStringLiteral("128.0 MiB"));
}

void tst_Formatting::sharesOfNothingAreNotNumbers()
{
    QCOMPARE(shareText(0, 0), QStringLiteral("–"));
    QCOMPARE(shareText(7, 8), QStringLiteral("88 %"));
}

void tst_Formatting::distancesAreInWords()
{
    const QDateTime now(QDate(2026, 3, 1), QTime(12, 0), Qt::UTC);
    QCOMPARE(distanceText(now.addSecs(2400), now), QStringLiteral("in 40 minute(s)"));
    QCOMPARE(distanceText(now.addDays(7), now), QStringLiteral("in 7 day(s)"));
    QCOMPARE(distanceText(now.addSecs(-10800), now), QStringLiteral("3 hour(s) ago"));
}

void tst_Formatting::invalidTimesAreEmpty()
{
    QCOMPARE(timeText(QDateTime()), QString());
}

QTEST_MAIN(tst_Formatting)
#include "tst_formatting.moc"
