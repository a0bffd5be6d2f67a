// SPDX-License-Identifier: Apache-2.0
#include "mount/account.h"

#include "support/accountrig.h"

#include <QtTest>

using namespace arv;
using namespace std::chrono_literals;
using demo::Fault;
using test::AccountRig;
using test::DemoAccount;
using State = AccountSnapshot::State;

// How an account fares with hosts that are not as they should be, seen through its controller.
class tst_Account : public QObject
{
    Q_OBJECT

private:
    demo::Faults& faults() { return m_account->cluster.faults(); }
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

    void deadClusterIsOfflineAndHeals();
    void silentClusterIsOfflineInGoodTime();
    void serverErrorsAreOffline();
    void whatIsNoClusterIsMisconfigured();
    void endlessAnswerIsGivenUp();
    void nonsenseOfAKnownClusterIsABadMoment();
    void unusableHostIsMisconfigured();
    void missingOrBadCaFileIsMisconfiguredUntilMended();
    void unknownCertificateIsMisconfigured();
    void insecureAccountTrustsIt();
    void wickedWorkbenchAddressIsLeftOut();
};

void tst_Account::deadClusterIsOfflineAndHeals()
{
    m_account->addFault("api", DemoAccount::faultOf(Fault::Kind::Dead));
    QVERIFY(m_rig->opensTo(State::Offline));
    QVERIFY2(names(m_rig->error(), m_rig->settings.host), qPrintable(m_rig->error()));
    const auto page = m_rig->pageOf({});
    QVERIFY2(names(page.error, m_rig->settings.host), qPrintable(page.error));
    QCOMPARE(m_rig->told.size(), 2); // it is asked again and again, and told once
    faults().clear();
    QVERIFY(m_rig->reaches(State::SignedIn));
    m_account->addFault("api", DemoAccount::faultOf(Fault::Kind::Dead));
    QVERIFY(!m_rig->pageOf({}).error.isEmpty());
    QVERIFY(m_rig->reaches(State::Offline)); // a page noticed it first
    QCOMPARE(m_rig->controller->snapshot().email, QStringLiteral("alice@example.com"));
    faults().clear();
    QVERIFY(m_rig->reaches(State::SignedIn));
}

void tst_Account::silentClusterIsOfflineInGoodTime()
{
    auto patience = test::quickPatience();
    patience.check = 300ms;
    patience.page = 300ms;
    m_rig = std::make_unique<AccountRig>(*m_account, patience);
    m_account->addFault("api", DemoAccount::faultOf(Fault::Kind::Silence));
    QVERIFY(m_rig->opensTo(State::Offline));
    QVERIFY2(names(m_rig->error(), QStringLiteral("no answer in")), qPrintable(m_rig->error()));
    QVERIFY(names(m_rig->pageOf({}).error, m_rig->settings.host));
    faults().clear();
    QVERIFY(m_rig->reaches(State::SignedIn));
}

void tst_Account::serverErrorsAreOffline()
{
    for (const int status : {500, 502, 503, 429}) {
        faults().clear();
        answerWith(status, "<html>down</html>");
        m_rig = std::make_unique<AccountRig>(*m_account);
        QVERIFY2(m_rig->opensTo(State::Offline), qPrintable(m_rig->error()));
        QVERIFY(names(m_rig->error(), QString::number(status)));
    }
    faults().clear();
    m_account->addFault("api", DemoAccount::latencyFault(50ms));
    QVERIFY(m_rig->reaches(State::SignedIn));
}

void tst_Account::whatIsNoClusterIsMisconfigured()
{
    const std::vector<std::pair<int, std::string>> answers{
        {200, "<html>Workbench</html>"}, {200, "{}"}, {200, "[]"}, {404, {}}, {403, {}},
        {200, R"({"uuidPrefix":5})"}};
    for (const auto& [status, body] : answers) {
        faults().clear();
        answerWith(status, body);
        m_rig = std::make_unique<AccountRig>(*m_account);
        QVERIFY2(m_rig->opensTo(State::Misconfigured), qPrintable(m_rig->error()));
        QVERIFY2(names(m_rig->error(), QStringLiteral("address")), qPrintable(m_rig->error()));
        QVERIFY(names(m_rig->error(), m_rig->settings.host));
    }
    faults().clear();
    m_rig->controller->check();
    QVERIFY(m_rig->reaches(State::SignedIn));
}

