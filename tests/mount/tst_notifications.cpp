// SPDX-License-Identifier: Apache-2.0
// What changes on the server is seen through the mount, what does not is not asked for again, and
// nobody hangs meanwhile.
#include "demo/sampleworld.h"
#include "support/mountedprocess.h"
#include "support/processes.h"
#include "support/smallworld.h"
#include "support/waiting.h"

#include <QtTest>

using namespace arv;
using namespace std::chrono_literals;
using test::SmallWorld;

namespace {

// One refresh time (1 s) for the kernel's memory, one for ours, and the refresh itself.
constexpr int seenAfter = 5000; // milliseconds

} // namespace

class tst_Notifications : public QObject
{
    Q_OBJECT

private:
    void mount(const QStringList& more = {});
    [[nodiscard]] QByteArray inMount(const QString& line) const;
    // Asked again and again, as people do.
    [[nodiscard]] bool becomes(const QString& line, const QByteArray& expected) const;
    void rename(const std::string& uuid, const std::string& name);
    [[nodiscard]] qsizetype requestsSoFar(const char* operation);

    std::unique_ptr<test::DemoAccount> m_account;
    std::unique_ptr<test::MountedProcess> m_mount;
    std::string m_uuid; // of "c"
    QByteArray m_log;

private Q_SLOTS:
    void init();
    void cleanup();

    void newCollectionIsSeen();
    void removedCollectionIsSeen();
    void renamedCollectionIsSeen();
    void looseNamesAreAskedForAgain();
    void changedContentIsSeen_data();
    void changedContentIsSeen();
    void removedFileIsSeen();
    void openFileShowsTheNewContent();
    void refreshTimeOfNothingShowsEverythingSoon();
    void notificationDuringLookupDoesNotHang();
    void keptPagesSurviveReopen();
    void keptPagesSurviveTheRefreshOfOtherFiles();
    void stormDoesNotStarveTheNetwork();
};

void tst_Notifications::init()
{
    m_account = std::make_unique<test::DemoAccount>();
    m_uuid = SmallWorld::addCollection(*m_account, "c", {{"f", "old bytes"}, {"g", "other"}});
    m_log.clear();
}

void tst_Notifications::cleanup()
{
    m_account->cluster.faults().clear();
    if (!m_mount)
        return;
    const auto ended = m_mount->end(SIGTERM, 5000);
    m_mount.reset();
    QVERIFY2(ended.isSuccess(), qPrintable(ended.told()));
}

void tst_Notifications::mount(const QStringList& more)
{
    m_mount = std::make_unique<test::MountedProcess>(m_account->credentials());
    auto environment = m_mount->process().processEnvironment();
    environment.insert(QStringLiteral("QT_FORCE_STDERR_LOGGING"), QStringLiteral("1"));
    m_mount->process().setProcessEnvironment(environment);
    const QStringList options{QStringLiteral("--home"), QStringLiteral("--refresh-time"),
                              QStringLiteral("1")};
    QVERIFY2(m_mount->mount(options + more), m_mount->complaint().constData());
}

QByteArray tst_Notifications::inMount(const QString& line) const
{
    const auto outcome = test::shell(line, {}, m_mount->path());
    return outcome.inTime ? outcome.out + outcome.err : QByteArray("did not end");
}

bool tst_Notifications::becomes(const QString& line, const QByteArray& expected) const
{
    return test::waitUntil([&] { return inMount(line) == expected; }, seenAfter);
}

void tst_Notifications::rename(const std::string& uuid, const std::string& name)
{
    auto& store = m_account->cluster.store();
    auto record = store.find(uuid)->attributes;
    record["name"] = name;
    const auto put = store.putRecord(record);
    QVERIFY2(put, qPrintable(put ? QString() : put.error().text));
}

void tst_Notifications::newCollectionIsSeen()
{
    mount();
    QCOMPARE(inMount(QStringLiteral("ls")), QByteArray("c\n"));
    SmallWorld::addCollection(*m_account, "new", {{"f", "new bytes"}});
    QVERIFY(becomes(QStringLiteral("ls"), "c\nnew\n"));
    QCOMPARE(inMount(QStringLiteral("cat new/f")), QByteArray("new bytes"));
}

void tst_Notifications::removedCollectionIsSeen()
{
    SmallWorld::addCollection(*m_account, "brief", {{"f", "bytes"}});
    mount();
    QCOMPARE(inMount(QStringLiteral("cat brief/f; ls")), QByteArray("bytesbrief\nc\n"));
    QVERIFY(m_account->cluster.store().trash(m_uuid));
    QVERIFY(becomes(QStringLiteral("ls"), "brief\n"));
    QVERIFY(becomes(QStringLiteral("test -e c || echo gone"), "gone\n"));
}

