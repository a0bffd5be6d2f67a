// SPDX-License-Identifier: Apache-2.0
// A mount as the tray application has it: never waiting for the network, healing by itself, ended
// without taking anything away from a program that still uses it.
#include "async/mailbox.h"
#include "mount/mountcontroller.h"
#include "support/inprocessmount.h"
#include "support/smallworld.h"
#include "support/waiting.h"

#include <QtTest>

using namespace arv;
using test::SmallWorld;
using Kind = demo::Fault::Kind;
using State = MountSnapshot::State;
using Trouble = MountSnapshot::Trouble;

class tst_MountController : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] bool mount();
    [[nodiscard]] QByteArray read(const QString& below);
    [[nodiscard]] const MountSnapshot& snapshot() const { return m_mount->controller().snapshot(); }
    [[nodiscard]] bool troubleBecomes(Trouble trouble)
    {
        return test::waitUntil([this, trouble] { return snapshot().trouble == trouble; });
    }
    // A program with an open file, until it is told to end.
    void startHolder(QProcess& program);

    Mailbox m_mailbox;
    std::unique_ptr<SharedServices> m_shared;
    std::unique_ptr<test::DemoAccount> m_account;
    std::unique_ptr<test::InProcessMount> m_mount;

private Q_SLOTS:
    void init();
    void cleanup();

    void deadClusterGivesAMountThatSaysSo();
    void mountHealsWhenTheClusterComesBack();
    void lostClusterIsToldAndComesBack();
    void refusedTokenIsToldAndANewOneGoesIn();
    void mountWithoutATokenWaitsForOne();
    void missingFolderIsMade();
    void unusedMountIsUnmounted();
    void heldMountSaysWhoHoldsIt();
    void heldMountEndsWhenTheProgramDoes();
    void heldMountStaysWhenAsked();
    void heldMountIsDetachedWhenAsked();
    void readingIsToldWhileItLasts();
    void figuresComeWhileTheyAreWatched();
    void capIsChangedWhileMounted();
    void whatAProgramDidNotGetIsTold();
    void unmountFromOutsideIsNoticed();
    void deadMountOfOursIsCleanedForeignOnesAreNot();
    void controllerMayGoAtAnyTime();
};

void tst_MountController::init()
{
    m_shared = std::make_unique<SharedServices>();
    m_account = std::make_unique<test::DemoAccount>();
    SmallWorld::addCollection(*m_account, "reads", {{"a.txt", "the first\n"}, {"b.txt", "next\n"}});
    m_mount = std::make_unique<test::InProcessMount>(*m_shared, m_account->credentials());
    m_mount->spec.checkFirst = false;
    m_mount->spec.selection.mode = MountSelection::Mode::All;
    m_mount->spec.retry.second = std::chrono::milliseconds(30);
    m_mount->spec.refreshTime = std::chrono::milliseconds(100);
}

void tst_MountController::cleanup()
{
    m_mount.reset();
    m_account.reset();
    m_shared.reset();
}

bool tst_MountController::mount()
{
    return m_mount->mount();
}

QByteArray tst_MountController::read(const QString& below)
{
    return test::run(QStringLiteral("cat"), {m_mount->path(below)}).out;
}

void tst_MountController::startHolder(QProcess& program)
{
    program.start(QStringLiteral("sh"),
                  {QStringLiteral("-c"), QStringLiteral("exec 9<\"$1\" && echo open && exec cat"),
                   QStringLiteral("sh"), m_mount->path(QStringLiteral("home/reads/a.txt"))});
    QVERIFY(test::says(program, "open\n"));
}

void tst_MountController::deadClusterGivesAMountThatSaysSo()
{
    m_account->addFault("api", test::DemoAccount::faultOf(Kind::Dead));
    QVERIFY2(mount(), m_mount->complaint().constData());
    QVERIFY(troubleBecomes(Trouble::Offline));
    QVERIFY(snapshot().error.contains(m_account->credentials().host));
    const auto readme = read(QStringLiteral("README"));
    QVERIFY2(readme.contains("cannot be reached"), readme.constData());
}

