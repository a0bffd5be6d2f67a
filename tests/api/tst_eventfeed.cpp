// SPDX-License-Identifier: Apache-2.0
#include "api/eventfeed.h"

#include "net/credentials.h"
#include "support/eventpeer.h"
#include "support/logrecord.h"
#include "support/rawwebsocket.h"
#include "support/selfsigned.h"
#include "support/waiting.h"

#include <QAbstractEventDispatcher>
#include <QJsonArray>
#include <QUrlQuery>
#include <QtTest>

using namespace arv;
using namespace std::chrono_literals;
using test::EventPeer;
using test::RawWebsocket;
using test::waitUntil;

Q_DECLARE_METATYPE(arv::test::RawWebsocket::Answer)

namespace {

const QString token = QStringLiteral("v2/zzzzz-gj3su-0a1b2c3d4e5f6g7/a+secret&of=ours");
const QString anew = QStringLiteral("connected anew");
const QString resumed = QStringLiteral("connected, nothing missed");
const QString lost = QStringLiteral("lost");
const QString missed = QStringLiteral("missed");

// Waits short enough for tests; patience as long as ever.
EventFeed::Times quickTimes()
{
    EventFeed::Times times;
    times.firstWait = 10ms;
    times.longestWait = 40ms;
    return times;
}

// A feed, and what it said.
class Rig
{
public:
    explicit Rig(const EventFeed::Times& times = quickTimes(),
                 Credentials credentials = plainAccount())
        : feed(credentials,
               {[this](bool nothing) { say(nothing ? resumed : anew); }, [this] { say(lost); },
                [this](const ObjectEvent& event) {
                    say(QStringLiteral("event %1").arg(event.id));
                    events.append(event);
                },
                [this] { say(missed); }},
               times)
    { }

    static Credentials account()
    {
        Credentials made;
        made.token = token;
        return made;
    }
    // One that speaks to servers without TLS, as most of these are.
    static Credentials plainAccount()
    {
        auto made = account();
        made.insecure = true;
        return made;
    }

    [[nodiscard]] bool hears(const QString& word, int times = 1) const
    {
        return waitUntil([&] { return said.count(word) >= times; });
    }

    QStringList said;
    QList<ObjectEvent> events;
    std::function<void(const QString&)> also; // called on whatever is said
    EventFeed feed;

private:
    void say(const QString& word)
    {
        said.append(word);
        if (also)
            also(word);
    }
};

QJsonObject anEvent(std::int64_t id, std::int64_t message)
{
    return {{QStringLiteral("id"), qint64{id}},
            {QStringLiteral("msgID"), qint64{message}},
            {QStringLiteral("event_type"), QStringLiteral("update")},
            {QStringLiteral("object_uuid"), QStringLiteral("zzzzz-4zz18-0a1b2c3d4e5f6g7")}};
}

QString eventWord(std::int64_t id)
{
    return QStringLiteral("event %1").arg(id);
}

std::int64_t resumedAfter(const EventPeer& peer)
{
    return peer.heard.back().value(QStringLiteral("last_log_id")).toInteger(0);
}

// Connected, and one event has come.
[[nodiscard]] bool hasBegun(Rig& rig, EventPeer& peer, std::int64_t id)
{
    rig.feed.start(peer.url());
    if (!rig.hears(anew))
        return false;
    peer.send(anEvent(id, 1));
    return rig.hears(eventWord(id));
}

QByteArray frame(const char* head, const QByteArray& payload = {})
{
    return QByteArray::fromHex(head) + payload;
}

} // namespace

