// SPDX-License-Identifier: Apache-2.0
#include "mount/accountcontroller.h"

#include "support/accountrig.h"

#include <QtTest>

using namespace arv;
using namespace std::chrono_literals;
using demo::Fault;
using test::AccountRig;
using test::DemoAccount;
using State = AccountSnapshot::State;

class tst_AccountController : public QObject
{
    Q_OBJECT

private:
    demo::Store& store() { return m_account->cluster.store(); }
    demo::Faults& faults() { return m_account->cluster.faults(); }
    QString addToken(const std::string& user, const std::string& expiry = {})
    {
        demo::NewToken made;
        made.user = demo::demoUserUuid(user);
        made.expiresAt = expiry;
        return QString::fromStdString(store().addToken(made));
    }
    std::size_t requests() const { return m_account->cluster.requestsSeen().size(); }
    // The cluster answers one kind of request with this, or all.
    void answerWith(int status, const std::string& body, const std::string& path = {})
    {
        auto fault = DemoAccount::statusFault(status, body);
        fault.path = path;
        m_account->addFault("api", fault);
    }
    static bool names(const QString& sentence, const QString& what)
    {
        return sentence.contains(what);
    }

    // Of the account's thread so far; 0 if there is none.
    static qint64 wakeUpsOfTheThread()
    {
        const QDir tasks(QStringLiteral("/proc/self/task"));
        for (const auto& task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            QFile status(tasks.filePath(task + QStringLiteral("/status")));
            if (!status.open(QIODevice::ReadOnly))
                continue;
            const auto text = status.readAll();
            const QByteArray key("\nvoluntary_ctxt_switches:");
            if (text.startsWith("Name:\tarv-account\n"))
                return text.mid(text.indexOf(key) + key.size())
                    .simplified()
                    .split(' ')
                    .value(0)
                    .toLongLong();
        }
        return 0;
    }

    Mailbox m_mailbox;
    std::unique_ptr<DemoAccount> m_account;
    std::unique_ptr<AccountRig> m_rig;

private Q_SLOTS:
    void initTestCase() { m_account = std::make_unique<DemoAccount>(); }
    void init()
    {
        faults().clear();
        m_account->cluster.forgetRequestsSeen();
        m_rig = std::make_unique<AccountRig>(*m_account);
    }
    void cleanup() { m_rig.reset(); }

    void goodTokenIsSignedInAndTellsWhose();
    void withoutATokenNothingIsAsked();
    void wrongTokenIsRefused();
    void expiredTokenIsRefused();
    void tokenWithImpossibleCharactersIsRefused();
    void expiryIsTold();
    void tokenThatCannotBeAskedAboutIsStillGood();
    void userWhoIsNotActiveIsTold();
    void somebodyElsesTokenIsRefused();
    void renewedTokenSignsInAgain();
    void newsOfAnOldTokenAreNotTold();
    void refusedWhileBrowsing();
    void checkTellsAnUnchangedOutcome();
    void signedInAccountLooksAgainOnceInAWhile();
    void accountThatIsInOrderSleeps();
    void otherSettingsDoNotDisturb();
    void endDoesNotWaitForTheNetwork();
};

void tst_AccountController::goodTokenIsSignedInAndTellsWhose()
{
    m_rig->open();
    QCOMPARE(m_rig->state(), State::Checking);
    QVERIFY2(m_rig->reaches(State::SignedIn), qPrintable(m_rig->error()));
    const auto& found = m_rig->controller->snapshot();
    QCOMPARE(found.error, QString());
    QCOMPARE(found.clusterId, QStringLiteral("zzzzz"));
    QCOMPARE(found.userUuid, QString::fromStdString(m_account->user));
    QCOMPARE(found.email, QStringLiteral("alice@example.com"));
    QCOMPARE(found.fullName, QStringLiteral("Alice Example"));
    QVERIFY(!found.tokenExpires);
    QCOMPARE(m_rig->told.size(), 2); // Checking, SignedIn
}

void tst_AccountController::withoutATokenNothingIsAsked()
{
    m_rig->token.clear();
    m_rig->open();
    QCOMPARE(m_rig->state(), State::NoToken);
    const auto page = m_rig->pageOf({});
    QVERIFY2(names(page.error, m_rig->settings.host), qPrintable(page.error));
    m_rig->controller->check();
    QCOMPARE(requests(), 0U);
    m_rig->controller->setToken(m_account->credentials().token);
    QVERIFY(m_rig->reaches(State::SignedIn));
}

