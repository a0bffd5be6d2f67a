// SPDX-License-Identifier: Apache-2.0
// What other people do is seen through the mount within a second while the event feed is there, and
// later, but seen, when it lies, fails or is not there at all. The kernel keeps names and
// attributes for a minute meanwhile, so what is seen earlier has been told to it.
#include "async/mailbox.h"
#include "support/homeworld.h"
#include "support/inprocessmount.h"
#include "support/movedclock.h"
#include "support/steadyreader.h"

#include <QtTest>

#include <cstdio>

using namespace arv;
using namespace std::chrono_literals;
using demo::Fault;
using test::DemoAccount;
using test::HomeWorld;
using test::Look;
using Feed = MountSnapshot::Feed;

namespace {

constexpr auto atOnce = 1000ms;
constexpr auto newConnection =
    5000ms; // the feed's first waits, and asking whether the token is good
constexpr auto polled = 5000ms; // of a refresh time of a second: kernel's, ours, and the request

Look names(const QString& path)
{
    return [path] { return test::listed(path); };
}

Look content(const QString& path)
{
    return [path] { return test::contentOf(path); };
}

Look presence(const QString& path)
{
    return [path] { return test::whether(path); };
}

const QByteArray there = "there";
const QByteArray gone = "errno 2";

} // namespace

class tst_FeedThroughMount : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] demo::Store& store() { return m_account->cluster.store(); }
    [[nodiscard]] QString path(const QString& below) const { return m_mount->path(below); }
    [[nodiscard]] Feed feed() const { return m_mount->controller().snapshot().feed; }
    [[nodiscard]] bool becomes(Feed expected)
    {
        return test::waitUntil([&] { return feed() == expected; });
    }
    [[nodiscard]] bool mount();
    [[nodiscard]] bool mountWithFeed() { return mount() && becomes(Feed::Connected); }
    // Says how long it took, for the record of the run.
    [[nodiscard]] bool isSeen(const Look& look, const QByteArray& expected,
                              std::chrono::milliseconds atMost = atOnce) const;
    void addFeedFault(Fault::Kind kind, int times);
    [[nodiscard]] std::string versionOf(const QString& file, const QByteArray& bytes);
    [[nodiscard]] bool readerWentOn();
    [[nodiscard]] bool pollingFindsChanges();

    Mailbox m_mailbox;
    std::shared_ptr<test::MovedClock> m_clock;
    std::unique_ptr<SharedServices> m_shared;
    std::unique_ptr<DemoAccount> m_account;
    std::unique_ptr<HomeWorld> m_world;
    std::unique_ptr<test::InProcessMount> m_mount;
    std::unique_ptr<test::SteadyReader> m_reader;
    std::string m_uuid; // of "c", with the file "f"

private Q_SLOTS:
    void init();
    void cleanup();

    void snapshotTellsTheStateOfTheFeed();
    void addedCollectionIsSeenAtOnce();
    void renamedCollectionIsSeenAtOnce();
    void movedCollectionIsSeenAtOnce();
    void trashedCollectionVanishesAndComesBack();
    void replacedContentIsSeenAtOnce();
    void renamedProjectIsSeenAtOnce();
    void sharedProjectAppearsAndVanishes();
    void newTagIsSeenAtOnce();
    void handlesGoOnAfterEveryChange();
    void lostEventIsNoticedByTheNext();
    void lostEventHealsWithinAMinute();
    void lostEventOfANameHealsWithinAMinute();
    void feedThatMisbehavesIsMadeUpFor_data();
    void feedThatMisbehavesIsMadeUpFor();
    void silentFeedIsMadeUpForWithinAMinute();
    void closedFeedComesBack();
    void deadFeedLeavesPolling();
    void mountThatShallNotListenPolls();
};

void tst_FeedThroughMount::init()
{
    m_clock = std::make_shared<test::MovedClock>();
    m_shared = std::make_unique<SharedServices>();
    m_shared->clock = m_clock;
    m_account = std::make_unique<DemoAccount>();
    m_world = std::make_unique<HomeWorld>(*m_account);
    m_uuid = m_world->addCollection(QStringLiteral("c"), {QStringLiteral("f")});
    m_world->addCollection(QStringLiteral("steady"), {QStringLiteral("s")});
    m_mount = std::make_unique<test::InProcessMount>(*m_shared, m_account->credentials());
    m_mount->spec.selection.mode = MountSelection::Mode::All;
}

