// SPDX-License-Identifier: Apache-2.0
#include "mount/mountholders.h"
#include "support/demoaccount.h"
#include "support/mountedprocess.h"
#include "support/shell.h"

#include <QtTest>

#include <unistd.h>

#include <csignal>
#include <cstdio>

using namespace arv;
using namespace arv::test;

namespace {

// A program that does something with a folder until it goes.
class Holder
{
public:
    Holder(const QString& program, const QStringList& arguments, const QString& folder,
           const QString& preloaded = {})
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        if (!preloaded.isEmpty())
            environment.insert(QStringLiteral("LD_PRELOAD"), preloaded);
        m_process.setProcessEnvironment(environment);
        m_process.setWorkingDirectory(folder);
        m_process.start(program, arguments);
        if (!m_process.waitForStarted())
            qFatal("%s did not start", qPrintable(program));
    }
    // A line of shell that says "ready" when it is.
    Holder(const QString& line, const QString& argument)
        : Holder(QStringLiteral("sh"),
                 {QStringLiteral("-c"), line + QStringLiteral("; echo ready; read x"),
                  QStringLiteral("sh"), argument},
                 QStringLiteral("/"))
    {
        if (!says(m_process, "ready\n"))
            qFatal("the shell is not ready");
    }
    ~Holder()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    [[nodiscard]] std::int64_t pid() const { return m_process.processId(); }

private:
    QProcess m_process;
};

QList<std::int64_t> pidsOf(const QList<MountHolder>& holders)
{
    QList<std::int64_t> pids;
    for (const auto& holder : holders)
        pids += holder.pid;
    return pids;
}

QString programAt(const char* name)
{
    return QStandardPaths::findExecutable(QLatin1String(name));
}

} // namespace

class TestMountHolders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_folder.reset(); }

    void unusedFolderHasNone();
    void openFileIsFoundWithPidAndName();
    void openFolderAndWorkingFolderAreFound();
    void runningProgramIsFound();
    void mappedFileIsFoundWithoutItsDescriptor();
    void deletedFileStillCounts();
    void severalAreInOrderAndEachOnce();
    void ownProcessIsLeftOut();
    void foldersWithLikeNamesDoNotCount();
    void folderIsFoundThroughLinks();
    void processesOfOthersAreNoTrouble();
    void mountThatDoesNotAnswerIsNotTouched();

private:
    [[nodiscard]] QString path(const QString& below = {}) const
    {
        const auto root = QFileInfo(m_folder->path()).canonicalFilePath() + QStringLiteral("/m");
        return below.isEmpty() ? root : root + u'/' + below;
    }
    void makeFile(const QString& file) const
    {
        QDir().mkpath(QFileInfo(file).path());
        QVERIFY(QFile(file).open(QIODevice::WriteOnly));
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestMountHolders::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    makeFile(path(QStringLiteral("sub/file")));
}

void TestMountHolders::unusedFolderHasNone()
{
    QVERIFY(holdersOf(path()).isEmpty());
    QVERIFY(holdersOf(QStringLiteral("/nowhere/at/all")).isEmpty());
    QVERIFY(holdersOf(QString()).isEmpty());
}

void TestMountHolders::openFileIsFoundWithPidAndName()
{
    const Holder holder(QStringLiteral("exec 3<\"$1\""), path(QStringLiteral("sub/file")));
    QCOMPARE(holdersOf(path()), (QList<MountHolder>{{holder.pid(), QStringLiteral("sh")}}));
    QCOMPARE(pidsOf(holdersOf(path() + u'/')), QList{holder.pid()});
}

void TestMountHolders::openFolderAndWorkingFolderAreFound()
{
    const Holder opened(QStringLiteral("exec 3<\"$1\""), path());
    QCOMPARE(pidsOf(holdersOf(path())), QList{opened.pid()});
    const Holder working(programAt("sleep"), {QStringLiteral("60")}, path());
    const Holder below(programAt("sleep"), {QStringLiteral("60")}, path(QStringLiteral("sub")));
    QCOMPARE(holdersOf(path()).size(), 3);
}

void TestMountHolders::runningProgramIsFound()
{
    const auto program = path(QStringLiteral("my program"));
    QVERIFY(QFile::copy(programAt("sleep"), program));
    const Holder holder(program, {QStringLiteral("60")}, QStringLiteral("/"));
    QTRY_COMPARE(holdersOf(path()),
                 (QList<MountHolder>{{holder.pid(), QStringLiteral("my program")}}));
}