void tst_AccountController::wrongTokenIsRefused()
{
    m_rig->token = QStringLiteral("v2/zzzzz-gj3su-000000000000000/wrong");
    QVERIFY2(m_rig->opensTo(State::Refused), qPrintable(m_rig->error()));
    QVERIFY2(names(m_rig->error(), m_rig->settings.host), qPrintable(m_rig->error()));
    QVERIFY(names(m_rig->error(), QStringLiteral("Workbench")));
    QVERIFY(!names(m_rig->error(), QStringLiteral("arvados/v1")));
    const auto seen = requests();
    QVERIFY(!m_rig->pageOf({}).error.isEmpty()); // told without asking
    QCOMPARE(requests(), seen);
}

void tst_AccountController::expiredTokenIsRefused()
{
    m_rig->token = addToken("alice", "2020-01-01T00:00:00Z");
    QVERIFY(m_rig->opensTo(State::Refused));
}

void tst_AccountController::tokenWithImpossibleCharactersIsRefused()
{
    m_rig->token = QStringLiteral("v2/x y\r\nHost: evil");
    QVERIFY(m_rig->opensTo(State::Refused));
}

void tst_AccountController::expiryIsTold()
{
    m_rig->token = addToken("alice", "2040-01-01T00:00:00Z");
    QVERIFY(m_rig->opensTo(State::SignedIn));
    QCOMPARE(m_rig->controller->snapshot().tokenExpires,
             QDateTime(QDate(2040, 1, 1), QTime(0, 0), Qt::UTC));
    m_rig->controller->setToken(m_account->credentials().token);
    QVERIFY(m_rig->reaches(State::SignedIn));
    QVERIFY(!m_rig->controller->snapshot().tokenExpires);
}

void tst_AccountController::tokenThatCannotBeAskedAboutIsStillGood()
{
    for (const int status : {403, 404, 500}) {
        faults().clear();
        answerWith(status, {}, "api_client_authorizations");
        m_rig = std::make_unique<AccountRig>(*m_account);
        QVERIFY2(m_rig->opensTo(State::SignedIn), qPrintable(m_rig->error()));
        QVERIFY(!m_rig->controller->snapshot().tokenExpires);
    }
}

void tst_AccountController::userWhoIsNotActiveIsTold()
{
    m_rig->token = QString::fromStdString(demo::demoToken("carol"));
    QVERIFY(m_rig->opensTo(State::Inactive));
    QVERIFY2(names(m_rig->error(), QStringLiteral("carol@example.com")),
             qPrintable(m_rig->error()));
    QVERIFY(names(m_rig->error(), QStringLiteral("Workbench")));
}

void tst_AccountController::somebodyElsesTokenIsRefused()
{
    m_rig->settings.userUuid = QString::fromStdString(m_account->user);
    m_rig->settings.email = QStringLiteral("alice@example.com");
    m_rig->token = QString::fromStdString(demo::demoToken("bob"));
    QVERIFY(m_rig->opensTo(State::Refused));
    QVERIFY2(names(m_rig->error(), QStringLiteral("alice@example.com")),
             qPrintable(m_rig->error()));
    QVERIFY(names(m_rig->error(), QStringLiteral("bob@example.com")));
    m_rig->controller->setToken(m_account->credentials().token);
    QVERIFY2(m_rig->reaches(State::SignedIn), qPrintable(m_rig->error()));
}

void tst_AccountController::renewedTokenSignsInAgain()
{
    const auto old = addToken("alice");
    m_rig->token = old;
    QVERIFY(m_rig->opensTo(State::SignedIn));
    QVERIFY(store().removeRecord(old.section(u'/', 1, 1).toStdString()));
    m_rig->controller->check();
    QVERIFY(m_rig->reaches(State::Refused));
    m_rig->controller->setToken(m_account->credentials().token);
    QCOMPARE(m_rig->state(), State::Checking);
    QVERIFY(m_rig->reaches(State::SignedIn));
    QVERIFY(m_rig->pageOf({}).error.isEmpty());
}

