// SPDX-License-Identifier: Apache-2.0
#include "keep/keepservices.h"

#include <QtTest>

using namespace arv;

namespace {

KeepService service(const QString& uuid, const QString& type = QStringLiteral("disk"))
{
    const auto made = KeepService::fromParts(Uuid{uuid}, QStringLiteral("keep.example.com"), 25107,
                                             false, type, false);
    return *made;
}

// The services of the worked example: ...0a1, ...0b2, ...0c3, ...0d4.
QList<KeepService> four()
{
    QList<KeepService> all;
    for (const auto* end : {"0a1", "0b2", "0c3", "0d4"})
        all.append(service(QStringLiteral("zzzzz-bi6l4-000000000000") + QLatin1String(end)));
    return all;
}

QString endsOf(const QList<KeepService>& order)
{
    QStringList ends;
    for (const auto& one : order)
        ends.append(one.uuid.text.right(2));
    return ends.join(u' ');
}

QString baseUrl(const QString& host, int port, bool tls)
{
    const auto made = KeepService::fromParts(Uuid{QStringLiteral("u")}, host, port, tls,
                                             QStringLiteral("disk"), false);
    return made ? made->baseUrl : QStringLiteral("refused");
}

} // namespace

class tst_KeepServices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void orderIsThatOfTheOtherClients_data();
    void orderIsThatOfTheOtherClients();
    void orderDoesNotDependOnTheList();
    void longUuidsCountTheirLastFifteenCharacters();
    void hintedServiceComesFirst();
    void hintOfAnotherClusterSendsNoTokenThere();
    void unknownHintIsIgnored();
    void gatewayServesOnlyWhoNamesIt();
    void baseUrlIsMadeOfItsParts();
    void nonsenseAddressesAreRefused();
    void typesAreKnown();
};

void tst_KeepServices::orderIsThatOfTheOtherClients_data()
{
    QTest::addColumn<QByteArray>("hash");
    QTest::addColumn<QString>("order");
    QTest::newRow("foo") << QByteArray("acbd18db4cc2f85cedef654fccc4a4d8")
                         << QStringLiteral("d4 a1 b2 c3");
    QTest::newRow("bar") << QByteArray("37b51d194a7513e45b56f6524f2d51f2")
                         << QStringLiteral("d4 c3 a1 b2");
    QTest::newRow("empty") << QByteArray("d41d8cd98f00b204e9800998ecf8427e")
                           << QStringLiteral("b2 d4 c3 a1");
}

void tst_KeepServices::orderIsThatOfTheOtherClients()
{
    QFETCH(QByteArray, hash);
    QTEST(endsOf(rendezvousOrder(hash, four(), {})), "order");
}

void tst_KeepServices::orderDoesNotDependOnTheList()
{
    auto list = four();
    std::reverse(list.begin(), list.end());
    QCOMPARE(endsOf(rendezvousOrder("acbd18db4cc2f85cedef654fccc4a4d8", list, {})),
             QStringLiteral("d4 a1 b2 c3"));
}

void tst_KeepServices::longUuidsCountTheirLastFifteenCharacters()
{
    // As recorded: 28 characters. The order must be that of the 15 characters alone.
    const QList<KeepService> recorded{service(QStringLiteral("zzzzz-bi6l4-887edefe27fc75f4")),
                                      service(QStringLiteral("zzzzz-bi6l4-a2317630bbf7ce59"))};
    const QList<KeepService> shortened{service(QStringLiteral("87edefe27fc75f4")),
                                       service(QStringLiteral("2317630bbf7ce59"))};
    for (const char* hash :
         {"acbd18db4cc2f85cedef654fccc4a4d8", "37b51d194a7513e45b56f6524f2d51f2",
          "b1946ac92492d2347c6235b4d2611184", "d41d8cd98f00b204e9800998ecf8427e"})
        QCOMPARE(endsOf(rendezvousOrder(hash, recorded, {})),
                 endsOf(rendezvousOrder(hash, shortened, {})));
}