void tst_Account::endlessAnswerIsGivenUp()
{
    auto patience = test::quickPatience();
    patience.check = 200ms;
    m_rig = std::make_unique<AccountRig>(*m_account, patience);
    m_account->addFault("api", DemoAccount::faultOf(Fault::Kind::Endless));
    m_rig->open();
    QVERIFY(test::waitUntil([this] { return m_rig->state() != State::Checking; }));
    QVERIFY2(names(m_rig->error(), m_rig->settings.host), qPrintable(m_rig->error()));
    faults().clear();
    m_rig->controller->check();
    QVERIFY(m_rig->reaches(State::SignedIn));
}

void tst_Account::nonsenseOfAKnownClusterIsABadMoment()
{
    QVERIFY(m_rig->opensTo(State::SignedIn));
    m_account->addFault("api", DemoAccount::faultOf(Fault::Kind::NotJson));
    m_rig->controller->check();
    QVERIFY2(m_rig->reaches(State::Offline), qPrintable(m_rig->error()));
    faults().clear();
    QVERIFY(m_rig->reaches(State::SignedIn));
}

void tst_Account::unusableHostIsMisconfigured()
{
    for (const auto* host : {"two words", "user:pass@host", "", "host:99999999", "[::"}) {
        m_rig = std::make_unique<AccountRig>(*m_account);
        m_rig->settings.host = QLatin1String(host);
        QVERIFY2(m_rig->opensTo(State::Misconfigured), host);
        QVERIFY(!m_rig->error().isEmpty());
    }
}

void tst_Account::missingOrBadCaFileIsMisconfiguredUntilMended()
{
    QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("ca.pem"));
    m_rig->settings.caFile = path;
    QVERIFY(m_rig->opensTo(State::Misconfigured));
    QVERIFY2(names(m_rig->error(), path), qPrintable(m_rig->error()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("no certificate \x1b[31m at all");
    file.close();
    m_rig->controller->check();
    QVERIFY(m_rig->reaches(State::Misconfigured));
    QVERIFY2(names(m_rig->error(), path), qPrintable(m_rig->error()));
    QVERIFY(file.remove());
    QVERIFY(QFile::copy(m_account->credentials().caFile, path));
    m_rig->controller->check();
    QVERIFY2(m_rig->reaches(State::SignedIn), qPrintable(m_rig->error()));
}

void tst_Account::unknownCertificateIsMisconfigured()
{
    m_rig->settings.caFile.clear();
    QVERIFY2(m_rig->opensTo(State::Misconfigured), qPrintable(m_rig->error()));
    QVERIFY2(names(m_rig->error(), QStringLiteral("CA file")), qPrintable(m_rig->error()));
    QTest::qWait(50); // not asked again: no timer
    QCOMPARE(m_rig->told.size(), 2);
    QCOMPARE(requests(), 0U);
}

void tst_Account::insecureAccountTrustsIt()
{
    m_rig->settings.caFile.clear();
    m_rig->settings.insecure = true;
    QVERIFY2(m_rig->opensTo(State::SignedIn), qPrintable(m_rig->error()));
}

void tst_Account::wickedWorkbenchAddressIsLeftOut()
{
    for (const auto* address : {"javascript:alert(1)", "file:///etc/passwd", "no address", ""}) {
        faults().clear();
        answerWith(200, std::string(R"({"uuidPrefix":"zzzzz","workbench2Url":")") + address + "\"}",
                   "discovery");
        m_rig = std::make_unique<AccountRig>(*m_account);
        QVERIFY2(m_rig->opensTo(State::SignedIn), qPrintable(m_rig->error()));
        QCOMPARE(m_rig->controller->snapshot().workbenchUrl, QString());
    }
}

QTEST_GUILESS_MAIN(tst_Account)
#include "tst_account.moc"
