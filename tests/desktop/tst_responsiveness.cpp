// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"
#include "mainwindow.h"
#include "projecttree.h"
#include "runningdrive.h"
#include "support/desktopsession.h"
#include "support/smallworld.h"
#include "support/stallwatch.h"
#include "windowcommand.h"

#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QTabWidget>
#include <QTreeView>
#include <QtTest>

using namespace arv;
using namespace arv::test;
using namespace std::chrono_literals;
using State = MountSnapshot::State;
using Kind = demo::Fault::Kind;

namespace {

constexpr int manyCollections = 20000;
constexpr int readerCount = 8;

// Far above what a person takes for a freeze on a busy machine; a call that waits for a cluster, a
// mount or a process takes longer.
constexpr qint64 blocked = 2000; // milliseconds

} // namespace

// The window answers, whatever the clusters and the mounts do.
class tst_Responsiveness : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void slowClusterDoesNotHoldTheWindow();
    void silentClusterDoesNotHoldTheWindow();
    void deadClusterDoesNotHoldTheWindow();
    void projectOfTwentyThousandIsBrowsed();
    void floodOfLogLinesIsSwallowed();
    void waitingReadersDoNotHoldTheWindow();
    void quittingDoesNotWaitForASilentCluster();

private:
    void addFaultToFirst(Kind kind, std::chrono::milliseconds latency = 0ms);
    void lookAround(std::chrono::milliseconds time);
    void openTree();
    [[nodiscard]] QModelIndex child(const QModelIndex& parent, const QString& name) const;
    [[nodiscard]] bool settles(const std::function<bool()>& condition);
    [[nodiscard]] QModelIndex openMany();
    void checkAndPrint(StallWatch& watch, const char* during);

    std::unique_ptr<DemoAccount> m_first;
    std::unique_ptr<DemoAccount> m_second;
    std::unique_ptr<RunningDrive> m_running;
    std::vector<std::unique_ptr<LiveCommand>> m_commands; // of programs that use the mounts
    QStringList m_mounts;
    ProjectTree* m_tree = nullptr;
};

void tst_Responsiveness::initTestCase()
{
    m_first = std::make_unique<DemoAccount>();
    m_second = std::make_unique<DemoAccount>();
    SmallWorld::addCollection(*m_first, "few", {{"a.txt", "some bytes\n"}});
    SmallWorld::addCollection(*m_second, "few", {{"a.txt", "some bytes\n"}});
    demo::NewGroup project;
    project.owner = m_first->user;
    project.name = "many";
    const auto many = m_first->cluster.store().addGroup(project);
    QVERIFY(many);
    for (int i = 0; i < manyCollections; ++i) {
        demo::NewCollection made;
        made.owner = *many;
        made.name = "collection " + std::to_string((i * 7919) % manyCollections);
        QVERIFY(m_first->cluster.store().addCollection(made));
    }
}

void tst_Responsiveness::init()
{
    QFile::remove(Settings::standardPath());
    m_mounts.clear();
    StallWatch watch;
    m_running = std::make_unique<RunningDrive>();
    QVERIFY(m_running->isFirst());
    const auto first = m_running->addAccount(*m_first, QStringLiteral("First"));
    const auto second = m_running->addAccount(*m_second, QStringLiteral("Second"));
    m_mounts += m_running->addMount(first, QStringLiteral("one"));
    m_mounts += m_running->addMount(first, QStringLiteral("two"));
    m_mounts += m_running->addMount(second, QStringLiteral("three"));
    for (const auto& id : m_mounts)
        QVERIFY(m_running->mount(id));
    m_tree = m_running->window().findChild<ProjectTree*>();
    QVERIFY(m_tree);
    watch.print("at the start");
}

void tst_Responsiveness::cleanup()
{
    m_first->cluster.faults().clear();
    m_commands.clear();
    m_running.reset();
}

void tst_Responsiveness::addFaultToFirst(Kind kind, std::chrono::milliseconds latency)
{
    auto fault = DemoAccount::faultOf(kind);
    fault.latency = latency;
    for (const auto* server : {"api", "keep0", "keep1"})
        m_first->addFault(server, fault);
}