void tst_KeepServices::hintedServiceComesFirst()
{
    const auto order =
        rendezvousOrder("acbd18db4cc2f85cedef654fccc4a4d8", four(),
                        {"zzzzz-bi6l4-0000000000000c3", "zzzzz-bi6l4-0000000000000a1",
                         "zzzzz-bi6l4-0000000000000c3"});
    QCOMPARE(endsOf(order), QStringLiteral("c3 a1 d4 b2"));
}

void tst_KeepServices::hintOfAnotherClusterSendsNoTokenThere()
{
    const auto order = rendezvousOrder("acbd18db4cc2f85cedef654fccc4a4d8", four(), {"abcde"});
    QCOMPARE(endsOf(order), QStringLiteral("d4 a1 b2 c3"));
}

void tst_KeepServices::unknownHintIsIgnored()
{
    const auto order = rendezvousOrder("acbd18db4cc2f85cedef654fccc4a4d8", four(),
                                       {"zzzzz-bi6l4-nosuchservice00"});
    QCOMPARE(endsOf(order), QStringLiteral("d4 a1 b2 c3"));
}

void tst_KeepServices::gatewayServesOnlyWhoNamesIt()
{
    auto list = four();
    list.append(
        service(QStringLiteral("zzzzz-bi6l4-0000000000000e5"), QStringLiteral("gateway:s3")));
    QCOMPARE(rendezvousOrder("acbd18db4cc2f85cedef654fccc4a4d8", list, {}).size(), 4);
    const auto order =
        rendezvousOrder("acbd18db4cc2f85cedef654fccc4a4d8", list, {"zzzzz-bi6l4-0000000000000e5"});
    QCOMPARE(endsOf(order), QStringLiteral("e5 d4 a1 b2 c3"));
}

void tst_KeepServices::baseUrlIsMadeOfItsParts()
{
    QCOMPARE(baseUrl(QStringLiteral("keep0.zzzzz.example.com"), 25107, false),
             QStringLiteral("http://keep0.zzzzz.example.com:25107/"));
    QCOMPARE(baseUrl(QStringLiteral("10.0.0.1"), 443, true),
             QStringLiteral("https://10.0.0.1:443/"));
    QCOMPARE(baseUrl(QStringLiteral("fd00::1"), 443, true),
             QStringLiteral("https://[fd00::1]:443/"));
    QCOMPARE(baseUrl(QStringLiteral("[fd00::1]"), 443, true),
             QStringLiteral("https://[fd00::1]:443/"));
}

void tst_KeepServices::nonsenseAddressesAreRefused()
{
    QCOMPARE(baseUrl({}, 80, false), QStringLiteral("refused"));
    QCOMPARE(baseUrl(QStringLiteral("a/b"), 80, false), QStringLiteral("refused"));
    QCOMPARE(baseUrl(QStringLiteral("user@host"), 80, false), QStringLiteral("refused"));
    QCOMPARE(baseUrl(QStringLiteral("a b"), 80, false), QStringLiteral("refused"));
    QCOMPARE(baseUrl(QStringLiteral("host"), 70000, false), QStringLiteral("refused"));
    QCOMPARE(baseUrl(QStringLiteral("host#"), 80, false), QStringLiteral("refused"));
}

void tst_KeepServices::typesAreKnown()
{
    QVERIFY(service(QStringLiteral("u")).disk);
    QVERIFY(!service(QStringLiteral("u")).proxy);
    QVERIFY(service(QStringLiteral("u"), QStringLiteral("proxy")).proxy);
    QVERIFY(!service(QStringLiteral("u"), QStringLiteral("blob")).disk);
    QVERIFY(!service(QStringLiteral("u"), QStringLiteral("blob")).proxy);
}

QTEST_GUILESS_MAIN(tst_KeepServices)
#include "tst_keepservices.moc"
