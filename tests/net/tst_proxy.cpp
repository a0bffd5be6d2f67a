// SPDX-License-Identifier: Apache-2.0
// Requests through an HTTP proxy: what arrives, what the proxy sees, and what is said when it does
// not do its work.
#include "net/eventsocket.h"
#include "net/httpclient.h"
#include "support/connectproxy.h"
#include "support/demoaccount.h"
#include "support/logrecord.h"
#include "support/waiting.h"

#include <QtTest>

using namespace arv;
using namespace std::chrono_literals;
using test::ConnectProxy;
using test::DemoAccount;

namespace {

const QByteArray aliceAtProxy = QByteArray("alice:p@ss").toBase64();

QString nameOf(const ConnectProxy& proxy)
{
    return QString::fromStdString(proxy.name());
}

} // namespace

class tst_Proxy : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] Credentials through(const QString& proxy) const
    {
        auto credentials = m_account->credentials();
        credentials.proxy = proxy;
        return credentials;
    }
    [[nodiscard]] static Result<HttpReply> ask(const Credentials& credentials,
                                               const QString& target = {})
    {
        HttpClient client(credentials);
        HttpRequest request;
        request.target = target.isEmpty() ? QStringLiteral("arvados/v1/users/current") : target;
        request.limits.silence = 1000ms;
        request.limits.connect = 700ms;
        return test::resultOf(client.send(request));
    }
    // The proxy refuses: one line that names it.
    void refused(const Result<HttpReply>& reply, const QString& proxy, const QString& word) const
    {
        QVERIFY(!reply);
        const auto& text = reply.error().text;
        QVERIFY2(text.contains(proxy), qPrintable(text));
        QVERIFY2(text.contains(word), qPrintable(text));
        QVERIFY2(text.contains(m_account->credentials().host), qPrintable(text));
        QVERIFY2(!text.contains(u'\n') && !text.contains(QStringLiteral("p@ss")), qPrintable(text));
    }

    [[nodiscard]] QString feedUrl() const
    {
        return QString::fromStdString(m_account->cluster.websocketUrl());
    }

    Mailbox m_mailbox;
    std::unique_ptr<DemoAccount> m_account;

private Q_SLOTS:
    void initTestCase() { m_account = std::make_unique<DemoAccount>(); }
    void init() { m_account->cluster.forgetRequestsSeen(); }

    void answerComesThroughTheProxy();
    void proxySeesNeitherTokenNorRequest();
    void userAndPasswordAreGivenToTheProxy();
    void wrongPasswordIsToldAndNotShown();
    void proxyThatWantsAPasswordIsTold();
    void proxyThatForbidsIsTold();
    void silentProxyIsToldInTime();
    void deadProxyIsTold();
    void proxyWithoutAHostIsTold();
    void deadClusterBehindTheProxyIsTold();
    void exceptionsAreAskedStraight();
    void whatGoesWithoutTlsIsNotShownToTheProxy();
    void whatIsNoProxyIsToldBeforeAnythingIsSent();
    void environmentOfTheProcessIsNotLookedAt();
    void feedOpensThroughTheProxy();
    void feedNamesTheProxyThatDoesNotLetIt_data();
    void feedNamesTheProxyThatDoesNotLetIt();
    void feedNamesTheProxyThatIsSilent();
};

void tst_Proxy::answerComesThroughTheProxy()
{
    const ConnectProxy proxy;
    const auto reply = ask(through(QStringLiteral("http://") + nameOf(proxy)));
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().text));
    QCOMPARE(reply->status, 200);
    QVERIFY(reply->body.contains("\"alice\""));
    QVERIFY(proxy.wasAskedFor(m_account->cluster.apiHost()));
}

void tst_Proxy::proxySeesNeitherTokenNorRequest()
{
    const ConnectProxy proxy;
    QVERIFY(ask(through(nameOf(proxy))));
    const auto seen = proxy.seen();
    QVERIFY(seen.size() > 300); // the TLS of it
    QVERIFY(seen.find(m_account->token) == std::string::npos);
    QVERIFY(seen.find(m_account->token.substr(m_account->token.rfind('/') + 1))
            == std::string::npos);
    QVERIFY(seen.find("Authorization") == std::string::npos);
    QVERIFY(seen.find("users/current") == std::string::npos);
}

