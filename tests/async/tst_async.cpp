// SPDX-License-Identifier: Apache-2.0
#include "async/gate.h"
#include "async/pool.h"
#include "async/singleflight.h"
#include "async/sleep.h"
#include "support/waiting.h"

#include <QtTest>

using namespace arv;
using namespace std::chrono_literals;

class tst_Async : public QObject
{
    Q_OBJECT

private:
    Mailbox m_mailbox;

private Q_SLOTS:
    void workRunsFromTheEventLoopInOrder();
    void workPostedToADeadMailboxIsDropped();
    void waiterIsResumedFromTheEventLoop();
    void firstFinishCounts();
    void droppedWorkEndsTheWait();
    void cancelledWaitEndsAtOnce();
    void cancelledTokenEndsEveryLaterWait();
    void secondWaiterSharesTheFlight();
    void cancelledWaiterLeavesTheFlightRunning();
    void waiterMayStartTheNextFlight();
    void flightThatNobodyWaitsForIsGivenUp();
    void flightThatSomebodyWaitsForIsNotGivenUp();
    void endOfTheOwnerEndsEveryFlight();
    void poolResultComesBackToTheCallingThread();
    void gateLetsInOnlySoManyInOrder();
    void givenUpWaiterDoesNotTakeAPlace();
    void scopeTellsWhenAllTasksHaveEnded();
};

void tst_Async::workRunsFromTheEventLoopInOrder()
{
    QString order;
    m_mailbox.post([&] { order += u'1'; });
    m_mailbox.post([&] { order += u'2'; });
    QCOMPARE(order, QString());
    QVERIFY(test::waitUntil([&] { return order.size() == 2; }));
    QCOMPARE(order, QStringLiteral("12"));
}

void tst_Async::workPostedToADeadMailboxIsDropped()
{
    std::shared_ptr<MailboxAddress> address;
    std::thread([&] {
        QEventLoop loop; // gives this thread an event dispatcher
        const Mailbox mailbox;
        address = mailbox.address();
    }).join();
    auto held = std::make_shared<int>(1);
    address->post([held] { QFAIL("must not run"); });
    QCOMPARE(held.use_count(), 1L);
}

void tst_Async::waiterIsResumedFromTheEventLoop()
{
    const Promise<int> promise;
    auto kept = std::make_shared<std::optional<Result<int>>>();
    test::keepResult<int>(test::asTask<int>(promise.pending()), kept);
    promise.finish(7);
    QVERIFY(!kept->has_value());
    QVERIFY(test::waitUntil([&] { return kept->has_value(); }));
    QCOMPARE((*kept)->value(), 7);
}

void tst_Async::firstFinishCounts()
{
    const Promise<int> promise;
    promise.finish(1);
    promise.finish(2);
    QCOMPARE(test::resultOf(promise.pending()).value(), 1);
}

void tst_Async::droppedWorkEndsTheWait()
{
    auto promise = std::make_unique<Promise<int>>();
    auto pending = promise->pending();
    promise.reset();
    QCOMPARE(test::resultOf(std::move(pending)).error().code, Errc::Internal);
}

void tst_Async::cancelledWaitEndsAtOnce()
{
    CancelSource source;
    auto sleeping = sleepFor(1h, source.token());
    source.cancel();
    QCOMPARE(test::resultOf(std::move(sleeping)).error().code, Errc::Cancelled);
}

void tst_Async::cancelledTokenEndsEveryLaterWait()
{
    CancelSource source;
    source.cancel();
    QCOMPARE(test::resultOf(sleepFor(1h, source.token())).error().code, Errc::Cancelled);
}

namespace {

Task<int> nap(int* begun)
{
    ++*begun;
    auto sleeping = sleepFor(20ms);
    auto slept = co_await sleeping;
    if (!slept)
        co_return slept.error();
    co_return *begun;
}

Task<void> awaitPending(Pending<int> pending, std::vector<int>* values)
{
    auto value = co_await pending;
    values->push_back(value ? *value : -1);
    co_return done();
}

} // namespace

void tst_Async::secondWaiterSharesTheFlight()
{
    TaskScope scope;
    SingleFlight<QString, int> flights(scope);
    int begun = 0;
    auto first = flights.join(QStringLiteral("a"), [&](const CancelToken&) { return nap(&begun); });
    auto second =
        flights.join(QStringLiteral("a"), [&](const CancelToken&) { return nap(&begun); });
    QCOMPARE(test::resultOf(std::move(first)).value(), 1);
    QCOMPARE(test::resultOf(std::move(second)).value(), 1);
    QCOMPARE(begun, 1);
}

