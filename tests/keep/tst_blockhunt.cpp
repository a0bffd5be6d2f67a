// SPDX-License-Identifier: Apache-2.0
#include "keep/blockhunt.h"

#include <QtTest>

using namespace arv;

namespace {

KeepService service(const QString& name, const QString& type = QStringLiteral("disk"))
{
    return *KeepService::fromParts(Uuid{QStringLiteral("zzzzz-bi6l4-00000000000000") + name},
                                   name + QStringLiteral(".example.com"), 443, true, type, false);
}

Result<HttpReply> status(int number, const QByteArray& body = {})
{
    HttpReply reply;
    reply.status = number;
    reply.body = body;
    return reply;
}

Result<HttpReply> brokenOff()
{
    return Error{Errc::Unreachable, QStringLiteral("x: the answer broke off after 1 of 3 bytes")};
}

} // namespace

// What the answers of the services, taken together, mean.
class tst_BlockHunt : public QObject
{
    Q_OBJECT

private:
    // Plays rounds in which each service gives its one answer, until no service is left to ask or
    // ten rounds are over; returns how many there were.
    int play(BlockHunt& hunt, const QList<KeepService>& services,
             const QHash<QString, Result<HttpReply>>& answers)
    {
        for (int round = 1; round <= 10; ++round) {
            for (const auto& place : hunt.round(services)) {
                if (hunt.hasItsBytes(place, answers.value(place.baseUrl, status(404))))
                    hunt.noteWrongBytes(place);
            }
            if (!hunt.isWorthAnotherRound())
                return round;
        }
        return 99;
    }

    const Locator m_foo = *Locator::parse("acbd18db4cc2f85cedef654fccc4a4d8+3");
    const KeepService m_a = service(QStringLiteral("a"));
    const KeepService m_b = service(QStringLiteral("b"));
    const KeepService m_proxy = service(QStringLiteral("p"), QStringLiteral("proxy"));
    BlockHunt m_hunt{m_foo};

private Q_SLOTS:
    void init() { m_hunt = BlockHunt(m_foo); }
    void noServiceIsUnreachable();
    void nobodyHasIt_data();
    void nobodyHasIt();
    void goneAndBusyIsNotGone();
    void rightLengthIsASuspicionOnly();
    void wrongEverywhereIsCorruptAndNamesThePlaces();
    void tooLongIsWrong();
    void brokenOffEverywhereIsCorrupt();
    void damagedHereAndBusyThereIsNotCorruptYet();
    void refusedSignatureEndsAfterTheRound_data();
    void refusedSignatureEndsAfterTheRound();
    void proxyRefusesTheToken();
    void passingTroubleIsTriedAgain_data();
    void passingTroubleIsTriedAgain();
    void oddStatusIsFinal();
    void ownMistakeIsFinal();
};

void tst_BlockHunt::noServiceIsUnreachable()
{
    QCOMPARE(play(m_hunt, {}, {}), 1);
    QCOMPARE(m_hunt.outcome().code, Errc::Unreachable);
}

void tst_BlockHunt::nobodyHasIt_data()
{
    QTest::addColumn<int>("number");
    for (const int number : {403, 404, 410})
        QTest::addRow("%d", number) << number;
}

void tst_BlockHunt::nobodyHasIt()
{
    QFETCH(int, number);
    QCOMPARE(play(m_hunt, {m_a, m_b}, {{m_a.baseUrl, status(number)}}), 1);
    QCOMPARE(m_hunt.outcome().code, Errc::BlockNotFound);
    QVERIFY(m_hunt.outcome().text.contains(QLatin1String("acbd18db4cc2f85cedef654fccc4a4d8+3")));
}

void tst_BlockHunt::goneAndBusyIsNotGone()
{
    QCOMPARE(play(m_hunt, {m_a, m_b}, {{m_a.baseUrl, status(503)}}), 99);
    QCOMPARE(m_hunt.outcome().code, Errc::ServerError);
    QVERIFY(m_hunt.outcome().text.contains(QStringLiteral("503")));
}

void tst_BlockHunt::rightLengthIsASuspicionOnly()
{
    QCOMPARE(m_hunt.round({m_a}).size(), 1);
    QVERIFY(m_hunt.hasItsBytes(m_a, status(200, "foo")));
    QVERIFY(!m_hunt.hasItsBytes(m_a, status(200, "fo")));
    QVERIFY(!m_hunt.hasItsBytes(m_a, status(206, "foo")));
    QVERIFY(!m_hunt.hasItsBytes(m_a, status(204)));
}