class tst_EventFeed : public QObject
{
    Q_OBJECT

private:
    Mailbox m_mailbox;

private Q_SLOTS:
    void subscriptionAsksForWhatChangesWithTheToken();
    void firstConnectionMayHaveMissedAnything();
    void eventsArriveWithWhatTheySay();
    void whatIsNoEventIsPassedOver_data();
    void whatIsNoEventIsPassedOver();
    void eventThatCannotBeReadIsAMissedOne();
    void afterALossItGoesOnAfterTheHighestEvent();
    void withoutAnEventThereIsNothingToGoOnAfter();
    void shortConnectionIsResumedFromWhereItBegan();
    void afterALongGapAnythingMayHaveBeenMissed();
    void gapInTheNumbersIsTold();
    void doubledAndLateEventsAreNoGap();
    void numbersBeginAgainWithEachConnection();
    void silentConnectionIsGivenUp();
    void keepAlivesKeepItAlive();
    void subscriptionWithoutAnAnswerIsTriedAgain();
    void refusedSubscriptionIsTriedAgain_data();
    void refusedSubscriptionIsTriedAgain();
    void junkEndsTheConnectionAndIsNotAskedForAgain_data();
    void junkEndsTheConnectionAndIsNotAskedForAgain();
    void brokenServerIsTriedForEver_data();
    void brokenServerIsTriedForEver();
    void waitsGrow();
    void deadPortIsTriedUntilSomebodyListens();
    void waitMayBeCutShort();
    void newTokenMakesANewConnectionThatGoesOn();
    void withoutATokenNothingIsAsked();
    void whatIsNoAddressIsNoFeed_data();
    void whatIsNoAddressIsNoFeed();
    void stoppedFeedSaysNothingMore();
    void feedMayBeStoppedWhileItConnects();
    void feedMayBeStoppedByWhomItCalls_data();
    void feedMayBeStoppedByWhomItCalls();
    void feedMayGoAtAnyTime();
    void idleFeedLetsTheThreadSleep();
    void trustedServerIsSpokenToOverTls();
    void untrustedServerHearsNothing();
    void insecureAccountSpeaksToAnyServer();
    void feedWithoutTlsIsRefusedInOneLine_data();
    void feedWithoutTlsIsRefusedInOneLine();
    void tokenIsNeverLogged();
};

void tst_EventFeed::subscriptionAsksForWhatChangesWithTheToken()
{
    EventPeer peer;
    Rig rig;
    rig.feed.start(peer.url() + QStringLiteral("?flavour=plain"));
    QVERIFY(rig.hears(anew));
    QCOMPARE(peer.asked.size(), 1U);
    const QUrlQuery query(peer.asked.front());
    QCOMPARE(query.queryItemValue(QStringLiteral("api_token"), QUrl::FullyDecoded), token);
    QCOMPARE(query.queryItemValue(QStringLiteral("flavour")), QStringLiteral("plain"));
    QCOMPARE(peer.asked.front().path(), QStringLiteral("/websocket"));
    const auto expected = QJsonDocument::fromJson(
        R"({"method":"subscribe","filters":[["event_type","in",["create","update","delete"]]]})");
    QCOMPARE(peer.heard.size(), 1U);
    QCOMPARE(peer.heard.front(), expected.object());
}

void tst_EventFeed::firstConnectionMayHaveMissedAnything()
{
    EventPeer peer;
    Rig rig;
    rig.feed.start(peer.url());
    QVERIFY(rig.said.isEmpty());
    QVERIFY(!rig.feed.isConnected());
    QVERIFY(rig.hears(anew));
    QVERIFY(rig.feed.isConnected());
    QCOMPARE(rig.said, QStringList{anew});
}

void tst_EventFeed::eventsArriveWithWhatTheySay()
{
    EventPeer peer;
    Rig rig;
    QVERIFY(hasBegun(rig, peer, 217));
    QCOMPARE(rig.events.size(), 1);
    QCOMPARE(rig.events.front().object.text, QStringLiteral("zzzzz-4zz18-0a1b2c3d4e5f6g7"));
    QCOMPARE(rig.events.front().type, ObjectEvent::Type::Update);
    QCOMPARE(rig.events.front().message, 1);
}

void tst_EventFeed::whatIsNoEventIsPassedOver_data()
{
    QTest::addColumn<QString>("frame");
    QTest::newRow("keep-alive") << QStringLiteral("{}");
    QTest::newRow("second yes") << QStringLiteral("{\"status\":200}");
    QTest::newRow("something new") << QStringLiteral("{\"weather\":\"fine\"}");
    QTest::newRow("another type") << QStringLiteral(
        "{\"msgID\":1,\"id\":3,\"event_type\":\"login\",\"object_uuid\":null}");
}