void tst_Async::cancelledWaiterLeavesTheFlightRunning()
{
    TaskScope scope;
    SingleFlight<QString, int> flights(scope);
    CancelSource source;
    int begun = 0;
    auto first = flights.join(
        QStringLiteral("a"), [&](const CancelToken&) { return nap(&begun); }, source.token());
    auto second =
        flights.join(QStringLiteral("a"), [&](const CancelToken&) { return nap(&begun); });
    source.cancel();
    QCOMPARE(test::resultOf(std::move(first)).error().code, Errc::Cancelled);
    QVERIFY(flights.isFlying(QStringLiteral("a")));
    QCOMPARE(test::resultOf(std::move(second)).value(), 1);
    QVERIFY(test::waitUntil([&] { return scope.running() == 0; }));
}

void tst_Async::waiterMayStartTheNextFlight()
{
    TaskScope scope;
    SingleFlight<QString, int> flights(scope);
    int begun = 0;
    auto first = flights.join(QStringLiteral("a"), [&](const CancelToken&) { return nap(&begun); });
    QCOMPARE(test::resultOf(std::move(first)).value(), 1);
    QVERIFY(!flights.isFlying(QStringLiteral("a")));
    auto again = flights.join(QStringLiteral("a"), [&](const CancelToken&) { return nap(&begun); });
    QCOMPARE(test::resultOf(std::move(again)).value(), 2);
}

namespace {

Task<int> sleepUntilStopped(CancelToken stop)
{
    auto sleeping = sleepFor(1h, stop);
    auto slept = co_await sleeping;
    if (!slept)
        co_return slept.error();
    co_return 1;
}

Task<int> napLonger(CancelToken stop)
{
    auto sleeping = sleepFor(100ms, stop);
    auto slept = co_await sleeping;
    if (!slept)
        co_return slept.error();
    co_return 2;
}

} // namespace

void tst_Async::flightThatNobodyWaitsForIsGivenUp()
{
    TaskScope scope;
    SingleFlight<QString, int> flights(scope, {}, 10ms);
    CancelSource source;
    auto waiting = flights.join(QStringLiteral("a"), sleepUntilStopped, source.token());
    source.cancel();
    QCOMPARE(test::resultOf(std::move(waiting)).error().code, Errc::Cancelled);
    QVERIFY(test::waitUntil([&] { return flights.size() == 0; }));
    QVERIFY(test::waitUntil([&] { return scope.running() == 0; }));
}

void tst_Async::flightThatSomebodyWaitsForIsNotGivenUp()
{
    TaskScope scope;
    SingleFlight<QString, int> flights(scope, {}, 10ms);
    CancelSource source;
    auto givenUp = flights.join(QStringLiteral("a"), napLonger, source.token());
    auto patient = flights.join(QStringLiteral("a"), napLonger);
    source.cancel();
    QVERIFY(!test::resultOf(std::move(givenUp)));
    QCOMPARE(test::resultOf(std::move(patient)).value(), 2);
    QVERIFY(test::waitUntil([&] { return scope.running() == 0; }));
}

void tst_Async::endOfTheOwnerEndsEveryFlight()
{
    TaskScope scope;
    CancelSource ending;
    SingleFlight<QString, int> flights(scope, ending.token());
    auto waiting = flights.join(QStringLiteral("a"), sleepUntilStopped);
    ending.cancel();
    QCOMPARE(test::resultOf(std::move(waiting)).error().code, Errc::Cancelled);
    QVERIFY(test::waitUntil([&] { return scope.running() == 0; }));
}

void tst_Async::poolResultComesBackToTheCallingThread()
{
    Pool pool(2);
    const auto here = std::this_thread::get_id();
    auto job = pool.run([] { return std::this_thread::get_id(); });
    const auto there = test::resultOf(std::move(job));
    QVERIFY(there && *there != here);
}

void tst_Async::gateLetsInOnlySoManyInOrder()
{
    Gate gate(1);
    auto first = test::resultOf(gate.enter());
    QVERIFY(first);
    auto waiting = gate.enter();
    QCOMPARE(gate.waiting(), std::size_t(1));
    first = Error{Errc::Cancelled, {}}; // leaves
    QVERIFY(test::resultOf(std::move(waiting)));
}

void tst_Async::givenUpWaiterDoesNotTakeAPlace()
{
    Gate gate(1);
    auto first = test::resultOf(gate.enter());
    CancelSource source;
    auto givenUp = gate.enter(source.token());
    auto patient = gate.enter();
    source.cancel();
    first = Error{Errc::Cancelled, {}};
    QVERIFY(!test::resultOf(std::move(givenUp)));
    QVERIFY(test::resultOf(std::move(patient)));
}

void tst_Async::scopeTellsWhenAllTasksHaveEnded()
{
    TaskScope scope;
    std::vector<int> values;
    const Promise<int> promise;
    scope.start(awaitPending(promise.pending(), &values));
    auto idle = scope.idle();
    promise.finish(3);
    QVERIFY(test::resultOf(std::move(idle)));
    QCOMPARE(values, std::vector<int>{3});
    QVERIFY(test::resultOf(scope.idle()));
}

QTEST_GUILESS_MAIN(tst_Async)
#include "tst_async.moc"