void tst_BlockHunt::wrongEverywhereIsCorruptAndNamesThePlaces()
{
    QCOMPARE(play(m_hunt, {m_a, m_b},
                  {{m_a.baseUrl, status(200, "bar")}, {m_b.baseUrl, status(200, "fo")}}),
             2);
    QCOMPARE(m_hunt.outcome().code, Errc::BlockCorrupt);
    QVERIFY(m_hunt.outcome().text.contains(m_a.baseUrl));
    QVERIFY(m_hunt.outcome().text.contains(m_b.baseUrl));
}

void tst_BlockHunt::tooLongIsWrong()
{
    QCOMPARE(play(m_hunt, {m_a}, {{m_a.baseUrl, Error{Errc::TooLarge, {}}}}), 2);
    QCOMPARE(m_hunt.outcome().code, Errc::BlockCorrupt);
}

void tst_BlockHunt::brokenOffEverywhereIsCorrupt()
{
    QCOMPARE(play(m_hunt, {m_a, m_b}, {{m_a.baseUrl, brokenOff()}, {m_b.baseUrl, status(502)}}), 4);
    QCOMPARE(m_hunt.outcome().code, Errc::BlockCorrupt);
}

void tst_BlockHunt::damagedHereAndBusyThereIsNotCorruptYet()
{
    QCOMPARE(play(m_hunt, {m_a, m_b},
                  {{m_a.baseUrl, status(200, "bar")},
                   {m_b.baseUrl, Error{Errc::Unreachable, QStringLiteral("refused")}}}),
             99);
    QCOMPARE(m_hunt.outcome().code, Errc::Unreachable);
}

void tst_BlockHunt::refusedSignatureEndsAfterTheRound_data()
{
    QTest::addColumn<bool>("proxy");
    QTest::addColumn<int>("number");
    QTest::newRow("bad, keepstore") << false << 400;
    QTest::newRow("expired, keepstore") << false << 401;
    QTest::newRow("either, keepproxy") << true << 422;
}

void tst_BlockHunt::refusedSignatureEndsAfterTheRound()
{
    QFETCH(bool, proxy);
    QFETCH(int, number);
    const auto& place = proxy ? m_proxy : m_b;
    QCOMPARE(
        play(m_hunt, {m_a, place}, {{m_a.baseUrl, status(503)}, {place.baseUrl, status(number)}}),
        1);
    QCOMPARE(m_hunt.outcome().code, Errc::SignatureRefused);
}

void tst_BlockHunt::proxyRefusesTheToken()
{
    QCOMPARE(play(m_hunt, {m_proxy}, {{m_proxy.baseUrl, status(403)}}), 1);
    QCOMPARE(m_hunt.outcome().code, Errc::PermissionDenied);
}

void tst_BlockHunt::passingTroubleIsTriedAgain_data()
{
    QTest::addColumn<int>("number");
    for (const int number : {408, 423, 429, 500, 502, 503, 504})
        QTest::addRow("%d", number) << number;
}

void tst_BlockHunt::passingTroubleIsTriedAgain()
{
    QFETCH(int, number);
    QCOMPARE(play(m_hunt, {m_proxy}, {{m_proxy.baseUrl, status(number)}}), 99);
    QCOMPARE(m_hunt.outcome().code, Errc::ServerError);
}

void tst_BlockHunt::oddStatusIsFinal()
{
    QCOMPARE(play(m_hunt, {m_a}, {{m_a.baseUrl, status(418, "a teapot")}}), 1);
    QCOMPARE(m_hunt.outcome().code, Errc::ServerError);
    QVERIFY(m_hunt.outcome().text.contains(QStringLiteral("a teapot")));
}

void tst_BlockHunt::ownMistakeIsFinal()
{
    QCOMPARE(play(m_hunt, {m_a}, {{m_a.baseUrl, Error{Errc::NotSignedIn, {}}}}), 1);
    QCOMPARE(m_hunt.outcome().code, Errc::NotSignedIn);
}

QTEST_GUILESS_MAIN(tst_BlockHunt)
#include "tst_blockhunt.moc"
