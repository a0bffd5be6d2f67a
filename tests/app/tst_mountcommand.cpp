// SPDX-License-Identifier: Apache-2.0
// The command line as people and scripts see it: processes, messages, exit status, what remains.
#include "support/connectproxy.h"
#include "support/demoaccount.h"
#include "support/mountedprocess.h"
#include "support/waiting.h"

#include <QtTest>

#include <unistd.h>

#include <csignal>

using namespace arv;

class tst_MountCommand : public QObject
{
    Q_OBJECT

private:
    // Runs it to its end, with these options and a fresh folder unless they name one.
    [[nodiscard]] test::Outcome command(const Credentials& credentials,
                                        const QStringList& options) const;
    [[nodiscard]] QString freshFolder();
    void makeCollection(const QString& name);

    std::unique_ptr<test::DemoAccount> m_account;
    QTemporaryDir m_folders;
    int m_folderCount = 0;

private Q_SLOTS:
    void initTestCase();

    void everySelectionIsMounted_data();
    void everySelectionIsMounted();
    void signalUnmountsAndLeavesNothing_data();
    void signalUnmountsAndLeavesNothing();
    void unmountFromOutsideEndsIt();
    void lazyUnmountWithOpenFileEndsItWhenTheFileCloses();
    void killedServerLeavesNoMount();
    void daemonReturnsWhenTheMountIsUsable();
    void proxyOfTheEnvironmentIsUsedButForThisComputer();
    void deadProxyIsToldBeforeMounting();
    void daemonThatCannotMountSaysWhy();
    void wrongTokenIsToldBeforeMounting();
    void inactiveUserIsToldBeforeMounting();
    void deadClusterIsToldBeforeMounting();
    void untrustedCertificateIsToldBeforeMounting();
    void projectThatDoesNotExistIsToldBeforeMounting();
    void signalWhileTheClusterIsSilentEndsTheStart();
    void missingSettingsAreTold();
    void directoryThatIsNotThereIsTold();
    void directoryWithFilesIsTold();
    void mountOnAMountIsTold();
    void wrongUseEndsWithTwo();
    void helpAndVersionEndWithZero();
    void tokenReachesNoChildAndNoArgument();
    void layoutWithAModeEndsWithOne();
    void filtersComeFromStandardInput();
    void badFiltersEndWithTwo();
    void littleCacheIsWarnedOf();
    void logGoesToItsFile();
    void logFileThatCannotBeWrittenIsTold();
    void debugVariableLogsEverything();
    void subtypeStandsInTheTableOfMounts();
    void otherUsersMayLookInWhenLet();
};

void tst_MountCommand::initTestCase()
{
    m_account = std::make_unique<test::DemoAccount>();
    makeCollection(QStringLiteral("first"));
}

void tst_MountCommand::makeCollection(const QString& name)
{
    const auto hash = m_account->cluster.blocks(0).add("hello world\n");
    QVERIFY(hash);
    demo::NewCollection collection;
    collection.owner = m_account->user;
    collection.name = name.toStdString();
    collection.manifest = ". " + *hash + "+12 0:12:hello.txt\n";
    collection.uuid = "zzzzz-4zz18-hellohellohello";
    QVERIFY(m_account->cluster.store().addCollection(collection));
}

QString tst_MountCommand::freshFolder()
{
    const auto folder = m_folders.filePath(QString::number(++m_folderCount));
    QDir().mkdir(folder);
    return folder;
}

test::Outcome tst_MountCommand::command(const Credentials& credentials,
                                        const QStringList& options) const
{
    QProcess process;
    process.setProcessEnvironment(test::environmentOf(credentials));
    process.start(test::programPath(), options);
    return test::outcomeOf(process);
}

