// SPDX-License-Identifier: Apache-2.0
#include "keep/keepclient.h"

#include "keep/md5.h"
#include "net/httpclient.h"
#include "support/demoaccount.h"
#include "support/fakeclock.h"
#include "support/waiting.h"

#include <QtTest>

using namespace arv;
using namespace std::chrono_literals;
using demo::Fault;
using test::DemoAccount;

namespace {

// The real schedule in thousandths, so that ten rounds take no time.
RetryPolicy quick()
{
    RetryPolicy policy;
    policy.second = 1ms;
    return policy;
}

// Everything one KeepClient needs, and an orderly end.
class Rig
{
public:
    explicit Rig(const DemoAccount& account, QList<KeepService> list, KeepTimeouts timeouts = {})
        : services(std::move(list))
        , keep(store, scope, setup(account, timeouts))
    { }
    ~Rig()
    {
        keep.stop();
        if (!test::resultOf(scope.idle()))
            qFatal("a fetch does not end");
    }

    Result<Bytes> fetch(const Locator& locator) { return test::resultOf(keep.fetch(locator)); }

    QList<KeepService> services;
    std::optional<Error> sourceError;
    int sourceCalls = 0;
    test::FakeClock clock;
    Pool pool{1};
    BlockStore store{pool};
    TaskScope scope;
    KeepClient keep;

private:
    KeepClient::Setup setup(const DemoAccount& account, KeepTimeouts timeouts)
    {
        KeepClient::Setup setup;
        setup.credentials = account.credentials();
        setup.services = [this] { return source(); };
        setup.retry = quick();
        setup.timeouts = timeouts;
        setup.clock = &clock;
        return setup;
    }
    Task<QList<KeepService>> source()
    {
        ++sourceCalls;
        const auto error = sourceError; // const: co_return would empty the member
        const auto list = services;
        if (error)
            co_return *error;
        co_return list;
    }
};

// One block as it was stored; the numbers are those of the services in probe order.
struct Stored
{
    QByteArray data;
    Locator locator; // signed
    int first = 0;
    int second = 1;
};

} // namespace

class tst_KeepClient : public QObject
{
    Q_OBJECT

private:
    demo::DemoCluster& cluster() { return m_account->cluster; }
    [[nodiscard]] QList<KeepService> services() const
    {
        QList<KeepService> both;
        for (int i = 0; i < 2; ++i) {
            KeepService service;
            service.uuid = Uuid{QStringLiteral("zzzzz-bi6l4-00000000000000%1").arg(i)};
            service.baseUrl = QString::fromStdString(m_account->cluster.keepBaseUrl(i));
            both.append(service);
        }
        return both;
    }
    Locator signedLocator(const QByteArray& bare, const std::string& token, int life = 1000)
    {
        const auto expiry = QDateTime::currentSecsSinceEpoch() + life;
        const auto text = cluster().signer().sign(bare.toStdString(), token, expiry);
        return *Locator::parse(QByteArray::fromStdString(text));
    }
    // A block unlike all before, known to both services.
    Stored store(int size = 50)
    {
        Stored block;
        block.data = QByteArray::number(++m_blocks).leftJustified(size, '.');
        const auto bare = md5Hex(block.data) + '+' + QByteArray::number(size);
        block.locator = signedLocator(bare, m_account->token);
        for (int i = 0; i < 2; ++i)
            (void)cluster().blocks(i).add(block.data.toStdString());
        const auto order = rendezvousOrder(block.locator.hash(), services(), {});
        block.first = order.first().uuid == services().first().uuid ? 0 : 1;
        block.second = 1 - block.first;
        return block;
    }
    void addFault(int service, const Fault& fault, int times = -1)
    {
        m_account->addFault(service == 0 ? "keep0" : "keep1", fault, times);
    }
    [[nodiscard]] int requestsFor(const Stored& block)
    {
        const auto seen = cluster().requestsSeen();
        return static_cast<int>(std::count_if(seen.begin(), seen.end(), [&](const auto& request) {
            return request.find(block.locator.hash().toStdString()) != std::string::npos;
        }));
    }
    void verifyComesAfter(Rig& rig, const Stored& block, int requests);

    Mailbox m_mailbox;
    std::unique_ptr<DemoAccount> m_account;
    int m_blocks = 0;

private Q_SLOTS:
    void initTestCase() { m_account = std::make_unique<DemoAccount>(); }
    void init()
    {
        cluster().faults().clear();
        cluster().forgetRequestsSeen();
    }