void tst_EventFeed::whatIsNoEventIsPassedOver()
{
    QFETCH(QString, frame);
    EventPeer peer;
    Rig rig;
    rig.feed.start(peer.url());
    QVERIFY(rig.hears(anew));
    peer.send(frame);
    peer.send(anEvent(4, 1));
    QVERIFY(rig.hears(eventWord(4)));
    QCOMPARE(rig.said, (QStringList{anew, eventWord(4)}));
}

void tst_EventFeed::eventThatCannotBeReadIsAMissedOne()
{
    EventPeer peer;
    Rig rig;
    rig.feed.start(peer.url());
    QVERIFY(rig.hears(anew));
    auto odd = anEvent(3, 1);
    odd.insert(QStringLiteral("object_uuid"), 17);
    peer.send(odd);
    peer.send(anEvent(4, 2));
    QVERIFY(rig.hears(eventWord(4)));
    QCOMPARE(rig.said, (QStringList{anew, missed, eventWord(4)}));
}

void tst_EventFeed::afterALossItGoesOnAfterTheHighestEvent()
{
    EventPeer peer;
    Rig rig;
    QVERIFY(hasBegun(rig, peer, 9000000000));
    peer.send(anEvent(5, 2)); // late
    QVERIFY(rig.hears(eventWord(5)));
    peer.hangUp();
    QVERIFY(rig.hears(resumed));
    QCOMPARE(rig.said, (QStringList{anew, eventWord(9000000000), eventWord(5), lost, resumed}));
    QCOMPARE(resumedAfter(peer), 9000000000);
}

void tst_EventFeed::withoutAnEventThereIsNothingToGoOnAfter()
{
    EventPeer peer;
    Rig rig;
    rig.feed.start(peer.url());
    QVERIFY(rig.hears(anew));
    peer.hangUp();
    QVERIFY(rig.hears(anew, 2));
    QCOMPARE(rig.said, (QStringList{anew, lost, anew}));
    QVERIFY(!peer.heard.back().contains(QStringLiteral("last_log_id")));
}

// While old events are still being sent, new ones come between them.
void tst_EventFeed::shortConnectionIsResumedFromWhereItBegan()
{
    auto times = quickTimes();
    times.longestWait = 1h; // no connection lasts as long
    EventPeer peer;
    Rig rig(times);
    QVERIFY(hasBegun(rig, peer, 5));
    peer.hangUp();
    QVERIFY(rig.hears(resumed));
    peer.send(anEvent(99, 1));
    QVERIFY(rig.hears(eventWord(99)));
    peer.hangUp();
    QVERIFY(rig.hears(resumed, 2));
    QCOMPARE(resumedAfter(peer), 5);
}

void tst_EventFeed::afterALongGapAnythingMayHaveBeenMissed()
{
    auto times = quickTimes();
    times.firstWait = 100ms; // at least half of it passes
    times.resumable = 20ms;
    EventPeer peer;
    Rig rig(times);
    QVERIFY(hasBegun(rig, peer, 5));
    peer.hangUp();
    QVERIFY(rig.hears(anew, 2));
    QVERIFY(!rig.said.contains(resumed));
    QCOMPARE(resumedAfter(peer), 0);
}

void tst_EventFeed::gapInTheNumbersIsTold()
{
    EventPeer peer;
    Rig rig;
    QVERIFY(hasBegun(rig, peer, 5));
    peer.send(anEvent(6, 3));
    QVERIFY(rig.hears(eventWord(6)));
    QCOMPARE(rig.said, (QStringList{anew, eventWord(5), missed, eventWord(6)}));
}