void tst_MountController::mountHealsWhenTheClusterComesBack()
{
    m_account->addFault("api", test::DemoAccount::faultOf(Kind::Dead));
    QVERIFY2(mount(), m_mount->complaint().constData());
    QVERIFY(troubleBecomes(Trouble::Offline));
    m_account->cluster.faults().clear();
    QVERIFY(troubleBecomes(Trouble::None));
    QVERIFY(!read(QStringLiteral("README")).contains("cannot be reached"));
    QCOMPARE(read(QStringLiteral("home/reads/a.txt")), QByteArray("the first\n"));
}

void tst_MountController::lostClusterIsToldAndComesBack()
{
    QVERIFY2(mount(), m_mount->complaint().constData());
    QCOMPARE(read(QStringLiteral("home/reads/a.txt")), QByteArray("the first\n"));
    m_account->addFault("api", test::DemoAccount::faultOf(Kind::Dead));
    (void)test::run(QStringLiteral("ls"), {m_mount->path(QStringLiteral("home"))});
    QVERIFY(troubleBecomes(Trouble::Offline));
    QCOMPARE(snapshot().state, State::Mounted);
    QCOMPARE(read(QStringLiteral("home/reads/a.txt")), QByteArray("the first\n"));
    m_account->cluster.faults().clear();
    QVERIFY(troubleBecomes(Trouble::None));
}

void tst_MountController::refusedTokenIsToldAndANewOneGoesIn()
{
    QVERIFY2(mount(), m_mount->complaint().constData());
    QCOMPARE(read(QStringLiteral("home/reads/a.txt")), QByteArray("the first\n"));
    m_mount->controller().setToken(QStringLiteral("v2/zzzzz-gj3su-000000000000000/wrong"));
    QVERIFY(troubleBecomes(Trouble::NotSignedIn));
    QCOMPARE(snapshot().state, State::Mounted);
    QCOMPARE(read(QStringLiteral("home/reads/a.txt")), QByteArray("the first\n"));
    m_mount->controller().setToken(m_account->credentials().token);
    QVERIFY(troubleBecomes(Trouble::None));
    QCOMPARE(read(QStringLiteral("home/reads/b.txt")), QByteArray("next\n"));
}

void tst_MountController::mountWithoutATokenWaitsForOne()
{
    m_mount->spec.credentials.token.clear();
    QVERIFY2(mount(), m_mount->complaint().constData());
    QVERIFY(troubleBecomes(Trouble::NotSignedIn));
    m_mount->controller().setToken(m_account->credentials().token);
    QVERIFY(troubleBecomes(Trouble::None));
    QCOMPARE(read(QStringLiteral("home/reads/a.txt")), QByteArray("the first\n"));
}

void tst_MountController::missingFolderIsMade()
{
    const auto folder = m_mount->path() + QStringLiteral("/not/yet");
    m_mount->spec.options.directory = folder;
    m_mount->spec.options.createDirectory = true;
    QVERIFY2(m_mount->mount(), m_mount->complaint().constData());
    QVERIFY(mountedAt(folder));
    QVERIFY(m_mount->stop());
    QCOMPARE(QFileInfo(folder).permissions() & 0x0077, QFileDevice::Permissions());
}

void tst_MountController::unusedMountIsUnmounted()
{
    QVERIFY2(mount(), m_mount->complaint().constData());
    m_mount->controller().unmount();
    QVERIFY(test::waitUntil([this] { return snapshot().state == State::Stopped; }));
    QVERIFY(!m_mount->isMounted());
    QVERIFY2(snapshot().error.isEmpty(), qPrintable(snapshot().error));
}

