// SPDX-License-Identifier: Apache-2.0
// Two mounts in one process: what is shared is shared, and nothing that happens to one is felt by
// the other.
#include "async/mailbox.h"
#include "support/inprocessmount.h"
#include "support/processes.h"
#include "support/smallworld.h"
#include "support/waiting.h"

#include <QtTest>

using namespace arv;
using test::SmallWorld;
using Kind = demo::Fault::Kind;

namespace {

// One account with its mount, which may hold a file only it has.
struct Side
{
    Side(SharedServices& shared, const std::string& clusterId, const std::string& content)
        : account(optionsOf(clusterId))
        , mount(shared, account.credentials())
    {
        SmallWorld::addCollection(account, "mine", {{"file", content}});
        SmallWorld::addCollection(account, "same", {{"file", "the same in both\n"}});
    }

    static demo::DemoOptions optionsOf(const std::string& clusterId)
    {
        demo::DemoOptions options;
        options.clusterId = clusterId;
        return options;
    }

    test::DemoAccount account;
    test::InProcessMount mount;
};

constexpr int promptly = 3000; // milliseconds

} // namespace

class tst_TwoMounts : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] test::Outcome list(const Side& side);
    [[nodiscard]] QByteArray read(const Side& side, const QString& name);
    // A reader of the dead side, waiting for it.
    void startWaiting(QProcess& process, Side& side);

    Mailbox m_mailbox;
    std::unique_ptr<SharedServices> m_shared;
    std::unique_ptr<Side> m_one;
    std::unique_ptr<Side> m_other;

private Q_SLOTS:
    void init();
    void cleanup();

    void eachReadsItsOwnBytes();
    void silenceOfOneIsNotFeltByTheOther_data();
    void silenceOfOneIsNotFeltByTheOther();
    void deadClusterIsNotFeltByTheOther();
    void waitingMountStopsPromptlyAndAlone();
    void sameBlockIsFetchedOnce();
    void newTokenGoesInWithoutUnmounting();
};

void tst_TwoMounts::init()
{
    m_shared = std::make_unique<SharedServices>();
    m_one = std::make_unique<Side>(*m_shared, "aaaaa", "bytes of the one\n");
    m_other = std::make_unique<Side>(*m_shared, "bbbbb", "bytes of the other\n");
    for (Side* side : {m_one.get(), m_other.get()}) {
        side->mount.spec.retry.second = std::chrono::milliseconds(50);
        QVERIFY2(side->mount.mount(), side->mount.complaint().constData());
        const auto hasFeed = [side] { // and asks nothing more by itself
            return side->mount.controller().snapshot().feed == MountSnapshot::Feed::Connected;
        };
        QVERIFY(test::waitUntil(hasFeed));
        side->account.cluster.forgetRequestsSeen();
    }
}

void tst_TwoMounts::cleanup()
{
    m_one.reset();
    m_other.reset();
    m_shared.reset();
}

test::Outcome tst_TwoMounts::list(const Side& side)
{
    return test::run(QStringLiteral("ls"), {side.mount.path()}, promptly);
}

QByteArray tst_TwoMounts::read(const Side& side, const QString& name)
{
    const auto outcome = test::run(QStringLiteral("cat"), {side.mount.path(name)});
    return outcome.isSuccess() ? outcome.out : outcome.told().toUtf8();
}

void tst_TwoMounts::startWaiting(QProcess& process, Side& side)
{
    side.account.cluster.forgetRequestsSeen();
    process.start(QStringLiteral("ls"), {side.mount.path()});
    QVERIFY(test::waitUntil([&side] { return !side.account.cluster.requestsSeen().empty(); }));
}

void tst_TwoMounts::eachReadsItsOwnBytes()
{
    QProcess one;
    QProcess other;
    const auto name = QStringLiteral("mine/file");
    one.start(QStringLiteral("cat"), {m_one->mount.path(name)});
    other.start(QStringLiteral("cat"), {m_other->mount.path(name)});
    QCOMPARE(test::outcomeOf(one).out, QByteArray("bytes of the one\n"));
    QCOMPARE(test::outcomeOf(other).out, QByteArray("bytes of the other\n"));
}

void tst_TwoMounts::silenceOfOneIsNotFeltByTheOther_data()
{
    QTest::addColumn<bool>("theOther");
    QTest::newRow("the first is silent") << false;
    QTest::newRow("the second is silent") << true;
}

void tst_TwoMounts::silenceOfOneIsNotFeltByTheOther()
{
    QFETCH(bool, theOther);
    Side& silent = theOther ? *m_other : *m_one;
    Side& healthy = theOther ? *m_one : *m_other;
    silent.account.addFault("api", test::DemoAccount::faultOf(Kind::Silence));
    QProcess waiting;
    startWaiting(waiting, silent);
    const auto asked = silent.account.cluster.requestsSeen().size();
    for (int i = 0; i < 5; ++i) {
        const auto listed = list(healthy);
        QVERIFY2(listed.isSuccess(), qPrintable(listed.told()));
        QVERIFY(listed.out.contains("mine"));
    }
    QVERIFY(read(healthy, QStringLiteral("mine/file")).startsWith("bytes of"));
    QCOMPARE(waiting.state(), QProcess::Running);
    // A first listing asks two things at once, the second perhaps a little later.
    QVERIFY(silent.account.cluster.requestsSeen().size() <= asked + 1);
    QVERIFY(!healthy.account.cluster.requestsSeen().empty());
    silent.account.cluster.faults().clear();
    QVERIFY(silent.mount.stop());
    (void)test::outcomeOf(waiting, promptly);
}

