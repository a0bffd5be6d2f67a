// SPDX-License-Identifier: Apache-2.0
#include "keep/md5.h"
#include "keep/md5kernels.h"
#include "keep/md5lanes.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <random>
#include <span>
#include <string_view>
#include <thread>
#include <vector>

using namespace arv;

class tst_Md5Lanes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKernelOfTheProcessorIsThere();
    void anyNumberOfStreamsHasTheDigestsOfOpenSsl_data();
    void anyNumberOfStreamsHasTheDigestsOfOpenSsl();
    void oneLaneDoesNotTouchTheOthers_data();
    void oneLaneDoesNotTouchTheOthers();
    void digestsAreThoseOfTheStandard_data();
    void digestsAreThoseOfTheStandard();
    void restMayHaveAnyLength();
    void nothingMoreIsFine();
    void finishLeavesTheStreamAsItIs();
    void copyGoesOnByItself();
    void lengthHasMoreThanThirtyTwoBits();
    void manyThreadsMayUseIt();
};

namespace {

constexpr auto grain = Md5Stream::grain;
constexpr std::size_t fastest = ~std::size_t(0);

// By one kernel, as many lanes of it as there are works, or as the machine does it.
void advance(std::size_t kernel, std::span<const Md5Work> works, std::size_t bytes)
{
    if (kernel == fastest)
        return advanceTogether(works, bytes);
    const auto& one = md5Kernels()[kernel];
    for (; !works.empty(); works = works.subspan(std::min(works.size(), one.lanes)))
        advanceWith(one, works.first(std::min(works.size(), one.lanes)), bytes);
}

void addRowForEachKernel()
{
    QTest::addColumn<std::size_t>("kernel");
    QTest::newRow("as is fastest") << fastest;
    const auto kernels = md5Kernels();
    for (std::size_t i = 0; i < kernels.size(); ++i)
        QTest::addRow("%s, %zu lanes", kernels[i].name, kernels[i].lanes) << i;
}

QByteArray randomBytes(std::size_t count, unsigned seed)
{
    std::mt19937 random(seed);
    QByteArray bytes(static_cast<qsizetype>(count), Qt::Uninitialized);
    for (char& byte : bytes)
        byte = static_cast<char>(random());
    return bytes;
}

// One that has some bytes to go: at any address, of any length.
struct Running
{
    QByteArrayView all;
    Md5Stream stream;

    std::size_t left() const { return static_cast<std::size_t>(all.size()) - stream.length(); }
    const char* next() const { return all.data() + stream.length(); }
    QByteArray finish() const { return stream.finish({next(), qsizetype(left())}); }
};

std::vector<Running> someStreams(std::size_t count, QByteArrayView bytes, std::mt19937& random)
{
    std::vector<Running> running;
    for (std::size_t i = 0; i < count; ++i) {
        const auto from = static_cast<qsizetype>(random() % 1000);
        const auto size = static_cast<qsizetype>(random() % (i % 3 == 0 ? 200 : 5000));
        running.push_back({bytes.sliced(from, size), {}});
    }
    return running;
}

// Who still has whole blocks goes on, in pieces of some size, until nobody has.
void runToTheEnd(std::vector<Running>& running, std::size_t kernel, std::mt19937& random)
{
    for (;;) {
        std::vector<Md5Work> works;
        std::size_t most = ~std::size_t(0);
        for (auto& one : running) {
            if (one.left() < grain)
                continue;
            works.push_back({&one.stream, one.next()});
            most = std::min(most, one.left() / grain);
        }
        if (works.empty())
            return;
        advance(kernel, works, (1 + random() % most) * grain);
    }
}

} // namespace

void tst_Md5Lanes::everyKernelOfTheProcessorIsThere()
{
    const auto kernels = md5Kernels();
    QCOMPARE(kernels.front().lanes, std::size_t(1));
    const auto has = [&kernels](std::string_view name, std::size_t lanes) {
        return std::any_of(kernels.begin(), kernels.end(), [&](const auto& kernel) {
            return kernel.name == name && kernel.lanes == lanes;
        });
    };
    QVERIFY(has("words", 2) && has("words", 3) && has("words", 4));
    QVERIFY(has("vectors", 4) && has("vectors", 8));
#if defined(__x86_64__)
    QCOMPARE(has("avx2", 8), __builtin_cpu_supports("avx2") != 0);
    QCOMPARE(has("avx512", 4), __builtin_cpu_supports("avx512vl") != 0);
    QCOMPARE(has("avx512", 8), __builtin_cpu_supports("avx512vl") != 0);
#endif
    for (const auto& kernel : kernels)
        QVERIFY(kernel.lanes <= mostMd5Lanes);
}

void tst_Md5Lanes::anyNumberOfStreamsHasTheDigestsOfOpenSsl_data()
{
    addRowForEachKernel();
}

void tst_Md5Lanes::anyNumberOfStreamsHasTheDigestsOfOpenSsl()
{
    QFETCH(std::size_t, kernel);
    const auto bytes = randomBytes(6000, 1);
    std::mt19937 random(2);
    for (std::size_t count = 1; count <= 17; ++count) {
        for (int round = 0; round < 10; ++round) {
            auto running = someStreams(count, bytes, random);
            runToTheEnd(running, kernel, random);
            for (const auto& one : running) {
                QCOMPARE(one.stream.length(), quint64(one.all.size()) / grain * grain);
                QCOMPARE(one.finish(), md5Hex(one.all));
            }
        }
    }
}

void tst_Md5Lanes::oneLaneDoesNotTouchTheOthers_data()
{
    addRowForEachKernel();
}

