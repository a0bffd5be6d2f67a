// SPDX-License-Identifier: Apache-2.0
#include "keep/arrivingblock.h"

#include "keep/blockverifier.h"
#include "keep/md5.h"
#include "support/waiting.h"

#include <QtTest>

#include <cstring>

using namespace arv;
using Trust = ArrivingBlock::Trust;

namespace {

constexpr std::uint32_t size = 1'000'000;

QByteArray content()
{
    QByteArray bytes(size, '\0');
    for (qsizetype i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>(i * 7 / 3);
    return bytes;
}

// A block that a test fills itself, as the transfer thread would.
class Arrival
{
public:
    Arrival()
        : block(std::make_shared<ArrivingBlock>(
            *Locator::parse(md5Hex(data) + '+' + QByteArray::number(size)), Transfer::Purpose::Read,
            QStringLiteral("reads.bam")))
    { }

    void beginCopy()
    {
        copy = block->beginCopy(m_buffers.take(size), QStringLiteral("keep0"), verifier);
    }
    void send(const QByteArray& bytes)
    {
        const auto room = copy->room();
        QVERIFY(room.size() >= static_cast<std::size_t>(bytes.size()));
        std::memcpy(room.data(), bytes.constData(), static_cast<std::size_t>(bytes.size()));
        copy->took(static_cast<std::size_t>(bytes.size()));
    }
    void end() { block->end(copy->slice(0, size)); }
    [[nodiscard]] bool gives(std::uint32_t offset, std::uint32_t length, Trust trust)
    {
        const auto bytes = block->bytes(offset, length, trust);
        const std::string_view all(data.constData(), size);
        return bytes && bytes->view() == all.substr(offset, length);
    }

    Pool pool{1};
    BlockVerifier verifier{pool};
    QByteArray data = content();
    std::shared_ptr<ArrivingBlock> block;
    std::shared_ptr<BlockCopy> copy;

private:
    BlockBuffers m_buffers;
};

} // namespace

class tst_ArrivingBlock : public QObject
{
    Q_OBJECT

private:
    Mailbox m_mailbox;

private Q_SLOTS:
    void bytesAreGivenAsTheyArriveToThoseWhoMay();
    void wholeIsGivenAtTheEnd();
    void waitersAreWokenWhenTheirBytesAreThere();
    void failureWakesEverybody();
    void copyAfterABadOneIsNotGivenOutEarly();
    void copyAfterOneThatNobodySawIsGivenOutEarly();
    void sameBytesInTheNextCopyAreNoBetrayal();
    void otherBytesInTheNextCopyAreABetrayal();
    void bytesThatNothingConfirmsAreABetrayal();
    void digestIsThatOfTheBytes();
    void manyBlocksAreHashedSideBySide();
    void whatIsUnderWayCanBeSeen();
};

void tst_ArrivingBlock::bytesAreGivenAsTheyArriveToThoseWhoMay()
{
    Arrival arrival;
    QVERIFY(!arrival.gives(0, 10, Trust::Early));
    arrival.beginCopy();
    arrival.send(arrival.data.left(1000));
    QVERIFY(arrival.gives(0, 1000, Trust::Early));
    QVERIFY(!arrival.gives(0, 1001, Trust::Early));
    QVERIFY(!arrival.gives(0, 1000, Trust::Verified));
}

void tst_ArrivingBlock::wholeIsGivenAtTheEnd()
{
    Arrival arrival;
    arrival.beginCopy();
    arrival.send(arrival.data);
    QVERIFY(!arrival.gives(0, size, Trust::Verified));
    arrival.end();
    QVERIFY(arrival.gives(0, size, Trust::Verified));
    QVERIFY(arrival.gives(size - 10, 10, Trust::Early));
    QVERIFY(!arrival.block->isBetrayed());
}

void tst_ArrivingBlock::waitersAreWokenWhenTheirBytesAreThere()
{
    Arrival arrival;
    QByteArrayList woken;
    const auto home = Mailbox::current().address();
    const auto wait = [&](std::uint32_t end, Trust trust, const char* name) {
        arrival.block->whenThere(end, trust, home, [&woken, name] { woken += name; });
    };
    wait(1000, Trust::Early, "first");
    wait(5000, Trust::Early, "second");
    wait(10, Trust::Verified, "whole");
    arrival.beginCopy();
    arrival.send(arrival.data.left(999));
    arrival.send(arrival.data.mid(999, 1));
    QVERIFY(test::waitUntil([&] { return woken == QByteArrayList{"first"}; }));
    arrival.send(arrival.data.mid(1000, 8000));
    wait(20, Trust::Early, "late"); // its bytes are there already
    QVERIFY(test::waitUntil([&] { return woken == QByteArrayList({"first", "second", "late"}); }));
    arrival.send(arrival.data.mid(9000));
    arrival.end();
    QVERIFY(test::waitUntil([&] { return woken.last() == "whole"; }));
}

void tst_ArrivingBlock::failureWakesEverybody()
{
    Arrival arrival;
    int woken = 0;
    const auto home = Mailbox::current().address();
    for (const auto trust : {Trust::Early, Trust::Verified})
        arrival.block->whenThere(10, trust, home, [&woken] { ++woken; });
    arrival.block->end(Error{Errc::BlockNotFound, QStringLiteral("gone")});
    QVERIFY(test::waitUntil([&] { return woken == 2; }));
    QVERIFY(!arrival.gives(0, 10, Trust::Early));
    QCOMPARE(arrival.block->outcome()->error().code, Errc::BlockNotFound);
    QVERIFY(!arrival.block->isBetrayed());
}

void tst_ArrivingBlock::copyAfterABadOneIsNotGivenOutEarly()
{
    Arrival arrival;
    arrival.beginCopy();
    arrival.send(arrival.data.left(1000));
    QVERIFY(arrival.gives(0, 500, Trust::Early));
    arrival.block->dropCopy(QStringLiteral("it broke off"));
    arrival.beginCopy();
    arrival.send(arrival.data.left(2000));
    QVERIFY(!arrival.gives(0, 500, Trust::Early));
}

void tst_ArrivingBlock::copyAfterOneThatNobodySawIsGivenOutEarly()
{
    Arrival arrival;
    arrival.beginCopy();
    arrival.send(QByteArray(1000, 'x'));
    arrival.block->dropCopy(QStringLiteral("it broke off"));
    arrival.beginCopy();
    arrival.send(arrival.data.left(2000));
    QVERIFY(arrival.gives(0, 500, Trust::Early));
}

void tst_ArrivingBlock::sameBytesInTheNextCopyAreNoBetrayal()
{
    Arrival arrival;
    arrival.beginCopy();
    arrival.send(arrival.data.left(1000) + QByteArray(1000, 'x')); // the wrong ones nobody sees
    QVERIFY(arrival.gives(100, 500, Trust::Early));
    arrival.block->dropCopy(QStringLiteral("wrong"));
    arrival.beginCopy();
    arrival.send(arrival.data);
    arrival.end();
    QVERIFY(!arrival.block->isBetrayed());
    QVERIFY(arrival.gives(0, size, Trust::Verified));
}

void tst_ArrivingBlock::otherBytesInTheNextCopyAreABetrayal()
{
    Arrival arrival;
    arrival.beginCopy();
    auto wrong = arrival.data.left(1000);
    wrong[300] = static_cast<char>(wrong[300] + 1);
    arrival.send(wrong);
    QVERIFY(arrival.block->bytes(100, 500, Trust::Early));
    arrival.block->dropCopy(QStringLiteral("wrong"));
    arrival.beginCopy();
    arrival.send(arrival.data);
    arrival.end();
    QVERIFY(arrival.block->isBetrayed());
    QVERIFY(arrival.gives(0, size, Trust::Verified));
}

void tst_ArrivingBlock::bytesThatNothingConfirmsAreABetrayal()
{
    Arrival arrival;
    arrival.beginCopy();
    arrival.send(arrival.data.left(1000));
    QVERIFY(arrival.gives(0, 500, Trust::Early));
    arrival.block->dropCopy(QStringLiteral("it broke off"));
    arrival.block->end(Error{Errc::Unreachable, QStringLiteral("and that was all")});
    QVERIFY(arrival.block->isBetrayed());
}

void tst_ArrivingBlock::digestIsThatOfTheBytes()
{
    for (const auto step : {1, 63, 4096, 300'000, int{size}}) {
        Arrival arrival;
        arrival.beginCopy();
        const auto most = step < 4096 ? 20'000 : int{size};
        for (int at = 0; at < most; at += step)
            arrival.send(arrival.data.mid(at, std::min(step, most - at)));
        if (most < int{size})
            arrival.send(arrival.data.mid(most));
        const auto digest = test::resultOf(arrival.verifier.digest(arrival.copy));
        QVERIFY(digest);
        QCOMPARE(*digest, arrival.block->locator().hash());
    }
}

void tst_ArrivingBlock::manyBlocksAreHashedSideBySide()
{
    constexpr std::uint32_t large = 9'000'001;
    Pool pool{2};
    BlockVerifier verifier{pool};
    BlockBuffers buffers;
    std::vector<std::shared_ptr<BlockCopy>> copies;
    QByteArrayList expected;
    for (int i = 0; i < 11; ++i) {
        const auto bytes = static_cast<std::uint32_t>(large - 700'000 * static_cast<unsigned>(i));
        copies.push_back(std::make_shared<BlockCopy>(buffers.take(bytes), bytes, nullptr));
        const auto room = copies.back()->room();
        for (std::size_t at = 0; at < room.size(); ++at)
            room[at] = static_cast<char>(at * static_cast<std::size_t>(i + 3) / 5);
        expected += md5Hex({room.data(), static_cast<qsizetype>(room.size())});
    }
    for (bool isSending = true; isSending;) { // in turn, as blocks in flight arrive
        isSending = false;
        for (const auto& copy : copies) {
            const auto part = std::min<std::size_t>(copy->room().size(), 500'000);
            if (part == 0)
                continue;
            isSending = true;
            copy->took(part);
            verifier.note(copy);
        }
    }
    for (std::size_t i = 0; i < copies.size(); ++i)
        QCOMPARE(*test::resultOf(verifier.digest(copies[i])), expected[static_cast<qsizetype>(i)]);
}

void tst_ArrivingBlock::whatIsUnderWayCanBeSeen()
{
    Arrival arrival;
    arrival.beginCopy();
    QCOMPARE(arrival.block->figures().waiting, Transfer::Waiting::Answer);
    arrival.block->dropCopy(QStringLiteral("keep0 is busy"));
    arrival.beginCopy();
    arrival.send(arrival.data.left(5000));
    const auto figures = arrival.block->figures();
    QCOMPARE(figures.file, QStringLiteral("reads.bam"));
    QCOMPARE(figures.service, QStringLiteral("keep0"));
    QCOMPARE(figures.bytes, 5000ULL);
    QCOMPARE(figures.size, std::uint64_t{size});
    QCOMPARE(figures.tries, 2);
    QCOMPARE(figures.lastFailure, QStringLiteral("keep0 is busy"));
    QCOMPARE(figures.waiting, Transfer::Waiting::Nothing);
    QVERIFY(figures.rate > 0);
}

QTEST_GUILESS_MAIN(tst_ArrivingBlock)
#include "tst_arrivingblock.moc"