bool tst_Responsiveness::settles(const std::function<bool()>& condition)
{
    return waitUntil(condition, 60000);
}

QModelIndex tst_Responsiveness::child(const QModelIndex& parent, const QString& name) const
{
    const auto* model = m_tree->model();
    for (int row = 0; row < model->rowCount(parent); ++row) {
        const auto index = model->index(row, 0, parent);
        if (index.data().toString().startsWith(name))
            return index;
    }
    return {};
}

// What is there of the tree, two levels deep.
void tst_Responsiveness::openTree()
{
    m_tree->expandToDepth(2);
}

// A person who clicks through everything while programs list the mounts.
void tst_Responsiveness::lookAround(std::chrono::milliseconds time)
{
    auto* tabs = m_running->window().findChild<QTabWidget*>();
    QVERIFY(tabs);
    for (const auto& id : m_mounts)
        m_commands.push_back(std::make_unique<LiveCommand>(
            QStringLiteral("ls -lR \"$1\"/home/few; cat \"$1\"/README"),
            QStringList{m_running->place(id)}));
    QElapsedTimer clock;
    clock.start();
    for (int step = 0; clock.elapsed() < time.count(); ++step) {
        tabs->setCurrentIndex(step % tabs->count());
        m_running->window().selectMount(m_mounts.at(step % m_mounts.size()));
        openTree();
        QTest::keyClick(m_tree, step % 2 == 0 ? Qt::Key_Down : Qt::Key_F5);
        (void)waitUntil([] { return false; }, 120);
    }
}

void tst_Responsiveness::checkAndPrint(StallWatch& watch, const char* during)
{
    watch.print(during);
    QVERIFY2(watch.longest().wall < blocked, "the window was blocked");
}

void tst_Responsiveness::slowClusterDoesNotHoldTheWindow()
{
    addFaultToFirst(Kind::Latency, 2s);
    StallWatch watch;
    lookAround(3s);
    checkAndPrint(watch, "cluster slow");
}

void tst_Responsiveness::silentClusterDoesNotHoldTheWindow()
{
    addFaultToFirst(Kind::Silence);
    StallWatch watch;
    lookAround(3s);
    checkAndPrint(watch, "cluster silent");
}

void tst_Responsiveness::deadClusterDoesNotHoldTheWindow()
{
    addFaultToFirst(Kind::Dead);
    StallWatch watch;
    lookAround(3s);
    checkAndPrint(watch, "cluster dead");
}

// Opens First → Home → many, and waits until all of it is loaded.
QModelIndex tst_Responsiveness::openMany()
{
    m_running->window().findChild<QTabWidget*>()->setCurrentIndex(0); // may be another as last seen
    QPersistentModelIndex at;
    for (const auto* name : {"First", "Home", "many"}) {
        QModelIndex next;
        const auto isThere = [&] { return (next = child(at, QLatin1String(name))).isValid(); };
        if (!settles(isThere))
            return {};
        m_tree->expand(next);
        m_tree->setCurrentIndex(next);
        at = next;
    }
    // As a person would: to the end again and again, until there is no more.
    const auto loadsOn = [&] {
        m_tree->scrollToBottom();
        return m_tree->model()->rowCount(at) >= manyCollections;
    };

    return settles(loadsOn) ? QModelIndex(at) : QModelIndex();
}

