// SPDX-License-Identifier: Apache-2.0
#include "holdersdialog.h"
#include "mainwindow.h"
#include "mounteditor.h"
#include "runningdrive.h"
#include "support/accessibility.h"
#include "support/desktopsession.h"
#include "support/mountedprocess.h"
#include "support/smallworld.h"
#include "trayicon.h"
#include "windowcommand.h"

#include <QApplication>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QtTest>

#include <csignal>

using namespace arv;
using namespace arv::test;
using State = MountSnapshot::State;
using Kind = demo::Fault::Kind;

namespace {

constexpr int patience = 20000; // ms

// The button that a person reads this on; nullptr: it is not there or cannot be pressed.
QPushButton* buttonIn(const QWidget& window, const QString& text)
{
    const auto buttons = window.findChildren<QPushButton*>();
    for (auto* button : buttons) {
        if (nameForReaders(*button).remove(u'&') == text && button->isVisible()
            && button->isEnabled())
            return button;
    }
    return nullptr;
}

bool press(const QWidget& window, const QString& text)
{
    QPushButton* button = nullptr;
    if (!waitUntil([&] { return (button = buttonIn(window, text)) != nullptr; }, patience))
        return false;
    QTest::mouseClick(button, Qt::LeftButton);
    return true;
}

} // namespace

// Several mounts of two accounts in the real application, and how they end.
class tst_MountsOfApplication : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void deadClusterDoesNotDisturbTheOther();
    void changedFolderMovesTheMount();
    void busyMountAsksWhatToDo_data();
    void busyMountAsksWhatToDo();
    void quittingWaitsForProgramsAndSaysSo();
    void stayingMountedCallsTheEndOff();
    void capIsChangedWhileMounted();
    void dataSettingsSurviveARestart();
    void cacheAndMountsStayOutOfEachOther();
    void blockCacheIsSeenAndCleared();
    void readingWaitsWhileTransfersArePaused();
    void mountsComeBackAsTheyWere();
    void killedProgramsMountsAreCleanedAndMountedAgain();
    void foreignMountIsLeftAlone();
    void signalEndsInOrder();

private:
    void startDrive();
    [[nodiscard]] bool mountAll();
    [[nodiscard]] HoldersDialog* holders();
    [[nodiscard]] bool startHolder(const QString& place);
    [[nodiscard]] bool startProgram();
    [[nodiscard]] QByteArray settingsFile() const;

    std::unique_ptr<DemoAccount> m_first;
    std::unique_ptr<DemoAccount> m_second;
    std::unique_ptr<RunningDrive> m_running;
    std::unique_ptr<LiveCommand> m_holder; // a program in a mount
    std::unique_ptr<QProcess> m_program; // the application as a process of its own
    QStringList m_mounts; // one and two of the first account, three of the second
    QStringList m_places;
};

void tst_MountsOfApplication::initTestCase()
{
    m_first = std::make_unique<DemoAccount>();
    m_second = std::make_unique<DemoAccount>();
    SmallWorld::addCollection(*m_first, "few", {{"a.txt", "some bytes\n"}});
    SmallWorld::addCollection(*m_second, "few", {{"a.txt", "other bytes\n"}});
}

void tst_MountsOfApplication::startDrive()
{
    m_running.reset(); // one at a time
    m_running = std::make_unique<RunningDrive>();
    QVERIFY(m_running->isFirst());
}

void tst_MountsOfApplication::init()
{
    QFile::remove(Settings::standardPath());
    m_mounts.clear();
    m_places.clear();
    startDrive();
    const auto first = m_running->addAccount(*m_first, QStringLiteral("First"));
    const auto second = m_running->addAccount(*m_second, QStringLiteral("Second"));
    m_mounts += m_running->addMount(first, QStringLiteral("one"));
    m_mounts += m_running->addMount(first, QStringLiteral("two"));
    m_mounts += m_running->addMount(second, QStringLiteral("three"));
    for (const auto& id : m_mounts)
        m_places += m_running->place(id);
}

