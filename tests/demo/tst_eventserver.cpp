// SPDX-License-Identifier: Apache-2.0
// The event feed of the demo cluster, as a client of it sees it.
#include "demo/democluster.h"
#include "demo/demousers.h"
#include "demo/store.h"

#include "support/feedpeer.h"
#include "support/rawhttp.h"

#include <QtTest>

using namespace arv;
using namespace arv::demo;
using namespace arv::test;
using nlohmann::json;
using Lines = std::vector<std::string>;

namespace {

const std::string okay = R"({"status":200})";
const std::string refused = R"({"status":400})";

DemoOptions plain()
{
    DemoOptions options;
    options.tls = false;
    return options;
}

struct Running
{
    explicit Running(DemoOptions options = plain())
        : cluster(std::move(options))
    {
        if (const auto started = cluster.start(); !started)
            qFatal("%s", qPrintable(started.error().text));
    }

    std::string collection(const std::string& name, const std::string& owner)
    {
        return store.addCollection({owner, name}).value();
    }
    std::string collection(const std::string& name) { return collection(name, alice); }
    std::uint16_t port() const
    {
        return static_cast<std::uint16_t>(
            QUrl(QString::fromStdString(cluster.websocketUrl())).port());
    }

    DemoCluster cluster;
    Store& store = cluster.store();
    const std::string alice = demoUserUuid("alice");
    const std::string bob = demoUserUuid("bob");
};

std::string handshake(const std::string& target)
{
    return requestText("GET", target,
                       "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
}

} // namespace

class TestEventServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSubscriberHearsWhatChanges();
    void withoutASubscriptionNothingComes();
    void wrongMessagesAreRefused_data();
    void wrongMessagesAreRefused();
    void onlyFiltersOnTypeAndTimeHaveAnEffect_data();
    void onlyFiltersOnTypeAndTimeHaveAnEffect();
    void anEventComesOnceHoweverManySubscriptionsWantIt();
    void unsubscribingNeedsTheSameFilters();
    void messagesAreCountedPerConnection();
    void aReplayBringsWhatWasMissed();
    void aReplayBringsOnlyWhatTheFilterWants();
    void nothingOlderThanTenMinutesIsReplayed();
    void aKeepAliveComesWhenNothingElseDoes();
    void aBadTokenIsNotRefusedButHearsNothing_data();
    void aBadTokenIsNotRefusedButHearsNothing();
    void onlyWhatTheUserMayReadIsTold();
    void administratorsHearOfEverything();
    void aDeletionIsToldToWhoMayReadTheOwner();
    void aPermissionIsToldToThoseItConcerns();
    void theDiscoveryDocumentNamesTheFeed();
    void withTlsTheCertificateIsTheClusters();
    void otherPathsAreRefused();
    void closingTheFeedsResetsThem();
    void whatClientsSaidIsKept();
    void aStopDoesNotWaitForClients();
    void withoutAFeedThereIsNoAddress();
};

void TestEventServer::aSubscriberHearsWhatChanges()
{
    Running r;
    FeedPeer peer(r.cluster, demoToken("alice"));
    QVERIFY(peer.subscribes());
    const std::string project = r.store.addGroup({r.alice, "project"}).value();
    const std::string collection = r.collection("data");
    QVERIFY(r.store.rename(collection, "other"));
    QVERIFY(r.store.move(collection, project));
    QVERIFY(r.store.trash(collection));
    QVERIFY(r.store.untrash(collection));
    const std::string tag = r.store.addTag(r.alice, "red", collection);
    QVERIFY(r.store.removeRecord(tag));
    QVERIFY(peer.await(8));
    QCOMPARE(peer.told(),
             (Lines{"create project", "create data", "update other", "update other", "update other",
                    "update other", "create red", "delete red"}));
    const json moved = peer.event(3);
    QCOMPARE(moved["object_owner_uuid"], json(project));
    QCOMPARE(moved["properties"]["old_attributes"]["owner_uuid"], json(r.alice));
    QCOMPARE(moved["properties"]["new_attributes"]["owner_uuid"], json(project));
    QCOMPARE(peer.event(4)["properties"]["new_attributes"]["is_trashed"], json(true));
    QCOMPARE(peer.event(5)["properties"]["old_attributes"]["is_trashed"], json(true));
    QVERIFY(!peer.event(7)["properties"].contains("new_attributes"));
}