void tst_Notifications::renamedCollectionIsSeen()
{
    mount();
    QCOMPARE(inMount(QStringLiteral("ls; cat c/f")), QByteArray("c\nold bytes"));
    rename(m_uuid, "d");
    QVERIFY(becomes(QStringLiteral("ls"), "d\n"));
    QCOMPARE(inMount(QStringLiteral("cat d/f")), QByteArray("old bytes"));
    QVERIFY(becomes(QStringLiteral("test -e c || echo gone"), "gone\n"));
}

// Nobody lists: names that were asked for singly.
void tst_Notifications::looseNamesAreAskedForAgain()
{
    mount();
    QCOMPARE(inMount(QStringLiteral("cat c/f; test -e d || echo none")),
             QByteArray("old bytesnone\n"));
    rename(m_uuid, "d");
    QVERIFY(becomes(QStringLiteral("cat d/f"), "old bytes"));
    QVERIFY(becomes(QStringLiteral("test -e c || echo gone"), "gone\n"));
}

void tst_Notifications::changedContentIsSeen_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("same size") << QByteArray("new bytes");
    QTest::newRow("longer") << QByteArray("new and more bytes");
    QTest::newRow("shorter") << QByteArray("new");
    QTest::newRow("empty") << QByteArray();
}

void tst_Notifications::changedContentIsSeen()
{
    QFETCH(QByteArray, content);
    mount();
    QCOMPARE(inMount(QStringLiteral("cat c/f c/g")), QByteArray("old bytesother"));
    SmallWorld::change(*m_account, m_uuid, {{"f", content.toStdString()}, {"g", "other"}});
    QVERIFY(becomes(QStringLiteral("cat c/f; echo; stat -c %s c/f"),
                    content + '\n' + QByteArray::number(content.size()) + '\n'));
    QCOMPARE(inMount(QStringLiteral("cat c/g")), QByteArray("other"));
}

void tst_Notifications::removedFileIsSeen()
{
    mount();
    QCOMPARE(inMount(QStringLiteral("cat c/f; ls c")), QByteArray("old bytesf\ng\n"));
    SmallWorld::change(*m_account, m_uuid, {{"g", "other"}});
    QVERIFY(becomes(QStringLiteral("ls c"), "g\n"));
    QVERIFY(becomes(QStringLiteral("test -e c/f || echo gone"), "gone\n"));
}

void tst_Notifications::openFileShowsTheNewContent()
{
    mount();
    QProcess holder;
    holder.start(
        QStringLiteral("sh"),
        {QStringLiteral("-c"),
         QStringLiteral("exec 3<\"$1\"; dd bs=1 count=4 <&3 2>/dev/null; read line; cat <&3"),
         QStringLiteral("sh"), m_mount->path(QStringLiteral("c/f"))});
    QVERIFY(test::says(holder, "old "));
    SmallWorld::change(*m_account, m_uuid, {{"f", "new BYTES"}, {"g", "other"}});
    QVERIFY(becomes(QStringLiteral("cat c/f"), "new BYTES"));
    holder.write("\n");
    QCOMPARE(test::outcomeOf(holder).out, QByteArray("BYTES"));
}

void tst_Notifications::refreshTimeOfNothingShowsEverythingSoon()
{
    mount({QStringLiteral("--refresh-time"), QStringLiteral("0")});
    QCOMPARE(inMount(QStringLiteral("cat c/f; ls; ls c")), QByteArray("old bytesc\nf\ng\n"));
    SmallWorld::change(*m_account, m_uuid, {{"f", "new bytes"}});
    QVERIFY(becomes(QStringLiteral("cat c/f; ls c"), "new bytesf\n"));
    rename(m_uuid, "d");
    QVERIFY(becomes(QStringLiteral("cat d/f; ls"), "new bytesd\n"));
}

