// SPDX-License-Identifier: Apache-2.0
#include "keep/blockindex.h"

#include "keep/md5.h"

#include <QtTest>

#include <ctime>
#include <list>
#include <random>

using namespace arv;

class tst_BlockIndex : public QObject
{
    Q_OBJECT

private:
    static BlockKey key(unsigned number)
    {
        return *BlockKey::of(md5Hex(QByteArray::number(number)));
    }
    static std::vector<BlockKey> allOf(const BlockIndex& index)
    {
        return index.oldest({UINT64_MAX, UINT64_MAX}, SIZE_MAX);
    }

private Q_SLOTS:
    void keyIsTheHash();
    void textThatIsNoHashIsNoKey_data();
    void textThatIsNoHashIsNoKey();
    void oldestAreWhatIsAskedFor();
    void smallBlocksCountAsThePageTheyTake();
    void agreesWithAPlainModel();
    void aMillionBlocksAreQuick();
};

void tst_BlockIndex::keyIsTheHash()
{
    const QByteArray hash("acbd18db4cc2f85cedef654fccc4a4d8");
    QCOMPARE(BlockKey::of(hash)->hash(), hash);
    QVERIFY(*BlockKey::of(hash) == *BlockKey::of(hash));
    QVERIFY(*BlockKey::of(hash) != key(1));
}

void tst_BlockIndex::textThatIsNoHashIsNoKey_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("short") << QByteArray("acbd18db4cc2f85cedef654fccc4a4d");
    QTest::newRow("long") << QByteArray("acbd18db4cc2f85cedef654fccc4a4d80");
    QTest::newRow("capital") << QByteArray("Acbd18db4cc2f85cedef654fccc4a4d8");
    QTest::newRow("path") << QByteArray("../d18db4cc2f85cedef654fccc4a4d8");
    QTest::newRow("NUL") << QByteArray("acbd18db4cc2f85cedef654fccc4a4d\0", 32);
}

void tst_BlockIndex::textThatIsNoHashIsNoKey()
{
    QFETCH(QByteArray, text);
    QVERIFY(!BlockKey::of(text));
}

void tst_BlockIndex::oldestAreWhatIsAskedFor()
{
    BlockIndex index;
    QVERIFY(index.oldest({1, 1}, 10).empty());
    for (unsigned i = 0; i < 10; ++i)
        index.put(key(i), 4096, 0);
    index.use(key(0));
    index.use(key(77));
    QVERIFY(index.oldest({0, 0}, 10).empty());
    QVERIFY(index.oldest({4096, 0}, 10) == std::vector<BlockKey>{key(1)});
    QVERIFY(index.oldest({4097, 0}, 10) == (std::vector<BlockKey>{key(1), key(2)}));
    QVERIFY(index.oldest({0, 3}, 10) == (std::vector<BlockKey>{key(1), key(2), key(3)}));
    QCOMPARE(index.oldest({UINT64_MAX, 0}, 4).size(), 4U);
    QVERIFY(allOf(index).back() == key(0));
}

void tst_BlockIndex::smallBlocksCountAsThePageTheyTake()
{
    BlockIndex index;
    index.put(key(1), 1, 0);
    QCOMPARE(index.bytes(), 4096U);
    index.put(key(1), 4097, 5);
    QCOMPARE(index.bytes(), 8192U);
    QCOMPARE(index.size(key(1)), 4097U);
    QCOMPARE(index.stamp(key(1)), 5U);
    index.remove(key(1));
    index.remove(key(1));
    QCOMPARE(index.bytes(), 0U);
    QCOMPARE(index.size(key(1)), 0U);
}

void tst_BlockIndex::agreesWithAPlainModel()
{
    BlockIndex index;
    std::list<unsigned> model; // oldest first
    std::mt19937 random(7);
    for (int step = 0; step < 20'000; ++step) {
        const auto number = static_cast<unsigned>(random() % 100);
        const bool isKnown = std::find(model.begin(), model.end(), number) != model.end();
        QCOMPARE(index.contains(key(number)), isKnown);
        const auto what = random() % 3;
        if (isKnown)
            model.remove(number);
        if (what == 0 || (what == 1 && isKnown))
            model.push_back(number);
        if (what == 0)
            index.put(key(number), 100, 0);
        else if (what == 1)
            index.use(key(number));
        else
            index.remove(key(number));
        QCOMPARE(index.blocks(), model.size());
        QCOMPARE(index.bytes(), model.size() * 4096);
    }
    std::vector<BlockKey> expected;
    for (const auto number : model)
        expected.push_back(key(number));
    QVERIFY(allOf(index) == expected);
}

void tst_BlockIndex::aMillionBlocksAreQuick()
{
    constexpr unsigned many = 1'000'000;
    std::vector<BlockKey> keys;
    for (unsigned i = 0; i < many; ++i) {
        BlockKey made;
        std::memcpy(made.bytes.data(), &i, sizeof i);
        keys.push_back(made);
    }
    const auto begin = std::clock(); // of the processor: others may be busy meanwhile
    BlockIndex index;
    for (const auto& one : keys)
        index.put(one, 4096, 0);
    for (const auto& one : keys)
        index.use(one);
    for (const auto& one : index.oldest({UINT64_MAX, 0}, many / 2))
        index.remove(one);
    const long took = (std::clock() - begin) * 1000 / CLOCKS_PER_SEC;
    qInfo("a million blocks put, used and half of them removed in %ld ms", took);
    QCOMPARE(index.blocks(), many / 2);
    QVERIFY(took < 10'000);
}

QTEST_GUILESS_MAIN(tst_BlockIndex)
#include "tst_blockindex.moc"