void TestEventServer::withoutASubscriptionNothingComes()
{
    Running r;
    FeedPeer peer(r.cluster, demoToken("alice"));
    QVERIFY(peer.opens());
    r.collection("unheard");
    QVERIFY(peer.comesToRest());
    QVERIFY(peer.frames().empty());
    QVERIFY(peer.subscribes()); // what came before is not made up for
    r.collection("heard");
    QVERIFY(peer.await(1));
    QCOMPARE(peer.told(), Lines{"create heard"});
}

void TestEventServer::wrongMessagesAreRefused_data()
{
    QTest::addColumn<QByteArray>("frame");
    int row = 0;
    for (const char* frame :
         {"", "garbage", "null", "7", "[]", "{}", R"({"method":"nosuch"})", R"({"method":7})",
          R"({"method":"subscribe","filters":"x"})", R"({"method":"subscribe","filters":[1]})",
          R"({"method":"subscribe","filters":{"a":1}})",
          R"({"method":"subscribe","last_log_id":"7"})",
          R"({"method":"subscribe","last_log_id":1e300})",
          R"({"method":"subscribe","last_log_id":99999999999999999999})",
          R"({"method":"unsubscribe","filters":[]})", R"({"method":"subscribe")"})
        QTest::addRow("%d", row++) << QByteArray(frame);
    QTest::newRow("deep") << QByteArray(R"({"method":"subscribe","filters":)")
            + QByteArray(500000, '[') + QByteArray(500000, ']') + '}';
    QTest::newRow("deep and cut off") << QByteArray(1900000, '[');
    QTest::newRow("nothing but zeros") << QByteArray(100, '\0');
}

void TestEventServer::wrongMessagesAreRefused()
{
    QFETCH(QByteArray, frame);
    Running r;
    FeedPeer peer(r.cluster, demoToken("alice"));
    QVERIFY(peer.opens());
    QCOMPARE(peer.ask(frame.toStdString()), refused);
    QCOMPARE(peer.ask(R"({"method":"subscribe"})"), okay); // and no harm is done
}

