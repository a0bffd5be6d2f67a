// SPDX-License-Identifier: Apache-2.0
#include "demo/pace.h"

#include <QtTest>

using namespace arv::demo;
using namespace std::chrono_literals;

namespace {

const Pace::Time start = Pace::Time() + 1h;

double secondsBetween(Pace::Time from, Pace::Time to)
{
    return std::chrono::duration<double>(to - from).count();
}

} // namespace

class TestPace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bytesGoThroughOneAfterTheOther()
    {
        Pace pace(1000);
        const auto first = pace.handIn(100, start);
        const auto second = pace.handIn(100, start);
        const auto third = pace.handIn(300, start);
        QCOMPARE(secondsBetween(start, first), 0.1);
        QCOMPARE(secondsBetween(first, second), 0.1);
        QCOMPARE(secondsBetween(second, third), 0.3);
    }

    void idleLineSavesNothingUp()
    {
        Pace pace(1000);
        const auto later = pace.handIn(100, start) + 10s;
        QCOMPARE(secondsBetween(later, pace.handIn(100, later)), 0.1);
    }

    void whoWasReadyBeforeTheOthersWaitsForThemAllTheSame()
    {
        Pace pace(1000);
        const auto first = pace.handIn(100, start);
        QCOMPARE(secondsBetween(first, pace.handIn(100, start - 1s)), 0.1);
    }

    void portionsLastNoLongerThanTwentyMilliseconds()
    {
        QCOMPARE(Pace(125'000'000).portion(), std::size_t(65536));
        QCOMPARE(Pace(100'000).portion(), std::size_t(2000));
        QCOMPARE(Pace(1).portion(), std::size_t(1));
        QCOMPARE(Pace(0).portion(), std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(TestPace)
#include "tst_pace.moc"