void TestMountHolders::mappedFileIsFoundWithoutItsDescriptor()
{
    const auto libraries =
        shell(QStringLiteral("ldd $(command -v sleep) | grep -o '/[^ ]*libc.so[^ ]*'"));
    const auto library = path(QStringLiteral("a\nb.so"));
    QVERIFY(QFile::copy(QString::fromUtf8(libraries.out.trimmed()), library));
    const Holder holder(programAt("sleep"), {QStringLiteral("60")}, QStringLiteral("/"), library);
    QTRY_COMPARE(pidsOf(holdersOf(path())), QList{holder.pid()});
    const auto open = shell(QStringLiteral("ls -l /proc/$1/fd"), {QString::number(holder.pid())});
    QVERIFY(open.isSuccess() && !open.out.contains("b.so"));
}

void TestMountHolders::deletedFileStillCounts()
{
    const Holder holder(QStringLiteral("exec 3<\"$1\""), path(QStringLiteral("sub/file")));
    QVERIFY(QFile::remove(path(QStringLiteral("sub/file"))));
    QCOMPARE(pidsOf(holdersOf(path())), QList{holder.pid()});
}

void TestMountHolders::severalAreInOrderAndEachOnce()
{
    const auto line = QStringLiteral("cd \"$1\"; exec 3<file 4<file");
    const Holder first(line, path(QStringLiteral("sub")));
    const Holder second(line, path(QStringLiteral("sub")));
    auto expected = QList{first.pid(), second.pid()};
    std::sort(expected.begin(), expected.end());
    QCOMPARE(pidsOf(holdersOf(path())), expected);
}

void TestMountHolders::ownProcessIsLeftOut()
{
    QFile file(path(QStringLiteral("sub/file")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(holdersOf(path()).isEmpty());
}

void TestMountHolders::foldersWithLikeNamesDoNotCount()
{
    makeFile(path() + QStringLiteral("x/file"));
    makeFile(path() + QStringLiteral(" (deleted)/file"));
    const Holder longer(QStringLiteral("exec 3<\"$1\""), path() + QStringLiteral("x/file"));
    const Holder marked(QStringLiteral("exec 3<\"$1\""),
                        path() + QStringLiteral(" (deleted)/file"));
    const Holder above(QStringLiteral("cd \"$1\""), QFileInfo(path()).path());
    QVERIFY(holdersOf(path()).isEmpty());
}

void TestMountHolders::folderIsFoundThroughLinks()
{
    const auto link = m_folder->filePath(QStringLiteral("link"));
    QVERIFY(QFile::link(m_folder->path(), link));
    const Holder holder(QStringLiteral("exec 3<\"$1\""), path(QStringLiteral("sub/file")));
    QCOMPARE(pidsOf(holdersOf(link + QStringLiteral("/m"))), QList{holder.pid()});
}

void TestMountHolders::processesOfOthersAreNoTrouble()
{
    if (::geteuid() != 0)
        QSKIP("only root can run a process of somebody else");
    const Holder holder(QStringLiteral("exec 3<\"$1\""), path(QStringLiteral("sub/file")));
    // Somebody who may not look at our processes, and who holds the folder with one of theirs.
    QFile::setPermissions(m_folder->path(), QFile::Permissions(0x7755));
    QFile::setPermissions(path(), QFile::Permissions(0x7755));
    const auto seen =
        shell(QStringLiteral("setpriv --reuid=65534 --clear-groups sh -c 'cd \"$2\"; sleep 60 & "
                             "\"$1\" --holders \"$2\"; kill $!; echo $! $$' sh \"$1\" \"$2\""),
              {QCoreApplication::applicationFilePath(), path()});
    QVERIFY2(seen.isSuccess(), qPrintable(seen.told()));
    const auto pids = seen.out.simplified().split(' ');
    QVERIFY2(!pids.contains(QByteArray::number(holder.pid())), seen.out.constData());
    QCOMPARE(pids.size(), 4); // the shell and its sleep, twice
}

void TestMountHolders::mountThatDoesNotAnswerIsNotTouched()
{
    DemoAccount account;
    MountedProcess mount(account.credentials());
    QVERIFY2(mount.mount({QStringLiteral("--home")}), mount.complaint().constData());
    const Holder holder(QStringLiteral("cd \"$1\""), mount.path());
    ::kill(static_cast<pid_t>(mount.process().processId()), SIGSTOP);
    const auto looked = run(QCoreApplication::applicationFilePath(),
                            {QStringLiteral("--holders"), mount.path()}, 5000);
    ::kill(static_cast<pid_t>(mount.process().processId()), SIGCONT);
    QVERIFY2(looked.isSuccess(), qPrintable(looked.told()));
    QCOMPARE(looked.out, QByteArray::number(holder.pid()) + '\n');
}

int main(int argc, char** argv)
{
    if (argc == 3 && QByteArray(argv[1]) == "--holders") {
        for (const auto& holder : holdersOf(QFile::decodeName(argv[2])))
            std::printf("%lld\n", static_cast<long long>(holder.pid));
        return 0;
    }
    QCoreApplication application(argc, argv);
    TestMountHolders test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_mountholders.moc"