void TestEventServer::onlyFiltersOnTypeAndTimeHaveAnEffect_data()
{
    QTest::addColumn<QByteArray>("filters");
    QTest::addColumn<int>("told"); // of a creation and an update
    const auto row = [](const char* filters, int told) {
        QTest::newRow(filters) << QByteArray(filters) << told;
    };
    row("null", 2);
    row("[]", 2);
    row("[[]]", 2);
    row(R"([["event_type","in",["create","update","delete"]]])", 2);
    row(R"([["event_type","in",["create"]]])", 1);
    row(R"([["event_type","in",["delete"]]])", 0);
    row(R"([["event_type","in",[]]])", 0);
    row(R"([["event_type","in",[7,"create",null]]])", 1);
    row(R"([["event_type","=","create"]])", 2);
    row(R"([["event_type","in","create"]])", 2);
    row(R"([["object_uuid","is_a","arvados#group"]])", 2);
    row(R"([["nosuch","=","x"]])", 2);
    row(R"([["created_at",">","2020-01-01T00:00:00Z"]])", 2);
    row(R"([["created_at",">=","2020-01-01T00:00:00Z"],["event_type","in",["update"]]])", 1);
    row(R"([["created_at","<","2020-01-01T00:00:00Z"]])", 0);
    row(R"([["created_at","=","2020-01-01T00:00:00Z"]])", 0);
    row(R"([["created_at","<","yesterday"]])", 2);
    row(R"([["created_at","~","2020-01-01T00:00:00Z"]])", 2);
}

void TestEventServer::onlyFiltersOnTypeAndTimeHaveAnEffect()
{
    QFETCH(QByteArray, filters);
    QFETCH(int, told);
    Running r;
    FeedPeer peer(r.cluster, demoToken("alice"));
    QVERIFY(peer.subscribes(R"({"method":"subscribe","filters":)" + filters.toStdString() + '}'));
    QVERIFY(r.store.rename(r.collection(filters.toHex().toStdString().substr(0, 60)),
                           "new" + filters.toHex().toStdString().substr(0, 200)));
    QVERIFY(peer.comesToRest());
    QCOMPARE(int(peer.frames().size()), told);
}

void TestEventServer::anEventComesOnceHoweverManySubscriptionsWantIt()
{
    Running r;
    FeedPeer peer(r.cluster, demoToken("alice"));
    QVERIFY(peer.subscribes());
    QVERIFY(peer.subscribes(R"({"method":"subscribe","filters":[]})"));
    r.collection("data");
    QVERIFY(peer.comesToRest());
    QCOMPARE(peer.told(), Lines{"create data"});
}

void TestEventServer::unsubscribingNeedsTheSameFilters()
{
    Running r;
    FeedPeer peer(r.cluster, demoToken("alice"));
    QVERIFY(
        peer.subscribes(R"({"method":"subscribe","filters":[["event_type","in",["create"]]]})"));
    QCOMPARE(peer.ask(R"({"method":"unsubscribe"})"), refused);
    QCOMPARE(peer.ask(R"({"method":"unsubscribe","filters":[]})"), refused);
    const char* same = R"({"filters":[ ["event_type", "in", ["create"]] ],"method":"unsubscribe"})";
    QCOMPARE(peer.ask(same), okay);
    QCOMPARE(peer.ask(same), refused);
    peer.forget();
    r.collection("data");
    QVERIFY(peer.comesToRest());
    QVERIFY(peer.frames().empty());
}

void TestEventServer::messagesAreCountedPerConnection()
{
    Running r;
    FeedPeer first(r.cluster, demoToken("alice"));
    QVERIFY(first.subscribes());
    r.collection("one");
    QVERIFY(first.await(1));
    FeedPeer second(r.cluster, demoToken("alice"));
    QVERIFY(second.subscribes());
    r.collection("two");
    QVERIFY(first.await(2));
    QVERIFY(second.await(1));
    QCOMPARE(first.event(0)["msgID"], json(1));
    QCOMPARE(first.event(1)["msgID"], json(2));
    QCOMPARE(second.event(0)["msgID"], json(1));
    QCOMPARE(second.event(0)["id"], first.event(1)["id"]);
    QVERIFY(first.event(0)["id"] < first.event(1)["id"]);
}

void TestEventServer::aReplayBringsWhatWasMissed()
{
    Running r;
    r.collection("before");
    const auto last = r.store.events().lastId();
    for (int i = 0; i < 200; ++i)
        r.collection("missed " + std::to_string(i));
    FeedPeer peer(r.cluster, demoToken("alice"));
    const std::string wish = R"({"method":"subscribe","last_log_id":)" + std::to_string(last) + '}';
    QVERIFY(peer.opens());
    QCOMPARE(peer.ask(wish), okay); // before the first event
    r.collection("live");
    QVERIFY(peer.await(202));
    QVERIFY(peer.comesToRest());
    QCOMPARE(peer.frames().size(), std::size_t(202));
    QCOMPARE(peer.event(1)["id"], json(last + 1));
    QCOMPARE(peer.event(1)["msgID"], json(1));
    QCOMPARE(peer.event(200)["properties"]["new_attributes"]["name"], json("missed 199"));
    QCOMPARE(peer.event(201)["properties"]["new_attributes"]["name"], json("live"));
}

void TestEventServer::aReplayBringsOnlyWhatTheFilterWants()
{
    Running r;
    const auto last = r.store.events().lastId();
    QVERIFY(r.store.rename(r.collection("data"), "other"));
    FeedPeer peer(r.cluster, demoToken("alice"));
    QVERIFY(peer.opens());
    peer.say(R"({"method":"subscribe","filters":[["event_type","in",["update"]]],"last_log_id":)"
             + std::to_string(last) + '}');
    QVERIFY(peer.comesToRest());
    QCOMPARE(peer.frames().size(), std::size_t(2));
    QCOMPARE(peer.event(1)["event_type"], json("update"));
}

void TestEventServer::nothingOlderThanTenMinutesIsReplayed()
{
    Running r;
    std::atomic<int> seconds = 0;
    r.store.events().setClock([&seconds, start = std::chrono::system_clock::now()] {
        return start + std::chrono::seconds(seconds.load());
    });
    const auto last = r.store.events().lastId();
    r.collection("old");
    seconds = 300;
    r.collection("young");
    seconds = 601;
    FeedPeer peer(r.cluster, demoToken("alice"));
    QVERIFY(peer.opens());
    peer.say(R"({"method":"subscribe","last_log_id":)" + std::to_string(last) + '}');
    QVERIFY(peer.comesToRest());
    QCOMPARE(peer.frames().size(), std::size_t(2));
    QCOMPARE(peer.event(1)["properties"]["new_attributes"]["name"], json("young"));
}

void TestEventServer::aKeepAliveComesWhenNothingElseDoes()
{
    DemoOptions options = plain();
    options.feed.keepAlive = std::chrono::milliseconds(50);
    Running r(options);
    FeedPeer peer(r.cluster, {}); // whoever it is
    QVERIFY(peer.opens());
    QVERIFY(peer.await(3));
    for (const std::string& frame : peer.frames())
        QCOMPARE(frame, std::string("{}"));
}

void TestEventServer::aBadTokenIsNotRefusedButHearsNothing_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("unknown") << QByteArray("nosuchtoken");
    QTest::newRow("of somebody not active") << QByteArray::fromStdString(demoToken("carol"));
    QTest::newRow("another secret") << QByteArray::fromStdString(demoToken("alice") + 'x');
    QTest::newRow("expired") << QByteArray("expired");
    QTest::newRow("for something else") << QByteArray("scoped");
    QTest::newRow("not even UTF-8") << QByteArray("%ff%00%fe");
    QTest::newRow("long") << QByteArray(7000, 'x');
}

