// SPDX-License-Identifier: Apache-2.0
#include "net/httpclient.h"

#include "support/demoaccount.h"
#include "support/logrecord.h"
#include "support/waiting.h"

#include <QtTest>

using namespace arv;
using namespace std::chrono_literals;
using demo::Fault;
using test::DemoAccount;

namespace {

HttpRequest currentUser()
{
    HttpRequest request;
    request.target = QStringLiteral("arvados/v1/users/current");
    return request;
}

} // namespace

class tst_HttpClient : public QObject
{
    Q_OBJECT

private:
    Result<HttpReply> answer(HttpLimits limits = {})
    {
        auto request = currentUser();
        request.limits = limits;
        return test::resultOf(m_client->send(request));
    }
    Errc errorWith(const Credentials& credentials)
    {
        HttpClient client(credentials);
        const auto reply = test::resultOf(client.send(currentUser()));
        return reply ? Errc::Internal : reply.error().code;
    }

    Mailbox m_mailbox;
    std::unique_ptr<DemoAccount> m_account;
    std::unique_ptr<HttpClient> m_client;

private Q_SLOTS:
    void initTestCase()
    {
        m_account = std::make_unique<DemoAccount>();
        m_client = std::make_unique<HttpClient>(m_account->credentials());
    }
    void init() { m_account->cluster.faults().clear(); }

    void answerComesWithStatusAndHeaders();
    void wrongTokenIsAStatusNotAnError();
    void newTokenCountsFromTheNextRequestOn();
    void latencyIsBorne();
    void silenceTimesOut();
    void endlessBodyIsTooLarge();
    void shortBodyIsAnError();
    void dropInMidBodyIsAnError();
    void dropBeforeTheAnswerIsAnError();
    void brokenConnectionTakesNoOtherRequestAlong();
    void deadServerIsUnreachable();
    void untrustedCertificateIsRefused();
    void insecureAccountTakesAnyCertificate();
    void missingOrEmptyCaFileIsAnErrorOfItsOwn();
    void hostThatIsNoHostIsAnErrorOfItsOwn();
    void cancelledRequestsFreeTheirPlaces();
    void waitingAtTheGateMayBeGivenUp();
    void bigAnswerArrivesWhole();
    void tokenIsNeverLogged();
};

void tst_HttpClient::answerComesWithStatusAndHeaders()
{
    const auto reply = answer();
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().text));
    QCOMPARE(reply->status, 200);
    QVERIFY(reply->headers.value("content-type").startsWith("application/json"));
    QVERIFY(reply->body.contains("\"alice\""));
}

void tst_HttpClient::wrongTokenIsAStatusNotAnError()
{
    auto credentials = m_account->credentials();
    credentials.token = QStringLiteral("nosuchtoken");
    HttpClient client(credentials);
    const auto reply = test::resultOf(client.send(currentUser()));
    QVERIFY(reply);
    QCOMPARE(reply->status, 401);
    QVERIFY(reply->body.contains("errors"));
}

void tst_HttpClient::newTokenCountsFromTheNextRequestOn()
{
    auto credentials = m_account->credentials();
    credentials.token = QStringLiteral("nosuchtoken");
    HttpClient client(credentials);
    QCOMPARE(test::resultOf(client.send(currentUser()))->status, 401);
    client.setToken(m_account->credentials().token);
    QCOMPARE(test::resultOf(client.send(currentUser()))->status, 200);
}

void tst_HttpClient::latencyIsBorne()
{
    m_account->addFault("api", DemoAccount::latencyFault(200ms), 1);
    QElapsedTimer clock;
    clock.start();
    QVERIFY(answer());
    QVERIFY(clock.elapsed() >= 200);
}

void tst_HttpClient::silenceTimesOut()
{
    m_account->addFault("api", DemoAccount::faultOf(Fault::Kind::Silence), 1);
    HttpLimits limits;
    limits.silence = 200ms;
    const auto reply = answer(limits);
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, Errc::TimedOut);
}

void tst_HttpClient::endlessBodyIsTooLarge()
{
    m_account->addFault("api", DemoAccount::faultOf(Fault::Kind::Endless), 1);
    HttpLimits limits;
    limits.maxBody = 100000;
    const auto reply = answer(limits);
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, Errc::TooLarge);
}

void tst_HttpClient::shortBodyIsAnError()
{
    m_account->addFault("api", DemoAccount::faultAt(Fault::Kind::ShortBody, 20), 1);
    const auto reply = answer();
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, Errc::Unreachable);
    QVERIFY2(reply.error().text.contains(QStringLiteral("broke off after 20 of ")),
             qPrintable(reply.error().text));
}

void tst_HttpClient::dropInMidBodyIsAnError()
{
    m_account->addFault("api", DemoAccount::faultAt(Fault::Kind::DropInBody, 20), 1);
    const auto reply = answer();
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, Errc::Unreachable);
    QVERIFY2(reply.error().text.contains(QStringLiteral("broke off after ")),
             qPrintable(reply.error().text));
}

void tst_HttpClient::dropBeforeTheAnswerIsAnError()
{
    m_account->addFault("api", DemoAccount::faultOf(Fault::Kind::Drop));
    const auto reply = answer();
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, Errc::Unreachable);
}

