// SPDX-License-Identifier: Apache-2.0
#include "async/heaptrim.h"
#include "support/waiting.h"

#include <QFile>
#include <QtTest>

#include <memory>
#include <vector>

using namespace arv;

namespace {

constexpr std::size_t pieceBytes = 4096;
constexpr std::size_t pieces = 16384; // 64 MiB in all

std::size_t residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toULongLong() * 4096;
}

std::vector<std::unique_ptr<char[]>> manyPieces()
{
    std::vector<std::unique_ptr<char[]>> made;
    for (std::size_t i = 0; i < pieces; ++i) {
        made.push_back(std::make_unique<char[]>(pieceBytes));
        std::fill_n(made.back().get(), pieceBytes, 'x');
    }
    return made;
}

} // namespace

class tst_HeapTrim : public QObject
{
    Q_OBJECT

private:
    Mailbox m_mailbox;
    Pool m_pool{1};

private Q_SLOTS:
    void whatIsFreedGoesBackToTheSystem();
    void littleIsNotWorthIt();
    void aBurstCountsOnce();
    void endingDropsWhatWasComing();
};

void tst_HeapTrim::whatIsFreedGoesBackToTheSystem()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("a sanitizer has a heap of its own");
#endif
    TaskScope scope;
    HeapTrim trim(m_pool, scope, {});
    auto made = manyPieces();
    const auto last = std::make_unique<char[]>(pieceBytes); // holds the end of the heap
    const auto before = residentBytes();
    made.clear();
    QVERIFY(residentBytes() + HeapTrim::worthwhile > before); // malloc keeps it
    trim.noteFreed(pieces * pieceBytes);
    QTRY_COMPARE(trim.trims(), 1U);
    QVERIFY(residentBytes() + pieces * pieceBytes * 3 / 4 < before);
    QCOMPARE(scope.running(), 0U);
}

void tst_HeapTrim::littleIsNotWorthIt()
{
    TaskScope scope;
    HeapTrim trim(m_pool, scope, {});
    trim.noteFreed(HeapTrim::worthwhile - 1);
    QCOMPARE(scope.running(), 0U);
    trim.noteFreed(1);
    QCOMPARE(scope.running(), 1U);
    QTRY_COMPARE(scope.running(), 0U);
    QCOMPARE(trim.trims(), 1U);
}

void tst_HeapTrim::aBurstCountsOnce()
{
    TaskScope scope;
    HeapTrim trim(m_pool, scope, {});
    for (int i = 0; i < 10; ++i)
        trim.noteFreed(HeapTrim::worthwhile);
    QCOMPARE(scope.running(), 1U);
    QTRY_COMPARE(scope.running(), 0U);
    QCOMPARE(trim.trims(), 1U);
}

void tst_HeapTrim::endingDropsWhatWasComing()
{
    CancelSource ending;
    TaskScope scope;
    HeapTrim trim(m_pool, scope, ending.token());
    trim.noteFreed(HeapTrim::worthwhile);
    ending.cancel();
    QTRY_COMPARE(scope.running(), 0U);
    QCOMPARE(trim.trims(), 0U);
    trim.noteFreed(HeapTrim::worthwhile);
    QCOMPARE(scope.running(), 0U);
}

QTEST_GUILESS_MAIN(tst_HeapTrim)
#include "tst_heaptrim.moc"