void tst_MountCommand::everySelectionIsMounted_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("file");
    const QString name = QStringLiteral("hello.txt");
    const QString uuid = QStringLiteral("zzzzz-4zz18-hellohellohello");
    QTest::newRow("all") << QStringList{} << QStringLiteral("home/first/hello.txt");
    QTest::newRow("home") << QStringList{QStringLiteral("--home")}
                          << QStringLiteral("first/hello.txt");
    QTest::newRow("by id") << QStringList{QStringLiteral("--by-id")}
                           << uuid + QStringLiteral("/hello.txt");
    QTest::newRow("by id below by_id")
        << QStringList{QStringLiteral("--by-id")}
        << QStringLiteral("by_id/") + uuid + QStringLiteral("/hello.txt");
    QTest::newRow("all, by_id") << QStringList{QStringLiteral("--all")}
                                << QStringLiteral("by_id/") + uuid + QStringLiteral("/hello.txt");
    QTest::newRow("collection") << QStringList{QStringLiteral("--collection"), uuid} << name;
}

void tst_MountCommand::everySelectionIsMounted()
{
    QFETCH(QStringList, options);
    QFETCH(QString, file);
    test::MountedProcess mount(m_account->credentials());
    QVERIFY2(mount.mount(options), mount.complaint().constData());
    const auto read = test::run(QStringLiteral("cat"), {mount.path(file)});
    QCOMPARE(read.out, QByteArray("hello world\n"));
}

void tst_MountCommand::signalUnmountsAndLeavesNothing_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT, as by Ctrl-C") << SIGINT;
    QTest::newRow("SIGHUP") << SIGHUP;
}

void tst_MountCommand::signalUnmountsAndLeavesNothing()
{
    QFETCH(int, signal);
    test::MountedProcess mount(m_account->credentials());
    QVERIFY2(mount.mount({}), mount.complaint().constData());
    const auto ended = mount.end(signal);
    QVERIFY2(ended.isSuccess(), qPrintable(ended.told()));
    QVERIFY(!mount.isMounted());
}

void tst_MountCommand::unmountFromOutsideEndsIt()
{
    test::MountedProcess mount(m_account->credentials());
    QVERIFY2(mount.mount({}), mount.complaint().constData());
    const auto unmounted =
        test::run(QStringLiteral("fusermount3"), {QStringLiteral("-u"), mount.path()});
    QVERIFY2(unmounted.isSuccess(), qPrintable(unmounted.told()));
    const auto ended = mount.ended();
    QVERIFY2(ended.isSuccess(), qPrintable(ended.told()));
    QVERIFY(!mount.isMounted());
}

void tst_MountCommand::lazyUnmountWithOpenFileEndsItWhenTheFileCloses()
{
    test::MountedProcess mount(m_account->credentials());
    QVERIFY2(mount.mount({QStringLiteral("--home")}), mount.complaint().constData());
    QProcess holder; // reads on after the mount has left the tree
    holder.start(QStringLiteral("sh"),
                 {QStringLiteral("-c"),
                  QStringLiteral("exec 3<\"$1\"; echo open; read line; cat <&3"),
                  QStringLiteral("sh"), mount.path(QStringLiteral("first/hello.txt"))});
    QVERIFY(test::says(holder, "open\n"));
    QVERIFY(test::run(QStringLiteral("fusermount3"),
                      {QStringLiteral("-u"), QStringLiteral("-z"), mount.path()})
                .isSuccess());
    QVERIFY(!mount.isMounted());
    QCOMPARE(mount.process().state(), QProcess::Running);
    holder.write("\n");
    const auto held = test::outcomeOf(holder);
    QCOMPARE(held.out, QByteArray("hello world\n"));
    const auto ended = mount.ended();
    QVERIFY2(ended.isSuccess(), qPrintable(ended.told()));
}

void tst_MountCommand::killedServerLeavesNoMount()
{
    test::MountedProcess mount(m_account->credentials());
    QVERIFY2(mount.mount({}), mount.complaint().constData());
    const auto killed = mount.end(SIGKILL);
    QVERIFY(killed.inTime);
    QVERIFY(test::waitUntil([&] { return !mount.isMounted(); }, 5000));
}