void tst_FeedThroughMount::cleanup()
{
    QVERIFY(readerWentOn());
    m_reader.reset();
    const bool isStopped = m_mount->stop();
    m_mount.reset();
    m_account.reset();
    m_shared.reset();
    QVERIFY(isStopped);
}

bool tst_FeedThroughMount::mount()
{
    if (!m_mount->mount())
        return false;
    m_reader = std::make_unique<test::SteadyReader>(path(QStringLiteral("home/steady/s")),
                                                    HomeWorld::bytesOf(QStringLiteral("s")));
    return true;
}

// Whatever the test did to the feed.
bool tst_FeedThroughMount::readerWentOn()
{
    if (!m_reader)
        return true;
    const auto record = m_reader->ended();
    if (!record || record->reads == 0 || !record->wrong.isEmpty()) {
        qWarning("the reader: %s", record ? record->wrong.constData() : "hangs");
        return false;
    }
    std::printf("reads meanwhile: %lld, the longest %lld ms\n",
                static_cast<long long>(record->reads),
                static_cast<long long>(record->longest.count()));
    return true;
}

bool tst_FeedThroughMount::isSeen(const Look& look, const QByteArray& expected,
                                  std::chrono::milliseconds atMost) const
{
    const auto sighting = test::awaitSight(look, expected, atMost);
    if (!sighting.after) {
        qWarning("not \"%s\" but \"%s\"", expected.left(200).constData(),
                 sighting.last.left(200).constData());
        return false;
    }
    std::printf("seen after %lld ms\n", static_cast<long long>(sighting.after->count()));
    std::fflush(stdout);
    return true;
}

void tst_FeedThroughMount::addFeedFault(Fault::Kind kind, int times)
{
    auto fault = DemoAccount::faultOf(kind);
    fault.method = "EVENT";
    m_account->addFault("ws", fault, times);
}

// A manifest of one file with bytes of its own.
std::string tst_FeedThroughMount::versionOf(const QString& file, const QByteArray& bytes)
{
    const auto size = std::to_string(bytes.size());
    return ". " + m_world->addBlock(bytes) + '+' + size + " 0:" + size + ':' + file.toStdString()
        + '\n';
}

void tst_FeedThroughMount::snapshotTellsTheStateOfTheFeed()
{
    m_account->addFault("ws", DemoAccount::statusFault(503)); // handshakes
    QVERIFY(mount());
    QVERIFY(becomes(Feed::Connecting));
    QVERIFY(!test::waitUntil([this] { return feed() != Feed::Connecting; }, 500));
    m_account->cluster.faults().clear();
    QVERIFY(becomes(Feed::Connected));
    QCOMPARE(m_account->cluster.feedConnections(), std::size_t{1});
}

void tst_FeedThroughMount::addedCollectionIsSeenAtOnce()
{
    QVERIFY(mountWithFeed());
    const auto home = names(path(QStringLiteral("home")));
    const auto added = content(path(QStringLiteral("home/new/g")));
    QCOMPARE(test::seenBy(home), QByteArray("c\nsteady"));
    QCOMPARE(test::seenBy(added), gone);
    m_world->addCollection(QStringLiteral("new"), {QStringLiteral("g")});
    QVERIFY(isSeen(home, "c\nnew\nsteady"));
    QVERIFY(isSeen(added, HomeWorld::bytesOf(QStringLiteral("g"))));
}

void tst_FeedThroughMount::renamedCollectionIsSeenAtOnce()
{
    QVERIFY(mountWithFeed());
    const auto home = names(path(QStringLiteral("home")));
    const auto oldFile = presence(path(QStringLiteral("home/c/f")));
    QCOMPARE(test::seenBy(home), QByteArray("c\nsteady"));
    QCOMPARE(test::seenBy(oldFile), there);
    QVERIFY(store().rename(m_uuid, "d"));
    QVERIFY(isSeen(oldFile, gone));
    QVERIFY(isSeen(home, "d\nsteady"));
    QVERIFY(
        isSeen(content(path(QStringLiteral("home/d/f"))), HomeWorld::bytesOf(QStringLiteral("f"))));
}

