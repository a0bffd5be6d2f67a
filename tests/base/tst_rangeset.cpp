// SPDX-License-Identifier: Apache-2.0
#include "base/rangeset.h"

#include <QRandomGenerator>
#include <QtTest>

#include <vector>

using namespace arv;

class tst_RangeSet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void neighboursAreJoined();
    void emptyRangesAreNothing();
    void randomRangesAgreeWithAPlainModel();
};

void tst_RangeSet::neighboursAreJoined()
{
    RangeSet set;
    set.add(0, 10);
    set.add(20, 30);
    QCOMPARE(set.size(), std::size_t{2});
    QCOMPARE(set.endFrom(0), 10ULL);
    QCOMPARE(set.endFrom(15), 15ULL);
    set.add(10, 20);
    QCOMPARE(set.size(), std::size_t{1});
    QCOMPARE(set.endFrom(0), 30ULL);
}

void tst_RangeSet::emptyRangesAreNothing()
{
    RangeSet set;
    set.add(5, 5);
    set.add(9, 3);
    QVERIFY(set.isEmpty());
}

void tst_RangeSet::randomRangesAgreeWithAPlainModel()
{
    constexpr std::uint32_t places = 200;
    QRandomGenerator random(7);
    for (int round = 0; round < 200; ++round) {
        RangeSet set;
        std::vector<bool> model(places + 1);
        for (int i = 0; i < 30; ++i) {
            const auto begin = random.bounded(places);
            const auto end = std::min(places, begin + random.bounded(20U));
            set.add(begin, end);
            for (auto at = begin; at < end; ++at)
                model[at] = true;
        }
        for (std::uint32_t at = 0; at < places; ++at) {
            std::uint64_t end = at;
            while (model[end])
                ++end;
            QCOMPARE(set.endFrom(at), end);
        }
    }
}

QTEST_GUILESS_MAIN(tst_RangeSet)
#include "tst_rangeset.moc"