void tst_EventFeed::doubledAndLateEventsAreNoGap()
{
    EventPeer peer;
    Rig rig;
    QVERIFY(hasBegun(rig, peer, 5));
    for (const int message : {1, 2, 2, 1, 3, 0, 4})
        peer.send(anEvent(6, message));
    peer.send(anEvent(7, 5));
    QVERIFY(rig.hears(eventWord(7)));
    QVERIFY(!rig.said.contains(missed));
    QCOMPARE(rig.said.count(eventWord(6)), 7);
}

void tst_EventFeed::numbersBeginAgainWithEachConnection()
{
    EventPeer peer;
    Rig rig;
    QVERIFY(hasBegun(rig, peer, 5));
    peer.hangUp();
    QVERIFY(rig.hears(resumed));
    peer.send(anEvent(6, 1));
    QVERIFY(rig.hears(eventWord(6)));
    QVERIFY(!rig.said.contains(missed));
    peer.hangUp();
    QVERIFY(rig.hears(resumed, 2));
    peer.send(anEvent(7, 2)); // the first was lost
    QVERIFY(rig.hears(eventWord(7)));
    QVERIFY(rig.said.contains(missed));
}

void tst_EventFeed::silentConnectionIsGivenUp()
{
    auto times = quickTimes();
    times.silence = 100ms;
    EventPeer peer;
    Rig rig(times);
    rig.feed.start(peer.url());
    QVERIFY(rig.hears(lost));
    QVERIFY(rig.hears(anew, 2));
}

void tst_EventFeed::keepAlivesKeepItAlive()
{
    auto times = quickTimes();
    times.silence = 1500ms;
    EventPeer peer;
    QTimer beat;
    QObject::connect(&beat, &QTimer::timeout, &beat, [&peer] { peer.send(QJsonObject()); });
    beat.start(50);
    Rig rig(times);
    rig.feed.start(peer.url());
    QVERIFY(rig.hears(anew));
    QVERIFY(!waitUntil([&rig] { return rig.said.contains(lost); }, 3000));
    beat.stop();
    QVERIFY(rig.hears(lost));
}

void tst_EventFeed::subscriptionWithoutAnAnswerIsTriedAgain()
{
    auto times = quickTimes();
    times.connecting = 200ms;
    EventPeer peer;
    peer.answer.clear();
    Rig rig(times);
    rig.feed.start(peer.url());
    QVERIFY(waitUntil([&peer] { return peer.heard.size() >= 3; }));
    QVERIFY(rig.said.isEmpty());
    peer.answer = QStringLiteral("{\"status\":200}");
    QVERIFY(rig.hears(anew));
}

void tst_EventFeed::refusedSubscriptionIsTriedAgain_data()
{
    QTest::addColumn<QString>("answer");
    QTest::newRow("400") << QStringLiteral("{\"status\":400}");
    QTest::newRow("a text") << QStringLiteral("{\"status\":\"200\"}");
    QTest::newRow("null") << QStringLiteral("{\"status\":null}");
    QTest::newRow("beyond all numbers") << QStringLiteral("{\"status\":1e300}");
}

void tst_EventFeed::refusedSubscriptionIsTriedAgain()
{
    QFETCH(QString, answer);
    EventPeer peer;
    peer.answer = answer;
    Rig rig;
    rig.feed.start(peer.url());
    QVERIFY(waitUntil([&peer] { return peer.heard.size() >= 3; }));
    QVERIFY(rig.said.isEmpty());
    peer.answer = QStringLiteral("{\"status\":200}");
    QVERIFY(rig.hears(anew));
}

void tst_EventFeed::junkEndsTheConnectionAndIsNotAskedForAgain_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray none;
    QTest::newRow("garbage") << QStringLiteral("garbage") << none;
    QTest::newRow("empty text") << QStringLiteral("") << none;
    QTest::newRow("a list") << QStringLiteral("[{}]") << none;
    QTest::newRow("half an object") << QStringLiteral("{\"id\":5") << none;
    QTest::newRow("a refusal") << QStringLiteral("{\"status\":400}") << none;
    QTest::newRow("without end") << QString(1000000, u'[') << none;
    QTest::newRow("huge") << QStringLiteral("{\"a\":\"%1\"}").arg(QString(3000000, u'a')) << none;
    QTest::newRow("bytes") << QString() << QByteArray("{}");
}