void tst_FeedThroughMount::movedCollectionIsSeenAtOnce()
{
    const auto project = m_world->addProject(QStringLiteral("p"));
    QVERIFY(mountWithFeed());
    const auto oldFile = presence(path(QStringLiteral("home/c/f")));
    const auto inside = names(path(QStringLiteral("home/p")));
    QCOMPARE(test::seenBy(oldFile), there);
    QCOMPARE(test::seenBy(inside), QByteArray());
    QVERIFY(store().move(m_uuid, project));
    QVERIFY(isSeen(oldFile, gone));
    QVERIFY(isSeen(inside, "c"));
    QVERIFY(isSeen(content(path(QStringLiteral("home/p/c/f"))),
                   HomeWorld::bytesOf(QStringLiteral("f"))));
}

void tst_FeedThroughMount::trashedCollectionVanishesAndComesBack()
{
    QVERIFY(mountWithFeed());
    const auto home = names(path(QStringLiteral("home")));
    const auto file = content(path(QStringLiteral("home/c/f")));
    const auto byId = presence(path(QStringLiteral("by_id/") + QString::fromStdString(m_uuid)));
    const auto bytes = HomeWorld::bytesOf(QStringLiteral("f"));
    QCOMPARE(test::seenBy(home), QByteArray("c\nsteady"));
    QCOMPARE(test::seenBy(file), bytes);
    QCOMPARE(test::seenBy(byId), there);
    QVERIFY(store().trash(m_uuid));
    QVERIFY(isSeen(file, gone));
    QVERIFY(isSeen(home, "steady"));
    QVERIFY(isSeen(byId, gone));
    QVERIFY(store().untrash(m_uuid));
    QVERIFY(isSeen(file, bytes));
    QVERIFY(isSeen(home, "c\nsteady"));
    QVERIFY(isSeen(byId, there));
}

void tst_FeedThroughMount::replacedContentIsSeenAtOnce()
{
    QVERIFY(mountWithFeed());
    const auto file = path(QStringLiteral("home/c/f"));
    const auto size = [file] {
        struct stat status
        { };
        return ::stat(file.toUtf8().constData(), &status) == 0
            ? QByteArray::number(static_cast<qint64>(status.st_size))
            : test::seenError();
    };
    QCOMPARE(test::seenBy(content(file)), HomeWorld::bytesOf(QStringLiteral("f")));
    QVERIFY(store().replaceManifest(m_uuid, versionOf(QStringLiteral("f"), "short")));
    QVERIFY(isSeen(size, "5"));
    QVERIFY(isSeen(content(file), "short"));
    QVERIFY(store().replaceManifest(m_uuid, versionOf(QStringLiteral("f"), "SHORT")));
    QVERIFY(isSeen(content(file), "SHORT"));
    QVERIFY(store().replaceManifest(m_uuid, versionOf(QStringLiteral("g"), "other")));
    QVERIFY(isSeen(content(file), gone));
    QVERIFY(isSeen(names(path(QStringLiteral("home/c"))), "g"));
}

void tst_FeedThroughMount::renamedProjectIsSeenAtOnce()
{
    const auto project = m_world->addProject(QStringLiteral("p"));
    m_world->addCollection(QStringLiteral("inside"), {QStringLiteral("g")}, project);
    QVERIFY(mountWithFeed());
    const auto oldFile = presence(path(QStringLiteral("home/p/inside/g")));
    const auto newFile = presence(path(QStringLiteral("home/q/inside/g")));
    QCOMPARE(test::seenBy(oldFile), there);
    QCOMPARE(test::seenBy(newFile), gone);
    QVERIFY(store().rename(project, "q"));
    QVERIFY(isSeen(oldFile, gone));
    QVERIFY(isSeen(newFile, there));
    QVERIFY(isSeen(names(path(QStringLiteral("home"))), "c\nq\nsteady"));
}