void tst_MountCommand::daemonReturnsWhenTheMountIsUsable()
{
    const auto folder = freshFolder();
    const auto started = command(m_account->credentials(),
                                 {QStringLiteral("mount"), QStringLiteral("--home"), folder});
    QVERIFY2(started.isSuccess(), qPrintable(started.told()));
    const auto read =
        test::run(QStringLiteral("cat"), {folder + QStringLiteral("/first/hello.txt")});
    const auto unmounted = test::run(QStringLiteral("fusermount3"), {QStringLiteral("-u"), folder});
    QCOMPARE(read.out, QByteArray("hello world\n"));
    QVERIFY2(unmounted.isSuccess(), qPrintable(unmounted.told()));
    QVERIFY(!mountedAt(folder));
}

// cluster.invalid is a name that only the proxy knows the way to.
void tst_MountCommand::proxyOfTheEnvironmentIsUsedButForThisComputer()
{
    const test::ConnectProxy proxy;
    auto credentials = m_account->credentials();
    const auto port = credentials.host.section(u':', -1);
    credentials.host = QStringLiteral("cluster.invalid:") + port;
    auto environment = test::environmentOf(credentials);
    environment.insert(QStringLiteral("https_proxy"),
                       QStringLiteral("http://") + QString::fromStdString(proxy.name()));
    environment.insert(QStringLiteral("ARVADOS_API_HOST_INSECURE"), QStringLiteral("1"));
    test::MountedProcess mount(credentials);
    mount.process().setProcessEnvironment(environment);
    QVERIFY2(mount.mount({QStringLiteral("--home")}), mount.complaint().constData());
    const auto read =
        test::run(QStringLiteral("cat"), {mount.path(QStringLiteral("first/hello.txt"))});
    QCOMPARE(read.out, QByteArray("hello world\n"));
    const auto asked = proxy.asked();
    QVERIFY(!asked.empty());
    for (const auto& line : asked) // the Keep services and the feed are on the loopback address
        QCOMPARE(line, "CONNECT cluster.invalid:" + port.toStdString());
}

void tst_MountCommand::deadProxyIsToldBeforeMounting()
{
    auto credentials = m_account->credentials();
    credentials.host = QStringLiteral("cluster.invalid");
    auto environment = test::environmentOf(credentials);
    environment.insert(QStringLiteral("https_proxy"), QStringLiteral("http://me:hush@127.0.0.1:1"));
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(test::programPath(),
                  {QStringLiteral("mount"), QStringLiteral("--foreground"),
                   QStringLiteral("--retries"), QStringLiteral("0"), freshFolder()});
    const auto told = test::outcomeOf(process);
    QCOMPARE(told.status, 1);
    QVERIFY2(told.err.contains("proxy 127.0.0.1:1"), told.err.constData());
    QVERIFY2(!told.err.contains("hush"), told.err.constData());
    QCOMPARE(told.err.count('\n'), 1);
}

void tst_MountCommand::daemonThatCannotMountSaysWhy()
{
    auto credentials = m_account->credentials();
    credentials.token = QStringLiteral("wrong");
    const auto folder = freshFolder();
    const auto started =
        command(credentials, {QStringLiteral("mount"), QStringLiteral("--home"), folder});
    QCOMPARE(started.status, 1);
    QCOMPARE(started.err.count('\n'), 1);
    QVERIFY(!mountedAt(folder));
}

void tst_MountCommand::wrongTokenIsToldBeforeMounting()
{
    auto credentials = m_account->credentials();
    credentials.token = QStringLiteral("v2/zzzzz-gj3su-000000000000000/wrong");
    const auto told = command(
        credentials, {QStringLiteral("mount"), QStringLiteral("--foreground"), freshFolder()});
    QCOMPARE(told.status, 1);
    QVERIFY2(told.err.contains("Not logged in"), told.err.constData());
    QVERIFY2(!told.err.contains("wrong"), told.err.constData());
    QCOMPARE(told.err.count('\n'), 1);
}

