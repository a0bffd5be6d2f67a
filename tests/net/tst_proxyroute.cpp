// SPDX-License-Identifier: Apache-2.0
#include "net/proxyroute.h"

#include "net/credentials.h"

#include <QtTest>

using namespace arv;

namespace {

const QUrl cluster(QStringLiteral("https://api.example.com:8443/arvados/v1"));

Credentials with(const QString& proxy, const QString& exceptions = {})
{
    Credentials credentials;
    credentials.proxy = proxy;
    credentials.noProxy = exceptions;
    return credentials;
}

} // namespace

class tst_ProxyRoute : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void proxyIsReadFromItsAddress_data();
    void proxyIsReadFromItsAddress();
    void namePasswordAndEscapesAreTaken();
    void withoutAProxyTheWayIsStraight();
    void whatIsNoProxyIsRefusedWithoutItsPassword_data();
    void whatIsNoProxyIsRefusedWithoutItsPassword();
    void exceptionsGoStraight_data();
    void exceptionsGoStraight();
    void whatGoesWithoutTlsGoesStraight();
    void clearTextIsNeverAskedOfTheProxy();
};

void tst_ProxyRoute::proxyIsReadFromItsAddress_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("name");
    QTest::newRow("whole") << QStringLiteral("http://proxy.example:3128")
                           << QStringLiteral("proxy.example:3128");
    QTest::newRow("slash") << QStringLiteral(" http://proxy.example:3128/ ")
                           << QStringLiteral("proxy.example:3128");
    QTest::newRow("bare") << QStringLiteral("proxy.example:3128")
                          << QStringLiteral("proxy.example:3128");
    QTest::newRow("no port") << QStringLiteral("http://proxy.example")
                             << QStringLiteral("proxy.example:80");
    QTest::newRow("v6") << QStringLiteral("http://[fe80::1]:8080")
                        << QStringLiteral("[fe80::1]:8080");
    QTest::newRow("user") << QStringLiteral("http://me:secret@proxy.example:3128")
                          << QStringLiteral("proxy.example:3128");
}

void tst_ProxyRoute::proxyIsReadFromItsAddress()
{
    QFETCH(QString, text);
    const auto route = ProxyRoute::of(with(text));
    QVERIFY2(route, route ? "" : qPrintable(route.error().text));
    QTEST(route->nameFor(cluster), "name");
}

void tst_ProxyRoute::namePasswordAndEscapesAreTaken()
{
    const auto route = ProxyRoute::of(with(QStringLiteral("http://a%40b:p%3A%2Fw@proxy:1")));
    QVERIFY(route);
    QCOMPARE(route->proxyFor(cluster).user(), QStringLiteral("a@b"));
    QCOMPARE(route->proxyFor(cluster).password(), QStringLiteral("p:/w"));
}

void tst_ProxyRoute::withoutAProxyTheWayIsStraight()
{
    for (const auto* none : {"", "none", "NONE", "direct", "  "}) {
        const auto route = ProxyRoute::of(with(QLatin1String(none)));
        QVERIFY(route);
        QCOMPARE(route->proxyFor(cluster).type(), QNetworkProxy::NoProxy);
        QCOMPARE(route->nameFor(cluster), QString());
    }
}

void tst_ProxyRoute::whatIsNoProxyIsRefusedWithoutItsPassword_data()
{
    QTest::addColumn<QString>("text");
    for (const auto* text :
         {"https://u:hush@p:1", "socks5://u:hush@p:1", "http://u:hush@", "http://u:hush@p:99999",
          "http://u:hush@p:0", "http://u:hush@p:x", "http://u:hush@p/path", "http://u:hush@p?q",
          "u:hush@p q", "http://u:hu/sh@p:1", "://u:hush@", "http://u:hush@hush@[::1"})
        QTest::newRow(text) << QString::fromLatin1(text);
    QTest::newRow("long") << QStringLiteral("x:hush@") + QString(100000, u'y') + u' ';
    QTest::newRow("control") << QStringLiteral("http://u:hush@a\nb:1");
}

void tst_ProxyRoute::whatIsNoProxyIsRefusedWithoutItsPassword()
{
    QFETCH(QString, text);
    const auto route = ProxyRoute::of(with(text));
    QVERIFY(!route);
    QCOMPARE(route.error().code, Errc::Invalid);
    QVERIFY2(!route.error().text.contains(QStringLiteral("hu")), qPrintable(route.error().text));
    QVERIFY(route.error().text.size() < 400);
    QVERIFY(!route.error().text.contains(u'\n'));
}

void tst_ProxyRoute::exceptionsGoStraight_data()
{
    QTest::addColumn<QString>("exceptions");
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("straight");
    const auto row = [](const char* exceptions, const char* host, bool straight) {
        QTest::addRow("%s: %s", exceptions, host)
            << QString::fromLatin1(exceptions)
            << QStringLiteral("https://%1/").arg(QLatin1String(host)) << straight;
    };
    row("", "api.example.com", false);
    row("*", "api.example.com", true);
    row("example.com", "api.example.com", true);
    row("example.com", "example.com", true);
    row("example.com", "badexample.com", false);
    row(".example.com", "api.example.com", true);
    row("*.example.com", "api.example.com", true);
    row("Example.COM", "API.example.com", true);
    row("a.org, example.com", "api.example.com", true);
    row("a.org example.com", "api.example.com", true);
    row("api.example.com:8443", "api.example.com:8443", true);
    row("api.example.com:8443", "api.example.com", false);
    row("api.example.com:443", "api.example.com", true);
    row("10.0.0.0/8", "10.1.2.3", true);
    row("10.0.0.0/8", "11.1.2.3", false);
    row("10.0.0.0/8", "api.example.com", false);
    row("10.1.2.3", "10.1.2.3:25107", true);
    row("::1", "[::1]:443", true);
    row("[::1]:8443", "[::1]:8443", true);
    row("localhost,127.0.0.0/8,::1", "localhost:1", true);
    row("localhost,127.0.0.0/8,::1", "127.0.0.1:1", true);
    row(",, ,/,:,[]", "api.example.com", false);
    row("10.0.0.0/99,x/y", "10.1.2.3", false);
}

void tst_ProxyRoute::exceptionsGoStraight()
{
    QFETCH(QString, exceptions);
    QFETCH(QString, url);
    const auto route = ProxyRoute::of(with(QStringLiteral("http://proxy:3128"), exceptions));
    QVERIFY(route);
    const bool isStraight = route->nameFor(QUrl(url)).isEmpty();
    QTEST(isStraight, "straight");
}

void tst_ProxyRoute::whatGoesWithoutTlsGoesStraight()
{
    const auto route = ProxyRoute::of(with(QStringLiteral("http://proxy:3128")));
    QVERIFY(route);
    QCOMPARE(route->nameFor(QUrl(QStringLiteral("http://keep0.example:25107/"))), QString());
    QCOMPARE(route->nameFor(QUrl(QStringLiteral("ws://ws.example/websocket"))), QString());
    QVERIFY(!route->nameFor(QUrl(QStringLiteral("wss://ws.example/websocket"))).isEmpty());
}

void tst_ProxyRoute::clearTextIsNeverAskedOfTheProxy()
{
    const auto route = ProxyRoute::of(with(QStringLiteral("http://proxy:3128")));
    QVERIFY(!route->proxyFor(cluster).capabilities().testFlag(QNetworkProxy::CachingCapability));
    QVERIFY(
        route->proxyFor(cluster).capabilities().testFlag(QNetworkProxy::HostNameLookupCapability));
}

QTEST_GUILESS_MAIN(tst_ProxyRoute)
#include "tst_proxyroute.moc"