void tst_FeedThroughMount::sharedProjectAppearsAndVanishes()
{
    demo::NewUser bea;
    bea.username = "bea";
    bea.firstName = "Bea";
    bea.lastName = "Byte";
    const auto project = m_world->addProject(QStringLiteral("hers"), store().addUser(bea));
    m_world->addCollection(QStringLiteral("inside"), {QStringLiteral("g")}, project);
    QVERIFY(mountWithFeed());
    const auto owner = presence(path(QStringLiteral("shared/Bea Byte")));
    const auto file = presence(path(QStringLiteral("shared/Bea Byte/hers/inside/g")));
    QCOMPARE(test::seenBy(owner), gone);
    store().share(project, m_account->user, demo::Level::Read);
    QVERIFY(isSeen(file, there));
    QCOMPARE(test::seenBy(owner), there);
    // Who may not read a thing any more is not told so: what is shared is asked for again in time.
    store().share(project, m_account->user, demo::Level::None);
    m_clock->advance(61s);
    QVERIFY(isSeen(names(path(QStringLiteral("shared"))), "Public favorites"));
    QVERIFY(isSeen(file, gone));
    QVERIFY(isSeen(owner, gone));
}

void tst_FeedThroughMount::newTagIsSeenAtOnce()
{
    store().addTag(m_account->user, "old", m_uuid);
    QVERIFY(mountWithFeed());
    const auto tags = names(path(QStringLiteral("by_tag")));
    const auto tagged = names(path(QStringLiteral("by_tag/new")));
    QCOMPARE(test::seenBy(tags), QByteArray("old"));
    QCOMPARE(test::seenBy(tagged), gone);
    const auto link = store().addTag(m_account->user, "new", m_uuid);
    QVERIFY(isSeen(tags, "new\nold"));
    QVERIFY(isSeen(tagged, QByteArray::fromStdString(m_uuid)));
    QVERIFY(store().removeRecord(link));
    QVERIFY(isSeen(tags, "old"));
}

// A file, a folder that is being listed and the folder that a program works in.
void tst_FeedThroughMount::handlesGoOnAfterEveryChange()
{
    const auto project = m_world->addProject(QStringLiteral("p"));
    QVERIFY(mountWithFeed());
    const auto collection = path(QStringLiteral("home/c"));
    const auto file = collection + QStringLiteral("/f");
    const auto bytes = HomeWorld::bytesOf(QStringLiteral("f"));
    const auto opened =
        test::onThread([=] { return ::open(file.toUtf8().constData(), O_RDONLY | O_CLOEXEC); });
    const auto folder = test::onThread(
        [=] { return ::open(collection.toUtf8().constData(), O_RDONLY | O_DIRECTORY); });
    QVERIFY(opened && *opened >= 0 && folder && *folder >= 0);
    const auto kept = [=] { return test::bytesAt(*opened, 0, bytes.size(), true); };
    const auto below = QStringLiteral("/proc/self/fd/%1").arg(*folder);
    QProcess program; // stands in the folder, and reads what it is asked for
    program.setWorkingDirectory(collection);
    program.start(QStringLiteral("sh"),
                  {QStringLiteral("-c"), QStringLiteral("while read f; do wc -c <$f; done")});
    QVERIFY(program.waitForStarted());
    const auto programReads = [&program] {
        program.write("f\n");
        return test::says(program, "300000\n");
    };
    QCOMPARE(test::seenBy(kept), bytes);
    QVERIFY(programReads());

    QVERIFY(store().rename(m_uuid, "renamed"));
    QVERIFY(isSeen(presence(path(QStringLiteral("home/renamed/f"))), there));
    QCOMPARE(test::seenBy(kept), bytes);
    QCOMPARE(test::seenBy(names(below)), QByteArray("f"));
    QVERIFY(programReads());

    QVERIFY(store().move(m_uuid, project));
    QVERIFY(isSeen(presence(path(QStringLiteral("home/p/renamed/f"))), there));
    QCOMPARE(test::seenBy(kept), bytes);
    QCOMPARE(test::seenBy(names(below)), QByteArray("f"));
    QVERIFY(programReads());

    QVERIFY(store().rename(project, "q"));
    QVERIFY(isSeen(presence(path(QStringLiteral("home/q/renamed/f"))), there));
    QCOMPARE(test::seenBy(kept), bytes);
    QVERIFY(programReads());

    QVERIFY(store().trash(m_uuid));
    QVERIFY(isSeen(names(path(QStringLiteral("home/q"))), QByteArray()));
    QCOMPARE(test::seenBy(kept), bytes);
    QCOMPARE(test::seenBy(names(below)), QByteArray("f"));
    QVERIFY(programReads());
    ::close(*opened);
    ::close(*folder);
    program.closeWriteChannel();
    QVERIFY(test::outcomeOf(program).isSuccess());
}