void TestEventServer::aBadTokenIsNotRefusedButHearsNothing()
{
    QFETCH(QByteArray, token);
    Running r;
    NewToken expired{r.alice, "expired", "2020-01-01T00:00:00Z"};
    r.store.addToken(expired);
    NewToken scoped{r.alice, "scoped"};
    scoped.scopes = json::array({"GET /arvados/v1/users/current"});
    r.store.addToken(scoped);
    FeedPeer peer(r.cluster, token.toStdString());
    QVERIFY(peer.subscribes());
    QVERIFY(r.store.rename(r.collection("data"), "other"));
    QVERIFY(peer.comesToRest());
    QVERIFY(peer.frames().empty());
}

void TestEventServer::onlyWhatTheUserMayReadIsTold()
{
    Running r;
    const std::string project = r.store.addGroup({r.alice, "shared"}).value();
    r.store.share(project, r.bob, Level::Read);
    FeedPeer peer(r.cluster, demoToken("bob"));
    QVERIFY(peer.subscribes());
    r.collection("private");
    r.collection("in the shared project", project);
    r.collection("bob's own", r.bob);
    QVERIFY(peer.comesToRest());
    QCOMPARE(peer.told(), (Lines{"create in the shared project", "create bob's own"}));
    QCOMPARE(peer.event(1)["msgID"], json(2)); // what was not told is not counted
    r.store.share(project, r.bob, Level::None);
    r.collection("later", project);
    QVERIFY(peer.comesToRest());
    QCOMPARE(peer.frames().size(), std::size_t(2));
}

void TestEventServer::administratorsHearOfEverything()
{
    Running r;
    FeedPeer peer(r.cluster, demoToken("dave"));
    QVERIFY(peer.subscribes());
    r.collection("private");
    r.store.addUser({"eve", "Eve", "Example"});
    QVERIFY(peer.comesToRest());
    QCOMPARE(peer.frames().size(), std::size_t(2));
    QCOMPARE(peer.event(1)["object_kind"], json("arvados#user"));
}

void TestEventServer::aDeletionIsToldToWhoMayReadTheOwner()
{
    Running r;
    const std::string closed = r.store.addGroup({r.alice, "closed"}).value();
    const std::string open = r.store.addGroup({r.alice, "open"}).value();
    r.store.share(open, r.bob, Level::Read);
    const std::string unseen = r.collection("unseen", closed);
    const std::string seen = r.collection("seen", open);
    FeedPeer alice(r.cluster, demoToken("alice"));
    FeedPeer bob(r.cluster, demoToken("bob"));
    QVERIFY(alice.subscribes());
    QVERIFY(bob.subscribes());
    QVERIFY(r.store.removeRecord(unseen));
    QVERIFY(r.store.removeRecord(seen));
    QVERIFY(alice.await(2));
    QVERIFY(bob.comesToRest());
    QCOMPARE(alice.told(), (Lines{"delete unseen", "delete seen"}));
    QCOMPARE(bob.told(), Lines{"delete seen"});
}

void TestEventServer::aPermissionIsToldToThoseItConcerns()
{
    Running r;
    const std::string project = r.store.addGroup({r.alice, "project"}).value();
    const std::string eve = r.store.addUser({"eve", "Eve", "Example"});
    NewToken wanted;
    wanted.user = eve;
    FeedPeer alice(r.cluster, demoToken("alice"));
    FeedPeer bob(r.cluster, demoToken("bob"));
    FeedPeer other(r.cluster, r.store.addToken(wanted));
    for (FeedPeer* const peer : {&alice, &bob, &other})
        QVERIFY(peer->subscribes());
    r.store.share(project, r.bob, Level::Read);
    for (FeedPeer* const peer : {&alice, &bob, &other})
        QVERIFY(peer->comesToRest());
    QCOMPARE(alice.told(), Lines{"create can_read"});
    QCOMPARE(bob.told(), Lines{"create can_read"});
    QVERIFY(other.frames().empty());
}

