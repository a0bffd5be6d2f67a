// SPDX-License-Identifier: Apache-2.0
#include "singleinstance.h"
#include "support/shell.h"

#include <QElapsedTimer>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QtTest>

#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

using namespace arv;
using namespace arv::test;

namespace {

// The test's program as another start: tells what it was given, or stays as the first.
int otherStart(const QStringList& words)
{
    SingleInstance instance;
    const auto isFirst = instance.begin();
    if (!isFirst)
        return 3;
    if (*isFirst) {
        std::puts("first");
        std::fflush(stdout);
        return words.contains(QStringLiteral("stay")) ? QCoreApplication::exec() : 0;
    }
    const auto told = SingleInstance::tell(words, std::chrono::milliseconds(1000));
    std::puts(told ? "told" : qPrintable(told.error().text));
    return told ? 0 : 1;
}

} // namespace

class TestSingleInstance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void secondStartTellsTheFirst();
    void tellingWaitsForAFirstThatIsStillStarting();
    void firstThatDoesNotAnswerIsNotWaitedForLong();
    void crashLeavesNothingInTheWay();
    void endedOneMakesWay();
    void garbageIsIgnored_data();
    void garbageIsIgnored();
    void silentClientsDoNotKeepOthersOut();
    void socketIsForTheOwnerOnly();
    void withoutRuntimeFolderAPrivateOneIsMade();
    void foldersOfOthersAreNotTrusted();

private:
    void startOther(QProcess& process, const QStringList& words) const
    {
        process.start(QCoreApplication::applicationFilePath(),
                      QStringList{QStringLiteral("--start")} + words);
    }
    [[nodiscard]] QString socketPath() const
    {
        return m_folder->filePath(QStringLiteral("arvados-drive.socket"));
    }
    std::unique_ptr<QTemporaryDir> m_folder;
    QProcess m_other;
};

void TestSingleInstance::init()
{
    qunsetenv("TMPDIR"); // a test before may have set it
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("XDG_RUNTIME_DIR", m_folder->path().toUtf8());
}

void TestSingleInstance::cleanup()
{
    m_other.kill();
    m_other.waitForFinished();
}

void TestSingleInstance::secondStartTellsTheFirst()
{
    SingleInstance first;
    const auto isFirst = first.begin();
    QVERIFY(isFirst && *isFirst);
    QSignalSpy asked(&first, &SingleInstance::asked);
    startOther(m_other, {QStringLiteral("raise"), QStringLiteral("open \"ü\"")});
    QTRY_COMPARE(m_other.state(), QProcess::NotRunning);
    QCOMPARE(m_other.readAllStandardOutput(), QByteArray("told\n"));
    QCOMPARE(m_other.exitCode(), 0);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().first().toStringList(),
             (QStringList{QStringLiteral("raise"), QStringLiteral("open \"ü\"")}));
}

void TestSingleInstance::tellingWaitsForAFirstThatIsStillStarting()
{
    m_other.start(QCoreApplication::applicationFilePath(),
                  {QStringLiteral("--tell"), QStringLiteral("5000"), QStringLiteral("raise")});
    QVERIFY(m_other.waitForStarted());
    QTest::qWait(200);
    SingleInstance first;
    QVERIFY(*first.begin());
    const QSignalSpy asked(&first, &SingleInstance::asked);
    QTRY_COMPARE(asked.size(), 1);
    QTRY_COMPARE(m_other.state(), QProcess::NotRunning);
    QCOMPARE(m_other.exitCode(), 0);
}

void TestSingleInstance::firstThatDoesNotAnswerIsNotWaitedForLong()
{
    startOther(m_other, {QStringLiteral("stay")});
    QVERIFY(says(m_other, "first\n"));
    ::kill(static_cast<pid_t>(m_other.processId()), SIGSTOP);
    QElapsedTimer clock;
    clock.start();
    const auto second = run(QCoreApplication::applicationFilePath(),
                            {QStringLiteral("--start"), QStringLiteral("raise")});
    ::kill(static_cast<pid_t>(m_other.processId()), SIGCONT);
    QVERIFY(second.inTime);
    QCOMPARE(second.status, 1);
    QVERIFY(second.out.contains("does not answer"));
    QVERIFY(clock.elapsed() < 10000);
}