void tst_MountController::heldMountSaysWhoHoldsIt()
{
    QVERIFY2(mount(), m_mount->complaint().constData());
    QProcess holder;
    startHolder(holder);
    m_mount->controller().unmount();
    QVERIFY(test::waitUntil([this] { return snapshot().waitsForHolders; }));
    QCOMPARE(snapshot().state, State::Mounted);
    QCOMPARE(snapshot().holders, (QList<MountHolder>{{holder.processId(), QStringLiteral("cat")}}));
    QCOMPARE(read(QStringLiteral("home/reads/b.txt")), QByteArray("next\n"));
    m_mount->controller().stop();
    holder.closeWriteChannel();
    QVERIFY(test::outcomeOf(holder).isSuccess());
}

void tst_MountController::heldMountEndsWhenTheProgramDoes()
{
    QVERIFY2(mount(), m_mount->complaint().constData());
    QProcess holder;
    startHolder(holder);
    m_mount->controller().unmount();
    QVERIFY(test::waitUntil([this] { return snapshot().waitsForHolders; }));
    holder.closeWriteChannel();
    QVERIFY(test::outcomeOf(holder).isSuccess());
    QVERIFY(test::waitUntil([this] { return snapshot().state == State::Stopped; }));
    QVERIFY(!m_mount->isMounted());
}

void tst_MountController::heldMountStaysWhenAsked()
{
    QVERIFY2(mount(), m_mount->complaint().constData());
    QProcess holder;
    startHolder(holder);
    m_mount->controller().unmount();
    QVERIFY(test::waitUntil([this] { return snapshot().waitsForHolders; }));
    m_mount->controller().stay();
    QVERIFY(!snapshot().waitsForHolders);
    holder.closeWriteChannel();
    QVERIFY(test::outcomeOf(holder).isSuccess());
    // Longer than it would take to ask once more.
    QVERIFY(!test::waitUntil([this] { return snapshot().state != State::Mounted; }, 1500));
    QVERIFY(m_mount->isMounted());
}

void tst_MountController::heldMountIsDetachedWhenAsked()
{
    QVERIFY2(mount(), m_mount->complaint().constData());
    QProcess holder;
    startHolder(holder);
    m_mount->controller().unmount();
    QVERIFY(test::waitUntil([this] { return snapshot().waitsForHolders; }));
    m_mount->controller().stop();
    QVERIFY(test::waitUntil([this] { return snapshot().state == State::Stopped; }));
    QVERIFY(!m_mount->isMounted());
    holder.closeWriteChannel();
    QVERIFY(test::outcomeOf(holder).inTime);
}

void tst_MountController::readingIsToldWhileItLasts()
{
    QVERIFY2(mount(), m_mount->complaint().constData());
    QVERIFY(!snapshot().reading);
    QCOMPARE(read(QStringLiteral("home/reads/a.txt")), QByteArray("the first\n"));
    QVERIFY(test::waitUntil([this] { return snapshot().reading; }));
    QVERIFY(test::waitUntil([this] { return !snapshot().reading; }));
    QCOMPARE(snapshot().bytesRead, std::uint64_t{10});
}

void tst_MountController::figuresComeWhileTheyAreWatched()
{
    QVERIFY2(mount(), m_mount->complaint().constData());
    QVERIFY(troubleBecomes(Trouble::None));
    QVERIFY(test::waitUntil([this] { return snapshot().feed == MountSnapshot::Feed::Connected; }));
    QCOMPARE(read(QStringLiteral("home/reads/a.txt")), QByteArray("the first\n"));
    QVERIFY(test::waitUntil([this] { return !snapshot().reading; })); // that is told, too
    m_mount->controller().watchFigures(true);
    QVERIFY(
        test::waitUntil([this] { return snapshot().cache.of(NodeKind::Collection).nodes == 1; }));
    QVERIFY(snapshot().cache.bytes > 0);
    QCOMPARE(snapshot().cache.cap, std::uint64_t{128} << 20);
    QSignalSpy told(&m_mount->controller(), &MountController::changed);
    QElapsedTimer clock;
    clock.start();
    QVERIFY(test::waitUntil([&told] { return told.size() >= 5; }));
    QVERIFY2(clock.elapsed() >= 700, "more than five times a second");
    m_mount->controller().watchFigures(false);
    (void)test::waitUntil([] { return false; }, 300); // what was on its way
    told.clear();
    QVERIFY(!test::waitUntil([&told] { return !told.isEmpty(); }, 1000));
}

