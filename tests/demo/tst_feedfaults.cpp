// SPDX-License-Identifier: Apache-2.0
// What can be made to go wrong with the event feed of the demo cluster.
#include "demo/changeorders.h"
#include "demo/controlsocket.h"
#include "demo/democluster.h"
#include "demo/demousers.h"
#include "demo/faults.h"
#include "demo/store.h"

#include "support/feedpeer.h"
#include "support/rawhttp.h"

#include <QtTest>

using namespace arv::demo;
using namespace arv::test;
using nlohmann::json;
using Wrong = Fault::Kind;
using Lines = std::vector<std::string>;

namespace {

DemoOptions withKeepAlive(std::chrono::milliseconds time)
{
    DemoOptions options;
    options.tls = false;
    options.feed.keepAlive = time;
    return options;
}

struct Running
{
    explicit Running(std::chrono::milliseconds keepAlive = std::chrono::minutes(1))
        : cluster(withKeepAlive(keepAlive))
    {
        if (!cluster.start())
            qFatal("the cluster did not start");
    }
    Faults::RuleId add(Wrong kind, const std::string& method = "EVENT", int times = -1,
                       int skip = 0)
    {
        Fault fault;
        fault.server = "ws";
        fault.kind = kind;
        fault.method = method;
        fault.times = times;
        fault.skip = skip;
        return cluster.faults().add(fault);
    }
    std::uint16_t port() const
    {
        return static_cast<std::uint16_t>(
            QUrl(QString::fromStdString(cluster.websocketUrl())).port());
    }
    // Collections called 1, 2, ...
    void change(int times)
    {
        for (int i = 0; i < times; ++i)
            if (!cluster.store().addCollection({alice, std::to_string(++made)}))
                qFatal("no collection");
    }
    json order(const json& what)
    {
        ControlSocket control({std::shared_ptr<void>(), &cluster.faults()}, {},
                              [this](const auto& verb, const auto& value) {
                                  return ChangeOrders(cluster).obey(verb, value);
                              });
        return json::parse(control.answer(what.dump()));
    }

    DemoCluster cluster;
    const std::string alice = demoUserUuid("alice");
    int made = 0;
};

} // namespace

class TestFeedFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theThirdEventIsLostAndTheCountShowsIt()
    {
        Running r;
        FeedPeer peer(r.cluster, demoToken("alice"));
        QVERIFY(peer.subscribes());
        r.add(Wrong::Lost, "EVENT", 1, 2);
        r.change(4);
        QVERIFY(peer.comesToRest());
        QCOMPARE(peer.told(), (Lines{"create 1", "create 2", "create 4"}));
        QCOMPARE(peer.event(2)["msgID"], json(4));
    }

    void anEventComesTwice()
    {
        Running r;
        FeedPeer peer(r.cluster, demoToken("alice"));
        QVERIFY(peer.subscribes());
        r.add(Wrong::Doubled, "EVENT", 1);
        r.change(2);
        QVERIFY(peer.comesToRest());
        QCOMPARE(peer.told(), (Lines{"create 1", "create 1", "create 2"}));
    }

    void twoEventsComeInTheWrongOrder()
    {
        Running r;
        FeedPeer peer(r.cluster, demoToken("alice"));
        QVERIFY(peer.subscribes());
        r.add(Wrong::Swapped, "EVENT", 1);
        r.change(3);
        QVERIFY(peer.comesToRest());
        QCOMPARE(peer.told(), (Lines{"create 2", "create 1", "create 3"}));
    }

    void onlyTheEventThatIsMeantGoesWrong()
    {
        Running r;
        FeedPeer peer(r.cluster, demoToken("alice"));
        QVERIFY(peer.subscribes());
        Fault fault;
        fault.kind = Wrong::Lost;
        fault.path = R"("name":"2")";
        r.cluster.faults().add(fault);
        r.change(3);
        QVERIFY(peer.comesToRest());
        QCOMPARE(peer.told(), (Lines{"create 1", "create 3"}));
    }

    void inSilenceTheConnectionStaysButSaysNothing()
    {
        Running r(std::chrono::milliseconds(20));
        FeedPeer peer(r.cluster, demoToken("alice"));
        QVERIFY(peer.opens());
        QVERIFY(peer.await(2)); // keep-alives
        const auto rule = r.add(Wrong::Silence, {});
        QTRY_VERIFY(!peer.frames().empty());
        peer.say(R"({"method":"subscribe"})");
        QTRY_COMPARE(r.cluster.feedFrames().size(), std::size_t(1));
        peer.forget();
        r.cluster.faults().remove(rule); // it lasts all the same
        r.change(1);
        FeedPeer other(r.cluster, demoToken("alice"));
        QVERIFY(other.subscribes());
        QVERIFY(other.await(5)); // keep-alives: many would have been due to the first
        QVERIFY(peer.frames().empty());
        QVERIFY(peer.isOpen());
    }

    void aHandshakeIsNeverAnswered()
    {
        Running r;
        r.add(Wrong::Silence, "GET", 1);
        RawConnection connection(r.port());
        connection.send(requestText("GET", "/websocket"));
        QVERIFY(connection.receive(200).empty());
        QVERIFY(!connection.ended());
        FeedPeer other(r.cluster, demoToken("alice"));
        QVERIFY(other.subscribes());
    }

    void theConnectionIsResetInsteadOfAnEvent()
    {
        Running r;
        FeedPeer peer(r.cluster, demoToken("alice"));
        QVERIFY(peer.subscribes());
        r.add(Wrong::Drop, "EVENT", 1);
        r.change(1);
        QVERIFY(peer.closes());
        QVERIFY(peer.frames().empty());
        FeedPeer again(r.cluster, demoToken("alice"));
        QVERIFY(again.subscribes());
        r.change(1);
        QVERIFY(again.await(1));
    }

    void handshakesAreRefusedWithAStatus()
    {
        Running r;
        Fault fault;
        fault.server = "ws";
        fault.status = 503;
        fault.body = "busy";
        fault.times = 2;
        r.cluster.faults().add(fault);
        const RawReply reply = ask(r.port(), "GET", "/websocket");
        QCOMPARE(reply.status, 503);
        QCOMPARE(reply.body, std::string("busy"));
        FeedPeer refused(r.cluster, demoToken("alice"));
        QVERIFY(!refused.opens());
        FeedPeer admitted(r.cluster, demoToken("alice"));
        QVERIFY(admitted.opens());
    }

    void handshakesAreKeptWaiting()
    {
        Running r;
        Fault fault;
        fault.server = "ws";
        fault.kind = Wrong::Latency;
        fault.latency = std::chrono::milliseconds(300);
        r.cluster.faults().add(fault);
        QElapsedTimer clock;
        clock.start();
        FeedPeer peer(r.cluster, demoToken("alice"));
        QVERIFY(peer.subscribes());
        QVERIFY(clock.elapsed() >= 300);
    }

    void handshakesAreDropped()
    {
        Running r;
        r.add(Wrong::Drop, "GET", 1);
        FeedPeer peer(r.cluster, demoToken("alice"));
        QVERIFY(!peer.opens());
        QCOMPARE(r.cluster.feedConnections(), std::size_t(0));
    }

    void junkComesInPlaceOfAnEvent()
    {
        Running r;
        FeedPeer peer(r.cluster, demoToken("alice"));
        QVERIFY(peer.subscribes());
        r.add(Wrong::Junk, "EVENT", 1);
        Fault chosen;
        chosen.kind = Wrong::Junk;
        chosen.method = "EVENT";
        chosen.body = R"({"msgID":"one"})";
        chosen.times = 1;
        r.cluster.faults().add(chosen);
        r.change(3);
        QVERIFY(peer.comesToRest());
        QCOMPARE(peer.frames().size(), std::size_t(3));
        QVERIFY(peer.event(0).is_discarded());
        QCOMPARE(peer.frames().at(1), chosen.body);
        QCOMPARE(peer.event(2)["msgID"], json(3));
    }

    void aDeadPortRefusesAndComesBack()
    {
        Running r;
        FeedPeer peer(r.cluster, demoToken("alice"));
        QVERIFY(peer.subscribes());
        const std::string address = r.cluster.websocketUrl();
        const auto rule = r.add(Wrong::Dead, {});
        QCOMPARE(r.cluster.feedConnections(), std::size_t(0));
        QVERIFY(peer.closes());
        FeedPeer refused(r.cluster, demoToken("alice"));
        QVERIFY(!refused.opens());
        QCOMPARE(refused.socket().error(), QAbstractSocket::ConnectionRefusedError);
        r.cluster.faults().remove(rule);
        QCOMPARE(r.cluster.websocketUrl(), address);
        FeedPeer again(r.cluster, demoToken("alice"));
        QVERIFY(again.subscribes());
    }

    void rulesForRequestsLeaveMessagesAlone()
    {
        Running r;
        FeedPeer peer(r.cluster, demoToken("alice"));
        QVERIFY(peer.opens());
        Fault fault; // 503 for whatever comes
        r.cluster.faults().add(fault);
        fault.kind = Wrong::Latency;
        fault.latency = std::chrono::hours(1);
        r.cluster.faults().add(fault);
        QVERIFY(peer.subscribes());
        r.change(1);
        QVERIFY(peer.await(1));
        QVERIFY(!r.cluster.faults().take("api", "GET", "/").fault->body.size());
    }

    void scriptsChangeWhatIsThere()
    {
        Running r;
        FeedPeer peer(r.cluster, demoToken("alice"));
        QVERIFY(peer.subscribes());
        const json project = r.order({{"project", {{"owner", r.alice}, {"name", "p"}}}})["uuid"];
        const json uuid =
            r.order({{"collection",
                      {{"owner", r.alice},
                       {"name", "c"},
                       {"files", {{"a.txt", "one"}, {"sub/b.txt", "two"}}}}}})["uuid"];
        const json done{{"done", true}};
        QCOMPARE(r.order({{"rename", {{"uuid", uuid}, {"name", "d"}}}}), done);
        QCOMPARE(r.order({{"move", {{"uuid", uuid}, {"owner", project}}}}), done);
        QCOMPARE(r.order({{"replace", {{"uuid", uuid}, {"files", {{"x", "y"}}}}}}), done);
        QCOMPARE(r.order({{"trash", uuid}}), done);
        QCOMPARE(r.order({{"untrash", uuid}}), done);
        const json tag =
            r.order({{"tag", {{"uuid", uuid}, {"name", "red"}, {"owner", r.alice}}}})["uuid"];
        QCOMPARE(r.order({{"delete", tag}}), done);
        QCOMPARE(r.order({{"freeze", project}}), done);
        QCOMPARE(r.order({{"unfreeze", project}}), done);
        const json share{{"uuid", project}, {"with", demoUserUuid("bob")}, {"level", "can_read"}};
        QCOMPARE(r.order({{"share", share}}), done);
        QVERIFY(peer.await(12));
        QCOMPARE(peer.told(),
                 (Lines{"create p", "create c", "update d", "update d", "update d", "update d",
                        "update d", "create red", "delete red", "update p", "update p",
                        "create can_read"}));
        const auto row = r.cluster.store().find(uuid.get<std::string>());
        QCOMPARE(row->manifest, std::string(". 415290769594460e2e485922904f345d+1 0:1:x\n"));
        QCOMPARE(row->owner(), project.get<std::string>());
        const json told = r.order({{"feed", true}});
        QCOMPARE(told["connections"], json(1));
        QCOMPARE(told["frames"], json::array({R"({"method":"subscribe"})"}));
        QCOMPARE(r.order({{"feed", "close"}}), done);
        QVERIFY(peer.closes());
    }

    void wrongOrdersOfScriptsAreErrors_data()
    {
        QTest::addColumn<QByteArray>("order");
        int row = 0;
        for (const char* order :
             {R"({"rename":1})", R"({"rename":{"uuid":"x"}})", R"({"trash":"nosuch"})",
              R"({"trash":{}})", R"({"move":[]})",
              R"({"share":{"uuid":"x","with":"y","level":"z"}})", R"({"replace":{"uuid":"x"}})",
              R"({"replace":{"uuid":"x","files":7}})",
              R"({"replace":{"uuid":"x","files":{"a":1}}})",
              R"({"project":{"owner":"x","name":"y"}})", R"({"collection":{}})", R"({"tag":null})",
              R"({"nosuch":true})"})
            QTest::addRow("%d", row++) << QByteArray(order);
    }

    void wrongOrdersOfScriptsAreErrors()
    {
        QFETCH(QByteArray, order);
        Running r;
        QVERIFY(r.order(json::parse(order.toStdString())).contains("error"));
    }
};

QTEST_GUILESS_MAIN(TestFeedFaults)
#include "tst_feedfaults.moc"
