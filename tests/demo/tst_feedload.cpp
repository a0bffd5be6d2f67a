// SPDX-License-Identifier: Apache-2.0
// The event feed of the demo cluster under load, and with clients that mean no good.
#include "demo/democluster.h"
#include "demo/demousers.h"
#include "demo/store.h"

#include "support/feedpeer.h"
#include "support/rawhttp.h"

#include <QtTest>

using namespace arv::demo;
using namespace arv::test;
using nlohmann::json;

namespace {

struct Running
{
    explicit Running(DemoOptions options = DemoOptions())
        : cluster(std::move(options))
    {
        if (!cluster.start())
            qFatal("the cluster did not start");
    }
    std::uint16_t port() const
    {
        return static_cast<std::uint16_t>(
            QUrl(QString::fromStdString(cluster.websocketUrl())).port());
    }
    bool isWell()
    {
        FeedPeer peer(cluster, demoToken("alice"));
        if (!peer.subscribes())
            return false;
        const bool added = store.addCollection({alice, {}}).hasValue();
        return added && peer.await(1);
    }

    DemoCluster cluster;
    Store& store = cluster.store();
    const std::string alice = demoUserUuid("alice");
};

DemoOptions plain()
{
    DemoOptions options;
    options.tls = false;
    return options;
}

const std::string handshake =
    requestText("GET", "/websocket?api_token=" + demoToken("alice"),
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");

// A frame from the client, masked with zeros; its length is what is said, not what is there.
std::string frame(char first, std::uint64_t said, const std::string& payload)
{
    std::string text{first};
    const int bytes = said < 126 ? 0 : said < 65536 ? 2 : 8;
    const auto code = bytes == 0 ? said : bytes == 2 ? 126U : 127U;
    text += static_cast<char>(0x80 | code);
    for (int shift = 8 * bytes - 8; shift >= 0; shift -= 8)
        text += static_cast<char>((said >> shift) & 0xff);
    return text + std::string(4, '\0') + payload;
}

} // namespace

class TestFeedLoad : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thousandsOfEventsComeInOrder();
    void aClientThatDoesNotReadIsClosed_data();
    void aClientThatDoesNotReadIsClosed();
    void aClientThatAsksAndNeverReadsIsClosed();
    void aFrameOfTwoMebibytesIsReadALargerOneIsNot();
    void hostileBytesDoNoHarm_data();
    void hostileBytesDoNoHarm();
    void aCrowdIsServed();
    void changesFromManyThreadsAreAllTold();
};

void TestFeedLoad::thousandsOfEventsComeInOrder()
{
    Running r;
    FeedPeer peer(r.cluster, demoToken("alice"));
    QVERIFY(peer.subscribes());
    constexpr std::size_t count = 20000;
    QElapsedTimer clock;
    clock.start();
    std::thread writer([&r] {
        for (std::size_t i = 0; i < count; ++i)
            (void)r.store.addCollection({r.alice, "collection " + std::to_string(i)});
    });
    const bool all = QTest::qWaitFor([&peer] { return peer.frames().size() >= count; }, 60000);
    writer.join();
    qInfo("%zu events over TLS in %lld ms", peer.frames().size(), clock.elapsed());
    QVERIFY(all);
    for (std::size_t i = 0; i < count; ++i)
        QCOMPARE(peer.event(i)["msgID"], json(i + 1));
    QCOMPARE(peer.event(count - 1)["properties"]["new_attributes"]["name"],
             json("collection " + std::to_string(count - 1)));
}

void TestFeedLoad::aClientThatDoesNotReadIsClosed_data()
{
    QTest::addColumn<bool>("replay");
    QTest::newRow("events as they happen") << false;
    QTest::newRow("a replay") << true;
}

void TestFeedLoad::aClientThatDoesNotReadIsClosed()
{
    QFETCH(bool, replay);
    DemoOptions options = plain();
    options.feed.slowTime = std::chrono::milliseconds(100);
    Running r(options);
    const std::string uuid = r.store.addCollection({r.alice, "data"}).value();
    const auto change = [&](int times) {
        for (int i = 0; i < times; ++i)
            (void)r.store.rename(uuid, std::string(250, i % 2 ? 'a' : 'b'));
    };
    if (replay)
        change(20000);
    RawConnection connection(r.port());
    connection.send(handshake);
    QCOMPARE(readReply(connection, true).status, 101);
    const std::string wish = R"({"method":"subscribe","last_log_id":1})";
    connection.send(frame(char(0x81), wish.size(), wish));
    QTRY_COMPARE(r.cluster.feedFrames().size(), std::size_t(1));
    QElapsedTimer clock;
    clock.start();
    while (r.cluster.feedConnections() > 0 && clock.elapsed() < 30000) {
        if (!replay)
            change(500); // until the kernel's buffers are full
        QTest::qWait(1);
    }
    QCOMPARE(r.cluster.feedConnections(), std::size_t(0));
    QVERIFY(r.isWell());
}