void tst_Proxy::userAndPasswordAreGivenToTheProxy()
{
    const ConnectProxy proxy({.credentials = aliceAtProxy.toStdString()});
    const test::LogRecord log;
    const auto reply = ask(through(QStringLiteral("http://alice:p%40ss@") + nameOf(proxy)));
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().text));
    QCOMPARE(reply->status, 200);
    QVERIFY(!log.all().contains(QStringLiteral("p@ss")));
    QVERIFY(!log.all().contains(QStringLiteral("p%40ss")));
}

void tst_Proxy::wrongPasswordIsToldAndNotShown()
{
    const ConnectProxy proxy({.credentials = QByteArray("alice:other").toBase64().toStdString()});
    refused(ask(through(QStringLiteral("http://alice:p%40ss@") + nameOf(proxy))), nameOf(proxy),
            QStringLiteral("password"));
}

void tst_Proxy::proxyThatWantsAPasswordIsTold()
{
    const ConnectProxy proxy({.credentials = aliceAtProxy.toStdString()});
    refused(ask(through(nameOf(proxy))), nameOf(proxy), QStringLiteral("password"));
    QVERIFY(m_account->cluster.requestsSeen().empty());
}

void tst_Proxy::proxyThatForbidsIsTold()
{
    const ConnectProxy proxy({.refusal = "403 Forbidden"});
    refused(ask(through(nameOf(proxy))), nameOf(proxy), QStringLiteral("denied"));
}

void tst_Proxy::silentProxyIsToldInTime()
{
    const ConnectProxy proxy({.isSilent = true});
    QElapsedTimer clock;
    clock.start();
    const auto reply = ask(through(nameOf(proxy)));
    QVERIFY(clock.elapsed() < 5000);
    refused(reply, nameOf(proxy), QStringLiteral("no connection in"));
    QCOMPARE(reply.error().code, Errc::TimedOut);
}

void tst_Proxy::deadProxyIsTold()
{
    const auto reply = ask(through(QStringLiteral("http://127.0.0.1:1")));
    refused(reply, QStringLiteral("127.0.0.1:1"), QStringLiteral("Proxy connection refused"));
    QCOMPARE(reply.error().code, Errc::Unreachable);
}

void tst_Proxy::proxyWithoutAHostIsTold()
{
    refused(ask(through(QStringLiteral("http://proxy.invalid:3128"))),
            QStringLiteral("proxy.invalid:3128"), QString());
}

void tst_Proxy::deadClusterBehindTheProxyIsTold()
{
    const ConnectProxy proxy;
    auto credentials = through(nameOf(proxy));
    credentials.host = QStringLiteral("localhost:1");
    const auto reply = ask(credentials);
    QVERIFY(!reply);
    QVERIFY2(reply.error().text.contains(nameOf(proxy)), qPrintable(reply.error().text));
    QVERIFY2(reply.error().text.startsWith(QStringLiteral("localhost:1: ")),
             qPrintable(reply.error().text));
}

void tst_Proxy::exceptionsAreAskedStraight()
{
    const ConnectProxy proxy({.refusal = "403 Forbidden"});
    auto credentials = through(nameOf(proxy));
    credentials.noProxy = QStringLiteral("localhost");
    QVERIFY(ask(credentials));
    QVERIFY(proxy.asked().empty());
}

void tst_Proxy::whatGoesWithoutTlsIsNotShownToTheProxy()
{
    demo::DemoOptions options;
    options.keepTls = false;
    const DemoAccount clear(options);
    const ConnectProxy proxy;
    const auto target = QString::fromStdString(clear.cluster.keepBaseUrl(0));
    auto credentials = clear.credentials();
    credentials.proxy = nameOf(proxy);
    QVERIFY(target.startsWith(QStringLiteral("http:")));
    QVERIFY(ask(credentials, target));
    QVERIFY(proxy.asked().empty());
}