    void blockComesFromTheFirstService();
    void cachedBlockIsNotAskedForAgain();
    void wholeBlockOf64MiBArrives();
    void emptyBlockIsAnsweredLocally();
    void secondServiceIsAskedIfTheFirstLacksIt();
    void wrongByteIsNotGivenOut();
    void damagedCopiesAreNotGivenOut_data();
    void damagedCopiesAreNotGivenOut();
    void shortBodyIsNotGivenOut_data();
    void shortBodyIsNotGivenOut();
    void endlessBodyIsNotAwaited();
    void deadServiceIsPassedOver();
    void silentServiceIsPassedOver();
    void wrongEverywhereIsCorrupt();
    void missingEverywhereIsNotFound();
    void expiredSignatureIsTold();
    void refusalLongerThanTheBlockIsUnderstood();
    void signatureOfAnotherTokenIsTold();
    void overloadIsWaitedOut();
    void overloadForEverEndsWithTheTries();
    void manyWaitersShareOneFetch();
    void cancelledWaiterLeavesTheFetchToTheCache();
    void failureIsRememberedForFiveSeconds();
    void newerSignatureIsTriedAtOnce();
    void servicesAreAskedForEveryFiveMinutes();
    void servicesAreAskedForBeforeEachNewRound();
    void staleServicesAreBetterThanNone();
    void noServicesIsUnreachable();
    void stopEndsEveryFetch();
};

void tst_KeepClient::verifyComesAfter(Rig& rig, const Stored& block, int requests)
{
    const auto got = rig.fetch(block.locator);
    QVERIFY2(got, got ? "" : qPrintable(got.error().text));
    QVERIFY(got->view() == std::string_view(block.data));
    QCOMPARE(requestsFor(block), requests);
    QVERIFY(rig.keep.cached(block.locator).has_value());
}

void tst_KeepClient::blockComesFromTheFirstService()
{
    Rig rig(*m_account, services());
    verifyComesAfter(rig, store(), 1);
    verifyComesAfter(rig, store(200000), 1); // hashed on the pool
}

void tst_KeepClient::cachedBlockIsNotAskedForAgain()
{
    Rig rig(*m_account, services());
    const auto block = store();
    QVERIFY(!rig.keep.cached(block.locator));
    verifyComesAfter(rig, block, 1);
    verifyComesAfter(rig, block, 1);
}

void tst_KeepClient::wholeBlockOf64MiBArrives()
{
    Rig rig(*m_account, services());
    verifyComesAfter(rig, store(int{maxBlockSize}), 1);
}

void tst_KeepClient::emptyBlockIsAnsweredLocally()
{
    Rig rig(*m_account, services());
    const auto got = rig.fetch(Locator());
    QVERIFY(got);
    QCOMPARE(got->size(), 0U);
    QVERIFY(rig.keep.cached(Locator()).has_value());
    QVERIFY(cluster().requestsSeen().empty());
}

void tst_KeepClient::secondServiceIsAskedIfTheFirstLacksIt()
{
    Rig rig(*m_account, services());
    const auto block = store();
    cluster().blocks(block.first).remove(block.locator.hash().toStdString());
    verifyComesAfter(rig, block, 2);
}

void tst_KeepClient::wrongByteIsNotGivenOut()
{
    Rig rig(*m_account, services());
    const auto block = store(300000);
    addFault(block.first, DemoAccount::faultAt(Fault::Kind::WrongByte, 250000));
    verifyComesAfter(rig, block, 2);
}

void tst_KeepClient::damagedCopiesAreNotGivenOut_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("truncated");
    QTest::newRow("small, wrong byte") << 100 << false;
    QTest::newRow("small, short") << 100 << true;
    QTest::newRow("big, wrong byte") << 1000000 << false;
    QTest::newRow("big, short") << 1000000 << true;
}

void tst_KeepClient::damagedCopiesAreNotGivenOut()
{
    QFETCH(int, size);
    QFETCH(bool, truncated);
    Rig rig(*m_account, services());
    const auto block = store(size);
    const auto hash = block.locator.hash().toStdString();
    if (truncated)
        cluster().blocks(block.first).truncate(hash, 60);
    else
        cluster().blocks(block.first).corrupt(hash, 60);
    verifyComesAfter(rig, block, 2);
}

void tst_KeepClient::shortBodyIsNotGivenOut_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("short of its length") << int(Fault::Kind::ShortBody);
    QTest::newRow("shorter length") << int(Fault::Kind::CutBody);
    QTest::newRow("dropped") << int(Fault::Kind::DropInBody);
}

void tst_KeepClient::shortBodyIsNotGivenOut()
{
    QFETCH(int, kind);
    Rig rig(*m_account, services());
    const auto block = store(1000);
    addFault(block.first, DemoAccount::faultAt(static_cast<Fault::Kind>(kind), 990));
    verifyComesAfter(rig, block, 2);
}