// What waits inside Qt for a connection is failed with one that breaks at the wrong moment; the
// rounds differ in when that is.
void tst_HttpClient::brokenConnectionTakesNoOtherRequestAlong()
{
    auto drop = DemoAccount::faultOf(Fault::Kind::Drop);
    drop.path = "/config";
    m_account->addFault("api", drop);
    HttpRequest doomed;
    doomed.target = QStringLiteral("arvados/v1/config");
    for (int round = 0; round < 50; ++round) {
        auto kept = std::make_shared<std::optional<Result<HttpReply>>>();
        test::keepResult<HttpReply>(m_client->send(doomed), kept);
        QElapsedTimer clock;
        clock.start();
        while (!kept->has_value() && clock.nsecsElapsed() < 80'000LL * round)
            QCoreApplication::processEvents();
        const auto reply = answer();
        QVERIFY2(reply,
                 qPrintable(QStringLiteral("round %1: %2")
                                .arg(round)
                                .arg(reply ? QString() : reply.error().text)));
        QVERIFY(test::waitUntil([kept] { return kept->has_value(); }));
        QVERIFY(!**kept);
    }
}

void tst_HttpClient::deadServerIsUnreachable()
{
    m_account->addFault("api", DemoAccount::faultOf(Fault::Kind::Dead));
    HttpClient fresh(m_account->credentials());
    const auto reply = test::resultOf(fresh.send(currentUser()));
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, Errc::Unreachable);
    QVERIFY(reply.error().text.contains(m_account->credentials().host));
}

void tst_HttpClient::untrustedCertificateIsRefused()
{
    auto credentials = m_account->credentials();
    credentials.caFile.clear();
    HttpClient client(credentials);
    const auto reply = test::resultOf(client.send(currentUser()));
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, Errc::Unreachable);
    QVERIFY2(reply.error().text.contains(QStringLiteral("TLS")), qPrintable(reply.error().text));
}

void tst_HttpClient::insecureAccountTakesAnyCertificate()
{
    auto credentials = m_account->credentials();
    credentials.caFile.clear();
    credentials.insecure = true;
    HttpClient client(credentials);
    const auto reply = test::resultOf(client.send(currentUser()));
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().text));
    QCOMPARE(reply->status, 200);
}

void tst_HttpClient::missingOrEmptyCaFileIsAnErrorOfItsOwn()
{
    auto credentials = m_account->credentials();
    credentials.caFile = QStringLiteral("/nonexistent/ca.pem");
    HttpClient client(credentials);
    const auto reply = test::resultOf(client.send(currentUser()));
    QVERIFY(!reply);
    QVERIFY(reply.error().text.contains(credentials.caFile));
    QTemporaryFile empty;
    QVERIFY(empty.open());
    credentials.caFile = empty.fileName();
    QCOMPARE(errorWith(credentials), Errc::Invalid);
    credentials.caFile = QDir::tempPath(); // a directory
    QCOMPARE(errorWith(credentials), Errc::Invalid);
}

void tst_HttpClient::hostThatIsNoHostIsAnErrorOfItsOwn()
{
    for (const auto* host : {"", "a b", "user@host", "host:99999999", "[::1"}) {
        auto credentials = m_account->credentials();
        credentials.host = QLatin1String(host);
        QCOMPARE(errorWith(credentials), Errc::Invalid);
    }
}

void tst_HttpClient::cancelledRequestsFreeTheirPlaces()
{
    m_account->addFault("api", DemoAccount::faultOf(Fault::Kind::Silence), 6);
    CancelSource source;
    std::vector<std::shared_ptr<std::optional<Result<HttpReply>>>> kept;
    for (int i = 0; i < 6; ++i) {
        kept.push_back(std::make_shared<std::optional<Result<HttpReply>>>());
        test::keepResult<HttpReply>(m_client->send(currentUser(), source.token()), kept.back());
    }
    QTest::qWait(100); // all six are under way
    source.cancel();
    for (const auto& result : kept) {
        QVERIFY(test::waitUntil([&] { return result->has_value(); }, 1000));
        QCOMPARE((*result)->error().code, Errc::Cancelled);
    }
    m_account->cluster.faults().clear();
    QVERIFY(answer());
}

void tst_HttpClient::waitingAtTheGateMayBeGivenUp()
{
    m_account->addFault("api", DemoAccount::latencyFault(500ms), 6);
    for (int i = 0; i < 6; ++i)
        (void)m_client->send(currentUser());
    CancelSource source;
    auto seventh = m_client->send(currentUser(), source.token());
    QElapsedTimer clock;
    clock.start();
    source.cancel();
    QCOMPARE(test::resultOf(std::move(seventh)).error().code, Errc::Cancelled);
    QVERIFY(clock.elapsed() < 400);
    QVERIFY(answer()); // in its turn, behind the six
}

void tst_HttpClient::bigAnswerArrivesWhole()
{
    auto& store = m_account->cluster.store();
    for (int i = 0; i < 300; ++i) {
        demo::NewCollection made;
        made.owner = m_account->user;
        made.description = std::string(1000, 'd');
        QVERIFY(store.addCollection(made));
    }
    HttpRequest request;
    request.target = QStringLiteral("arvados/v1/collections");
    request.query = {{QStringLiteral("limit"), QStringLiteral("1000")}};
    const auto reply = test::resultOf(m_client->send(request));
    QVERIFY(reply);
    QVERIFY(reply->body.size() > 300000);
    QVERIFY(!QJsonDocument::fromJson(reply->body).isNull());
}

void tst_HttpClient::tokenIsNeverLogged()
{
    const test::LogRecord log;
    QVERIFY(answer());
    m_account->addFault("api", DemoAccount::faultOf(Fault::Kind::Drop), 3);
    (void)answer();
    m_account->cluster.faults().clear();
    m_account->addFault("api", DemoAccount::statusFault(500, m_account->token), 1);
    (void)answer();
    const auto token = QString::fromStdString(m_account->token);
    QVERIFY(log.all().contains(QStringLiteral("arvados.net")));
    QVERIFY(!log.all().contains(token));
    QVERIFY(!log.all().contains(token.section(u'/', 2)));
}

QTEST_GUILESS_MAIN(tst_HttpClient)
#include "tst_httpclient.moc"
