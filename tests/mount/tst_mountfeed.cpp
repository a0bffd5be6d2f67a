// SPDX-License-Identifier: Apache-2.0
// What a mount makes of its cluster's event feed, or of none: the cluster is the demo, the feed a
// server that does what a test says.
#include "support/eventpeer.h"
#include "support/homeworld.h"
#include "support/inprocessmount.h"
#include "support/logrecord.h"
#include "support/smallworld.h"

#include <QtTest>

using namespace arv;
using namespace std::chrono_literals;
using test::DemoAccount;
using test::EventPeer;
using test::InProcessMount;
using test::waitUntil;
using Feed = MountSnapshot::Feed;
using Trouble = MountSnapshot::Trouble;

namespace {

const QString deadUrl = QStringLiteral("ws://localhost:1/websocket");
const std::string discovery = "/discovery/v1";
const std::string currentUser = "/users/current";

} // namespace

class tst_MountFeed : public QObject
{
    Q_OBJECT

private:
    // The cluster says that its events are there.
    void announce(const QString& url)
    {
        const QJsonObject document{{QStringLiteral("uuidPrefix"), QStringLiteral("zzzzz")},
                                   {QStringLiteral("websocketUrl"), url}};
        auto fault = DemoAccount::statusFault(200, QJsonDocument(document).toJson().toStdString());
        fault.path = discovery;
        m_account->addFault("api", fault);
    }
    void refuseToken()
    {
        auto fault = DemoAccount::statusFault(401);
        fault.path = currentUser;
        m_account->addFault("api", fault);
    }
    [[nodiscard]] std::size_t asked(const std::string& part) const
    {
        return test::SmallWorld::requestsWith(*m_account, part);
    }
    [[nodiscard]] MountSnapshot snapshot() const { return m_mount->controller().snapshot(); }
    [[nodiscard]] bool becomes(Feed feed) const
    {
        return waitUntil([this, feed] { return snapshot().feed == feed; });
    }
    [[nodiscard]] bool readsFile() const
    {
        return test::run(QStringLiteral("cat"), {m_mount->path(QStringLiteral("collection/file"))})
                   .out
            == test::HomeWorld::bytesOf(QStringLiteral("file"));
    }

    Mailbox m_mailbox;
    SharedServices m_shared;
    std::unique_ptr<DemoAccount> m_account;
    std::unique_ptr<InProcessMount> m_mount;

private Q_SLOTS:
    void init();
    void cleanup();

    void feedIsConnectedOnceTheTokenIsTaken();
    void mountThatDoesNotWaitForTheNetworkHasAFeedToo();
    void clusterWithoutAFeedIsOff();
    void feedWithoutTlsIsOffAndTheMountAsks();
    void mountThatShallNotListenAsksNobody();
    void deadFeedLeavesTheMountAlone();
    void lostFeedIsNoTroubleAndComesBack();
    void discoveryIsAskedUntilThereIsAnAnswer();
    void silentDiscoveryKeepsNobodyWaiting();
    void refusedTokenMakesTheFeedWorthless();
    void tokenIsAskedAboutAgainAndAgain();
    void newTokenReachesTheFeed();
    void feedEndsWithTheMount();
};

void tst_MountFeed::init()
{
    m_account = std::make_unique<DemoAccount>();
    test::HomeWorld world(*m_account);
    world.addCollection(QStringLiteral("collection"), {QStringLiteral("file")});
    m_mount = std::make_unique<InProcessMount>(m_shared, m_account->credentials());
    m_mount->spec.credentials.insecure = true; // the feeds of these tests speak without TLS
    m_mount->spec.retry.second = 20ms; // so that an hour has 72 s
}

void tst_MountFeed::cleanup()
{
    m_mount.reset();
    m_account.reset();
}

void tst_MountFeed::feedIsConnectedOnceTheTokenIsTaken()
{
    EventPeer peer;
    announce(peer.url());
    QVERIFY(m_mount->mount());
    QVERIFY(becomes(Feed::Connected));
    QCOMPARE(asked(currentUser), 2U);
    QCOMPARE(peer.asked.size(), 1U);
    QVERIFY(readsFile());
}

void tst_MountFeed::mountThatDoesNotWaitForTheNetworkHasAFeedToo()
{
    EventPeer peer;
    announce(peer.url());
    m_mount->spec.checkFirst = false;
    QVERIFY(m_mount->mount());
    QVERIFY(becomes(Feed::Connected));
}

void tst_MountFeed::clusterWithoutAFeedIsOff()
{
    announce(QString());
    QVERIFY(m_mount->mount());
    QVERIFY(becomes(Feed::Off));
    QVERIFY(readsFile());
}

void tst_MountFeed::feedWithoutTlsIsOffAndTheMountAsks()
{
    EventPeer peer;
    announce(peer.url());
    m_mount->spec.credentials = m_account->credentials();
    m_mount->spec.refreshTime = 100ms;
    const test::LogRecord log;
    QVERIFY(m_mount->mount());
    QVERIFY(becomes(Feed::Off));
    QCOMPARE(log.all().count(QStringLiteral("without TLS")), 1);
    QVERIFY(readsFile());
    test::HomeWorld(*m_account).addCollection(QStringLiteral("new"), {});
    const auto sees = [this] {
        return test::run(QStringLiteral("ls"), {m_mount->path()}).out == "collection\nnew\n";
    };
    QVERIFY(waitUntil(sees));
    QVERIFY(peer.asked.empty());
}