void tst_KeepClient::endlessBodyIsNotAwaited()
{
    Rig rig(*m_account, services());
    const auto block = store(1000);
    addFault(block.first, DemoAccount::faultOf(Fault::Kind::Endless));
    verifyComesAfter(rig, block, 2);
}

void tst_KeepClient::deadServiceIsPassedOver()
{
    Rig rig(*m_account, services());
    const auto block = store();
    addFault(block.first, DemoAccount::faultOf(Fault::Kind::Dead));
    verifyComesAfter(rig, block, 1);
}

void tst_KeepClient::silentServiceIsPassedOver()
{
    KeepTimeouts timeouts;
    timeouts.slow = 200ms;
    Rig rig(*m_account, services(), timeouts);
    const auto block = store();
    addFault(block.first, DemoAccount::faultOf(Fault::Kind::Silence));
    const auto got = rig.fetch(block.locator);
    QVERIFY2(got, got ? "" : qPrintable(got.error().text));
}

void tst_KeepClient::wrongEverywhereIsCorrupt()
{
    Rig rig(*m_account, services());
    const auto block = store(1000000);
    for (int i = 0; i < 2; ++i)
        cluster().blocks(i).corrupt(block.locator.hash().toStdString(), 5);
    const auto got = rig.fetch(block.locator);
    QVERIFY(!got);
    QCOMPARE(got.error().code, Errc::BlockCorrupt);
    for (const auto& service : services())
        QVERIFY(got.error().text.contains(service.baseUrl));
    QVERIFY(!rig.keep.cached(block.locator));
}

void tst_KeepClient::missingEverywhereIsNotFound()
{
    Rig rig(*m_account, services());
    const auto block = store();
    for (int i = 0; i < 2; ++i)
        cluster().blocks(i).remove(block.locator.hash().toStdString());
    const auto got = rig.fetch(block.locator);
    QVERIFY(!got);
    QCOMPARE(got.error().code, Errc::BlockNotFound);
    QCOMPARE(requestsFor(block), 2);
}

void tst_KeepClient::expiredSignatureIsTold()
{
    Rig rig(*m_account, services());
    auto block = store();
    block.locator = signedLocator(block.locator.stripped(), m_account->token, -10);
    const auto got = rig.fetch(block.locator);
    QVERIFY(!got);
    QCOMPARE(got.error().code, Errc::SignatureRefused);
    QCOMPARE(requestsFor(block), 2);
}

void tst_KeepClient::refusalLongerThanTheBlockIsUnderstood()
{
    Rig rig(*m_account, services());
    auto block = store(5);
    block.locator = signedLocator(block.locator.stripped(), m_account->token, -10);
    QCOMPARE(rig.fetch(block.locator).error().code, Errc::SignatureRefused);
    const auto absent = signedLocator(md5Hex("gone") + "+4", m_account->token);
    QCOMPARE(rig.fetch(absent).error().code, Errc::BlockNotFound);
}

void tst_KeepClient::signatureOfAnotherTokenIsTold()
{
    Rig rig(*m_account, services());
    const auto block = store();
    const auto others = signedLocator(block.locator.stripped(), "someothertoken");
    QCOMPARE(rig.fetch(others).error().code, Errc::SignatureRefused);
    const auto unsignedOne = *Locator::parse(block.locator.stripped());
    QCOMPARE(rig.fetch(unsignedOne).error().code, Errc::SignatureRefused);
}

void tst_KeepClient::overloadIsWaitedOut()
{
    Rig rig(*m_account, services());
    const auto block = store();
    addFault(0, DemoAccount::statusFault(503), 3);
    addFault(1, DemoAccount::statusFault(503), 3);
    verifyComesAfter(rig, block, 7);
}

void tst_KeepClient::overloadForEverEndsWithTheTries()
{
    Rig rig(*m_account, services());
    const auto block = store();
    addFault(0, DemoAccount::statusFault(503));
    addFault(1, DemoAccount::statusFault(503));
    const auto got = rig.fetch(block.locator);
    QVERIFY(!got);
    QCOMPARE(got.error().code, Errc::ServerError);
    QCOMPARE(requestsFor(block), 20);
}

void tst_KeepClient::manyWaitersShareOneFetch()
{
    Rig rig(*m_account, services());
    const auto block = store();
    addFault(block.first, DemoAccount::latencyFault(100ms));
    std::vector<std::shared_ptr<std::optional<Result<Bytes>>>> kept;
    for (int i = 0; i < 5; ++i) {
        kept.push_back(std::make_shared<std::optional<Result<Bytes>>>());
        test::keepResult<Bytes>(rig.keep.fetch(block.locator), kept.back());
    }
    for (const auto& result : kept) {
        QVERIFY(test::waitUntil([&] { return result->has_value(); }));
        QVERIFY((*result)->value().view() == std::string_view(block.data));
    }
    QCOMPARE(requestsFor(block), 1);
}