void tst_Responsiveness::projectOfTwentyThousandIsBrowsed()
{
    StallWatch opening;
    const QPersistentModelIndex many = openMany();
    QVERIFY(many.isValid());
    checkAndPrint(opening, "20,000 opened");

    StallWatch searching;
    auto* search = m_running->window().findChild<QLineEdit*>(QStringLiteral("search"));
    QVERIFY(search);
    for (const QChar typed : QStringLiteral("collection 1999")) {
        QTest::keyClick(search, typed.toLatin1());
        (void)waitUntil([] { return false; }, 60);
    }
    QVERIFY(settles([&] { return m_tree->model()->rowCount(many) == 11; }));
    search->clear();
    QVERIFY(settles([&] { return m_tree->model()->rowCount(many) >= manyCollections; }));
    checkAndPrint(searching, "20,000 filtered as one types");

    StallWatch sorting;
    auto* header = m_tree->header();
    for (int column : {0, 0, 3, 0}) {
        const QPoint place(header->sectionViewportPosition(column) + 20, header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, Qt::NoModifier, place);
        (void)waitUntil([] { return false; }, 400);
    }
    checkAndPrint(sorting, "20,000 sorted");

    StallWatch folding;
    m_tree->collapseAll();
    (void)waitUntil([] { return false; }, 100);
    m_tree->expandAll();
    (void)waitUntil([] { return false; }, 300);
    checkAndPrint(folding, "20,000 folded and opened");
}

void tst_Responsiveness::floodOfLogLinesIsSwallowed()
{
    auto* tabs = m_running->window().findChild<QTabWidget*>();
    for (int page = 0; page < tabs->count(); ++page) {
        if (tabs->tabText(page) == QStringLiteral("Log"))
            tabs->setCurrentIndex(page);
    }
    logToStandardError(false); // from here the lines reach the window
    const auto before = ::dup(STDERR_FILENO);
    const QByteArray nowhere("/dev/null");
    QVERIFY(std::freopen(nowhere.constData(), "w", stderr));
    StallWatch watch;
    std::atomic_bool isDone = false;
    std::thread flood([&isDone] {
        QElapsedTimer clock;
        clock.start();
        for (int beat = 1; beat <= 1000; ++beat) {
            for (int line = 0; line < 200; ++line)
                qCWarning(logKeep, "line %d of beat %d, as long as lines of a log are", line, beat);
            while (clock.elapsed() < beat)
                std::this_thread::sleep_for(100us);
        }
        isDone = true;
    });
    const bool ends = settles([&isDone] { return isDone.load(); });
    flood.join();
    (void)waitUntil([] { return false; }, 500);
    qInstallMessageHandler(nullptr);
    std::fflush(stderr);
    ::dup2(before, STDERR_FILENO);
    ::close(before);
    QVERIFY(ends);
    QVERIFY(m_running->drive().logLines().size() >= qsizetype(LogFeed::kept) / 2);
    checkAndPrint(watch, "200,000 log lines");
}

void tst_Responsiveness::waitingReadersDoNotHoldTheWindow()
{
    const auto place = m_running->place(m_mounts.first());
    QVERIFY(live(QStringLiteral("ls \"$1\"/home/few"), {place}).isSuccess());
    for (const auto* server : {"keep0", "keep1"})
        m_first->addFault(server, DemoAccount::faultOf(Kind::Silence));
    for (int i = 0; i < readerCount; ++i)
        m_commands.push_back(std::make_unique<LiveCommand>(
            QStringLiteral("exec 3<\"$1\"/home/few/a.txt; echo open; cat <&3"),
            QStringList{place}));
    const auto areOpen = [this] {
        return std::all_of(m_commands.begin(), m_commands.end(), [](const auto& command) {
            return command->process().bytesAvailable() > 0;
        });
    };
    QVERIFY(settles(areOpen));
    StallWatch watch;
    m_running->drive().stopMount(m_mounts.first());
    QVERIFY(settles(
        [this] { return m_running->snapshot(m_mounts.first()).holders.size() >= readerCount; }));
    lookAround(1s);
    m_running->drive().detachMount(m_mounts.first());
    QVERIFY(m_running->waitFor(m_mounts.first(), State::Stopped));
    checkAndPrint(watch, "8 readers wait at unmount");
}

void tst_Responsiveness::quittingDoesNotWaitForASilentCluster()
{
    addFaultToFirst(Kind::Silence);
    lookAround(500ms);
    m_commands.clear();
    StallWatch watch;
    m_running->drive().quit();
    QVERIFY(m_running->waitForEnd());
    m_running.reset();
    checkAndPrint(watch, "quitting, cluster silent");
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
    tst_Responsiveness test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_responsiveness.moc"
