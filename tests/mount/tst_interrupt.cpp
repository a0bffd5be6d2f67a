// SPDX-License-Identifier: Apache-2.0
// Signals to programs that wait for a file: a time of grace, then EINTR, and the mount goes on.
#include "support/mountedprocess.h"
#include "support/processes.h"
#include "support/smallworld.h"
#include "support/waiting.h"

#include <QtTest>

#include <cerrno>

using namespace arv;
using namespace std::chrono_literals;
using test::SmallWorld;

namespace {

// What the helper program printed.
struct Told
{
    int error = -1;
    int milliseconds = 0;
    int bytes = 0;
};

Told toldBy(const test::Outcome& outcome)
{
    const auto parts = outcome.out.trimmed().split(' ');
    if (!outcome.isSuccess() || parts.size() != 3)
        return {};
    return {parts.at(0).toInt(), parts.at(1).toInt(), parts.at(2).toInt()};
}

} // namespace

class tst_Interrupt : public QObject
{
    Q_OBJECT

private:
    // Interrupted after so many milliseconds each.
    [[nodiscard]] Told reader(const QString& what, const QString& file,
                              const QList<int>& interrupts) const;
    void slowDown(const std::string& path, std::chrono::milliseconds latency);

    std::unique_ptr<test::DemoAccount> m_account;
    std::unique_ptr<test::MountedProcess> m_mount;

private Q_SLOTS:
    void init();
    void cleanup();

    void interruptWithinGraceIsAnswered_data();
    void interruptWithinGraceIsAnswered();
    void interruptAfterGraceGivesEintr();
    void profilersManyInterruptsDoNotShortenTheGrace();
    void killedReaderLeavesTheMountAlive();
    void fetchGoesOnForTheCacheAfterAnInterrupt();
};

void tst_Interrupt::init()
{
    m_account = std::make_unique<test::DemoAccount>();
    SmallWorld::addCollection(*m_account, "c", {{"f", "twelve bytes"}, {"g", "other bytes"}});
    m_mount = std::make_unique<test::MountedProcess>(m_account->credentials());
    QVERIFY2(m_mount->mount({QStringLiteral("--home")}), m_mount->complaint().constData());
}

void tst_Interrupt::cleanup()
{
    m_account->cluster.faults().clear();
    const auto ended = m_mount->end(SIGTERM, 5000);
    QVERIFY2(ended.isSuccess(), qPrintable(ended.told()));
}

Told tst_Interrupt::reader(const QString& what, const QString& file,
                           const QList<int>& interrupts) const
{
    QStringList arguments{what, m_mount->path(file)};
    for (const int time : interrupts)
        arguments += QString::number(time);
    return toldBy(
        test::run(QStringLiteral(ARV_BINARY_DIR "/../tests/interruptedreader"), arguments));
}

void tst_Interrupt::slowDown(const std::string& path, std::chrono::milliseconds latency)
{
    auto fault = test::DemoAccount::latencyFault(latency);
    fault.path = path;
    m_account->cluster.faults().add(fault); // on all servers
}

void tst_Interrupt::interruptWithinGraceIsAnswered_data()
{
    QTest::addColumn<QString>("what");
    QTest::newRow("lookup and stat") << QStringLiteral("stat");
    QTest::newRow("open and read") << QStringLiteral("read");
}

void tst_Interrupt::interruptWithinGraceIsAnswered()
{
    QFETCH(QString, what);
    slowDown("/arvados/v1/collections/", 500ms);
    const auto told = reader(what, QStringLiteral("c/f"), {100, 200});
    QCOMPARE(told.error, 0);
    QCOMPARE(told.bytes, 12);
    QVERIFY(told.milliseconds >= 450);
}

void tst_Interrupt::interruptAfterGraceGivesEintr()
{
    slowDown("/arvados/v1/collections/", 5s);
    const auto told = reader(QStringLiteral("stat"), QStringLiteral("c/f"), {200});
    QCOMPARE(told.error, EINTR);
    QVERIFY2(told.milliseconds >= 1150, qPrintable(QString::number(told.milliseconds)));
    QVERIFY2(told.milliseconds < 3000, qPrintable(QString::number(told.milliseconds)));
}

void tst_Interrupt::profilersManyInterruptsDoNotShortenTheGrace()
{
    slowDown("/arvados/v1/collections/", 800ms);
    QList<int> often;
    for (int time = 10; time < 700; time += 10)
        often += time;
    const auto told = reader(QStringLiteral("stat"), QStringLiteral("c/f"), often);
    QCOMPARE(told.error, 0);
    QCOMPARE(told.bytes, 12);
}

void tst_Interrupt::killedReaderLeavesTheMountAlive()
{
    auto silence = test::DemoAccount::faultOf(demo::Fault::Kind::Silence);
    SmallWorld::addKeepFault(*m_account, silence);
    QProcess reader;
    reader.start(QStringLiteral("cat"), {m_mount->path(QStringLiteral("c/f"))});
    QVERIFY(test::waitUntil([this] { return SmallWorld::blocksAskedFor(*m_account) > 0; }));
    reader.kill();
    // The kernel waits for the answer to a request that was read already; EINTR after the grace.
    const auto killed = test::outcomeOf(reader, 5000);
    QVERIFY2(killed.inTime, qPrintable(killed.told()));
    const auto listed = test::run(QStringLiteral("ls"), {m_mount->path(QStringLiteral("c"))}, 2000);
    QVERIFY2(listed.isSuccess(), qPrintable(listed.told()));
    m_account->cluster.faults().clear();
    const auto other = test::run(QStringLiteral("cat"), {m_mount->path(QStringLiteral("c/g"))});
    QCOMPARE(other.out, QByteArray("other bytes"));
}

void tst_Interrupt::fetchGoesOnForTheCacheAfterAnInterrupt()
{
    const auto file = m_mount->path(QStringLiteral("c/f"));
    SmallWorld::addKeepFault(*m_account, test::DemoAccount::latencyFault(2500ms));
    QProcess reader;
    reader.start(QStringLiteral("cat"), {file});
    QVERIFY(test::waitUntil([this] { return SmallWorld::blocksAskedFor(*m_account) > 0; }));
    reader.kill();
    QVERIFY(test::outcomeOf(reader, 2300).inTime); // before the block is there
    m_account->cluster.faults().clear();
    const auto read = test::run(QStringLiteral("cat"), {file});
    QCOMPARE(read.out, QByteArray("twelve bytes"));
    QCOMPARE(SmallWorld::blocksAskedFor(*m_account), std::size_t{1});
}

QTEST_GUILESS_MAIN(tst_Interrupt)
#include "tst_interrupt.moc"