void tst_KeepClient::cancelledWaiterLeavesTheFetchToTheCache()
{
    Rig rig(*m_account, services());
    const auto block = store();
    addFault(block.first, DemoAccount::latencyFault(200ms));
    CancelSource source;
    auto fetching = rig.keep.fetch(block.locator, source.token());
    source.cancel();
    const auto got = test::resultOf(std::move(fetching));
    QVERIFY(!got);
    QCOMPARE(got.error().code, Errc::Cancelled);
    QVERIFY(!rig.keep.cached(block.locator));
    QVERIFY(test::waitUntil([&] { return rig.keep.cached(block.locator).has_value(); }));
}

void tst_KeepClient::failureIsRememberedForFiveSeconds()
{
    Rig rig(*m_account, services());
    const auto block = store();
    for (int i = 0; i < 2; ++i)
        cluster().blocks(i).remove(block.locator.hash().toStdString());
    QVERIFY(!rig.fetch(block.locator));
    (void)cluster().blocks(0).add(block.data.toStdString());
    rig.clock.advance(4900ms);
    QCOMPARE(rig.fetch(block.locator).error().code, Errc::BlockNotFound);
    QCOMPARE(requestsFor(block), 2);
    rig.clock.advance(200ms);
    QVERIFY(rig.fetch(block.locator));
}

// Also for a waiter that has joined the fetch of one with an older signature.
void tst_KeepClient::newerSignatureIsTriedAtOnce()
{
    Rig rig(*m_account, services());
    const auto block = store();
    const auto old = signedLocator(block.locator.stripped(), m_account->token, -10);
    auto first = rig.keep.fetch(old);
    auto second = rig.keep.fetch(block.locator);
    QCOMPARE(test::resultOf(std::move(first)).error().code, Errc::SignatureRefused);
    const auto got = test::resultOf(std::move(second));
    QVERIFY2(got, got ? "" : qPrintable(got.error().text));
    QCOMPARE(requestsFor(block), 3);
}

void tst_KeepClient::servicesAreAskedForEveryFiveMinutes()
{
    Rig rig(*m_account, services());
    QVERIFY(rig.fetch(store().locator));
    rig.clock.advance(4min);
    QVERIFY(rig.fetch(store().locator));
    QCOMPARE(rig.sourceCalls, 1);
    rig.clock.advance(2min);
    QVERIFY(rig.fetch(store().locator));
    QCOMPARE(rig.sourceCalls, 2);
}

void tst_KeepClient::servicesAreAskedForBeforeEachNewRound()
{
    auto dead = services();
    for (auto& service : dead)
        service.baseUrl = QStringLiteral("https://localhost:1/");
    Rig rig(*m_account, dead);
    const auto block = store();
    auto fetching = rig.keep.fetch(block.locator);
    QVERIFY(test::waitUntil([&] { return rig.sourceCalls == 1; })); // has taken the dead ones
    rig.services = services();
    rig.clock.advance(1ms);
    const auto got = test::resultOf(std::move(fetching));
    QVERIFY2(got, got ? "" : qPrintable(got.error().text));
    QCOMPARE(rig.sourceCalls, 2);
}

void tst_KeepClient::staleServicesAreBetterThanNone()
{
    Rig rig(*m_account, services());
    QVERIFY(rig.fetch(store().locator));
    rig.sourceError = Error{Errc::Unreachable, QStringLiteral("the API is down")};
    rig.clock.advance(10min);
    addFault(0, DemoAccount::statusFault(503), 1);
    addFault(1, DemoAccount::statusFault(503), 1);
    const auto got = rig.fetch(store().locator);
    QVERIFY2(got, got ? "" : qPrintable(got.error().text));
}

void tst_KeepClient::noServicesIsUnreachable()
{
    Rig rig(*m_account, {});
    QCOMPARE(rig.fetch(store().locator).error().code, Errc::Unreachable);
    rig.sourceError = Error{Errc::NotSignedIn, QStringLiteral("401")};
    QCOMPARE(rig.fetch(store().locator).error().code, Errc::NotSignedIn);
}

void tst_KeepClient::stopEndsEveryFetch()
{
    Rig rig(*m_account, services());
    addFault(0, DemoAccount::faultOf(Fault::Kind::Silence));
    addFault(1, DemoAccount::faultOf(Fault::Kind::Silence));
    auto fetching = rig.keep.fetch(store().locator);
    rig.keep.stop();
    QCOMPARE(test::resultOf(std::move(fetching), 2000).error().code, Errc::Cancelled);
    QCOMPARE(rig.fetch(store().locator).error().code, Errc::Cancelled);
}

QTEST_GUILESS_MAIN(tst_KeepClient)
#include "tst_keepclient.moc"
