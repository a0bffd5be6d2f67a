// SPDX-License-Identifier: Apache-2.0
#include "secretstore.h"
#include "support/fakesecretservice.h"
#include "support/logrecord.h"
#include "support/sessionbus.h"
#include "support/waiting.h"

#include <QSignalSpy>
#include <QtTest>

#include <optional>

using namespace arv;
using namespace arv::test;
using State = SecretOutcome::State;

namespace {

const QString token = QStringLiteral("v2/zzzzz-gj3su-077z32aux8dg2s1/topsecretäö");

// Asks and waits for the outcome, which must not come at once.
template <class Ask>
SecretOutcome outcomeOf(Ask ask, int milliseconds = 20000)
{
    std::optional<SecretOutcome> got;
    ask([&got](const SecretOutcome& outcome) { got = outcome; });
    if (got)
        qFatal("answered inside the call");
    if (!waitUntil([&got] { return got.has_value(); }, milliseconds))
        qFatal("the keychain was waited for in vain");
    return *got;
}

SecretOutcome read(SecretStore& store, const QString& id)
{
    return outcomeOf([&](const SecretCallback& callback) { store.read(id, callback); });
}

SecretOutcome write(SecretStore& store, const QString& id, const QString& secret)
{
    return outcomeOf([&](const SecretCallback& callback) { store.write(id, secret, callback); });
}

SecretOutcome removal(SecretStore& store, const QString& id)
{
    return outcomeOf([&](const SecretCallback& callback) { store.remove(id, callback); });
}

// KWallet under its own protocol; counts who asks.
class FakeWallet : public QDBusVirtualObject
{
public:
    int calls = 0;

    [[nodiscard]] bool appear(const QString& address)
    {
        auto bus = QDBusConnection::connectToBus(address, QStringLiteral("fake wallet"));
        return bus.registerVirtualObject(QStringLiteral("/"), this, QDBusConnection::SubPath)
            && bus.registerService(QStringLiteral("org.kde.kwalletd5"));
    }
    [[nodiscard]] QString introspect(const QString& /*path*/) const override { return {}; }
    bool handleMessage(const QDBusMessage&, const QDBusConnection&) override
    {
        ++calls;
        return false;
    }
};

} // namespace

// Under a real bus with a real keyring, and with one that misbehaves.
class TestSecretStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();

    void keyringReallyHoldsTheToken();
    void tokenSurvivesTheKeyringsRestart();
    void newTokenTakesTheOldOnesPlace();
    void requestsOfOneAccountKeepTheirOrder();
    void accountWithoutTokenIsNotFound();
    void removedTokenIsGone();
    void removingWhatIsNotThereIsNoError();
    void emptyTokenIsRefused();
    void lockedKeyringIsNotTakenForNoToken();
    void lockedKeyringDoesNotKeepOrForget();
    void lockedKeyringWithoutEntryIsStillLocked();
    void unlockedKeyringIsAskedAgain();
    void absentServiceIsTold();
    void serviceThatCannotBeStartedIsAbsent();
    void noBusIsNoService();
    void serviceThatComesIsTold();
    void serviceThatVanishesInMidCallIsTold_data();
    void serviceThatVanishesInMidCallIsTold();
    void switchedServiceIsAskedForTheTruth();
    void slowServiceIsToldAsWaitingAndThenAnswers();
    void silentServiceIsGivenUp();
    void lateAnswerIsTold();
    void failingServiceIsAnErrorAndNotAnAnswer_data();
    void failingServiceIsAnErrorAndNotAnAnswer();
    void serviceThatDoesNotKeepTheTokenIsFoundOut();
    void tokenIsNeverLogged();
    void walletOfKdeIsNotAskedBehindTheServicesBack();

private:
    SessionBus m_bus;
    FakeWallet m_wallet;
};

void TestSecretStore::initTestCase()
{
    // The library chooses its store once in a process: here under the hardest name.
    qputenv("XDG_CURRENT_DESKTOP", "KDE");
    qputenv("KDE_SESSION_VERSION", "5");
    QVERIFY(m_bus.start());
    QVERIFY(m_wallet.appear(m_bus.address()));
}

void TestSecretStore::cleanup()
{
    m_bus.stopKeyring();
}

void TestSecretStore::keyringReallyHoldsTheToken()
{
    QVERIFY(m_bus.startKeyring());
    SecretStore store;
    QCOMPARE(write(store, QStringLiteral("a1"), token).state, State::Ok);
    QCOMPARE(m_bus.tokenInKeyring(QStringLiteral("a1")), token.toUtf8());
    QCOMPARE(read(store, QStringLiteral("a1")).token, token);
    QCOMPARE(read(store, QStringLiteral("a1")).state, State::Ok);
}

