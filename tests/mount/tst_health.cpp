// SPDX-License-Identifier: Apache-2.0
#include "mount/health.h"

#include <QtTest>

using namespace arv;
using Trouble = MountSnapshot::Trouble;

class tst_Health : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] static Result<HttpReply> answer(int status)
    {
        HttpReply reply;
        reply.status = status;
        return reply;
    }

private Q_SLOTS:
    void answerMeansThatAllIsWell();
    void refusedTokenIsTold();
    void silenceIsToldAndTakenBack();
    void oneOverloadIsNoTrouble();
    void failureOfOneRequestIsNoTrouble();
    void whatIsToldTwiceIsNoNews();
    void newTokenBeginsAnew();
    void brokenCaFileIsTold();
};

void tst_Health::answerMeansThatAllIsWell()
{
    Health health(QStringLiteral("zzzzz.example.com"));
    QVERIFY(!health.note(answer(200)));
    QVERIFY(!health.note(answer(404)));
    QCOMPARE(health.trouble(), Trouble::None);
    QVERIFY(health.text().isEmpty());
}

void tst_Health::refusedTokenIsTold()
{
    Health health(QStringLiteral("zzzzz.example.com"));
    QVERIFY(health.note(answer(401)));
    QCOMPARE(health.trouble(), Trouble::NotSignedIn);
    QVERIFY(health.text().contains(QStringLiteral("zzzzz.example.com")));
    QVERIFY(health.text().contains(QStringLiteral("token")));
}

void tst_Health::silenceIsToldAndTakenBack()
{
    Health health(QStringLiteral("zzzzz.example.com"));
    QVERIFY(health.note(Error{Errc::TimedOut, QStringLiteral("no byte for 60 s")}));
    QCOMPARE(health.trouble(), Trouble::Offline);
    QVERIFY(health.text().contains(QStringLiteral("no byte for 60 s")));
    QVERIFY(health.note(answer(200)));
    QCOMPARE(health.trouble(), Trouble::None);
    QVERIFY(health.text().isEmpty());
}

void tst_Health::oneOverloadIsNoTrouble()
{
    Health health(QStringLiteral("h"));
    QVERIFY(!health.note(answer(503)));
    QVERIFY(!health.note(answer(503)));
    QVERIFY(!health.note(answer(200)));
    QVERIFY(!health.note(answer(503)));
    QVERIFY(!health.note(answer(502)));
    QVERIFY(health.note(answer(503)));
    QCOMPARE(health.trouble(), Trouble::Offline);
    QVERIFY(health.text().contains(QStringLiteral("503")));
}

void tst_Health::failureOfOneRequestIsNoTrouble()
{
    Health health(QStringLiteral("h"));
    QVERIFY(!health.note(answer(500)));
    QVERIFY(!health.note(Error{Errc::BadReply, QStringLiteral("not JSON")}));
    QVERIFY(!health.note(Error{Errc::TooLarge, QStringLiteral("endless")}));
    QCOMPARE(health.trouble(), Trouble::None);
}

void tst_Health::whatIsToldTwiceIsNoNews()
{
    Health health(QStringLiteral("h"));
    QVERIFY(health.note(Error{Errc::Unreachable, QStringLiteral("refused")}));
    QVERIFY(!health.note(Error{Errc::Unreachable, QStringLiteral("refused")}));
}

void tst_Health::newTokenBeginsAnew()
{
    Health health(QStringLiteral("h"));
    QVERIFY(health.note(answer(401)));
    health.forget();
    QCOMPARE(health.trouble(), Trouble::None);
    QVERIFY(health.note(answer(401)));
}

void tst_Health::brokenCaFileIsTold()
{
    Health health(QStringLiteral("h"));
    QVERIFY(health.note(Error{Errc::Invalid, QStringLiteral("the CA file /x cannot be read")}));
    QCOMPARE(health.trouble(), Trouble::Other);
    QVERIFY(health.text().contains(QStringLiteral("/x")));
}

QTEST_GUILESS_MAIN(tst_Health)
#include "tst_health.moc"