void TestSingleInstance::crashLeavesNothingInTheWay()
{
    startOther(m_other, {QStringLiteral("stay")});
    QVERIFY(says(m_other, "first\n"));
    SingleInstance second;
    QVERIFY(!*second.begin());
    m_other.kill();
    QVERIFY(m_other.waitForFinished());
    QVERIFY(QFile::exists(socketPath()));
    QVERIFY(*second.begin());
    QCOMPARE(run(QCoreApplication::applicationFilePath(), {QStringLiteral("--start")}).status, 1);
}

void TestSingleInstance::endedOneMakesWay()
{
    {
        SingleInstance first;
        QVERIFY(*first.begin());
        SingleInstance second; // the lock counts within one process too
        QVERIFY(!*second.begin());
    }
    SingleInstance next;
    QVERIFY(*next.begin());
}

void TestSingleInstance::garbageIsIgnored_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no JSON") << QByteArray("raise\n");
    QTest::newRow("object") << QByteArray("{\"a\":1}\n");
    QTest::newRow("no words") << QByteArray("[1,null,[]]\n");
    QTest::newRow("empty") << QByteArray("[]\n");
    QTest::newRow("binary") << QByteArray("\x00\xff\x00\n", 4);
    QTest::newRow("endless line") << QByteArray(100000, 'x');
    QTest::newRow("deep") << QByteArray(5000, '[') + '\n';
}

void TestSingleInstance::garbageIsIgnored()
{
    QFETCH(QByteArray, bytes);
    SingleInstance first;
    QVERIFY(*first.begin());
    const QSignalSpy asked(&first, &SingleInstance::asked);
    QLocalSocket client;
    client.connectToServer(socketPath());
    QTRY_COMPARE(client.state(), QLocalSocket::ConnectedState);
    client.write(bytes);
    QTRY_COMPARE(client.state(), QLocalSocket::UnconnectedState);
    QVERIFY(asked.isEmpty());
    startOther(m_other, {QStringLiteral("raise")});
    QTRY_COMPARE(asked.size(), 1);
}

void TestSingleInstance::silentClientsDoNotKeepOthersOut()
{
    SingleInstance first;
    QVERIFY(*first.begin());
    const QSignalSpy asked(&first, &SingleInstance::asked);
    std::vector<std::unique_ptr<QLocalSocket>> silent;
    for (int count = 0; count < 10; ++count) {
        silent.push_back(std::make_unique<QLocalSocket>());
        silent.back()->connectToServer(socketPath());
    }
    startOther(m_other, {QStringLiteral("raise")});
    QTRY_COMPARE(asked.size(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(silent.front()->state(), QLocalSocket::UnconnectedState, 15000);
}

void TestSingleInstance::socketIsForTheOwnerOnly()
{
    SingleInstance first;
    QVERIFY(*first.begin());
    struct stat status
    { };
    QCOMPARE(::stat(qPrintable(socketPath()), &status), 0);
    QCOMPARE(status.st_mode & 077, 0U);
}

void TestSingleInstance::withoutRuntimeFolderAPrivateOneIsMade()
{
    qunsetenv("XDG_RUNTIME_DIR");
    qputenv("TMPDIR", m_folder->path().toUtf8());
    SingleInstance first;
    QVERIFY(*first.begin());
    const auto folder = m_folder->filePath(QStringLiteral("arvados-drive-%1").arg(::getuid()));
    struct stat status
    { };
    QCOMPARE(::stat(qPrintable(folder), &status), 0);
    QCOMPARE(status.st_mode & 07777, 0700U);
    SingleInstance second;
    QVERIFY(!*second.begin());
}

void TestSingleInstance::foldersOfOthersAreNotTrusted()
{
    // Open to all, as somebody could have prepared it.
    const auto folder = m_folder->filePath(QStringLiteral("arvados-drive-%1").arg(::getuid()));
    QCOMPARE(::mkdir(qPrintable(folder), 0777), 0);
    QCOMPARE(::chmod(qPrintable(folder), 0777), 0);
    qputenv("XDG_RUNTIME_DIR", folder.toUtf8());
    qputenv("TMPDIR", m_folder->path().toUtf8());
    SingleInstance first;
    QVERIFY(!first.begin());
    QVERIFY(QDir(folder).isEmpty());
}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const auto words = QCoreApplication::arguments().mid(1);
    if (words.value(0) == QLatin1String("--start"))
        return otherStart(words.mid(1));
    if (words.value(0) == QLatin1String("--tell"))
        return SingleInstance::tell(words.mid(2), std::chrono::milliseconds(words.value(1).toInt()))
            ? 0
            : 1;
    TestSingleInstance test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_singleinstance.moc"