void TestSecretStore::tokenSurvivesTheKeyringsRestart()
{
    QVERIFY(m_bus.startKeyring());
    SecretStore store;
    QCOMPARE(write(store, QStringLiteral("a2"), token).state, State::Ok);
    m_bus.stopKeyring();
    QVERIFY(m_bus.startKeyring());
    QCOMPARE(read(store, QStringLiteral("a2")).token, token);
}

void TestSecretStore::newTokenTakesTheOldOnesPlace()
{
    QVERIFY(m_bus.startKeyring());
    SecretStore store;
    QCOMPARE(write(store, QStringLiteral("a3"), QStringLiteral("old")).state, State::Ok);
    QCOMPARE(write(store, QStringLiteral("a3"), token).state, State::Ok);
    QCOMPARE(read(store, QStringLiteral("a3")).token, token);
}

void TestSecretStore::requestsOfOneAccountKeepTheirOrder()
{
    QVERIFY(m_bus.startKeyring());
    SecretStore store;
    QStringList answers;
    const auto id = QStringLiteral("a4");
    store.write(id, QStringLiteral("first"),
                [&](const SecretOutcome&) { answers += QStringLiteral("1"); });
    store.write(id, QStringLiteral("second"),
                [&](const SecretOutcome&) { answers += QStringLiteral("2"); });
    store.read(id, [&](const SecretOutcome& outcome) { answers += outcome.token; });
    store.remove(id, [&](const SecretOutcome&) { answers += QStringLiteral("4"); });
    store.read(id, [&](const SecretOutcome& outcome) {
        answers += outcome.state == State::NotFound ? QStringLiteral("none") : QString();
    });
    QTRY_COMPARE_WITH_TIMEOUT(answers.size(), 5, 10000);
    QCOMPARE(answers.join(u' '), QStringLiteral("1 2 second 4 none"));
}

void TestSecretStore::accountWithoutTokenIsNotFound()
{
    QVERIFY(m_bus.startKeyring());
    SecretStore store;
    const auto outcome = read(store, QStringLiteral("nobody"));
    QCOMPARE(outcome.state, State::NotFound);
    QVERIFY(!outcome.text.isEmpty());
}

void TestSecretStore::removedTokenIsGone()
{
    QVERIFY(m_bus.startKeyring());
    SecretStore store;
    QCOMPARE(write(store, QStringLiteral("a5"), token).state, State::Ok);
    QCOMPARE(removal(store, QStringLiteral("a5")).state, State::Ok);
    QCOMPARE(m_bus.tokenInKeyring(QStringLiteral("a5")), QByteArray());
    QCOMPARE(read(store, QStringLiteral("a5")).state, State::NotFound);
}

void TestSecretStore::removingWhatIsNotThereIsNoError()
{
    QVERIFY(m_bus.startKeyring());
    SecretStore store;
    QCOMPARE(removal(store, QStringLiteral("nobody")).state, State::Ok);
}

void TestSecretStore::emptyTokenIsRefused()
{
    SecretStore store;
    QCOMPARE(write(store, QStringLiteral("a6"), {}).state, State::Failed);
}

void TestSecretStore::lockedKeyringIsNotTakenForNoToken()
{
    QVERIFY(m_bus.startKeyring());
    SecretStore store;
    QCOMPARE(write(store, QStringLiteral("b1"), token).state, State::Ok);
    QVERIFY(m_bus.lockKeyring());
    const QSignalSpy waits(&store, &SecretStore::waiting);
    const auto outcome = read(store, QStringLiteral("b1"));
    QCOMPARE(outcome.state, State::Locked);
    QVERIFY(outcome.token.isEmpty());
    QVERIFY(!waits.isEmpty());
    QCOMPARE(waits.first(), (QVariantList{QStringLiteral("b1"), true}));
}

void TestSecretStore::lockedKeyringDoesNotKeepOrForget()
{
    QVERIFY(m_bus.startKeyring());
    SecretStore store;
    QCOMPARE(write(store, QStringLiteral("b2"), token).state, State::Ok);
    QVERIFY(m_bus.lockKeyring());
    QCOMPARE(write(store, QStringLiteral("b2"), QStringLiteral("new")).state, State::Locked);
    QCOMPARE(removal(store, QStringLiteral("b2")).state, State::Locked);
    QVERIFY(m_bus.unlockKeyring());
    QCOMPARE(read(store, QStringLiteral("b2")).token, token);
}