// A wrong bit in one lane is seen in its digest, and only there.
void tst_Md5Lanes::oneLaneDoesNotTouchTheOthers()
{
    QFETCH(std::size_t, kernel);
    const auto good = randomBytes(1024, 3);
    for (std::size_t spoilt = 0; spoilt < mostMd5Lanes; ++spoilt) {
        auto bad = good;
        bad.data()[100 * spoilt + 7] ^= 0x10;
        std::array<Md5Stream, mostMd5Lanes> streams;
        std::vector<Md5Work> works;
        for (std::size_t i = 0; i < mostMd5Lanes; ++i)
            works.push_back({&streams[i], i == spoilt ? bad.data() : good.data()});
        advance(kernel, works, 1024);
        for (std::size_t i = 0; i < mostMd5Lanes; ++i)
            QCOMPARE(streams[i].finish() == md5Hex(good), i != spoilt);
        QCOMPARE(streams[spoilt].finish(), md5Hex(bad));
    }
}

void tst_Md5Lanes::digestsAreThoseOfTheStandard_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("digest");
    const auto row = [](const char* text, const char* digest) {
        QTest::addRow("%zu bytes", qstrlen(text)) << QByteArray(text) << QByteArray(digest);
    };
    row("", "d41d8cd98f00b204e9800998ecf8427e");
    row("a", "0cc175b9c0f1b6a831c399e269772661");
    row("message digest", "f96b697d7cb7938d525a2f31aaf161d0");
    row("12345678901234567890123456789012345678901234567890123456789012345678901234567890",
        "57edf4a22be3c955ac49da2e2107b67a");
}

void tst_Md5Lanes::digestsAreThoseOfTheStandard()
{
    QFETCH(QByteArray, text);
    QTEST(Md5Stream().finish(text), "digest");
}

void tst_Md5Lanes::restMayHaveAnyLength()
{
    const auto bytes = randomBytes(400, 4);
    for (const qsizetype done : {0, 64, 192}) {
        Md5Stream stream;
        const Md5Work work{&stream, bytes.data()};
        advanceTogether({&work, 1}, static_cast<std::size_t>(done));
        for (qsizetype rest = 0; rest <= 200; ++rest)
            QCOMPARE(stream.finish(QByteArrayView(bytes).sliced(done, rest)),
                     md5Hex(QByteArrayView(bytes).first(done + rest)));
    }
}

void tst_Md5Lanes::nothingMoreIsFine()
{
    advanceTogether({}, grain);
    Md5Stream stream;
    const Md5Work work{&stream, nullptr};
    advanceTogether({&work, 1}, 0);
    QCOMPARE(stream.length(), quint64(0));
    QCOMPARE(stream.finish(), QByteArray("d41d8cd98f00b204e9800998ecf8427e"));
}

void tst_Md5Lanes::finishLeavesTheStreamAsItIs()
{
    const auto bytes = randomBytes(256, 5);
    Md5Stream stream;
    const Md5Work first{&stream, bytes.data()};
    advanceTogether({&first, 1}, 128);
    QCOMPARE(stream.finish("something else"), md5Hex(bytes.first(128) + "something else"));
    QCOMPARE(stream.length(), quint64(128));
    const Md5Work second{&stream, bytes.data() + 128};
    advanceTogether({&second, 1}, 128);
    QCOMPARE(stream.finish(), md5Hex(bytes));
}

void tst_Md5Lanes::copyGoesOnByItself()
{
    const auto bytes = randomBytes(128, 6);
    Md5Stream one;
    const Md5Work begin{&one, bytes.data()};
    advanceTogether({&begin, 1}, 64);
    Md5Stream other = one;
    const Md5Work end{&other, bytes.data() + 64};
    advanceTogether({&end, 1}, 64);
    QCOMPARE(one.finish(), md5Hex(bytes.first(64)));
    QCOMPARE(other.finish(), md5Hex(bytes));
}

// The length stands in each digest in bits: beyond 2^32 of them, in the long form beyond 2^32
// bytes.
void tst_Md5Lanes::lengthHasMoreThanThirtyTwoBits()
{
    const int pieces = qEnvironmentVariableIntValue("ARV_LONG") != 0 ? 4097 : 513;
    const auto piece = randomBytes(1 << 20, 7);
    std::array<Md5Stream, 2> streams;
    Md5 expected;
    for (int i = 0; i < pieces; ++i) {
        const std::array<Md5Work, 2> works{
            {{&streams[0], piece.data()}, {&streams[1], piece.data()}}};
        advanceTogether(works, static_cast<std::size_t>(piece.size()));
        expected.append(piece);
    }
    expected.append("end");
    const auto digest = expected.finish();
    for (const auto& stream : streams) {
        QCOMPARE(stream.length(), quint64(pieces) << 20);
        QCOMPARE(stream.finish("end"), digest);
    }
}

void tst_Md5Lanes::manyThreadsMayUseIt()
{
    const auto bytes = randomBytes(64 << 10, 8);
    const auto expected = md5Hex(bytes);
    std::array<bool, 4> right{};
    {
        std::vector<std::jthread> threads;
        threads.reserve(right.size());
        for (bool& mine : right) {
            threads.emplace_back([&bytes, &expected, &mine] {
                std::array<Md5Stream, 5> streams;
                std::array<Md5Work, 5> works;
                for (std::size_t i = 0; i < works.size(); ++i)
                    works[i] = {&streams[i], bytes.data()};
                advanceTogether(works, static_cast<std::size_t>(bytes.size()));
                mine = std::all_of(streams.begin(), streams.end(), [&expected](const auto& stream) {
                    return stream.finish() == expected;
                });
            });
        }
    }
    QCOMPARE(std::count(right.begin(), right.end(), true), 4);
}

QTEST_APPLESS_MAIN(tst_Md5Lanes)
#include "tst_md5lanes.moc"