void TestEventServer::theDiscoveryDocumentNamesTheFeed()
{
    Running r;
    const auto api = static_cast<std::uint16_t>(
        QUrl(QStringLiteral("http://") + QString::fromStdString(r.cluster.apiHost())).port());
    const RawReply reply = ask(api, "GET", "/discovery/v1/apis/arvados/v1/rest");
    QCOMPARE(json::parse(reply.body)["websocketUrl"], json(r.cluster.websocketUrl()));
    QCOMPARE(r.cluster.websocketUrl(), "ws://localhost:" + std::to_string(r.port()) + "/websocket");
}

void TestEventServer::withTlsTheCertificateIsTheClusters()
{
    Running r{DemoOptions()};
    QCOMPARE(r.cluster.websocketUrl().substr(0, 16), std::string("wss://localhost:"));
    FeedPeer peer(r.cluster, demoToken("alice"));
    QVERIFY(peer.subscribes());
    r.collection("data");
    QVERIFY(peer.await(1));
    QVERIFY(peer.socket().sslConfiguration().peerCertificate().isNull() == false);
    DemoCluster stranger; // whose certificate is none that the client trusts
    QVERIFY(stranger.start());
    QWebSocket distrustful;
    distrustful.setSslConfiguration(peer.socket().sslConfiguration());
    distrustful.open(QUrl(QString::fromStdString(stranger.websocketUrl())));
    QTRY_COMPARE_WITH_TIMEOUT(distrustful.state(), QAbstractSocket::UnconnectedState, 10000);
    QCOMPARE(stranger.feedConnections(), std::size_t(0));
}

void TestEventServer::otherPathsAreRefused()
{
    Running r;
    QCOMPARE(ask(r.port(), "GET", "/").status, 404);
    QCOMPARE(ask(r.port(), "GET", "/websocket2?api_token=x").status, 404);
    RawConnection connection(r.port());
    connection.send(handshake("/websocket?api_token=x"));
    QCOMPARE(readReply(connection, true).status, 101);
}

void TestEventServer::closingTheFeedsResetsThem()
{
    Running r;
    FeedPeer one(r.cluster, demoToken("alice"));
    FeedPeer two(r.cluster, demoToken("bob"));
    QVERIFY(one.opens());
    QVERIFY(two.opens());
    QTRY_COMPARE(r.cluster.feedConnections(), std::size_t(2));
    r.cluster.closeFeeds();
    QCOMPARE(r.cluster.feedConnections(), std::size_t(0));
    QVERIFY(one.closes());
    QVERIFY(two.closes());
    FeedPeer again(r.cluster, demoToken("alice"));
    QVERIFY(again.subscribes());
}

void TestEventServer::whatClientsSaidIsKept()
{
    Running r;
    FeedPeer peer(r.cluster, demoToken("alice"));
    QVERIFY(peer.subscribes());
    QCOMPARE(r.cluster.feedFrames(), Lines{R"({"method":"subscribe"})"});
}

void TestEventServer::aStopDoesNotWaitForClients()
{
    Running r;
    FeedPeer peer(r.cluster, demoToken("alice"));
    QVERIFY(peer.subscribes());
    RawConnection half(r.port()); // says nothing
    QElapsedTimer clock;
    clock.start();
    r.cluster.stop();
    QVERIFY(clock.elapsed() < 2000);
    QVERIFY(peer.closes());
    r.collection("into the void");
    QVERIFY(r.cluster.start());
    FeedPeer again(r.cluster, demoToken("alice"));
    QVERIFY(again.subscribes());
}

void TestEventServer::withoutAFeedThereIsNoAddress()
{
    DemoOptions options = plain();
    options.eventFeed = false;
    Running r(options);
    QVERIFY(r.cluster.websocketUrl().empty());
    QCOMPARE(r.cluster.feedConnections(), std::size_t(0));
    r.cluster.closeFeeds();
}

QTEST_GUILESS_MAIN(TestEventServer)
#include "tst_eventserver.moc"