void TestSecretStore::lockedKeyringWithoutEntryIsStillLocked()
{
    QVERIFY(m_bus.startKeyring(false));
    SecretStore store;
    QCOMPARE(read(store, QStringLiteral("nobody")).state, State::Locked);
}

void TestSecretStore::unlockedKeyringIsAskedAgain()
{
    QVERIFY(m_bus.startKeyring());
    SecretStore store;
    QCOMPARE(write(store, QStringLiteral("b3"), token).state, State::Ok);
    QVERIFY(m_bus.lockKeyring());
    QCOMPARE(read(store, QStringLiteral("b3")).state, State::Locked);
    QSignalSpy changes(&store, &SecretStore::serviceChanged);
    QVERIFY(m_bus.unlockKeyring());
    QTRY_VERIFY(!changes.isEmpty());
    QCOMPARE(read(store, QStringLiteral("b3")).token, token);
}

void TestSecretStore::absentServiceIsTold()
{
    SecretStore store;
    QCOMPARE(read(store, QStringLiteral("c1")).state, State::NoService);
    QCOMPARE(write(store, QStringLiteral("c1"), token).state, State::NoService);
    QCOMPARE(removal(store, QStringLiteral("c1")).state, State::NoService);
}

void TestSecretStore::serviceThatCannotBeStartedIsAbsent()
{
    m_bus.setActivatable(SessionBus::keyringName(), QStringLiteral("/bin/false"));
    SecretStore store;
    QCOMPARE(read(store, QStringLiteral("c2")).state, State::NoService);
    m_bus.setActivatable(SessionBus::keyringName(), {});
}

void TestSecretStore::noBusIsNoService()
{
    SecretStore store(QDBusConnection::connectToBus(QStringLiteral("unix:path=/nowhere"),
                                                    QStringLiteral("none")));
    QCOMPARE(read(store, QStringLiteral("c2")).state, State::NoService);
}

void TestSecretStore::serviceThatComesIsTold()
{
    SecretStore store;
    QCOMPARE(read(store, QStringLiteral("c3")).state, State::NoService);
    QSignalSpy changes(&store, &SecretStore::serviceChanged);
    QVERIFY(m_bus.startKeyring());
    QTRY_COMPARE(changes.size(), 1);
    QCOMPARE(read(store, QStringLiteral("c3")).state, State::NotFound);
    m_bus.stopKeyring();
    QTRY_COMPARE(changes.size(), 2);
    QCOMPARE(read(store, QStringLiteral("c3")).state, State::NoService);
}

void TestSecretStore::serviceThatVanishesInMidCallIsTold_data()
{
    QTest::addColumn<QString>("method");
    QTest::newRow("asked for its collection") << QStringLiteral("ReadAlias");
    QTest::newRow("asked whether it is locked") << QStringLiteral("Get");
    QTest::newRow("asked for the entry") << QStringLiteral("SearchItems");
    QTest::newRow("asked for a session") << QStringLiteral("OpenSession");
    QTest::newRow("asked for the secret") << QStringLiteral("GetSecrets");
}

void TestSecretStore::serviceThatVanishesInMidCallIsTold()
{
    QFETCH(QString, method);
    SecretStore store;
    std::optional<SecretOutcome> got;
    {
        auto service = std::make_unique<FakeSecretService>(m_bus.address());
        service->token = token;
        service->silent = {method};
        QVERIFY(service->appear());
        store.read(QStringLiteral("c4"), [&got](const SecretOutcome& outcome) { got = outcome; });
        QVERIFY(waitUntil([&] { return service->asked.contains(method); }));
        service->leaveBus();
    }
    QTRY_VERIFY_WITH_TIMEOUT(got.has_value(), 10000);
    QCOMPARE(got->state, State::NoService);
}

void TestSecretStore::switchedServiceIsAskedForTheTruth()
{
    // One that knows nothing is exchanged for the real one while it is asked.
    auto service = std::make_unique<FakeSecretService>(m_bus.address());
    service->silent = {QStringLiteral("ReadAlias")};
    QVERIFY(service->appear());
    SecretStore store;
    QSignalSpy changes(&store, &SecretStore::serviceChanged);
    std::optional<SecretOutcome> got;
    store.read(QStringLiteral("a1"), [&got](const SecretOutcome& outcome) { got = outcome; });
    QVERIFY(waitUntil([&] { return service->asked.contains(QStringLiteral("ReadAlias")); }));
    service->vanish();
    QVERIFY(m_bus.startKeyring());
    service->leaveBus();
    QTRY_VERIFY_WITH_TIMEOUT(got.has_value(), 10000);
    QCOMPARE(got->token, token);
    QVERIFY(!changes.isEmpty());
}