void tst_MountCommand::inactiveUserIsToldBeforeMounting()
{
    auto credentials = m_account->credentials();
    credentials.token = QString::fromStdString(demo::demoToken("carol"));
    const auto told = command(
        credentials, {QStringLiteral("mount"), QStringLiteral("--foreground"), freshFolder()});
    QCOMPARE(told.status, 1);
    QVERIFY2(told.err.contains("not active"), told.err.constData());
}

void tst_MountCommand::deadClusterIsToldBeforeMounting()
{
    auto credentials = m_account->credentials();
    credentials.host = QStringLiteral("localhost:1"); // nobody listens at port 1
    const auto told = command(credentials,
                              {QStringLiteral("mount"), QStringLiteral("--foreground"),
                               QStringLiteral("--retries"), QStringLiteral("0"), freshFolder()});
    QCOMPARE(told.status, 1);
    QVERIFY2(told.err.contains("localhost"), told.err.constData());
    QCOMPARE(told.err.count('\n'), 1);
}

void tst_MountCommand::untrustedCertificateIsToldBeforeMounting()
{
    auto credentials = m_account->credentials();
    credentials.caFile = QStringLiteral("/etc/ssl/certs/ca-certificates.crt");
    const auto told = command(credentials,
                              {QStringLiteral("mount"), QStringLiteral("--foreground"),
                               QStringLiteral("--retries"), QStringLiteral("0"), freshFolder()});
    QCOMPARE(told.status, 1);
    QVERIFY2(told.err.toLower().contains("certificate"), told.err.constData());
}

void tst_MountCommand::projectThatDoesNotExistIsToldBeforeMounting()
{
    const auto told = command(m_account->credentials(),
                              {QStringLiteral("mount"), QStringLiteral("--foreground"),
                               QStringLiteral("--project"),
                               QStringLiteral("zzzzz-j7d0g-nosuchproject00"), freshFolder()});
    QCOMPARE(told.status, 1);
    QVERIFY2(told.err.contains("zzzzz-j7d0g-nosuchproject00"), told.err.constData());
}

void tst_MountCommand::signalWhileTheClusterIsSilentEndsTheStart()
{
    test::DemoAccount silent;
    silent.addFault("api", test::DemoAccount::faultOf(demo::Fault::Kind::Silence));
    QProcess process;
    process.setProcessEnvironment(test::environmentOf(silent.credentials()));
    process.start(test::programPath(),
                  {QStringLiteral("mount"), QStringLiteral("--foreground"), freshFolder()});
    QVERIFY(test::waitUntil([&] { return !silent.cluster.requestsSeen().empty(); }));
    process.terminate();
    const auto told = test::outcomeOf(process, 5000);
    QVERIFY(told.inTime);
    QCOMPARE(told.status, 1);
    QVERIFY2(told.err.contains("ended before it was mounted"), told.err.constData());
}

void tst_MountCommand::missingSettingsAreTold()
{
    QProcess process;
    process.start(test::programPath(), {QStringLiteral("mount"), freshFolder()});
    const auto told = test::outcomeOf(process);
    QCOMPARE(told.status, 1);
    QVERIFY2(told.err.contains("ARVADOS_API_HOST"), told.err.constData());
}

void tst_MountCommand::directoryThatIsNotThereIsTold()
{
    const auto missing = m_folders.filePath(QStringLiteral("missing"));
    const auto told = command(m_account->credentials(),
                              {QStringLiteral("mount"), QStringLiteral("--foreground"), missing});
    QCOMPARE(told.status, 1);
    QVERIFY2(told.err.contains("missing is not a directory"), told.err.constData());
}