// The lookup of "slow" holds the lock of its directory while the notification about "c" is sent.
void tst_Notifications::notificationDuringLookupDoesNotHang()
{
    mount();
    QCOMPARE(inMount(QStringLiteral("cat c/f")), QByteArray("old bytes"));
    auto late = test::DemoAccount::latencyFault(1500ms);
    late.path = "slow";
    m_account->addFault("api", late);
    QVERIFY(m_account->cluster.store().removeRecord(m_uuid));
    QTest::qWait(1100); // the refresh time: what the kernel knows of the name is over
    m_account->cluster.forgetRequestsSeen();
    QProcess slow;
    slow.start(QStringLiteral("stat"), {m_mount->path(QStringLiteral("slow"))});
    QVERIFY(test::waitUntil([this] { return SmallWorld::requestsWith(*m_account, "slow") > 0; }));
    QProcess gone;
    gone.start(QStringLiteral("stat"), {m_mount->path(QStringLiteral("c"))});
    const auto pid = QString::number(m_mount->process().processId());
    QVERIFY(test::waitUntil([&pid] { return test::stateOfThread(pid, "arv-notifier") == 'D'; }));
    const auto slowly = test::outcomeOf(slow, 5000);
    const auto goneNow = test::outcomeOf(gone, 5000);
    QVERIFY2(slowly.inTime && slowly.err.contains("No such file"), qPrintable(slowly.told()));
    QVERIFY2(goneNow.inTime && goneNow.err.contains("No such file"), qPrintable(goneNow.told()));
    QVERIFY(test::waitUntil([&pid] { return test::stateOfThread(pid, "arv-notifier") == 'S'; }));
    QCOMPARE(inMount(QStringLiteral("ls")), QByteArray());
}

// In libfuse's log of the requests, which --debug writes.
qsizetype tst_Notifications::requestsSoFar(const char* operation)
{
    // Its lines come in the order of the requests: one of our own ends what is waited for.
    const auto marks = m_log.count("opcode: STATFS (");
    (void)inMount(QStringLiteral("stat -f ."));
    const bool come = test::waitUntil([&] {
        m_log += m_mount->process().readAllStandardError();
        return m_log.count("opcode: STATFS (") > marks;
    });
    return come ? m_log.count("opcode: " + QByteArray(operation) + " (") : -1;
}

void tst_Notifications::keptPagesSurviveReopen()
{
    mount({QStringLiteral("--debug")});
    QCOMPARE(inMount(QStringLiteral("cat c/f")), QByteArray("old bytes"));
    const auto reads = requestsSoFar("READ");
    QVERIFY2(reads >= 1, m_log.constData());
    const auto opens = requestsSoFar("OPEN");
    QCOMPARE(inMount(QStringLiteral("cat c/f; cat c/f")), QByteArray("old bytesold bytes"));
    QCOMPARE(requestsSoFar("OPEN"), opens + 2);
    QCOMPARE(requestsSoFar("READ"), reads);
}

// The collection changes, and with it the time of all its files; "g" does not.
void tst_Notifications::keptPagesSurviveTheRefreshOfOtherFiles()
{
    mount({QStringLiteral("--debug")});
    QCOMPARE(inMount(QStringLiteral("cat c/g c/f")), QByteArray("otherold bytes"));
    SmallWorld::change(*m_account, m_uuid, {{"f", "new bytes"}, {"g", "other"}});
    QVERIFY(becomes(QStringLiteral("cat c/f"), "new bytes"));
    const auto reads = requestsSoFar("READ");
    QVERIFY(reads >= 3);
    QCOMPARE(inMount(QStringLiteral("cat c/g")), QByteArray("other"));
    QCOMPARE(requestsSoFar("READ"), reads);
}

void tst_Notifications::stormDoesNotStarveTheNetwork()
{
    demo::CollectionMaker maker({&m_account->cluster.blocks(0), &m_account->cluster.blocks(1)});
    maker.addGenerated("", "large", {demo::largeFileBlocks().front()}, {});
    demo::NewCollection collection;
    collection.owner = m_account->user;
    collection.name = "large";
    collection.manifest = maker.manifest();
    QVERIFY(m_account->cluster.store().addCollection(collection));
    mount();
    // Names that are not there, never the same: each is a request, answered from memory.
    const auto storm = QStringLiteral("trap 'echo $i; exit 0' TERM; i=0; "
                                      "while :; do i=$((i+1)); [ -e \"$1/c/no-$$-$i\" ]; done");
    std::array<QProcess, 4> processes;
    for (auto& process : processes)
        process.start(QStringLiteral("sh"),
                      {QStringLiteral("-c"), storm, QStringLiteral("sh"), m_mount->path()});
    QElapsedTimer clock;
    clock.start();
    const auto read =
        test::shell(QStringLiteral("cat large/large | wc -c"), {}, m_mount->path(), 30000);
    const auto took = clock.elapsed();
    int stats = 0;
    for (auto& process : processes) {
        process.terminate();
        stats += test::outcomeOf(process).out.trimmed().toInt();
    }
    QVERIFY2(read.out.trimmed() == "67108864", qPrintable(read.told()));
    qInfo("%d stats while 64 MiB came in %lld ms", stats, took);
    QVERIFY(stats > 1000);
}

QTEST_GUILESS_MAIN(tst_Notifications)
#include "tst_notifications.moc"