void TestFeedLoad::aClientThatAsksAndNeverReadsIsClosed()
{
    Running r(plain());
    RawConnection connection(r.port());
    connection.send(handshake);
    QCOMPARE(readReply(connection, true).status, 101);
    std::string many;
    for (int i = 0; i < 10000; ++i)
        many += frame(char(0x81), 1, "?");
    std::atomic<bool> over = false;
    std::thread asking([&] {
        while (!over)
            connection.send(many);
    });
    const bool closed = QTest::qWaitFor([&r] { return r.cluster.feedConnections() == 0; }, 60000);
    over = true;
    if (!closed)
        r.cluster.closeFeeds();
    asking.join();
    QVERIFY(closed);
    QVERIFY(r.isWell());
}

void TestFeedLoad::aFrameOfTwoMebibytesIsReadALargerOneIsNot()
{
    Running r(plain());
    FeedPeer peer(r.cluster, demoToken("alice"));
    QVERIFY(peer.opens());
    QCOMPARE(peer.ask(std::string(2 << 20, 'x')), std::string(R"({"status":400})"));
    peer.say(std::string((2 << 20) + 1, 'x'));
    QVERIFY(peer.closes());
    QVERIFY(r.isWell());
}

void TestFeedLoad::hostileBytesDoNoHarm_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("inside"); // behind a good handshake
    const auto row = [](const char* name, const std::string& bytes, bool inside) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << inside;
    };
    row("no HTTP", std::string(20000, 'x'), false);
    row("two words", "GET /websocket\r\n\r\n", false);
    row("blanks", "     \r\n\r\n", false);
    row("only ends", "\r\n\r\n", false);
    row("no upgrade", "GET /websocket HTTP/1.1\r\n\r\n", false);
    row("no key", "GET /websocket HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        false);
    row("long header", "GET /websocket HTTP/1.1\r\nA: " + std::string(15000, 'a') + "\r\n\r\n",
        false);
    row(
        "many headers",
        [] {
            std::string text = "GET /websocket HTTP/1.1\r\n";
            for (int i = 0; i < 2000; ++i)
                text += "a:b\r\n";
            return text + "\r\n";
        }(),
        false);
    row("zeros", std::string(30000, '\0'), false);
    row("not UTF-8", frame(char(0x81), 3, "\xff\xfe\xfd"), true);
    row("unmasked", std::string("\x81\x01x"), true);
    row("an unknown opcode", frame(char(0x83), 0, {}), true);
    row("a reserved bit", frame(char(0xf1), 1, "x"), true);
    row("longer than memory", frame(char(0x81), ~std::uint64_t(0), "x"), true);
    row("longer than allowed", frame(char(0x82), 1ULL << 40, "x"), true);
    row("continues nothing", frame(char(0x80), 1, "x"), true);
    row("a long ping", frame(char(0x89), 5000, std::string(5000, 'p')), true);
    row("a close with nonsense", frame(char(0x88), 1, "c"), true);
    row(
        "many fragments",
        [] {
            std::string text = frame(0x01, 1, "x");
            for (int i = 0; i < 20000; ++i)
                text += frame(0x00, 100, std::string(100, 'y'));
            return text;
        }(),
        true);
    row("binary", frame(char(0x82), 4, std::string("\x00\xff{[", 4)), true);
}

void TestFeedLoad::hostileBytesDoNoHarm()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, inside);
    Running r(plain());
    {
        RawConnection connection(r.port());
        if (inside) {
            connection.send(handshake);
            QCOMPARE(readReply(connection, true).status, 101);
        }
        connection.send(bytes.toStdString());
        (void)connection.receive(200);
        QVERIFY(r.isWell());
    }
    QTRY_COMPARE(r.cluster.feedConnections(), std::size_t(0));
}

void TestFeedLoad::aCrowdIsServed()
{
    Running r(plain());
    std::vector<std::unique_ptr<FeedPeer>> crowd;
    for (int i = 0; i < 50; ++i)
        crowd.push_back(std::make_unique<FeedPeer>(r.cluster, demoToken("alice")));
    for (const auto& peer : crowd)
        QVERIFY(peer->subscribes());
    QCOMPARE(r.cluster.feedConnections(), std::size_t(50));
    QVERIFY(r.store.addCollection({r.alice, "data"}));
    for (const auto& peer : crowd)
        QVERIFY(peer->await(1));
    crowd.clear();
    QTRY_COMPARE(r.cluster.feedConnections(), std::size_t(0));
}

void TestFeedLoad::changesFromManyThreadsAreAllTold()
{
    Running r(plain());
    FeedPeer peer(r.cluster, demoToken("alice"));
    QVERIFY(peer.subscribes());
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 4; ++writer)
        writers.emplace_back([&r] {
            for (int i = 0; i < 250; ++i)
                (void)r.store.addCollection({r.alice, {}});
        });
    for (std::thread& writer : writers)
        writer.join();
    QVERIFY(peer.await(1000));
    QVERIFY(peer.comesToRest());
    QCOMPARE(peer.frames().size(), std::size_t(1000));
    for (std::size_t i = 1; i < 1000; ++i)
        QVERIFY(peer.event(i - 1)["id"] < peer.event(i)["id"]);
}

QTEST_GUILESS_MAIN(TestFeedLoad)
#include "tst_feedload.moc"