void tst_MountCommand::directoryWithFilesIsTold()
{
    const auto folder = freshFolder();
    QFile file(folder + QStringLiteral("/.hidden"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto told = command(m_account->credentials(),
                              {QStringLiteral("mount"), QStringLiteral("--foreground"), folder});
    QCOMPARE(told.status, 1);
    QVERIFY2(told.err.contains("not empty"), told.err.constData());
}

void tst_MountCommand::mountOnAMountIsTold()
{
    test::MountedProcess mount(m_account->credentials());
    QVERIFY2(mount.mount({}), mount.complaint().constData());
    const auto told =
        command(m_account->credentials(),
                {QStringLiteral("mount"), QStringLiteral("--foreground"), mount.path()});
    QCOMPARE(told.status, 1);
    QVERIFY2(told.err.contains("already mounted"), told.err.constData());
    QVERIFY(mount.isMounted());
}

void tst_MountCommand::wrongUseEndsWithTwo()
{
    const auto told = command(m_account->credentials(),
                              {QStringLiteral("mount"), QStringLiteral("--colour"), freshFolder()});
    QCOMPARE(told.status, 2);
    QVERIFY2(told.err.contains("colour"), told.err.constData());
}

void tst_MountCommand::helpAndVersionEndWithZero()
{
    for (const auto& line :
         {QStringLiteral("--help"), QStringLiteral("mount --help"), QStringLiteral("--version")}) {
        const auto told = command(m_account->credentials(), line.split(u' '));
        QVERIFY2(told.isSuccess(), qPrintable(line));
        QVERIFY(told.out.contains("arvados-drive"));
    }
}

void tst_MountCommand::tokenReachesNoChildAndNoArgument()
{
    test::MountedProcess mount(m_account->credentials());
    QVERIFY2(mount.mount({}), mount.complaint().constData());
    const auto pid = QString::number(mount.process().processId());
    const auto children =
        test::shell(QStringLiteral("for p in $(cat /proc/$1/task/*/children); do tr '\\0' '\\n' "
                                   "</proc/$p/environ; done; tr '\\0' '\\n' </proc/$1/cmdline"),
                    {pid});
    QVERIFY(children.out.contains("arvados-drive"));
    QVERIFY(children.out.contains("PATH=")); // fusermount3, which waits to unmount after us
    QVERIFY(!children.out.contains(m_account->token.c_str()));
}

void tst_MountCommand::layoutWithAModeEndsWithOne()
{
    const auto told = command(m_account->credentials(),
                              {QStringLiteral("mount"), QStringLiteral("--home"),
                               QStringLiteral("--mount-home=h"), freshFolder()});
    QCOMPARE(told.status, 1);
    QVERIFY2(told.err.contains("--mount-"), told.err.constData());
    QCOMPARE(told.err.count('\n'), 1);
}

void tst_MountCommand::filtersComeFromStandardInput()
{
    const auto folder = freshFolder();
    QProcess process;
    process.setProcessEnvironment(test::environmentOf(m_account->credentials()));
    process.start(test::programPath(),
                  {QStringLiteral("mount"), QStringLiteral("--home"), QStringLiteral("--filters"),
                   QStringLiteral("-"), folder});
    process.write(R"([["collections.name","=",)");
    process.write(R"("first"]])");
    process.closeWriteChannel();
    const auto started = test::outcomeOf(process);
    QVERIFY2(started.isSuccess(), qPrintable(started.told()));
    const auto read =
        test::run(QStringLiteral("cat"), {folder + QStringLiteral("/first/hello.txt")});
    const auto unmounted = test::run(QStringLiteral("fusermount3"), {QStringLiteral("-u"), folder});
    QCOMPARE(read.out, QByteArray("hello world\n"));
    QVERIFY2(unmounted.isSuccess(), qPrintable(unmounted.told()));
}

void tst_MountCommand::badFiltersEndWithTwo()
{
    const auto told = command(m_account->credentials(),
                              {QStringLiteral("mount"), QStringLiteral("--filters"),
                               QStringLiteral("[[\"name\"]]"), freshFolder()});
    QCOMPARE(told.status, 2);
    QVERIFY2(told.err.contains("filter 1"), told.err.constData());
    QCOMPARE(told.err.count('\n'), 1);
}

void tst_MountCommand::littleCacheIsWarnedOf()
{
    test::MountedProcess mount(m_account->credentials());
    QVERIFY(mount.mount({QStringLiteral("--directory-cache"), QStringLiteral("5")}));
    const auto ended = mount.end();
    QVERIFY2(ended.isSuccess(), qPrintable(ended.told()));
    QVERIFY2(ended.err.contains("16777216"), ended.err.constData());
}

void tst_MountCommand::logGoesToItsFile()
{
    const auto path = m_folders.filePath(QStringLiteral("log"));
    QFile log(path);
    QVERIFY(log.open(QIODevice::WriteOnly));
    log.write("what was there\n");
    log.close();
    test::MountedProcess mount(m_account->credentials());
    QVERIFY(mount.mount({QStringLiteral("--debug"), QStringLiteral("--logfile"), path}));
    const auto ended = mount.end();
    QVERIFY2(ended.isSuccess(), qPrintable(ended.told()));
    QCOMPARE(ended.err, QByteArray());
    QVERIFY(log.open(QIODevice::ReadOnly));
    const auto lines = log.readAll();
    QVERIFY(lines.startsWith("what was there\n"));
    QVERIFY2(lines.contains("arvados.fuse: "), lines.left(2000).constData());
    QVERIFY(!lines.contains(m_account->token.c_str()));
}

void tst_MountCommand::logFileThatCannotBeWrittenIsTold()
{
    const auto path = m_folders.filePath(QStringLiteral("nowhere/log"));
    const auto told =
        command(m_account->credentials(),
                {QStringLiteral("mount"), QStringLiteral("--logfile"), path, freshFolder()});
    QCOMPARE(told.status, 1);
    QVERIFY2(told.err.contains("nowhere/log"), told.err.constData());
    QCOMPARE(told.err.count('\n'), 1);
}

void tst_MountCommand::debugVariableLogsEverything()
{
    auto environment = test::environmentOf(m_account->credentials());
    environment.insert(QStringLiteral("ARVADOS_DEBUG"), QStringLiteral("1"));
    test::MountedProcess mount(m_account->credentials());
    mount.process().setProcessEnvironment(environment);
    QVERIFY(mount.mount({}));
    (void)test::run(QStringLiteral("ls"), {mount.path(QStringLiteral("home"))});
    const auto ended = mount.end();
    QVERIFY2(ended.isSuccess(), qPrintable(ended.told()));
    QVERIFY2(ended.err.contains("arvados."), ended.err.constData());
    QVERIFY2(!ended.err.contains("LOOKUP"), "libfuse's own log is for --debug");
}

void tst_MountCommand::subtypeStandsInTheTableOfMounts()
{
    test::MountedProcess mount(m_account->credentials());
    QVERIFY2(mount.mount({QStringLiteral("--subtype"), QStringLiteral("mine")}),
             mount.complaint().constData());
    QCOMPARE(mountedAt(mount.path())->type, QStringLiteral("fuse.mine"));
    const auto ended = mount.end();
    QVERIFY2(ended.isSuccess(), qPrintable(ended.told()));
    QVERIFY(!mount.isMounted());
}

// Root may always; another needs a line in /etc/fuse.conf, and is told so.
void tst_MountCommand::otherUsersMayLookInWhenLet()
{
    test::MountedProcess mount(m_account->credentials());
    if (!mount.mount({QStringLiteral("--allow-other")})) {
        QVERIFY(::geteuid() != 0);
        QVERIFY(mount.complaint().contains("user_allow_other"));
        return;
    }
    const auto options =
        test::shell(QStringLiteral("grep -F \" $1 \" /proc/self/mountinfo"), {mount.path()});
    QVERIFY2(options.out.contains("allow_other"), options.out.constData());
    const auto ended = mount.end();
    QVERIFY2(ended.isSuccess(), qPrintable(ended.told()));
    QVERIFY(!mount.isMounted());
}

QTEST_GUILESS_MAIN(tst_MountCommand)
#include "tst_mountcommand.moc"
