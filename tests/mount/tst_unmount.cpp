// SPDX-License-Identifier: Apache-2.0
// The end of a mount while it is used: in time, with every caller answered, and nothing left.
#include "async/mailbox.h"
#include "support/inprocessmount.h"
#include "support/mountedprocess.h"
#include "support/processes.h"
#include "support/smallworld.h"
#include "support/waiting.h"

#include <QtTest>

#include <csignal>

using namespace arv;
using namespace std::chrono_literals;
using test::SmallWorld;
using Kind = demo::Fault::Kind;

namespace {

constexpr int collectionCount = 6;
constexpr int fileCount = 8; // in each

// Eight readers, each until its first error.
const QString readers = QStringLiteral(
    "reader() { while cat \"$1\"/c$2/* >/dev/null && ls -l \"$1\" \"$1\"/c$2 >/dev/null && "
    "stat \"$1\"/c$2/f1 >/dev/null; do :; done; }; "
    "for n in 0 1 2 3 4 5 0 3; do reader \"$1\" $n & done; wait");

constexpr int endTime = 5000; // milliseconds

} // namespace

class tst_Unmount : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] static QString processOf(test::MountedProcess& mount)
    {
        return QString::number(mount.process().processId());
    }
    static void start(QProcess& process, const QString& line, const QString& argument);
    void endUnderLoad(int round, test::MountedProcess& mount);
    [[nodiscard]] static test::Outcome endBy(int round, test::MountedProcess& mount);
    void endWith(test::MountedProcess& mount, QProcess& waiting);

    std::unique_ptr<test::DemoAccount> m_account;
    std::string m_first; // UUID of c0

private Q_SLOTS:
    void initTestCase();
    void init();

    void unmountUnderLoadAHundredTimes();
    void unmountWithPendingReads();
    void unmountWithPendingLookup();
    void unmountWithPendingListing();
    void unmountWithBlockedNotification();
    void inProcessMountsLeaveNoThreadNoDescriptorNoZombie();
};

void tst_Unmount::initTestCase()
{
    m_account = std::make_unique<test::DemoAccount>();
    for (int c = 0; c < collectionCount; ++c) {
        std::vector<SmallWorld::File> files;
        for (int f = 0; f < fileCount; ++f)
            files.emplace_back("f" + std::to_string(f), std::to_string(c * fileCount + f) + '\n');
        const auto uuid = SmallWorld::addCollection(*m_account, "c" + std::to_string(c), files);
        if (c == 0)
            m_first = uuid;
    }
}

void tst_Unmount::init()
{
    m_account->cluster.faults().clear();
    m_account->cluster.forgetRequestsSeen();
}

void tst_Unmount::start(QProcess& process, const QString& line, const QString& argument)
{
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(QStringLiteral("sh"),
                  {QStringLiteral("-c"), line, QStringLiteral("sh"), argument});
}

test::Outcome tst_Unmount::endBy(int round, test::MountedProcess& mount)
{
    switch (round % 3) {
    case 0:
        return mount.end(SIGTERM, endTime);
    case 1:
        return mount.end(SIGINT, endTime);
    default:
        (void)test::run(QStringLiteral("fusermount3"),
                        {QStringLiteral("-u"), QStringLiteral("-z"), mount.path()});
        return mount.ended(endTime);
    }
}

void tst_Unmount::endUnderLoad(int round, test::MountedProcess& mount)
{
    m_account->cluster.forgetRequestsSeen();
    QVERIFY2(mount.mount({QStringLiteral("--home"), QStringLiteral("--ram-cache")}),
             mount.complaint().constData());
    const auto children = test::childrenOf(processOf(mount));
    QProcess load;
    start(load, readers, mount.path());
    // A little later each time, up to when everything has been read once.
    const auto asked = static_cast<std::size_t>(round % (collectionCount * fileCount));
    QVERIFY(test::waitUntil([&] { return SmallWorld::blocksAskedFor(*m_account) > asked; }));
    QCOMPARE(load.state(), QProcess::Running);
    const auto ended = endBy(round, mount);
    QVERIFY2(ended.isSuccess(), qPrintable(ended.told()));
    QVERIFY(!mount.isMounted());
    const auto read = test::outcomeOf(load, endTime);
    QVERIFY2(read.inTime, qPrintable(read.told()));
    for (const auto& child : children)
        QVERIFY(test::waitUntil([&child] { return !test::isRunning(child); }, endTime));
}

void tst_Unmount::unmountUnderLoadAHundredTimes()
{
    SmallWorld::addKeepFault(*m_account, test::DemoAccount::latencyFault(20ms));
    test::MountedProcess mount(m_account->credentials()); // the same folder each time
    for (int round = 0; round < 100 && !QTest::currentTestFailed(); ++round)
        endUnderLoad(round, mount);
}

// The mount ends in time, and whoever waits gets an error.
void tst_Unmount::endWith(test::MountedProcess& mount, QProcess& waiting)
{
    QVERIFY(test::waitUntil([&waiting] { return waiting.state() != QProcess::Starting; }));
    QCOMPARE(waiting.state(), QProcess::Running);
    const auto ended = mount.end(SIGTERM, endTime);
    QVERIFY2(ended.isSuccess(), qPrintable(ended.told()));
    QVERIFY(!mount.isMounted());
    const auto waited = test::outcomeOf(waiting, endTime);
    QVERIFY2(waited.inTime && waited.status != 0, qPrintable(waited.told()));
}