void tst_FeedThroughMount::lostEventIsNoticedByTheNext()
{
    QVERIFY(mountWithFeed());
    const auto oldFile = presence(path(QStringLiteral("home/c/f")));
    QCOMPARE(test::seenBy(names(path(QStringLiteral("home")))), QByteArray("c\nsteady"));
    QCOMPARE(test::seenBy(oldFile), there);
    addFeedFault(Fault::Kind::Lost, 1);
    QVERIFY(store().rename(m_uuid, "d"));
    QVERIFY(store().setProperties(m_world->uuidOf(QStringLiteral("steady")), {{"a", "b"}}));
    QVERIFY(isSeen(oldFile, gone));
    QVERIFY(isSeen(names(path(QStringLiteral("home"))), "d\nsteady"));
    QCOMPARE(feed(), Feed::Connected);
}

void tst_FeedThroughMount::lostEventHealsWithinAMinute()
{
    QVERIFY(mountWithFeed());
    const auto home = names(path(QStringLiteral("home")));
    const auto file = content(path(QStringLiteral("home/c/f")));
    QCOMPARE(test::seenBy(home), QByteArray("c\nsteady"));
    QCOMPARE(test::seenBy(file), HomeWorld::bytesOf(QStringLiteral("f")));
    addFeedFault(Fault::Kind::Lost, 1);
    QVERIFY(store().rename(m_uuid, "d"));
    QVERIFY(!test::awaitSight(home, "d\nsteady", 300ms).after); // else nothing was lost
    m_clock->advance(61s);
    QVERIFY(isSeen(home, "d\nsteady"));
    QVERIFY(isSeen(file, gone));
}

// The kernel's own minute cannot be moved.
void tst_FeedThroughMount::lostEventOfANameHealsWithinAMinute()
{
    if (!qEnvironmentVariableIsSet("ARV_LONG"))
        QSKIP("takes a minute: ARV_LONG=1");
    QVERIFY(mountWithFeed());
    const auto file = presence(path(QStringLiteral("home/c/f")));
    QCOMPARE(test::seenBy(file), there);
    addFeedFault(Fault::Kind::Lost, 1);
    QVERIFY(store().rename(m_uuid, "d"));
    QVERIFY(isSeen(file, gone, 60s + staleness::refresh));
}

void tst_FeedThroughMount::feedThatMisbehavesIsMadeUpFor_data()
{
    QTest::addColumn<Fault::Kind>("kind");
    QTest::addColumn<int>("times");
    QTest::newRow("doubled") << Fault::Kind::Doubled << -1;
    QTest::newRow("swapped") << Fault::Kind::Swapped << 2;
    QTest::newRow("junk") << Fault::Kind::Junk << 1;
    QTest::newRow("dropped") << Fault::Kind::Drop << 1;
}