void tst_AccountController::newsOfAnOldTokenAreNotTold()
{
    for (int i = 0; i < 20; ++i) {
        m_rig->controller->open(m_rig->settings, QStringLiteral("wrong%1").arg(i));
        if (i % 3 == 0)
            QTest::qWait(i);
        m_rig->told.clear();
        m_rig->controller->setToken(m_account->credentials().token);
        QVERIFY(m_rig->reaches(State::SignedIn));
        QCOMPARE(m_rig->told.size(), 2);
    }
}

void tst_AccountController::refusedWhileBrowsing()
{
    const auto token = addToken("alice");
    m_rig->token = token;
    QVERIFY(m_rig->opensTo(State::SignedIn));
    QVERIFY(m_rig->pageOf({}).error.isEmpty());
    QVERIFY(store().removeRecord(token.section(u'/', 1, 1).toStdString()));
    const auto page = m_rig->pageOf({});
    QVERIFY2(names(page.error, m_rig->settings.host), qPrintable(page.error));
    QVERIFY(m_rig->reaches(State::Refused));
    QVERIFY(!m_rig->error().isEmpty());
}

void tst_AccountController::checkTellsAnUnchangedOutcome()
{
    QVERIFY(m_rig->opensTo(State::SignedIn));
    m_rig->told.clear();
    m_rig->controller->check();
    QCOMPARE(m_rig->state(), State::SignedIn); // still, while it is asked
    QVERIFY(test::waitUntil([this] { return m_rig->told.size() == 1; }));
    QCOMPARE(m_rig->state(), State::SignedIn);
}

void tst_AccountController::signedInAccountLooksAgainOnceInAWhile()
{
    auto patience = test::quickPatience();
    patience.expiryLook = 50ms;
    m_rig = std::make_unique<AccountRig>(*m_account, patience);
    const auto token = addToken("alice");
    m_rig->token = token;
    QVERIFY(m_rig->opensTo(State::SignedIn));
    QCOMPARE(m_rig->told.size(), 2);
    auto record = store().find(token.section(u'/', 1, 1).toStdString())->attributes;
    record["expires_at"] = "2040-01-01T00:00:00Z";
    QVERIFY(store().putRecord(record));
    QVERIFY(
        test::waitUntil([this] { return m_rig->controller->snapshot().tokenExpires.has_value(); }));
    QCOMPARE(m_rig->told.size(), 3); // what did not change was not told
    QVERIFY(store().removeRecord(record["uuid"]));
    QVERIFY(m_rig->reaches(State::Refused));
}

void tst_AccountController::accountThatIsInOrderSleeps()
{
    QVERIFY(m_rig->opensTo(State::SignedIn));
    QTest::qWait(200); // what the connection still has to do
    const auto before = wakeUpsOfTheThread();
    QVERIFY(before > 0);
    QTest::qWait(600);
    QVERIFY(wakeUpsOfTheThread() <= before + 1); // the server may close its connection
}

void tst_AccountController::otherSettingsDoNotDisturb()
{
    QVERIFY(m_rig->opensTo(State::SignedIn));
    const auto seen = requests();
    m_rig->settings.name = QStringLiteral("Another name");
    m_rig->settings.userUuid = QString::fromStdString(demo::demoUserUuid("bob"));
    m_rig->open();
    QCOMPARE(m_rig->state(), State::SignedIn);
    QCOMPARE(requests(), seen);
    m_rig->controller->check();
    QVERIFY(m_rig->reaches(State::Refused)); // the user that is expected has been taken
}

void tst_AccountController::endDoesNotWaitForTheNetwork()
{
    QVERIFY(m_rig->opensTo(State::SignedIn));
    m_account->addFault("api", DemoAccount::faultOf(Fault::Kind::Silence));
    for (int i = 0; i < 10; ++i)
        m_rig->controller->fetchPage({});
    m_rig->controller->check();
    QTest::qWait(50);
    QElapsedTimer clock;
    clock.start();
    m_rig->controller.reset();
    QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
    QTest::qWait(20);
    QVERIFY(m_rig->pages.empty());
}

QTEST_GUILESS_MAIN(tst_AccountController)
#include "tst_accountcontroller.moc"
