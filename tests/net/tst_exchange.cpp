// SPDX-License-Identifier: Apache-2.0
#include "net/exchange.h"

#include "net/httpclient.h"
#include "net/rawpeer.h"
#include "support/waiting.h"

#include <QtTest>

using namespace arv;
using namespace std::chrono_literals;
using test::RawPeer;

// What no orderly server does: answers that break off, lie about their size or never end.
class tst_Exchange : public QObject
{
    Q_OBJECT

private:
    Result<HttpReply> answerOf(const RawPeer& peer, HttpLimits limits = {},
                               const CancelToken& token = {})
    {
        HttpRequest request;
        request.target = peer.url();
        request.limits = limits;
        return test::resultOf(m_client.send(request, token));
    }

    Mailbox m_mailbox;
    HttpClient m_client{Credentials{QStringLiteral("localhost:1"), QStringLiteral("tok"), {}}};

private Q_SLOTS:
    void wholeAnswerArrives();
    void bodyOfAnErrorStatusArrives_data();
    void bodyOfAnErrorStatusArrives();
    void bodyShorterThanItsLengthIsAnError();
    void bodyShorterThanItsLengthIsAnErrorForErrorsToo();
    void chunkedBodyThatStopsGivesNothingElse();
    void closingWithoutAnAnswerIsUnreachable();
    void headThatStopsIsAnError();
    void answerThatIsNoHttpIsAnError();
    void silenceEndsTheWait();
    void tricklingEndsTheWait();
    void announcedSizeBeyondTheLimitIsRefusedAtOnce();
    void unannouncedSizeBeyondTheLimitIsRefused();
    void lengthThatIsNoNumberDoesNoHarm();
    void refusedConnectionSaysSo();
    void unknownHostSaysSo();
    void redirectIsNotFollowed();
    void cancelEndsAtOnceAndClosesTheConnection();
    void plusSignTravelsEncoded();
    void requestSaysWhoItIs();
    void unauthorisedRequestCarriesNoToken();
    void tokenWithALineBreakIsNotSent();
    void cookiesAreNeitherKeptNorSent();
};

void tst_Exchange::wholeAnswerArrives()
{
    const RawPeer peer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-Thing: Yes\r\n\r\nfoo");
    const auto reply = answerOf(peer);
    QVERIFY(reply);
    QCOMPARE(reply->status, 200);
    QCOMPARE(reply->body, QByteArray("foo"));
    QCOMPARE(reply->headers.value("x-thing"), QByteArray("Yes"));
}

void tst_Exchange::bodyOfAnErrorStatusArrives_data()
{
    QTest::addColumn<int>("status");
    for (const int status :
         {400, 401, 403, 404, 405, 409, 410, 413, 418, 422, 423, 429, 500, 501, 502, 503, 504, 507})
        QTest::addRow("%d", status) << status;
}

void tst_Exchange::bodyOfAnErrorStatusArrives()
{
    QFETCH(int, status);
    const RawPeer peer("HTTP/1.1 " + QByteArray::number(status)
                       + " Why\r\nContent-Length: 6\r\n\r\nreason");
    const auto reply = answerOf(peer);
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().text));
    QCOMPARE(reply->status, status);
    QCOMPARE(reply->body, QByteArray("reason"));
}

void tst_Exchange::bodyShorterThanItsLengthIsAnError()
{
    const RawPeer peer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfoo");
    const auto reply = answerOf(peer);
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, Errc::Unreachable);
    QVERIFY2(reply.error().text.contains(QStringLiteral("broke off after 3 of 10 bytes")),
             qPrintable(reply.error().text));
    QVERIFY(brokeOff(reply.error()));
}

void tst_Exchange::bodyShorterThanItsLengthIsAnErrorForErrorsToo()
{
    const RawPeer peer("HTTP/1.1 502 Bad\r\nContent-Length: 10\r\n\r\nfoo");
    const auto reply = answerOf(peer);
    QVERIFY(!reply);
    QVERIFY(brokeOff(reply.error()));
}

// Whether Qt notices depends on the moment: an error, or just the bytes that came.
void tst_Exchange::chunkedBodyThatStopsGivesNothingElse()
{
    const RawPeer peer(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfoofo\r\n9\r\nfo");
    const auto reply = answerOf(peer);
    QVERIFY(reply ? QByteArray("foofofo").startsWith(reply->body) : brokeOff(reply.error()));
    QVERIFY(!reply || !reply->headers.contains("content-length"));
}

void tst_Exchange::closingWithoutAnAnswerIsUnreachable()
{
    const RawPeer peer("");
    const auto reply = answerOf(peer);
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, Errc::Unreachable);
    QVERIFY(!brokeOff(reply.error()));
}

void tst_Exchange::headThatStopsIsAnError()
{
    const RawPeer peer("HTTP/1.1 200 OK\r\nContent-Le");
    const auto reply = answerOf(peer);
    QVERIFY(!reply);
}

void tst_Exchange::answerThatIsNoHttpIsAnError()
{
    const RawPeer peer("SSH-2.0-OpenSSH_9.2p1 and then some more text\r\n\r\n");
    const auto reply = answerOf(peer);
    QVERIFY(!reply);
    QVERIFY2(reply.error().code == Errc::BadReply || reply.error().code == Errc::Unreachable,
             qPrintable(reply.error().text));
}

void tst_Exchange::silenceEndsTheWait()
{
    const RawPeer peer("", RawPeer::Then::Hold);
    HttpLimits limits;
    limits.silence = 100ms;
    const auto reply = answerOf(peer, limits);
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, Errc::TimedOut);
}