void tst_TwoMounts::deadClusterIsNotFeltByTheOther()
{
    m_one->account.addFault("api", test::DemoAccount::faultOf(Kind::Dead));
    QProcess waiting;
    waiting.start(QStringLiteral("ls"), {m_one->mount.path()});
    QVERIFY(waiting.waitForStarted());
    const auto listed = list(*m_other);
    QVERIFY2(listed.isSuccess(), qPrintable(listed.told()));
    QCOMPARE(read(*m_other, QStringLiteral("mine/file")), QByteArray("bytes of the other\n"));
    QVERIFY(m_one->account.cluster.requestsSeen().empty());
    // It was told, or waits on; when its cluster is back, the mount is of use again.
    m_one->account.cluster.faults().clear();
    (void)test::outcomeOf(waiting);
    QVERIFY(test::waitUntil([this] { return list(*m_one).isSuccess(); }, 20000));
    QCOMPARE(read(*m_one, QStringLiteral("mine/file")), QByteArray("bytes of the one\n"));
}

void tst_TwoMounts::waitingMountStopsPromptlyAndAlone()
{
    m_one->account.addFault("api", test::DemoAccount::faultOf(Kind::Silence));
    QProcess waiting;
    startWaiting(waiting, *m_one);
    QProcess busy;
    busy.setWorkingDirectory(m_other->mount.path());
    busy.start(QStringLiteral("sh"),
               {QStringLiteral("-c"),
                QStringLiteral("while read line; do cat mine/file || exit 1; done")});
    QVERIFY(busy.waitForStarted());
    busy.write("\n");
    QVERIFY(busy.waitForReadyRead());
    QVERIFY(m_one->mount.stop(promptly));
    QVERIFY(!m_one->mount.isMounted());
    const auto waited = test::outcomeOf(waiting, promptly);
    QVERIFY2(waited.inTime && waited.status != 0, qPrintable(waited.told()));
    busy.write("\n");
    busy.closeWriteChannel();
    const auto read = test::outcomeOf(busy);
    QVERIFY2(read.isSuccess(), qPrintable(read.told()));
    QCOMPARE(read.out, QByteArray("bytes of the other\n").repeated(2));
    m_one->account.cluster.faults().clear();
    QVERIFY2(m_one->mount.mount(), m_one->mount.complaint().constData());
    QVERIFY(list(*m_one).isSuccess());
}

// What a block holds is told by its hash, and who has its signed locator may read it: what one
// mount has read, the other takes from memory. Its own signature opens it, not the other account's.
void tst_TwoMounts::sameBlockIsFetchedOnce()
{
    const auto name = QStringLiteral("same/file");
    QCOMPARE(read(*m_one, name), QByteArray("the same in both\n"));
    QCOMPARE(SmallWorld::blocksAskedFor(m_one->account), std::size_t{1});
    QCOMPARE(read(*m_other, name), QByteArray("the same in both\n"));
    QCOMPARE(SmallWorld::blocksAskedFor(m_other->account), std::size_t{0});
    QVERIFY(SmallWorld::requestsWith(m_other->account, "/arvados/v1/collections/") > 0);
}

// The old token ends on the server; what was signed for it is signed anew when it is read.
void tst_TwoMounts::newTokenGoesInWithoutUnmounting()
{
    auto& store = m_one->account.cluster.store();
    const auto loaded =
        test::run(QStringLiteral("ls"), {m_one->mount.path(QStringLiteral("mine"))});
    QVERIFY2(loaded.isSuccess(), qPrintable(loaded.told()));
    const auto oldToken = QString::fromStdString(m_one->account.token).section(u'/', 1, 1);
    QVERIFY(store.removeRecord(oldToken.toStdString()));
    const auto refused =
        test::run(QStringLiteral("ls"), {m_one->mount.path(QStringLiteral("same"))});
    QVERIFY2(refused.inTime && refused.status != 0, qPrintable(refused.told()));
    demo::NewToken more;
    more.user = m_one->account.user;
    const auto token = QString::fromStdString(store.addToken(more));
    const auto before = mountedAt(m_one->mount.path());
    m_one->mount.controller().setToken(token);
    // It reaches the mount thread before the requests of programs that start from now on.
    QCOMPARE(read(*m_one, QStringLiteral("mine/file")), QByteArray("bytes of the one\n"));
    QCOMPARE(read(*m_one, QStringLiteral("same/file")), QByteArray("the same in both\n"));
    const auto now = mountedAt(m_one->mount.path());
    QVERIFY(before && now);
    QCOMPARE(now->minor, before->minor); // the same connection
}

QTEST_GUILESS_MAIN(tst_TwoMounts)
#include "tst_twomounts.moc"
