// SPDX-License-Identifier: Apache-2.0
#include "keep/packedreads.h"
#include "keep/readpattern.h"

#include <QtTest>

using namespace arv;

namespace {

constexpr std::uint64_t mebibyte = 1 << 20;
constexpr std::uint64_t piece = 128 << 10; // what the kernel asks for at a time

// Reads [from, to) in pieces; the largest number of blocks that was wanted ahead.
unsigned readThrough(ReadPattern& pattern, std::uint64_t from, std::uint64_t to)
{
    unsigned most = 0;
    for (auto at = from; at < to; at += piece)
        most = std::max(most, pattern.note(at, piece));
    return most;
}

} // namespace

class tst_ReadPattern : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headOfAFileIsNoRun();
    void nextBlockIsWantedFromTheMiddleOn();
    void longRunsWantMore();
    void jumpEndsARun();
    void runInTheMiddleIsARunToo();
    void overtakingReadsDoNotEndARun();
    void readingAgainIsNoProgress();
    void questionIsRareAndNeverWhereABlockBegins();
    void smallFilesInTheirOrderAreOneRun();
    void smallFilesOutOfOrderAreNone();
};

void tst_ReadPattern::headOfAFileIsNoRun()
{
    ReadPattern pattern;
    QCOMPARE(readThrough(pattern, 0, 20 * mebibyte), 0U);
}

void tst_ReadPattern::nextBlockIsWantedFromTheMiddleOn()
{
    ReadPattern pattern;
    QCOMPARE(readThrough(pattern, 0, 42 * mebibyte), 1U);
}

void tst_ReadPattern::longRunsWantMore()
{
    ReadPattern pattern;
    QCOMPARE(readThrough(pattern, 0, 90 * mebibyte), 2U);
    QCOMPARE(readThrough(pattern, 90 * mebibyte, 500 * mebibyte), ReadPattern::mostBlocks);
}

void tst_ReadPattern::jumpEndsARun()
{
    ReadPattern pattern;
    (void)readThrough(pattern, 0, 100 * mebibyte);
    QCOMPARE(pattern.note(500 * mebibyte, piece), 0U);
    QCOMPARE(pattern.sequence(), piece);
    QCOMPARE(readThrough(pattern, 500 * mebibyte + piece, 520 * mebibyte), 0U);
}

void tst_ReadPattern::runInTheMiddleIsARunToo()
{
    ReadPattern pattern;
    QCOMPARE(readThrough(pattern, 1000 * mebibyte, 1042 * mebibyte), 1U);
}

void tst_ReadPattern::overtakingReadsDoNotEndARun()
{
    ReadPattern pattern;
    unsigned most = 0;
    for (std::uint64_t at = 0; at < 60 * mebibyte; at += 2 * piece) {
        most = std::max(most, pattern.note(at + piece, piece));
        most = std::max(most, pattern.note(at, piece));
    }
    QCOMPARE(most, 1U);
}

void tst_ReadPattern::readingAgainIsNoProgress()
{
    ReadPattern pattern;
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(pattern.note(0, piece), 0U);
    QCOMPARE(pattern.sequence(), piece);
}

void tst_ReadPattern::questionIsRareAndNeverWhereABlockBegins()
{
    ReadPattern pattern;
    int questions = 0;
    for (std::uint64_t at = 0; at < 1024 * mebibyte; at += piece) {
        if (pattern.note(at, piece) == 0)
            continue;
        ++questions;
        const auto inBlock = at % (64 * mebibyte);
        QVERIFY(inBlock > mebibyte && inBlock < 63 * mebibyte);
    }
    QVERIFY(questions > 50 && questions <= 64);
}

void tst_ReadPattern::smallFilesInTheirOrderAreOneRun()
{
    PackedReads reads;
    unsigned most = 0;
    for (std::uint32_t block = 0; block < 4; ++block)
        for (std::uint32_t at = 0; at < 64 * mebibyte; at += mebibyte)
            most = std::max(most, reads.note(block, 64 * mebibyte, at, mebibyte));
    QCOMPARE(most, ReadPattern::mostBlocks);
    for (std::uint32_t block = 4; block < 8; ++block) // also of blocks that are not full
        for (std::uint32_t at = 0; at < 50 * mebibyte; at += mebibyte)
            (void)reads.note(block, 50 * mebibyte, at, mebibyte);
    QVERIFY(reads.note(8, 50 * mebibyte, 0, 30 * mebibyte) > 0);
}

void tst_ReadPattern::smallFilesOutOfOrderAreNone()
{
    PackedReads reads;
    for (std::uint32_t i = 0; i < 1000; ++i)
        QCOMPARE(reads.note(i * 7 % 20, 64 * mebibyte, i * 13 % 60 * mebibyte, mebibyte), 0U);
}

QTEST_GUILESS_MAIN(tst_ReadPattern)
#include "tst_readpattern.moc"