void tst_Exchange::tricklingEndsTheWait()
{
    const RawPeer peer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfoo", RawPeer::Then::Hold);
    HttpLimits limits;
    limits.rateWindow = 100ms;
    const auto reply = answerOf(peer, limits);
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, Errc::TimedOut);
    limits.rateWindow = 0ms;
    limits.total = 100ms;
    const auto second = answerOf(peer, limits);
    QVERIFY(!second);
    QCOMPARE(second.error().code, Errc::TimedOut);
}

void tst_Exchange::announcedSizeBeyondTheLimitIsRefusedAtOnce()
{
    const RawPeer peer("HTTP/1.1 200 OK\r\nContent-Length: 9000000000000\r\n\r\nf",
                       RawPeer::Then::Hold);
    HttpLimits limits;
    limits.maxBody = 100;
    const auto reply = answerOf(peer, limits);
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, Errc::TooLarge);
}

void tst_Exchange::unannouncedSizeBeyondTheLimitIsRefused()
{
    const RawPeer peer("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + QByteArray(100000, 'x'),
                       RawPeer::Then::Hold);
    HttpLimits limits;
    limits.maxBody = 1000;
    const auto reply = answerOf(peer, limits);
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, Errc::TooLarge);
}

void tst_Exchange::lengthThatIsNoNumberDoesNoHarm()
{
    for (const char* length : {"-5", "abc", "99999999999999999999999", ""}) {
        const RawPeer peer("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray(length)
                           + "\r\nConnection: close\r\n\r\nfoo");
        const auto reply = answerOf(peer);
        QVERIFY(!reply || reply->body == "foo");
    }
}

void tst_Exchange::refusedConnectionSaysSo()
{
    QString url;
    {
        const RawPeer gone("");
        url = gone.url();
    }
    HttpRequest request;
    request.target = url;
    const auto reply = test::resultOf(m_client.send(request));
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, Errc::Unreachable);
    QVERIFY(reply.error().text.contains(QStringLiteral("127.0.0.1")));
    QVERIFY(reply.error().text.contains(QStringLiteral("refused")));
}

void tst_Exchange::unknownHostSaysSo()
{
    HttpRequest request;
    request.target = QStringLiteral("https://no-such-host.invalid/");
    const auto reply = test::resultOf(m_client.send(request), 30000);
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, Errc::Unreachable);
    QVERIFY(reply.error().text.contains(QStringLiteral("no-such-host.invalid")));
}

void tst_Exchange::redirectIsNotFollowed()
{
    const RawPeer other("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    const RawPeer peer("HTTP/1.1 302 Found\r\nLocation: " + other.url().toLatin1()
                       + "\r\nContent-Length: 0\r\n\r\n");
    const auto reply = answerOf(peer);
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, Errc::BadReply);
    QVERIFY(reply.error().text.contains(other.url()));
    QVERIFY(other.requests.empty());
}

void tst_Exchange::cancelEndsAtOnceAndClosesTheConnection()
{
    const RawPeer peer("", RawPeer::Then::Hold);
    CancelSource source;
    QTimer::singleShot(50, this, [&source] { source.cancel(); });
    QElapsedTimer clock;
    clock.start();
    const auto reply = answerOf(peer, {}, source.token());
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, Errc::Cancelled);
    QVERIFY(clock.elapsed() < 2000);
    QVERIFY(test::waitUntil([&] { return peer.open == 0; }));
}

void tst_Exchange::plusSignTravelsEncoded()
{
    const RawPeer peer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    HttpRequest request;
    request.target = peer.url(QStringLiteral("abc+3+A1@2"));
    request.query = {{QStringLiteral("a"), QStringLiteral("1+1=2 & \"#%41\u00e9\"")}};
    QVERIFY(test::resultOf(m_client.send(request)));
    QVERIFY2(peer.requests.at(0).startsWith(
                 "GET /abc+3+A1@2?a=1%2B1%3D2%20%26%20%22%23%2541%C3%A9%22 HTTP/1.1\r\n"),
             peer.requests.at(0).constData());
}

void tst_Exchange::requestSaysWhoItIs()
{
    const RawPeer peer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    QVERIFY(answerOf(peer));
    const auto head = peer.requests.at(0);
    QVERIFY(head.contains("\r\nAuthorization: Bearer tok\r\n"));
    QVERIFY(head.contains("\r\nUser-Agent: arvados-drive/" ARV_VERSION "\r\n"));
    static const QRegularExpression id(QStringLiteral("\r\nX-Request-Id: req-[0-9a-z]{20}\r\n"));
    QVERIFY(id.match(QString::fromLatin1(head)).hasMatch());
}

void tst_Exchange::unauthorisedRequestCarriesNoToken()
{
    const RawPeer peer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    HttpRequest request;
    request.target = peer.url();
    request.authorised = false;
    QVERIFY(test::resultOf(m_client.send(request)));
    QVERIFY(!peer.requests.at(0).contains("tok"));
}

void tst_Exchange::tokenWithALineBreakIsNotSent()
{
    const RawPeer peer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    m_client.setToken(QStringLiteral("tok\r\nX-Evil: 1"));
    const auto reply = answerOf(peer);
    m_client.setToken(QStringLiteral("tok"));
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, Errc::NotSignedIn);
    QVERIFY(!reply.error().text.contains(QStringLiteral("Evil")));
    QVERIFY(peer.requests.empty());
}

void tst_Exchange::cookiesAreNeitherKeptNorSent()
{
    const RawPeer peer("HTTP/1.1 200 OK\r\nSet-Cookie: arvados_api_token=other; Path=/\r\n"
                       "Content-Length: 0\r\n\r\n");
    QVERIFY(answerOf(peer));
    QVERIFY(answerOf(peer));
    QVERIFY(!peer.requests.at(1).contains("ookie"));
}

QTEST_GUILESS_MAIN(tst_Exchange)
#include "tst_exchange.moc"