void tst_EventFeed::junkEndsTheConnectionAndIsNotAskedForAgain()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, bytes);
    EventPeer peer;
    Rig rig;
    QVERIFY(hasBegun(rig, peer, 5));
    if (text.isNull())
        peer.sendBytes(bytes);
    else
        peer.send(text);
    QVERIFY(rig.hears(lost));
    QVERIFY(rig.hears(anew, 2));
    QCOMPARE(rig.said, (QStringList{anew, eventWord(5), lost, anew}));
    QCOMPARE(resumedAfter(peer), 0);
}

void tst_EventFeed::brokenServerIsTriedForEver_data()
{
    QTest::addColumn<RawWebsocket::Answer>("answer");
    QTest::addColumn<bool>("closes");
    QTest::addColumn<bool>("needsPatience"); // we end it only when the time is up
    const auto fixed = [](const QByteArray& bytes) -> RawWebsocket::Answer {
        return [bytes](const QByteArray&) { return bytes; };
    };
    const auto upgradeAnd = RawWebsocket::upgradeAnd;
    QTest::newRow("closes in mid-handshake") << fixed("HTTP/1.1 101 Swi") << true << false;
    QTest::newRow("stops in mid-handshake") << fixed("HTTP/1.1 101 Swi") << false << true;
    QTest::newRow("closes at once") << fixed("") << true << false;
    QTest::newRow("says nothing") << fixed("") << false << true;
    QTest::newRow("no HTTP") << fixed("\x01\x02\x03\r\n\r\n\r\n") << true << false;
    QTest::newRow("400") << fixed("HTTP/1.1 400 Bad Request\r\n\r\n") << true << false;
    QTest::newRow("502") << fixed("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n") << true
                         << false;
    QTest::newRow("points elsewhere")
        << fixed("HTTP/1.1 302 Found\r\nLocation: ws://localhost:1/\r\n\r\n") << true << false;
    QTest::newRow("wrong key") << fixed(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n")
                               << true << false;
    QTest::newRow("headers without end")
        << fixed("HTTP/1.1 101 Switching Protocols\r\n" + QByteArray("A: b\r\n").repeated(100000))
        << false << true;
    QTest::newRow("upgrades and closes") << upgradeAnd({}) << true << false;
    QTest::newRow("upgrades and says nothing") << upgradeAnd({}) << false << true;
    QTest::newRow("frame of 2 GiB")
        << upgradeAnd(frame("817f0000000080000000", "{}")) << false << false;
    QTest::newRow("frame of all bytes there are")
        << upgradeAnd(frame("817f7fffffffffffffff", "{}")) << false << false;
    QTest::newRow("frame of a negative length")
        << upgradeAnd(frame("817fffffffffffffffff", "{}")) << false << false;
    QTest::newRow("frame of our own limit and a byte")
        << upgradeAnd(frame("817f0000000000100001", "{}")) << false << false;
    QTest::newRow("reserved bits") << upgradeAnd(frame("f102", "{}")) << false << false;
    QTest::newRow("unknown kind") << upgradeAnd(frame("8302", "{}")) << false << false;
    QTest::newRow("no UTF-8") << upgradeAnd(frame("8102", "\xff\xfe")) << false << false;
    QTest::newRow("half a frame and the end") << upgradeAnd(frame("817d", "{}")) << true << false;
    QTest::newRow("pieces without a beginning")
        << upgradeAnd(frame("0002", "{}")) << false << false;
    QTest::newRow("junk after junk")
        << upgradeAnd(frame("8101", "x") + frame("8101", "y") + frame("817f0000000080000000"))
        << false << false;
    QTest::newRow("closing frame") << upgradeAnd(frame("8800")) << false << false;
}

void tst_EventFeed::brokenServerIsTriedForEver()
{
    QFETCH(RawWebsocket::Answer, answer);
    QFETCH(bool, closes);
    QFETCH(bool, needsPatience);
    auto times = quickTimes();
    times.connecting = needsPatience ? 100ms : 60s;
    RawWebsocket peer(answer, closes);
    Rig rig(times);
    rig.feed.start(peer.url());
    QVERIFY(waitUntil([&peer] { return peer.connections >= 4; }));
    QVERIFY2(rig.said.isEmpty(), qPrintable(rig.said.join(u',')));
    QVERIFY(!rig.feed.isConnected());
}

void tst_EventFeed::waitsGrow()
{
    auto times = quickTimes();
    times.firstWait = 20ms;
    times.longestWait = 80ms;
    RawWebsocket peer([](const QByteArray&) { return QByteArray(); }, true);
    Rig rig(times);
    QElapsedTimer clock;
    clock.start();
    rig.feed.start(peer.url());
    QVERIFY(waitUntil([&peer] { return peer.connections >= 7; }));
    QVERIFY(clock.elapsed()
            >= (20 + 40 + 80 + 80 + 80 + 80) / 2 - 10); // timers may be early by some
}

void tst_EventFeed::deadPortIsTriedUntilSomebodyListens()
{
    EventPeer peer;
    peer.stopListening();
    const test::LogRecord record;
    Rig rig;
    rig.feed.start(peer.url());
    QVERIFY(waitUntil([&record] { return record.all().count(QStringLiteral("feed")) >= 5; }));
    QCOMPARE(record.all().count(QStringLiteral("changes are found by asking")), 1);
    QVERIFY(rig.said.isEmpty());
    peer.listen();
    QVERIFY(rig.hears(anew));
}

void tst_EventFeed::waitMayBeCutShort()
{
    auto times = quickTimes();
    times.firstWait = 1h;
    EventPeer peer;
    peer.stopListening();
    const test::LogRecord record;
    Rig rig(times);
    rig.feed.start(peer.url());
    QVERIFY(
        waitUntil([&record] { return record.all().contains(QStringLiteral("not connected")); }));
    peer.listen();
    rig.feed.tryNow();
    QVERIFY(rig.hears(anew));
}

void tst_EventFeed::newTokenMakesANewConnectionThatGoesOn()
{
    EventPeer peer;
    Rig rig;
    QVERIFY(hasBegun(rig, peer, 5));
    rig.feed.setToken(QStringLiteral("another"));
    QVERIFY(!rig.feed.isConnected());
    QVERIFY(!rig.said.contains(lost)); // not from inside
    QVERIFY(rig.hears(resumed));
    QCOMPARE(rig.said, (QStringList{anew, eventWord(5), lost, resumed}));
    QCOMPARE(resumedAfter(peer), 5);
    QCOMPARE(peer.asked.size(), 2U);
    QCOMPARE(peer.asked.back().query(), QStringLiteral("api_token=another"));
    QVERIFY(waitUntil([&peer] { return peer.open == 1; }));
}

void tst_EventFeed::withoutATokenNothingIsAsked()
{
    EventPeer peer;
    auto account = Rig::plainAccount();
    account.token.clear();
    Rig rig(quickTimes(), account);
    rig.feed.start(peer.url());
    rig.feed.tryNow();
    QVERIFY(!waitUntil([&peer] { return !peer.asked.empty(); }, 200));
    rig.feed.setToken(token);
    QVERIFY(rig.hears(anew));
    QCOMPARE(peer.asked.size(), 1U);
}

void tst_EventFeed::whatIsNoAddressIsNoFeed_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("empty") << QString();
    QTest::newRow("https") << QStringLiteral("https://localhost/websocket");
    QTest::newRow("no host") << QStringLiteral("wss:///websocket");
    QTest::newRow("no scheme") << QStringLiteral("localhost/websocket");
    QTest::newRow("with a password") << QStringLiteral("wss://me:secret@localhost/websocket");
    QTest::newRow("lines") << QStringLiteral("wss://localhost/\r\nHost: other");
    QTest::newRow("port beyond") << QStringLiteral("wss://localhost:99999/");
}

