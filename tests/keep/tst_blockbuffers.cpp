// SPDX-License-Identifier: Apache-2.0
#include "keep/blockbuffers.h"

#include "keep/locator.h"

#include <QtTest>

#include <cstring>
#include <thread>

using namespace arv;

class tst_BlockBuffers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bufferHoldsWhatWasAskedFor();
    void nextBlockGetsTheMemoryOfTheLast();
    void idleMemoryIsBounded();
    void trimmedMemoryIsGivenBack();
    void moreThanABlockIsRefused();
    void buffersOutliveTheirMaker();
    void manyThreadsMayUseThem();
};

void tst_BlockBuffers::bufferHoldsWhatWasAskedFor()
{
    BlockBuffers buffers;
    for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, std::size_t{5000},
                                    (std::size_t{1} << 20) + 1, std::size_t{maxBlockSize}}) {
        const auto buffer = buffers.take(bytes);
        QVERIFY(buffer);
        QVERIFY(buffer->room() >= bytes);
        std::memset(buffer->data(), 'x', bytes);
    }
    QCOMPARE(buffers.figures().used, 0U);
}

void tst_BlockBuffers::nextBlockGetsTheMemoryOfTheLast()
{
    BlockBuffers buffers;
    const char* first = nullptr;
    {
        const auto buffer = buffers.take(maxBlockSize);
        first = buffer->data();
        QCOMPARE(buffers.figures().used, std::size_t{maxBlockSize});
    }
    QCOMPARE(buffers.figures().used, 0U);
    QCOMPARE(buffers.figures().idle, std::size_t{maxBlockSize});
    QCOMPARE(static_cast<const char*>(buffers.take(maxBlockSize - 1)->data()), first);
}

void tst_BlockBuffers::idleMemoryIsBounded()
{
    BlockBuffers buffers;
    std::vector<std::shared_ptr<BlockBuffer>> held;
    for (int i = 0; i < 5; ++i)
        held.push_back(buffers.take(maxBlockSize));
    held.clear();
    QCOMPARE(buffers.figures().idle, BlockBuffers::mostIdle);
}

void tst_BlockBuffers::trimmedMemoryIsGivenBack()
{
    BlockBuffers buffers;
    (void)buffers.take(maxBlockSize);
    buffers.trim();
    QCOMPARE(buffers.figures().idle, 0U);
}

void tst_BlockBuffers::moreThanABlockIsRefused()
{
    BlockBuffers buffers;
    QVERIFY(!buffers.take(std::size_t{maxBlockSize} + 1));
    QVERIFY(!buffers.take(SIZE_MAX));
}

void tst_BlockBuffers::buffersOutliveTheirMaker()
{
    std::shared_ptr<BlockBuffer> buffer;
    {
        BlockBuffers buffers;
        buffer = buffers.take(2 << 20);
    }
    std::memset(buffer->data(), 'x', buffer->room());
    buffer.reset();
}

void tst_BlockBuffers::manyThreadsMayUseThem()
{
    BlockBuffers buffers;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&buffers] {
            for (int round = 0; round < 200; ++round) {
                const auto buffer = buffers.take((std::size_t{1} << 20) + 1);
                buffer->data()[0] = 'x';
            }
        });
    for (auto& thread : threads)
        thread.join();
    QCOMPARE(buffers.figures().used, 0U);
}

QTEST_GUILESS_MAIN(tst_BlockBuffers)
#include "tst_blockbuffers.moc"