void tst_MountController::capIsChangedWhileMounted()
{
    QVERIFY2(mount(), m_mount->complaint().constData());
    m_mount->controller().setCacheCap(64 << 20);
    QVERIFY(test::waitUntil([this] { return snapshot().cache.cap == std::uint64_t{64} << 20; }));
}

void tst_MountController::whatAProgramDidNotGetIsTold()
{
    m_mount->spec.retry.tries = 1;
    QVERIFY2(mount(), m_mount->complaint().constData());
    QVERIFY(troubleBecomes(Trouble::None));
    (void)read(QStringLiteral("home/not there"));
    QCOMPARE(read(QStringLiteral("home/reads/a.txt")), QByteArray("the first\n"));
    QVERIFY2(snapshot().lastFailure.isEmpty(), qPrintable(snapshot().lastFailure));
    SmallWorld::addKeepFault(*m_account, test::DemoAccount::statusFault(404));
    QVERIFY(read(QStringLiteral("home/reads/b.txt")).isEmpty());
    QVERIFY(test::waitUntil([this] { return !snapshot().lastFailure.isEmpty(); }));
    QVERIFY(snapshot().lastFailureAt.isValid());
    QCOMPARE(snapshot().trouble, Trouble::None); // the cluster is well
}

void tst_MountController::unmountFromOutsideIsNoticed()
{
    QVERIFY2(mount(), m_mount->complaint().constData());
    QVERIFY(test::run(QStringLiteral("fusermount3"), {QStringLiteral("-u"), m_mount->path()})
                .isSuccess());
    QVERIFY(test::waitUntil([this] { return snapshot().state == State::Stopped; }));
}

void tst_MountController::deadMountOfOursIsCleanedForeignOnesAreNot()
{
    QTemporaryDir folder;
    const auto dead = folder.path();
    QTemporaryDir foreign;
    QVERIFY(
        test::shell(QStringLiteral("mount -t tmpfs none \"$1\""), {foreign.path()}).isSuccess());
    // A process of ours that is killed leaves its mount behind.
    const auto credentials = m_account->credentials();
    QProcess killed;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("ARVADOS_API_HOST"), credentials.host);
    environment.insert(QStringLiteral("ARVADOS_API_TOKEN"), credentials.token);
    environment.insert(QStringLiteral("SSL_CERT_FILE"), credentials.caFile);
    killed.setProcessEnvironment(environment);
    // Without fusermount3's own watcher, as the tray application mounts.
    killed.start(QStringLiteral(ARV_BINARY_DIR "/../tests/abandonedmount"), {dead});
    QVERIFY(test::says(killed, "mounted\n"));
    killed.kill();
    (void)test::outcomeOf(killed);
    QVERIFY(mountedAt(dead));

    m_mount->controller().detachIfDead(foreign.path());
    m_mount->controller().detachIfDead(dead);
    QVERIFY(test::waitUntil([&dead] { return !mountedAt(dead).has_value(); }));
    QVERIFY(mountedAt(foreign.path()));
    QVERIFY(test::shell(QStringLiteral("umount \"$1\""), {foreign.path()}).isSuccess());
}

void tst_MountController::controllerMayGoAtAnyTime()
{
    for (int i = 0; i < 20; ++i) {
        test::InProcessMount brief(*m_shared, m_account->credentials());
        brief.spec.checkFirst = false;
        MountController controller(*m_shared);
        controller.watchFigures(true);
        QVERIFY(controller.start(brief.spec));
        (void)test::waitUntil([] { return false; }, i);
        if (i % 2 == 0)
            controller.unmount();
    }
    (void)test::waitUntil([] { return false; }, 50); // what was on its way finds nobody
}

QTEST_GUILESS_MAIN(tst_MountController)
#include "tst_mountcontroller.moc"
