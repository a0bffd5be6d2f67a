// SPDX-License-Identifier: Apache-2.0
// When memory is short the inode cache goes down to a share of its cap, once.
#include "tree/inodecache.h"

#include "async/mailbox.h"
#include "baretree.h"

#include <QtTest>

using namespace arv;
using namespace std::chrono_literals;
using test::BareTree;

namespace {

constexpr std::uint64_t mebi = 1 << 20;

} // namespace

class tst_MemoryRelief : public QObject
{
    Q_OBJECT

private:
    static void fill(BareTree& tree, int units);
    static void relieve(BareTree& tree, double share = 0.5);

    Mailbox m_mailbox;

private Q_SLOTS:
    void shrinksToTheShareOfTheCap();
    void capStaysWhatItWas();
    void smallCacheIsLeftAlone();
    void whatIsInUseGoesWhenItIsLetGo();
    void whatIsHeldForLongStays();
    void shareIsKeptInsideItsLimits();
};

void tst_MemoryRelief::fill(BareTree& tree, int units)
{
    tree.inodes.cache().setCap(100 * mebi);
    for (int i = 0; i < units; ++i)
        (void)tree.loaded(mebi);
    tree.inodes.cache().shrink();
}

void tst_MemoryRelief::relieve(BareTree& tree, double share)
{
    tree.inodes.cache().relieve(share, tree.clock.monotonic() + staleness::relief);
    tree.inodes.cache().shrink();
}

void tst_MemoryRelief::shrinksToTheShareOfTheCap()
{
    BareTree tree;
    fill(tree, 90);
    QCOMPARE(tree.figures().evictions, std::uint64_t{0});
    relieve(tree);
    QVERIFY(tree.figures().bytes <= 50 * mebi);
    QVERIFY(tree.figures().bytes > 48 * mebi);
}

void tst_MemoryRelief::capStaysWhatItWas()
{
    BareTree tree;
    fill(tree, 90);
    relieve(tree);
    QCOMPARE(tree.figures().cap, 100 * mebi);
    const auto evictions = tree.figures().evictions;
    fill(tree, 49);
    QCOMPARE(tree.figures().evictions, evictions);
    QVERIFY(tree.figures().bytes > 95 * mebi);
    fill(tree, 10);
    QVERIFY(tree.figures().evictions > evictions);
    QVERIFY(tree.figures().bytes > 85 * mebi);
}

void tst_MemoryRelief::smallCacheIsLeftAlone()
{
    BareTree tree;
    fill(tree, 40);
    relieve(tree);
    QCOMPARE(tree.figures().evictions, std::uint64_t{0});
    fill(tree, 50);
    QCOMPARE(tree.figures().evictions, std::uint64_t{0});
}

void tst_MemoryRelief::whatIsInUseGoesWhenItIsLetGo()
{
    BareTree tree;
    fill(tree, 0);
    std::vector<Pin> pins;
    for (int i = 0; i < 60; ++i)
        pins.emplace_back(tree.inodes, tree.loaded(mebi));
    relieve(tree);
    QVERIFY(tree.figures().bytes > 59 * mebi);
    pins.clear();
    tree.inodes.cache().shrink();
    QVERIFY(tree.figures().bytes <= 50 * mebi);
}

void tst_MemoryRelief::whatIsHeldForLongStays()
{
    BareTree tree;
    fill(tree, 0);
    std::vector<Pin> pins;
    for (int i = 0; i < 60; ++i)
        pins.emplace_back(tree.inodes, tree.loaded(mebi));
    relieve(tree);
    tree.clock.advance(staleness::relief);
    pins.clear();
    tree.inodes.cache().shrink();
    QCOMPARE(tree.figures().evictions, std::uint64_t{0});
}

void tst_MemoryRelief::shareIsKeptInsideItsLimits()
{
    BareTree tree;
    fill(tree, 90);
    relieve(tree, -1); // down to the units that stay whatever they take
    QVERIFY(tree.figures().bytes < 6 * mebi);
    fill(tree, 80);
    const auto evictions = tree.figures().evictions;
    relieve(tree, 5);
    QCOMPARE(tree.figures().evictions, evictions);
}

QTEST_GUILESS_MAIN(tst_MemoryRelief)
#include "tst_memoryrelief.moc"