void tst_Proxy::whatIsNoProxyIsToldBeforeAnythingIsSent()
{
    const auto reply = ask(through(QStringLiteral("socks5://alice:p@ss@proxy:1080")));
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, Errc::Invalid);
    QVERIFY2(reply.error().text.contains(QStringLiteral("proxy:1080")),
             qPrintable(reply.error().text));
    QVERIFY(!reply.error().text.contains(QStringLiteral("p@ss")));
    QVERIFY(m_account->cluster.requestsSeen().empty());
}

// Qt may be built to do so.
void tst_Proxy::environmentOfTheProcessIsNotLookedAt()
{
    const ConnectProxy proxy({.refusal = "403 Forbidden"});
    qputenv("https_proxy", "http://" + QByteArray::fromStdString(proxy.name()));
    QVERIFY(ask(m_account->credentials()));
    qunsetenv("https_proxy");
    QVERIFY(proxy.asked().empty());
}

void tst_Proxy::feedOpensThroughTheProxy()
{
    const ConnectProxy proxy;
    bool isOpen = false;
    EventSocket socket(through(nameOf(proxy)),
                       {[&isOpen] { isOpen = true; }, [](const QString&) {}, [](const Error&) {}});
    socket.open(feedUrl(), QString::fromStdString(m_account->token));
    QVERIFY(test::waitUntil([&isOpen] { return isOpen; }));
    QVERIFY(proxy.wasAskedFor(QUrl(feedUrl()).authority().toStdString()));
    QVERIFY(proxy.seen().find("api_token") == std::string::npos);
}

void tst_Proxy::feedNamesTheProxyThatDoesNotLetIt_data()
{
    QTest::addColumn<QByteArray>("refusal");
    QTest::addColumn<QByteArray>("credentials");
    QTest::newRow("403") << QByteArray("403 Forbidden") << QByteArray();
    QTest::newRow("407") << QByteArray() << QByteArray("bm90aGluZw==");
    QTest::newRow("502") << QByteArray("502 Bad Gateway") << QByteArray();
}

void tst_Proxy::feedNamesTheProxyThatDoesNotLetIt()
{
    QFETCH(QByteArray, refusal);
    QFETCH(QByteArray, credentials);
    const ConnectProxy proxy(
        {.refusal = refusal.toStdString(), .credentials = credentials.toStdString()});
    Error why;
    EventSocket socket(through(QStringLiteral("http://alice:p%40ss@") + nameOf(proxy)),
                       {[] {}, [](const QString&) {}, [&why](const Error& error) { why = error; }});
    socket.open(feedUrl(), QString::fromStdString(m_account->token));
    QVERIFY(test::waitUntil([&why] { return !why.text.isEmpty(); }));
    QCOMPARE(why.code, Errc::Unreachable);
    QVERIFY2(why.text.contains(nameOf(proxy)), qPrintable(why.text));
    QVERIFY2(!why.text.contains(QStringLiteral("p@ss")), qPrintable(why.text));
    QVERIFY2(!why.text.contains(QString::fromStdString(m_account->token)), qPrintable(why.text));
}

// Whoever waits for the feed ends it; what he says of it names the proxy.
void tst_Proxy::feedNamesTheProxyThatIsSilent()
{
    const ConnectProxy proxy({.isSilent = true});
    EventSocket socket(through(nameOf(proxy)), {[] {}, [](const QString&) {}, [](const Error&) {}});
    QCOMPARE(socket.onTheWay(), QString());
    socket.open(feedUrl(), QString::fromStdString(m_account->token));
    QVERIFY(test::waitUntil([&proxy] { return !proxy.asked().empty(); }));
    QVERIFY(socket.onTheWay().contains(nameOf(proxy)));
}

QTEST_GUILESS_MAIN(tst_Proxy)
#include "tst_proxy.moc"