void tst_MountsOfApplication::cleanup()
{
    m_first->cluster.faults().clear();
    m_holder.reset();
    m_running.reset();
    if (m_program) {
        m_program->terminate();
        if (!m_program->waitForFinished(5000)) {
            m_program->kill();
            m_program->waitForFinished(5000);
        }
        m_program.reset();
    }
    for (const auto& place : m_places) {
        if (mountedAt(place))
            (void)run(QStringLiteral("umount"), {QStringLiteral("-l"), place});
    }
}

bool tst_MountsOfApplication::mountAll()
{
    return std::all_of(m_mounts.begin(), m_mounts.end(),
                       [this](const QString& id) { return m_running->mount(id); });
}

HoldersDialog* tst_MountsOfApplication::holders()
{
    const auto dialogs = m_running->window().findChildren<HoldersDialog*>();
    for (auto* dialog : dialogs) {
        if (dialog->isVisible())
            return dialog;
    }
    return nullptr;
}

// A program that works in the mount until it is ended.
bool tst_MountsOfApplication::startHolder(const QString& place)
{
    m_holder = std::make_unique<LiveCommand>(
        QStringLiteral("cd \"$1\" && echo there && exec sleep 1000"), QStringList{place});
    return waitUntil([this] { return m_holder->process().bytesAvailable() > 0; }, patience);
}

// By the settings that are there; true when the first mount is mounted by it.
bool tst_MountsOfApplication::startProgram()
{
    m_program = std::make_unique<QProcess>();
    m_program->setChildProcessModifier([] {
        SignalWatcher::restoreSignals();
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    });
    m_program->start(programPath(), QStringList());
    return waitUntil([this] { return mountedAt(m_places.first()).has_value(); }, patience);
}