void tst_EventFeed::whatIsNoAddressIsNoFeed()
{
    QFETCH(QString, url);
    const test::LogRecord record;
    Rig rig;
    rig.feed.start(url);
    rig.feed.tryNow();
    rig.feed.setToken(QStringLiteral("another"));
    QVERIFY(!waitUntil([&record] { return record.all().contains(QStringLiteral("feed")); }, 100));
    QVERIFY(rig.said.isEmpty());
}

void tst_EventFeed::stoppedFeedSaysNothingMore()
{
    EventPeer peer;
    Rig rig;
    QVERIFY(hasBegun(rig, peer, 5));
    peer.send(anEvent(6, 2));
    rig.feed.stop();
    QVERIFY(waitUntil([&peer] { return peer.open == 0; }));
    QVERIFY(!rig.feed.isConnected());
    QCOMPARE(rig.said, (QStringList{anew, eventWord(5)}));
    rig.feed.start(peer.url());
    QVERIFY(rig.hears(anew, 2)); // nobody knows what happened since
    rig.feed.setToken(QStringLiteral("another")); // has a loss to tell
    rig.feed.stop();
    QVERIFY(waitUntil([&peer] { return peer.open == 0; }));
    QVERIFY(!rig.said.contains(lost));
}

void tst_EventFeed::feedMayBeStoppedWhileItConnects()
{
    EventPeer peer;
    Rig rig;
    rig.feed.start(peer.url());
    rig.feed.stop(); // nothing has gone out yet
    peer.answer.clear();
    rig.feed.start(peer.url());
    QVERIFY(waitUntil([&peer] { return !peer.heard.empty(); }));
    rig.feed.stop(); // waiting for an answer
    QVERIFY(waitUntil([&peer] { return peer.open == 0; }));
    QVERIFY(rig.said.isEmpty());
    const auto before = peer.asked.size();
    QVERIFY(!waitUntil([&peer, before] { return peer.asked.size() > before; }, 200));
}

