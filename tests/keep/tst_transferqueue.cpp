// SPDX-License-Identifier: Apache-2.0
#include "keep/transferqueue.h"

#include "async/taskscope.h"
#include "keep/md5.h"
#include "support/waiting.h"

#include <QtTest>

using namespace arv;
using Purpose = Transfer::Purpose;

namespace {

constexpr std::uint32_t size = 64 << 20;

// What has asked to enter, by number, and what has been let in.
class Rig
{
public:
    explicit Rig(std::uint64_t room)
        : queue(room)
    { }

    ~Rig()
    {
        m_end.cancel();
        if (!test::resultOf(m_scope.idle()))
            qFatal("who waits does not end");
        m_passes.clear();
    }
    Rig(const Rig&) = delete;
    Rig& operator=(const Rig&) = delete;

    std::shared_ptr<ArrivingBlock> ask(int number, Purpose purpose)
    {
        return ask(number, purpose, m_end.token());
    }
    std::shared_ptr<ArrivingBlock> ask(int number, Purpose purpose, const CancelToken& token)
    {
        const auto hash = md5Hex(QByteArray::number(number));
        auto block = std::make_shared<ArrivingBlock>(
            *Locator::parse(hash + '+' + QByteArray::number(size)), purpose, QString());
        m_scope.start(enter(number, block, token));
        return block;
    }
    void leave(int number) { m_passes.remove(number); }
    // Waits until no more is let in than these.
    [[nodiscard]] bool areInside(const QList<int>& numbers)
    {
        return test::waitUntil([&] { return entered == numbers; });
    }

    TransferQueue queue;
    QList<int> entered; // in their order

private:
    Task<void> enter(int number, std::shared_ptr<ArrivingBlock> block, CancelToken token)
    {
        auto entering = queue.enter(std::move(block), token);
        const auto pass = co_await entering;
        if (pass) {
            entered += number;
            m_passes.insert(number, *pass);
        }
        co_return done();
    }

    CancelSource m_end;
    TaskScope m_scope;
    QHash<int, TransferQueue::Pass> m_passes;
};

} // namespace

class tst_TransferQueue : public QObject
{
    Q_OBJECT

private:
    Mailbox m_mailbox;

private Q_SLOTS:
    void asManyEnterAsFindRoom();
    void oneEntersHoweverLittleRoomThereIs();
    void whoIsAwaitedGoesFirst();
    void whatIsAheadLeavesConnectionsFree();
    void whoIsWaitedForAfterAllIsMovedUp();
    void indexersGoLast();
    void pauseLetsNobodyIn();
    void moreRoomLetsMoreIn();
    void whoGaveUpTakesNoPlace();
};

void tst_TransferQueue::asManyEnterAsFindRoom()
{
    Rig rig(std::uint64_t{2} * size);
    for (int i = 0; i < 4; ++i)
        rig.ask(i, Purpose::Read);
    QVERIFY(rig.areInside({0, 1}));
    rig.leave(0);
    QVERIFY(rig.areInside({0, 1, 2}));
}

void tst_TransferQueue::oneEntersHoweverLittleRoomThereIs()
{
    Rig rig(1);
    rig.ask(0, Purpose::Read);
    rig.ask(1, Purpose::Read);
    QVERIFY(rig.areInside({0}));
    rig.leave(0);
    QVERIFY(rig.areInside({0, 1}));
}

void tst_TransferQueue::whoIsAwaitedGoesFirst()
{
    Rig rig(size);
    rig.ask(0, Purpose::Ahead);
    QVERIFY(rig.areInside({0}));
    rig.ask(1, Purpose::Ahead);
    rig.ask(2, Purpose::Read);
    rig.leave(0);
    QVERIFY(rig.areInside({0, 2}));
}

void tst_TransferQueue::whatIsAheadLeavesConnectionsFree()
{
    Rig rig(std::uint64_t{10} * size);
    for (int i = 0; i < 6; ++i)
        rig.ask(i, Purpose::Ahead);
    rig.ask(6, Purpose::Read);
    QVERIFY(rig.areInside({0, 1, 2, 6}));
}

void tst_TransferQueue::whoIsWaitedForAfterAllIsMovedUp()
{
    Rig rig(size);
    rig.ask(0, Purpose::Read);
    QVERIFY(rig.areInside({0}));
    rig.ask(1, Purpose::Ahead);
    const auto block = rig.ask(2, Purpose::Ahead);
    QVERIFY(block->hasten(Purpose::Read));
    rig.queue.reconsider();
    rig.leave(0);
    QVERIFY(rig.areInside({0, 2}));
}

void tst_TransferQueue::indexersGoLast()
{
    Rig rig(size);
    rig.ask(0, Purpose::Read);
    QVERIFY(rig.areInside({0}));
    rig.ask(1, Purpose::Background);
    rig.ask(2, Purpose::Ahead);
    rig.leave(0);
    QVERIFY(rig.areInside({0, 2}));
    rig.leave(2);
    QVERIFY(rig.areInside({0, 2, 1}));
}

void tst_TransferQueue::pauseLetsNobodyIn()
{
    Rig rig(std::uint64_t{4} * size);
    rig.queue.setPaused(true);
    const auto block = rig.ask(0, Purpose::Read);
    QVERIFY(test::waitUntil([&] { return block->figures().waiting == Transfer::Waiting::Pause; }));
    QVERIFY(rig.entered.isEmpty());
    rig.queue.setPaused(false);
    QVERIFY(rig.areInside({0}));
}

void tst_TransferQueue::moreRoomLetsMoreIn()
{
    Rig rig(size);
    rig.ask(0, Purpose::Read);
    rig.ask(1, Purpose::Read);
    QVERIFY(rig.areInside({0}));
    rig.queue.setRoom(std::uint64_t{2} * size);
    QVERIFY(rig.areInside({0, 1}));
}

void tst_TransferQueue::whoGaveUpTakesNoPlace()
{
    Rig rig(size);
    rig.ask(0, Purpose::Read);
    QVERIFY(rig.areInside({0}));
    CancelSource giveUp;
    rig.ask(1, Purpose::Read, giveUp.token());
    rig.ask(2, Purpose::Read);
    giveUp.cancel();
    rig.leave(0);
    QVERIFY(rig.areInside({0, 2}));
}

QTEST_GUILESS_MAIN(tst_TransferQueue)
#include "tst_transferqueue.moc"