void tst_Unmount::unmountWithPendingReads()
{
    test::MountedProcess mount(m_account->credentials());
    QVERIFY2(mount.mount({QStringLiteral("--home")}), mount.complaint().constData());
    SmallWorld::addKeepFault(*m_account, test::DemoAccount::faultOf(Kind::Silence));
    QProcess reader;
    start(reader, QStringLiteral("cat \"$1\"/c0/f0"), mount.path());
    QVERIFY(test::waitUntil([this] { return SmallWorld::blocksAskedFor(*m_account) > 0; }));
    endWith(mount, reader);
}

void tst_Unmount::unmountWithPendingLookup()
{
    test::MountedProcess mount(m_account->credentials());
    QVERIFY2(mount.mount({QStringLiteral("--home")}), mount.complaint().constData());
    m_account->cluster.forgetRequestsSeen();
    m_account->addFault("api", test::DemoAccount::faultOf(Kind::Silence));
    QProcess reader;
    start(reader, QStringLiteral("stat \"$1\"/c0"), mount.path());
    // Which home it is: the reader's question. The mount asks for discovery by itself.
    QVERIFY(test::waitUntil(
        [this] { return SmallWorld::requestsWith(*m_account, "users/current") > 0; }));
    endWith(mount, reader);
}

void tst_Unmount::unmountWithPendingListing()
{
    test::MountedProcess mount(m_account->credentials());
    QVERIFY2(mount.mount({QStringLiteral("--home")}), mount.complaint().constData());
    m_account->cluster.forgetRequestsSeen();
    m_account->addFault("api", test::DemoAccount::faultOf(Kind::Silence));
    QProcess reader;
    start(reader, QStringLiteral("ls \"$1\""), mount.path());
    // Which home it is: the reader's question. The mount asks for discovery by itself.
    QVERIFY(test::waitUntil(
        [this] { return SmallWorld::requestsWith(*m_account, "users/current") > 0; }));
    endWith(mount, reader);
}

// The lookup of a name that is never answered holds the lock of its directory; another name there
// turns out to be gone, and the notification of that waits for the lock.
void tst_Unmount::unmountWithBlockedNotification()
{
    const auto gone = SmallWorld::addCollection(*m_account, "soon gone", {{"f", "bytes"}});
    test::MountedProcess mount(m_account->credentials());
    QVERIFY2(mount.mount(
                 {QStringLiteral("--home"), QStringLiteral("--refresh-time"), QStringLiteral("1")}),
             mount.complaint().constData());
    const auto first = test::run(QStringLiteral("stat"), {mount.path(QStringLiteral("soon gone"))});
    QVERIFY2(first.isSuccess(), qPrintable(first.told()));
    auto silence = test::DemoAccount::faultOf(Kind::Silence);
    silence.path = "unanswered";
    m_account->addFault("api", silence);
    QVERIFY(m_account->cluster.store().removeRecord(gone));
    QTest::qWait(1100); // the refresh time: what the kernel knows of the name is over
    QProcess holder;
    start(holder, QStringLiteral("stat \"$1\"/unanswered"), mount.path());
    QVERIFY(
        test::waitUntil([this] { return SmallWorld::requestsWith(*m_account, "unanswered") > 0; }));
    QProcess asker;
    start(asker, QStringLiteral("stat \"$1\"/'soon gone'"), mount.path());
    QVERIFY(test::waitUntil(
        [&] { return test::stateOfThread(processOf(mount), "arv-notifier") == 'D'; }));
    endWith(mount, holder);
    const auto asked = test::outcomeOf(asker, endTime);
    QVERIFY2(asked.inTime && asked.status != 0, qPrintable(asked.told()));
}

void tst_Unmount::inProcessMountsLeaveNoThreadNoDescriptorNoZombie()
{
    const Mailbox mailbox;
    SharedServices shared;
    test::InProcessMount mount(shared, m_account->credentials());
    const auto once = [&mount] {
        QVERIFY2(mount.mount(), mount.complaint().constData());
        const auto read = test::run(QStringLiteral("cat"), {mount.path(QStringLiteral("c0/f0"))});
        QVERIFY2(read.isSuccess(), qPrintable(read.told()));
        QVERIFY(mount.stop());
    };
    const auto self = QStringLiteral("self");
    for (int warmUp = 0; warmUp < 3 && !QTest::currentTestFailed(); ++warmUp)
        once();
    // The cluster is of this process too, and notices late that its clients are gone.
    QTest::qWait(1000);
    const auto threads = test::threadsOf(self).size();
    const auto descriptors = test::descriptorCount();
    for (int round = 0; round < 100 && !QTest::currentTestFailed(); ++round)
        once();
    QVERIFY(test::waitUntil([&] { return test::threadsOf(self).size() <= threads; }));
    QVERIFY(test::waitUntil([&] { return test::descriptorCount() <= descriptors; }));
    QCOMPARE(test::childrenOf(self), QStringList());
}

QTEST_GUILESS_MAIN(tst_Unmount)
#include "tst_unmount.moc"