void TestSecretStore::slowServiceIsToldAsWaitingAndThenAnswers()
{
    FakeSecretService service(m_bus.address());
    service.token = token;
    service.delay = 150;
    QVERIFY(service.appear());
    SecretStore store;
    store.setLimits({std::chrono::milliseconds(300), std::chrono::seconds(60)});
    const QSignalSpy waits(&store, &SecretStore::waiting);
    QCOMPARE(read(store, QStringLiteral("d1")).token, token);
    QCOMPARE(waits.size(), 1);
    QCOMPARE(waits.first(), (QVariantList{QStringLiteral("d1"), false}));
}

void TestSecretStore::silentServiceIsGivenUp()
{
    FakeSecretService service(m_bus.address());
    service.token = token;
    service.silent = {QStringLiteral("ReadAlias")};
    QVERIFY(service.appear());
    SecretStore store;
    store.setLimits({std::chrono::milliseconds(50), std::chrono::milliseconds(300)});
    const QSignalSpy waits(&store, &SecretStore::waiting);
    QCOMPARE(read(store, QStringLiteral("d2")).state, State::TimedOut);
    QCOMPARE(waits.size(), 1);
    service.leaveBus();
}

void TestSecretStore::lateAnswerIsTold()
{
    FakeSecretService service(m_bus.address());
    service.token = token;
    service.delay = 150;
    QVERIFY(service.appear());
    SecretStore store;
    store.setLimits({std::chrono::milliseconds(50), std::chrono::milliseconds(550)});
    QSignalSpy changes(&store, &SecretStore::serviceChanged);
    QCOMPARE(read(store, QStringLiteral("d3")).state, State::TimedOut);
    QVERIFY(service.asked.contains(QStringLiteral("OpenSession")) || service.asked.size() > 3);
    QTRY_VERIFY_WITH_TIMEOUT(!changes.isEmpty(), 10000);
}

void TestSecretStore::failingServiceIsAnErrorAndNotAnAnswer_data()
{
    QTest::addColumn<QString>("method");
    QTest::newRow("collection") << QStringLiteral("ReadAlias");
    QTest::newRow("locked") << QStringLiteral("Get");
    QTest::newRow("search") << QStringLiteral("SearchItems");
    QTest::newRow("secret") << QStringLiteral("GetSecrets");
}

void TestSecretStore::failingServiceIsAnErrorAndNotAnAnswer()
{
    QFETCH(QString, method);
    FakeSecretService service(m_bus.address());
    service.token = token;
    service.failing = {method};
    QVERIFY(service.appear());
    SecretStore store;
    const auto outcome = read(store, QStringLiteral("e1"));
    QCOMPARE(outcome.state, State::Failed);
    QVERIFY2(outcome.text.contains(QStringLiteral("on fire")), qPrintable(outcome.text));
    QVERIFY(!outcome.text.contains(QChar(0x202e)));
}

void TestSecretStore::serviceThatDoesNotKeepTheTokenIsFoundOut()
{
    FakeSecretService service(m_bus.address());
    service.keepsWhatItIsGiven = false;
    QVERIFY(service.appear());
    SecretStore store;
    QCOMPARE(write(store, QStringLiteral("e2"), token).state, State::Failed);
    service.token = QStringLiteral("another");
    QCOMPARE(write(store, QStringLiteral("e2"), token).state, State::Failed);
    service.keepsWhatItIsGiven = true;
    QCOMPARE(write(store, QStringLiteral("e2"), token).state, State::Ok);
}

void TestSecretStore::tokenIsNeverLogged()
{
    const LogRecord log;
    QVERIFY(m_bus.startKeyring());
    SecretStore store;
    QCOMPARE(write(store, QStringLiteral("f1"), token).state, State::Ok);
    QCOMPARE(read(store, QStringLiteral("f1")).state, State::Ok);
    QVERIFY(m_bus.lockKeyring());
    QCOMPARE(read(store, QStringLiteral("f1")).state, State::Locked);
    QVERIFY(log.all().contains(QStringLiteral("keychain")));
    QVERIFY(!log.all().contains(QStringLiteral("topsecret")));
}

void TestSecretStore::walletOfKdeIsNotAskedBehindTheServicesBack()
{
    QVERIFY(m_bus.startKeyring());
    SecretStore store;
    QCOMPARE(write(store, QStringLiteral("g1"), token).state, State::Ok);
    QCOMPARE(m_wallet.calls, 0);
    QCOMPARE(qgetenv("XDG_CURRENT_DESKTOP"), QByteArray("KDE")); // as it was, for our children
}

QTEST_GUILESS_MAIN(TestSecretStore)
#include "tst_secretstore.moc"