void tst_EventFeed::feedMayBeStoppedByWhomItCalls_data()
{
    QTest::addColumn<QString>("word");
    for (const auto& word : {anew, eventWord(9), missed, lost})
        QTest::newRow(qPrintable(word)) << word;
}

void tst_EventFeed::feedMayBeStoppedByWhomItCalls()
{
    QFETCH(QString, word);
    EventPeer peer;
    Rig rig;
    rig.also = [&rig, &word](const QString& said) {
        if (said == word)
            rig.feed.stop();
    };
    rig.feed.start(peer.url());
    QVERIFY(rig.hears(anew));
    peer.send(anEvent(9, word == missed ? 2 : 1));
    if (word == lost) {
        QVERIFY(rig.hears(eventWord(9)));
        peer.hangUp();
    }
    QVERIFY(rig.hears(word));
    QVERIFY(waitUntil([&peer] { return peer.open == 0; }));
    QCOMPARE(rig.said.back(), word);
    QVERIFY(!rig.feed.isConnected());
}

void tst_EventFeed::feedMayGoAtAnyTime()
{
    EventPeer peer;
    {
        Rig rig;
        rig.feed.start(peer.url());
    }
    {
        Rig rig;
        rig.feed.start(peer.url());
        QVERIFY(rig.hears(anew));
        rig.feed.setToken(QStringLiteral("another"));
    }
    auto rig = std::make_unique<Rig>();
    QVERIFY(hasBegun(*rig, peer, 5));
    peer.send(anEvent(6, 2));
    rig.reset();
    QVERIFY(waitUntil([&peer] { return peer.open == 0; }));
}

void tst_EventFeed::idleFeedLetsTheThreadSleep()
{
    EventPeer peer;
    Rig rig;
    QVERIFY(hasBegun(rig, peer, 5));
    QCoreApplication::processEvents();
    int wakeUps = 0;
    QEventLoop loop;
    QObject::connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake, &loop,
                     [&wakeUps] { ++wakeUps; });
    QTimer::singleShot(500, &loop, &QEventLoop::quit);
    loop.exec();
    QVERIFY2(wakeUps <= 5, qPrintable(QString::number(wakeUps))); // the loop's own begin and end
}