void tst_FeedThroughMount::feedThatMisbehavesIsMadeUpFor()
{
    QFETCH(Fault::Kind, kind);
    QFETCH(int, times);
    QVERIFY(mountWithFeed());
    const auto home = names(path(QStringLiteral("home")));
    const auto file = presence(path(QStringLiteral("home/c/f")));
    QCOMPARE(test::seenBy(home), QByteArray("c\nsteady"));
    QCOMPARE(test::seenBy(file), there);
    addFeedFault(kind, times);
    QVERIFY(store().rename(m_uuid, "d"));
    QVERIFY(store().rename(m_uuid, "e"));
    m_world->addCollection(QStringLiteral("new"), {QStringLiteral("g")});
    m_world->addCollection(QStringLiteral("newer"), {QStringLiteral("h")});
    QVERIFY(isSeen(home, "e\nnew\nnewer\nsteady", newConnection));
    QVERIFY(isSeen(file, gone, newConnection));
    m_account->cluster.faults().clear();
    QVERIFY(becomes(Feed::Connected));
    QVERIFY(store().trash(m_uuid));
    QVERIFY(isSeen(home, "new\nnewer\nsteady"));
}

void tst_FeedThroughMount::silentFeedIsMadeUpForWithinAMinute()
{
    QVERIFY(mountWithFeed());
    const auto home = names(path(QStringLiteral("home")));
    QCOMPARE(test::seenBy(home), QByteArray("c\nsteady"));
    addFeedFault(Fault::Kind::Silence, 1);
    QVERIFY(store().rename(m_uuid, "d"));
    QVERIFY(!test::awaitSight(home, "d\nsteady", 300ms).after);
    m_clock->advance(61s);
    QVERIFY(isSeen(home, "d\nsteady"));
    m_account->cluster.closeFeeds();
    QVERIFY(becomes(Feed::Connecting));
    QVERIFY(becomes(Feed::Connected));
    QVERIFY(store().rename(m_uuid, "e"));
    QVERIFY(isSeen(home, "e\nsteady"));
}

void tst_FeedThroughMount::closedFeedComesBack()
{
    QVERIFY(mountWithFeed());
    const auto home = names(path(QStringLiteral("home")));
    const auto file = presence(path(QStringLiteral("home/c/f")));
    QCOMPARE(test::seenBy(home), QByteArray("c\nsteady"));
    QCOMPARE(test::seenBy(file), there);
    m_account->addFault("ws", DemoAccount::faultOf(Fault::Kind::Dead));
    m_account->cluster.closeFeeds();
    QVERIFY(becomes(Feed::Connecting));
    QVERIFY(store().rename(m_uuid, "d")); // while nobody tells
    m_account->cluster.faults().clear();
    QVERIFY(isSeen(file, gone, newConnection));
    QVERIFY(isSeen(home, "d\nsteady", newConnection));
    QVERIFY(becomes(Feed::Connected));
    QVERIFY(store().rename(m_uuid, "e"));
    QVERIFY(isSeen(home, "e\nsteady"));
}

bool tst_FeedThroughMount::pollingFindsChanges()
{
    const auto home = names(path(QStringLiteral("home")));
    const auto file = presence(path(QStringLiteral("home/c/f")));
    if (test::seenBy(home) != "c\nsteady" || test::seenBy(file) != there)
        return false;
    return store().rename(m_uuid, "d") && isSeen(home, "d\nsteady", polled)
        && isSeen(file, gone, polled)
        && store().replaceManifest(m_uuid, versionOf(QStringLiteral("f"), "short"))
        && isSeen(content(path(QStringLiteral("home/d/f"))), "short", polled)
        && store().trash(m_uuid) && isSeen(home, "steady", polled);
}

void tst_FeedThroughMount::deadFeedLeavesPolling()
{
    m_account->addFault("ws", DemoAccount::faultOf(Fault::Kind::Dead));
    m_mount->spec.refreshTime = 1s;
    QVERIFY(mount());
    QVERIFY(pollingFindsChanges());
    QCOMPARE(feed(), Feed::Connecting);
}

void tst_FeedThroughMount::mountThatShallNotListenPolls()
{
    m_mount->spec.listenToEvents = false;
    m_mount->spec.refreshTime = 1s;
    QVERIFY(mount());
    QVERIFY(pollingFindsChanges());
    QCOMPARE(feed(), Feed::Off);
    QCOMPARE(m_account->cluster.feedConnections(), std::size_t{0});
}

QTEST_GUILESS_MAIN(tst_FeedThroughMount)
#include "tst_feedthroughmount.moc"