QByteArray tst_MountsOfApplication::settingsFile() const
{
    QFile file(Settings::standardPath());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void tst_MountsOfApplication::deadClusterDoesNotDisturbTheOther()
{
    for (const auto* server : {"api", "keep0", "keep1"})
        m_first->addFault(server, DemoAccount::faultOf(Kind::Dead));
    QVERIFY(mountAll());
    // Somebody waits for the dead one meanwhile.
    const LiveCommand waiting(QStringLiteral("ls -lR \"$1\""), {m_places.first()});
    QElapsedTimer clock;
    clock.start();
    const auto read = live(QStringLiteral("cat \"$1\"/home/few/a.txt"), {m_places.at(2)});
    QVERIFY2(read.isSuccess(), qPrintable(read.told()));
    QCOMPARE(read.out, QByteArray("other bytes\n"));
    QVERIFY2(clock.elapsed() < 10000, "the dead cluster held up the other");
    QTRY_COMPARE_WITH_TIMEOUT(m_running->snapshot(m_mounts.first()).trouble,
                              MountSnapshot::Trouble::Offline, patience);
    QCOMPARE(m_running->snapshot(m_mounts.at(2)).trouble, MountSnapshot::Trouble::None);
    m_first->cluster.faults().clear();
    QTRY_COMPARE_WITH_TIMEOUT(m_running->snapshot(m_mounts.first()).trouble,
                              MountSnapshot::Trouble::None, 40000);
}

void tst_MountsOfApplication::changedFolderMovesTheMount()
{
    QVERIFY(m_running->mount(m_mounts.first()));
    m_running->window().selectMount(m_mounts.first());
    QVERIFY(press(m_running->window(), QStringLiteral("Edit mount…")));
    auto* editor = m_running->window().findChild<MountEditor*>();
    QVERIFY(editor);
    auto* directory = editor->findChild<QLineEdit*>(QStringLiteral("directory"));
    QVERIFY(directory);
    directory->selectAll();
    const auto moved = m_places.first() + QStringLiteral(" moved");
    QTest::keyClicks(directory, moved);
    m_places += moved;
    QTest::mouseClick(editor->findChild<QPushButton*>(QStringLiteral("save")), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(mountedAt(moved).has_value(), patience);
    QVERIFY(m_running->waitFor(m_mounts.first(), State::Mounted));
    QVERIFY(!mountedAt(m_places.first()));
    QVERIFY(settingsFile().contains("one moved"));
    const auto read = live(QStringLiteral("cat \"$1\"/home/few/a.txt"), {moved});
    QVERIFY2(read.isSuccess(), qPrintable(read.told()));
}

void tst_MountsOfApplication::busyMountAsksWhatToDo_data()
{
    QTest::addColumn<QString>("button");
    QTest::newRow("wait") << "Wait";
    QTest::newRow("stay") << "Keep mounted";
    QTest::newRow("detach") << "Detach now";
}

void tst_MountsOfApplication::busyMountAsksWhatToDo()
{
    QFETCH(QString, button);
    QVERIFY(mountAll());
    QVERIFY(startHolder(m_places.first()));
    m_running->window().selectMount(m_mounts.first());
    QVERIFY(press(m_running->window(), QStringLiteral("Unmount")));
    QTRY_VERIFY_WITH_TIMEOUT(holders(), patience);
    const auto* programs = holders()->findChild<QListWidget*>();
    QCOMPARE(programs->count(), 1);
    QCOMPARE(programs->item(0)->text(),
             QStringLiteral("sleep (process %1)").arg(m_holder->process().processId()));
    QVERIFY(press(*holders(), button));
    QTRY_VERIFY(!holders());
    if (button == QStringLiteral("Wait")) {
        QVERIFY(m_running->snapshot(m_mounts.first()).waitsForHolders);
        m_holder->process().terminate();
    }
    if (button == QStringLiteral("Keep mounted")) {
        QCOMPARE(m_running->snapshot(m_mounts.first()).state, State::Mounted);
        QVERIFY(!m_running->snapshot(m_mounts.first()).waitsForHolders);
        QVERIFY(m_running->drive().mount(m_mounts.first())->settings.mounted);
        m_holder->process().terminate();
        const auto listed = live(QStringLiteral("ls \"$1\""), {m_places.first()});
        QVERIFY2(listed.isSuccess(), qPrintable(listed.told()));
        return;
    }
    QVERIFY(m_running->waitFor(m_mounts.first(), State::Stopped));
    QVERIFY(!mountedAt(m_places.first()));
    QVERIFY(!m_running->drive().mount(m_mounts.first())->settings.mounted);
    QCOMPARE(m_running->snapshot(m_mounts.at(1)).state, State::Mounted);
}

void tst_MountsOfApplication::quittingWaitsForProgramsAndSaysSo()
{
    QVERIFY(mountAll());
    QVERIFY(startHolder(m_places.at(1)));
    QTest::keyClick(&m_running->window(), Qt::Key_Q, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(holders(), patience);
    QVERIFY(m_running->waitFor(m_mounts.at(0), State::Stopped));
    QVERIFY(m_running->waitFor(m_mounts.at(2), State::Stopped));
    QVERIFY(!m_running->hasEnded());
    QVERIFY(press(*holders(), QStringLiteral("Wait")));
    m_holder->process().terminate();
    QVERIFY(m_running->waitForEnd());
    for (const auto& place : m_places)
        QVERIFY(!mountedAt(place));
}

void tst_MountsOfApplication::stayingMountedCallsTheEndOff()
{
    QVERIFY(m_running->mount(m_mounts.first()));
    QVERIFY(startHolder(m_places.first()));
    m_running->drive().quit();
    QTRY_VERIFY_WITH_TIMEOUT(holders(), patience);
    QVERIFY(press(*holders(), QStringLiteral("Keep mounted")));
    QTRY_VERIFY(!holders());
    m_holder.reset();
    QVERIFY(!m_running->waitForEnd(2500));
    QCOMPARE(m_running->snapshot(m_mounts.first()).state, State::Mounted);
    // The end can be asked for once more, and mounting works again.
    QVERIFY(m_running->mount(m_mounts.at(1)));
    m_running->drive().quit();
    QVERIFY(m_running->waitForEnd());
}

void tst_MountsOfApplication::capIsChangedWhileMounted()
{
    QVERIFY(m_running->mount(m_mounts.first()));
    auto* tabs = m_running->window().findChild<QTabWidget*>();
    for (int page = 0; page < tabs->count(); ++page) {
        if (tabs->tabText(page) == QStringLiteral("Caches"))
            tabs->setCurrentIndex(page);
    }
    auto* cap = tabs->currentWidget()->findChild<QSpinBox*>();
    QVERIFY(cap && cap->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(m_running->snapshot(m_mounts.first()).cache.cap,
                              MountSettings::defaultCacheCap, patience);
    cap->setFocus();
    cap->selectAll();
    QTest::keyClicks(cap, QStringLiteral("48 MiB"));
    QTest::keyClick(cap, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_running->snapshot(m_mounts.first()).cache.cap,
                              std::uint64_t(48) << 20, patience);
    QCOMPARE(m_running->snapshot(m_mounts.first()).state, State::Mounted);
    const auto read = live(QStringLiteral("cat \"$1\"/home/few/a.txt"), {m_places.first()});
    QVERIFY2(read.isSuccess(), qPrintable(read.told()));
    m_running.reset();
    startDrive();
    QCOMPARE(m_running->drive().mount(m_mounts.first())->settings.cacheCap,
             std::uint64_t(48) << 20);
}

void tst_MountsOfApplication::dataSettingsSurviveARestart()
{
    auto wished = m_running->drive().preferences();
    wished.data.cache = {false, QStringLiteral("/big/keep"), 3ULL << 30, 512ULL << 20};
    m_running->drive().setPreferences(wished);
    m_running->drive().setBandwidthLimit(1); // less than can be had
    wished.data.bandwidth = DataSettings::leastBandwidth;
    QVERIFY(m_running->drive().preferences() == wished);
    startDrive();
    QVERIFY(m_running->drive().preferences() == wished);
    m_running->drive().setBandwidthLimit(0);
    startDrive();
    QCOMPARE(m_running->drive().preferences().data.bandwidth, 0ULL);
}

// A cache inside a mount would wait for itself.
void tst_MountsOfApplication::cacheAndMountsStayOutOfEachOther()
{
    auto& drive = m_running->drive();
    QVERIFY(!drive.cacheFolderProblem(m_places.first() + QStringLiteral("/keep")).isEmpty());
    const auto folder = QDir::homePath() + QStringLiteral("/blocks/keep");
    QCOMPARE(drive.cacheFolderProblem(folder), QString());
    auto wished = drive.preferences();
    wished.data.cache.folder = folder;
    drive.setPreferences(wished);
    auto settings = drive.mount(m_mounts.first())->settings;
    settings.directory = QFileInfo(folder).path();
    const auto saved = drive.saveMount(settings);
    QVERIFY(!saved);
    QVERIFY2(saved.error().text.contains(folder), qPrintable(saved.error().text));
}

void tst_MountsOfApplication::blockCacheIsSeenAndCleared()
{
    QVERIFY(m_running->mount(m_mounts.first()));
    auto& drive = m_running->drive();
    const auto read = live(QStringLiteral("cat \"$1\"/home/few/a.txt"), {m_places.first()});
    QVERIFY2(read.isSuccess(), qPrintable(read.told()));
    QCOMPARE(drive.data().cache.memory.blocks, 1ULL);
    QCOMPARE(drive.data().cache.memory.bytes, 11ULL);
    QCOMPARE(drive.data().cache.memory.capacity, BlockCacheSettings::defaultMemory);
    QVERIFY(drive.data().cache.verified > 0);
    QSignalSpy changed(&drive, &Desk::dataChanged);
    drive.watchData(true);
    drive.watchData(true); // two views
    drive.watchData(false);
    changed.clear();
    drive.clearBlockCache();
    QTRY_VERIFY(!changed.isEmpty());
    QCOMPARE(drive.data().cache.memory.blocks, 0ULL);
    drive.watchData(false);
}

void tst_MountsOfApplication::readingWaitsWhileTransfersArePaused()
{
    QVERIFY(m_running->mount(m_mounts.first()));
    auto& drive = m_running->drive();
    drive.setPaused(true);
    QTRY_COMPARE(m_running->face().tray().state(), TrayState::Paused);
    QProcess reader;
    reader.start(QStringLiteral("cat"), {m_places.first() + QStringLiteral("/home/few/a.txt")});
    QTRY_COMPARE_WITH_TIMEOUT(drive.data().transfers.transfers.size(), 1, patience);
    const auto waiting = drive.data().transfers.transfers.first();
    QCOMPARE(waiting.file, QStringLiteral("a.txt"));
    QCOMPARE(reader.state(), QProcess::Running);
    drive.setPaused(false);
    QTRY_COMPARE_WITH_TIMEOUT(reader.state(), QProcess::NotRunning, patience);
    QCOMPARE(reader.readAllStandardOutput(), QByteArray("some bytes\n"));
    QCOMPARE(drive.data().transfers.received, 11ULL);
}

void tst_MountsOfApplication::mountsComeBackAsTheyWere()
{
    QVERIFY(m_running->mount(m_mounts.at(0)));
    QVERIFY(m_running->mount(m_mounts.at(2)));
    m_running->drive().quit();
    QVERIFY(m_running->waitForEnd());
    startDrive();
    QVERIFY(m_running->waitFor(m_mounts.at(0), State::Mounted));
    QVERIFY(m_running->waitFor(m_mounts.at(2), State::Mounted));
    QCOMPARE(m_running->snapshot(m_mounts.at(1)).state, State::Stopped);
    QVERIFY(!mountedAt(m_places.at(1)));
    m_running->drive().stopMount(m_mounts.at(0));
    QVERIFY(m_running->waitFor(m_mounts.at(0), State::Stopped));
    m_running.reset(); // as at the session's end
    startDrive();
    QVERIFY(m_running->waitFor(m_mounts.at(2), State::Mounted));
    QCOMPARE(m_running->snapshot(m_mounts.at(0)).state, State::Stopped);
}

void tst_MountsOfApplication::killedProgramsMountsAreCleanedAndMountedAgain()
{
    QVERIFY(m_running->mount(m_mounts.at(0)));
    QVERIFY(m_running->mount(m_mounts.at(1)));
    m_running.reset();
    QVERIFY(startProgram());
    QTRY_VERIFY_WITH_TIMEOUT(mountedAt(m_places.at(1)), patience);
    m_program->kill();
    QVERIFY(m_program->waitForFinished(patience));
    QVERIFY(mountedAt(m_places.at(0)) && mountedAt(m_places.at(1))); // dead
    startDrive();
    for (int each : {0, 1}) {
        QVERIFY(m_running->waitFor(m_mounts.at(each), State::Mounted));
        const auto listed = live(QStringLiteral("cat \"$1\"/README"), {m_places.at(each)});
        QVERIFY2(listed.isSuccess(), qPrintable(listed.told()));
    }
}

void tst_MountsOfApplication::foreignMountIsLeftAlone()
{
    const auto place = m_places.first();
    QVERIFY(QDir().mkpath(place));
    if (!run(QStringLiteral("mount"),
             {QStringLiteral("-t"), QStringLiteral("tmpfs"), QStringLiteral("tmpfs"), place})
             .isSuccess())
        QSKIP("only root may mount something else");
    QVERIFY(shell(QStringLiteral("echo theirs > \"$1\"/file"), {place}).isSuccess());
    m_running->drive().startMount(m_mounts.first());
    QTRY_VERIFY_WITH_TIMEOUT(m_running->snapshot(m_mounts.first()).state == State::Stopped
                                 && !m_running->snapshot(m_mounts.first()).error.isEmpty(),
                             patience);
    QVERIFY2(m_running->snapshot(m_mounts.first()).error.contains(place),
             qPrintable(m_running->snapshot(m_mounts.first()).error));
    const auto read = shell(QStringLiteral("cat \"$1\"/file"), {place});
    QCOMPARE(read.out, QByteArray("theirs\n"));
    m_running.reset();
    QVERIFY(mountedAt(place));
}

void tst_MountsOfApplication::signalEndsInOrder()
{
    QVERIFY(m_running->mount(m_mounts.at(0)));
    m_running.reset();
    QVERIFY(startProgram());
    QVERIFY(startHolder(m_places.at(0))); // the session does not wait for it
    m_program->terminate();
    QVERIFY(m_program->waitForFinished(patience));
    QCOMPARE(m_program->exitStatus(), QProcess::NormalExit);
    QCOMPARE(m_program->exitCode(), 0);
    QVERIFY(!mountedAt(m_places.at(0)));
    QVERIFY(settingsFile().contains("\"mounted\": true"));
}

int main(int argc, char** argv)
{
    DesktopSession session;
    if (!session.start()) {
        std::fprintf(stderr, "%s\n", qPrintable(session.error()));
        return 77;
    }
    session.enter();
    SignalWatcher::blockSignals();
    const QApplication application(argc, argv);
    prepareLook();
    tst_MountsOfApplication test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_mountsofapplication.moc"