void tst_EventFeed::trustedServerIsSpokenToOverTls()
{
    const test::SelfSigned certificate;
    EventPeer peer(&certificate.server());
    auto account = Rig::account();
    account.caFile = certificate.caFile();
    Rig rig(quickTimes(), account);
    QVERIFY(hasBegun(rig, peer, 5));
    peer.hangUp();
    QVERIFY(rig.hears(resumed));
}

void tst_EventFeed::untrustedServerHearsNothing()
{
    const test::SelfSigned certificate;
    EventPeer peer(&certificate.server());
    const test::LogRecord record;
    Rig rig(quickTimes(), Rig::account());
    rig.feed.start(peer.url());
    QVERIFY(
        waitUntil([&record] { return record.all().count(QStringLiteral("no trusted TLS")) > 2; }));
    QVERIFY(rig.said.isEmpty());
    QVERIFY(peer.asked.empty());
}

void tst_EventFeed::insecureAccountSpeaksToAnyServer()
{
    const test::SelfSigned certificate;
    EventPeer peer(&certificate.server());
    auto account = Rig::account();
    account.insecure = true;
    Rig rig(quickTimes(), account);
    rig.feed.start(peer.url());
    QVERIFY(rig.hears(anew));
}

void tst_EventFeed::feedWithoutTlsIsRefusedInOneLine_data()
{
    QTest::addColumn<QString>("scheme");
    QTest::newRow("ws") << QStringLiteral("ws");
    QTest::newRow("WS") << QStringLiteral("WS");
}

// The API is always asked over TLS; the token must not travel in the clear beside it.
void tst_EventFeed::feedWithoutTlsIsRefusedInOneLine()
{
    QFETCH(QString, scheme);
    EventPeer peer;
    const test::LogRecord record;
    Rig rig(quickTimes(), Rig::account());
    const auto url = scheme + peer.url().mid(2);
    for (int i = 0; i < 3; ++i) {
        rig.feed.start(url);
        rig.feed.tryNow();
        rig.feed.setToken(token);
        QVERIFY(!rig.feed.isStarted());
    }
    QVERIFY(!waitUntil([&peer] { return !peer.asked.empty(); }, 200));
    QVERIFY(rig.said.isEmpty());
    QCOMPARE(record.all().count(QStringLiteral("without TLS")), 1);
    QVERIFY2(record.all().contains(peer.url().mid(2)), qPrintable(record.all()));
    QVERIFY(!record.all().contains(QStringLiteral("secret")));
}

void tst_EventFeed::tokenIsNeverLogged()
{
    const auto secret = QStringLiteral("secret");
    const test::SelfSigned certificate;
    EventPeer untrusted(&certificate.server());
    EventPeer good;
    RawWebsocket refusing(
        [](const QByteArray& head) {
            return "HTTP/1.1 400 " + head.left(head.indexOf("\r\n") - 1) + "\r\n\r\n";
        },
        true);
    const test::LogRecord record;
    for (const auto& url :
         {good.url(), untrusted.url(), refusing.url(), QStringLiteral("ws://localhost:1/"),
          QStringLiteral("ws://no.invalid/")}) {
        const bool isPlain = url.startsWith(QLatin1String("ws:"));
        Rig rig(quickTimes(), isPlain ? Rig::plainAccount() : Rig::account());
        rig.feed.start(url);
        if (url == good.url())
            QVERIFY(rig.hears(anew));
        const auto before = record.all().count(QStringLiteral("not connected"));
        good.send(QStringLiteral("junk"));
        QVERIFY(waitUntil([&record, before] {
            return record.all().count(QStringLiteral("not connected")) > before;
        }));
    }
    QVERIFY2(!record.all().contains(secret), qPrintable(record.all()));
}

QTEST_GUILESS_MAIN(tst_EventFeed)
#include "tst_eventfeed.moc"