void tst_MountFeed::mountThatShallNotListenAsksNobody()
{
    EventPeer peer;
    announce(peer.url());
    m_mount->spec.listenToEvents = false;
    QVERIFY(m_mount->mount());
    QVERIFY(waitUntil([this] { return asked(discovery) == 1; }));
    QVERIFY(readsFile());
    QCOMPARE(snapshot().feed, Feed::Off);
    QVERIFY(peer.asked.empty());
}

void tst_MountFeed::deadFeedLeavesTheMountAlone()
{
    announce(deadUrl);
    const test::LogRecord record;
    QVERIFY(m_mount->mount());
    QVERIFY(waitUntil([&record] {
        return record.all().contains(QStringLiteral("changes are found by asking"));
    }));
    QVERIFY(readsFile());
    QVERIFY(becomes(Feed::Connecting));
    QCOMPARE(snapshot().trouble, Trouble::None);
    QVERIFY(m_mount->complaint().isEmpty());
    QVERIFY(m_mount->stop());
}

void tst_MountFeed::lostFeedIsNoTroubleAndComesBack()
{
    EventPeer peer;
    announce(peer.url());
    QVERIFY(m_mount->mount());
    QVERIFY(becomes(Feed::Connected));
    peer.stopListening();
    peer.hangUp();
    QVERIFY(becomes(Feed::Connecting));
    QCOMPARE(snapshot().trouble, Trouble::None);
    QVERIFY(readsFile());
    const auto before = asked(currentUser);
    peer.listen();
    QVERIFY(becomes(Feed::Connected));
    QCOMPARE(asked(currentUser), before + 1); // the token may have changed meanwhile
}

void tst_MountFeed::discoveryIsAskedUntilThereIsAnAnswer()
{
    EventPeer peer;
    auto fault = DemoAccount::statusFault(503);
    fault.path = discovery;
    m_account->addFault("api", fault, 3);
    announce(peer.url());
    QVERIFY(m_mount->mount());
    QVERIFY(becomes(Feed::Connected));
    QVERIFY(asked(discovery) >= 4);
    QCOMPARE(snapshot().trouble, Trouble::None);
}

void tst_MountFeed::silentDiscoveryKeepsNobodyWaiting()
{
    auto fault = DemoAccount::faultOf(demo::Fault::Kind::Silence);
    fault.path = discovery;
    m_account->addFault("api", fault);
    QVERIFY(m_mount->mount());
    QVERIFY(waitUntil([this] { return asked(discovery) == 1; }));
    QVERIFY(readsFile());
    QVERIFY(becomes(Feed::Connecting));
    QVERIFY(m_mount->stop());
}

void tst_MountFeed::refusedTokenMakesTheFeedWorthless()
{
    EventPeer peer;
    announce(peer.url());
    QVERIFY(m_mount->mount());
    QVERIFY(becomes(Feed::Connected));
    refuseToken();
    peer.hangUp();
    QVERIFY(becomes(Feed::Connecting));
    QVERIFY(waitUntil([this] { return snapshot().trouble == Trouble::NotSignedIn; }));
    QCOMPARE(peer.asked.size(), 2U); // the feed takes any token
    QCOMPARE(snapshot().feed, Feed::Connecting);

    m_account->cluster.faults().clear();
    announce(peer.url());
    m_mount->controller().setToken(m_account->credentials().token);
    QVERIFY(becomes(Feed::Connected));
    QCOMPARE(snapshot().trouble, Trouble::None);
}

void tst_MountFeed::tokenIsAskedAboutAgainAndAgain()
{
    EventPeer peer;
    announce(peer.url());
    m_mount->spec.retry.second = 1ms; // an hour has 3.6 s
    QVERIFY(m_mount->mount());
    QVERIFY(becomes(Feed::Connected));
    refuseToken();
    QVERIFY(becomes(Feed::Connecting));
    QVERIFY(waitUntil([this] { return snapshot().trouble == Trouble::NotSignedIn; }));
    QCOMPARE(peer.asked.size(), 1U);
}

void tst_MountFeed::newTokenReachesTheFeed()
{
    EventPeer peer;
    announce(peer.url());
    QVERIFY(m_mount->mount());
    QVERIFY(becomes(Feed::Connected));
    const auto bare = m_account->credentials().token.section(u'/', -1); // of the same token
    m_mount->controller().setToken(bare);
    QVERIFY(waitUntil([&peer] { return peer.asked.size() == 2; }));
    QCOMPARE(peer.asked.back().query(), QStringLiteral("api_token=") + bare);
    QVERIFY(becomes(Feed::Connected));
}

void tst_MountFeed::feedEndsWithTheMount()
{
    EventPeer peer;
    announce(peer.url());
    QVERIFY(m_mount->mount());
    QVERIFY(becomes(Feed::Connected));
    QVERIFY(m_mount->stop());
    QVERIFY(waitUntil([&peer] { return peer.open == 0; }));
    QCOMPARE(peer.asked.size(), 1U);
}

QTEST_GUILESS_MAIN(tst_MountFeed)
#include "tst_mountfeed.moc"
