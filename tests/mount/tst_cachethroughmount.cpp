// SPDX-License-Identifier: Apache-2.0
// The inode cache against the kernel itself: it lets go of what it is asked for, and nothing that a
// program holds suffers.
#include "fuse/session.h"

#include "async/mailbox.h"
#include "fuse/mountpoint.h"
#include "support/homeworld.h"
#include "support/shell.h"
#include "tree/inodecache.h"
#include "tree/treerig.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include <unistd.h>

using namespace arv;
using namespace std::chrono_literals;
using test::DemoAccount;
using test::Outcome;
using test::TreeRig;

namespace {

constexpr int collections = 12;
constexpr int filesInEach = 30000; // some 3 MiB in memory

QString nameOf(int i)
{
    return QStringLiteral("c%1").arg(i);
}

} // namespace

class tst_CacheThroughMount : public QObject
{
    Q_OBJECT

private:
    // The session is served by this thread, so that waiting must let it work.
    [[nodiscard]] Outcome shell(const QString& command);
    [[nodiscard]] int filesIn(int collection);
    void addBigCollections();

    Mailbox m_mailbox;
    std::unique_ptr<DemoAccount> m_account;
    std::unique_ptr<test::HomeWorld> m_world;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<TreeRig> m_rig;
    std::unique_ptr<Session> m_session;

private Q_SLOTS:
    void init();
    void cleanup();

    void kernelLetsGoWhenItIsAsked();
    void whatProgramsHoldSurvivesTheWalk();
    void loweredCapMakesTheKernelLetGo();
};

void tst_CacheThroughMount::addBigCollections()
{
    for (int i = 0; i < collections; ++i) {
        demo::NewCollection made;
        made.owner = m_account->user;
        made.name = nameOf(i).toStdString();
        made.manifest = ". d41d8cd98f00b204e9800998ecf8427e+0";
        for (int file = 0; file < filesInEach; ++file)
            made.manifest +=
                " 0:0:a-file-with-a-long-name-as-people-give-it-" + std::to_string(file);
        made.manifest += '\n';
        QVERIFY(m_account->cluster.store().addCollection(made));
    }
}

void tst_CacheThroughMount::init()
{
    m_account = std::make_unique<DemoAccount>();
    m_world = std::make_unique<test::HomeWorld>(*m_account);
    m_folder = std::make_unique<QTemporaryDir>();
    addBigCollections();
    m_world->addCollection(QStringLiteral("small"), {QStringLiteral("f"), QStringLiteral("g")});
    FileSystem::Settings settings;
    settings.cacheCap = InodeCache::smallestCap;
    m_rig = std::make_unique<TreeRig>(*m_account, TreeRig::home(), settings);
    MountOptions options;
    options.directory = m_folder->path();
    options.host = QStringLiteral("localhost");
    auto session = Session::mount(options, m_rig->files, Owner{::getuid(), ::getgid()}, [] {});
    QVERIFY2(session, session ? "" : qPrintable(session.error().text));
    m_session = std::move(*session);
    m_rig->kernel = [this](const Change& told) { m_session->tellKernel(told); };
}

void tst_CacheThroughMount::cleanup()
{
    if (m_session)
        QVERIFY(test::resultOf(m_session->shutDown()));
    m_rig->kernel = nullptr;
    m_session.reset();
    m_rig.reset();
    m_folder.reset();
}

Outcome tst_CacheThroughMount::shell(const QString& command)
{
    QProcess process;
    process.setWorkingDirectory(QDir::rootPath());
    process.start(QStringLiteral("sh"), {QStringLiteral("-c"), command, m_folder->path()});
    (void)test::waitUntil([&] { return process.state() == QProcess::NotRunning; }, 20000);
    return test::outcomeOf(process, 1000);
}

int tst_CacheThroughMount::filesIn(int collection)
{
    const auto listed = shell(QStringLiteral("ls -U \"$0/%1\" | wc -l").arg(nameOf(collection)));
    return listed.isSuccess() ? listed.out.trimmed().toInt() : -1;
}

void tst_CacheThroughMount::kernelLetsGoWhenItIsAsked()
{
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < collections; ++i) {
            QCOMPARE(filesIn(i), filesInEach);
            QVERIFY(test::waitUntil([&] {
                const auto figures = m_rig->files.cacheFigures();
                return figures.bytes <= figures.cap;
            }));
        }
    }
    const auto figures = m_rig->files.cacheFigures();
    QVERIFY(figures.evictions >= collections);
    QVERIFY(figures.kernelHeld > 0);
}

void tst_CacheThroughMount::whatProgramsHoldSurvivesTheWalk()
{
    QProcess holder; // a file open, and a working folder, in one collection each
    holder.start(QStringLiteral("sh"),
                 {QStringLiteral("-c"),
                  QStringLiteral("exec 3<\"$0/small/f\" && cd \"$0/c0\" && echo ready && read x && "
                                 "md5sum <&3 && ls -U . | wc -l"),
                  m_folder->path()});
    QVERIFY(test::waitUntil([&] { return holder.bytesAvailable() >= 6; }));
    QCOMPARE(holder.readAllStandardOutput(), QByteArray("ready\n"));
    for (int i = 0; i < collections; ++i)
        QCOMPARE(filesIn(i), filesInEach);
    QVERIFY(m_rig->files.cacheFigures().evictions > 0);
    holder.write("\n");
    QVERIFY(test::waitUntil([&] { return holder.state() == QProcess::NotRunning; }, 20000));
    const auto md5 = QCryptographicHash::hash(test::HomeWorld::bytesOf(QStringLiteral("f")),
                                              QCryptographicHash::Md5)
                         .toHex();
    QCOMPARE(holder.readAllStandardOutput(),
             md5 + "  -\n" + QByteArray::number(filesInEach) + '\n');
    QCOMPARE(holder.exitCode(), 0);
}

void tst_CacheThroughMount::loweredCapMakesTheKernelLetGo()
{
    m_rig->files.setCacheCap(InodeCache::defaultCap);
    for (int i = 0; i < collections; ++i)
        QCOMPARE(filesIn(i), filesInEach);
    QCOMPARE(m_rig->files.cacheFigures().evictions, std::uint64_t{0});
    const auto held = m_rig->files.cacheFigures().kernelHeld;
    m_rig->files.setCacheCap(InodeCache::smallestCap);
    QVERIFY(test::waitUntil([&] {
        const auto figures = m_rig->files.cacheFigures();
        return figures.bytes <= figures.cap / 10 * 9;
    }));
    QVERIFY(m_rig->files.cacheFigures().kernelHeld < held);
    QCOMPARE(filesIn(0), filesInEach);
}

QTEST_GUILESS_MAIN(tst_CacheThroughMount)
#include "tst_cachethroughmount.moc"
