// SPDX-License-Identifier: Apache-2.0
// What is asked of a real mount the second time: nothing, as long as nothing has changed. And what
// programs get to see of extended attributes.
#include "async/mailbox.h"
#include "support/homeworld.h"
#include "support/inprocessmount.h"
#include "support/logrecord.h"
#include "support/smallworld.h"
#include "support/waiting.h"

#include <QtTest>

#include <sys/xattr.h>

#include <cerrno>
#include <map>
#include <thread>

using namespace arv;
using namespace std::chrono_literals;
using test::SmallWorld;

class tst_KernelCaches : public QObject
{
    Q_OBJECT

private:
    // Refreshed after so many milliseconds.
    void mount(int refresh = 15000, MountSelection::Mode mode = MountSelection::Mode::Home);
    [[nodiscard]] QByteArray inMount(const QString& line) const;
    [[nodiscard]] bool becomes(const QString& line, const QByteArray& expected) const;
    // Requests so far by kind, from libfuse's log.
    [[nodiscard]] std::map<QByteArray, qsizetype> requests();
    [[nodiscard]] static QByteArray differences(std::map<QByteArray, qsizetype> before,
                                                const std::map<QByteArray, qsizetype>& after,
                                                const QList<QByteArray>& kinds);

    std::unique_ptr<test::DemoAccount> m_account;
    Mailbox m_mailbox;
    SharedServices m_shared;
    std::unique_ptr<test::LogRecord> m_log;
    bool m_listens = true; // to the event feed
    std::unique_ptr<test::InProcessMount> m_mount;
    std::string m_uuid; // of "c"

private Q_SLOTS:
    void init();
    void cleanup();

    void secondLsCostsNoReaddir();
    void secondFindCostsNothing();
    void keptListingIsDroppedWhenItChanges();
    void copyOutlivesARefreshWithoutNews();
    void failedListingIsListedAgain();
    void attributesAreThoseOfTheRecord();
    void lsDoesNotAskForForeignAttributesOfEachFile();
    void readOnlyMountRefusesByTheRightErrno();
};

void tst_KernelCaches::init()
{
    m_account = std::make_unique<test::DemoAccount>();
    m_listens = true;
    demo::CollectionMaker maker({&m_account->cluster.blocks(0), &m_account->cluster.blocks(1)});
    for (const std::string directory : {"", "d", "d/e"}) {
        for (int i = 0; i < 40; ++i)
            maker.addFile(directory, "f" + std::to_string(i), "bytes");
    }
    demo::NewCollection collection;
    collection.owner = m_account->user;
    collection.name = "c";
    collection.manifest = maker.manifest();
    m_uuid = *m_account->cluster.store().addCollection(collection);
    test::HomeWorld(*m_account).addProject(QStringLiteral("p"));
    m_log = std::make_unique<test::LogRecord>();
}

void tst_KernelCaches::cleanup()
{
    m_account->cluster.faults().clear();
    const bool stopped = !m_mount || m_mount->stop();
    m_mount.reset();
    m_log.reset();
    QVERIFY(stopped);
}

void tst_KernelCaches::mount(int refresh, MountSelection::Mode mode)
{
    m_mount = std::make_unique<test::InProcessMount>(m_shared, m_account->credentials());
    m_mount->spec.selection.mode = mode;
    m_mount->spec.refreshTime = std::chrono::milliseconds(refresh);
    m_mount->spec.listenToEvents = m_listens;
    m_mount->spec.retry.tries = 1;
    m_mount->spec.options.debug = true;
    QVERIFY2(m_mount->mount(), m_mount->complaint().constData());
}

QByteArray tst_KernelCaches::inMount(const QString& line) const
{
    const auto outcome = test::shell(line, {}, m_mount->path());
    return outcome.inTime ? outcome.out + outcome.err : QByteArray("did not end");
}

bool tst_KernelCaches::becomes(const QString& line, const QByteArray& expected) const
{
    return test::waitUntil([&] { return inMount(line) == expected; });
}

std::map<QByteArray, qsizetype> tst_KernelCaches::requests()
{
    std::map<QByteArray, qsizetype> counts;
    const auto log = m_log->all();
    for (const char* kind :
         {"READDIR", "READDIRPLUS", "LOOKUP", "GETATTR", "GETXATTR", "OPENDIR", "READ"})
        counts[kind] = log.count(QStringLiteral("opcode: %1 (").arg(QLatin1String(kind)));
    return counts;
}

QByteArray tst_KernelCaches::differences(std::map<QByteArray, qsizetype> before,
                                         const std::map<QByteArray, qsizetype>& after,
                                         const QList<QByteArray>& kinds)
{
    QByteArray text;
    for (const auto& kind : kinds) {
        if (const auto more = after.at(kind) - before[kind]; more != 0)
            text += kind + ' ' + QByteArray::number(more) + ' ';
    }
    return text;
}

void tst_KernelCaches::secondLsCostsNoReaddir()
{
    mount();
    const auto ls = QStringLiteral("ls . c c/d p");
    const auto first = inMount(ls);
    QVERIFY2(first.contains("f39"), first.constData());
    const auto before = requests();
    QVERIFY(before.at("READDIR") + before.at("READDIRPLUS") >= 4);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(inMount(ls), first);
    const auto after = requests();
    QCOMPARE(differences(before, after, {"READDIR", "READDIRPLUS"}), QByteArray());
    QCOMPARE(after.at("OPENDIR") - before.at("OPENDIR"), 12);
}

void tst_KernelCaches::secondFindCostsNothing()
{
    mount(60000, MountSelection::Mode::All);
    const auto walk = QStringLiteral("find . -ls | wc -l; ls -lR | wc -l");
    const auto first = inMount(walk);
    const auto before = requests();
    QVERIFY(before.at("READDIR") + before.at("READDIRPLUS") >= 6);
    m_account->cluster.forgetRequestsSeen();
    QCOMPARE(inMount(walk), first);
    const auto after = requests();
    QCOMPARE(differences(before, after, {"READDIR", "READDIRPLUS", "LOOKUP"}), QByteArray());
    // README has no size that the kernel may keep, and `ls` asks once what it may ask of others.
    QVERIFY2(after.at("GETATTR") - before.at("GETATTR") <= 4,
             differences(before, after, {"GETATTR"}).constData());
    QVERIFY2(after.at("GETXATTR") - before.at("GETXATTR") <= 4,
             differences(before, after, {"GETXATTR"}).constData());
    QCOMPARE(SmallWorld::requestsWith(*m_account, "GET "), std::size_t{0});
}

void tst_KernelCaches::keptListingIsDroppedWhenItChanges()
{
    mount(1000);
    SmallWorld::change(*m_account, m_uuid, {{"f", "bytes"}});
    QCOMPARE(inMount(QStringLiteral("ls; ls; ls c; ls c")), QByteArray("c\np\nc\np\nf\nf\n"));
    SmallWorld::change(*m_account, m_uuid, {{"f", "bytes"}, {"g", "more"}});
    QVERIFY(becomes(QStringLiteral("ls c"), "f\ng\n"));
    QCOMPARE(inMount(QStringLiteral("ls c")), QByteArray("f\ng\n"));
    SmallWorld::change(*m_account, m_uuid, {{"g", "more"}});
    QVERIFY(becomes(QStringLiteral("ls c"), "g\n"));
    SmallWorld::addCollection(*m_account, "new", {{"f", "bytes"}});
    QVERIFY(becomes(QStringLiteral("ls"), "c\nnew\np\n"));
    QCOMPARE(inMount(QStringLiteral("ls")), QByteArray("c\nnew\np\n"));
    QVERIFY(m_account->cluster.store().trash(m_uuid));
    QVERIFY(becomes(QStringLiteral("ls"), "new\np\n"));
}

void tst_KernelCaches::copyOutlivesARefreshWithoutNews()
{
    m_listens = false;
    mount(1000);
    const auto ls = QStringLiteral("ls . c/d");
    const auto first = inMount(ls);
    const auto before = requests();
    m_account->cluster.forgetRequestsSeen();
    // Both are refreshed behind the listings that are shown meanwhile, more than once.
    QVERIFY(test::waitUntil([&] {
        return inMount(ls) == first && SmallWorld::requestsWith(*m_account, "/contents") > 3
            && SmallWorld::requestsWith(*m_account, "/collections/") > 1;
    }));
    const auto after = requests();
    QCOMPARE(differences(before, after, {"READDIR", "READDIRPLUS"}), QByteArray());
}

void tst_KernelCaches::failedListingIsListedAgain()
{
    mount();
    m_account->addFault("api", test::DemoAccount::statusFault(500));
    const auto failed = test::shell(QStringLiteral("ls"), {}, m_mount->path());
    QVERIFY2(failed.inTime && failed.status != 0, qPrintable(failed.told()));
    m_account->cluster.faults().clear();
    QCOMPARE(inMount(QStringLiteral("ls; ls")), QByteArray("c\np\nc\np\n"));
}

void tst_KernelCaches::attributesAreThoseOfTheRecord()
{
    mount();
    const auto valueOf = [&](const char* file, const char* name) {
        QByteArray value;
        std::thread([&, path = m_mount->path(QString::fromLatin1(file)).toLocal8Bit()] {
            char buffer[1000];
            const auto size = ::getxattr(path.constData(), name, buffer, sizeof buffer);
            value = size < 0 ? '[' + QByteArray::number(errno) + ']' : QByteArray(buffer, size);
        }).join(); // the mount answers in its own thread
        return value;
    };
    const auto uuid = QByteArray::fromStdString(m_uuid);
    QCOMPARE(valueOf("c", "user.arvados.uuid"), uuid);
    QCOMPARE(valueOf("c", "user.arvados.properties"), QByteArray("{}"));
    QCOMPARE(valueOf("c/d/f3", "user.arvados.uuid"), uuid);
    QCOMPARE(valueOf("c/d/f3", "user.arvados.block_count"), QByteArray("1"));
    QCOMPARE(valueOf("p", "user.arvados.kind"), QByteArray("arvados#group"));
    QCOMPARE(valueOf("c", "user.else"), '[' + QByteArray::number(ENODATA) + ']');
    QCOMPARE(valueOf("c", "security.selinux"), '[' + QByteArray::number(EOPNOTSUPP) + ']');
    const auto copied = test::shell(QStringLiteral("cp -a c/d/f3 \"$1/copy\" && cat \"$1/copy\""),
                                    {QDir::tempPath()}, m_mount->path());
    QVERIFY(QFile::remove(QDir::tempPath() + QStringLiteral("/copy")));
    QCOMPARE(copied.out, QByteArray("bytes"));
}

void tst_KernelCaches::lsDoesNotAskForForeignAttributesOfEachFile()
{
    mount();
    (void)inMount(QStringLiteral("ls -l c c/d"));
    QVERIFY2(requests().at("GETXATTR") <= 4, qPrintable(m_log->all().right(2000)));
}

void tst_KernelCaches::readOnlyMountRefusesByTheRightErrno()
{
    mount();
    const auto complains = [this](const char* line, const char* word) {
        const auto said = test::shell(QString::fromLatin1(line), {}, m_mount->path());
        return said.inTime && said.status != 0 && said.err.contains(word);
    };
    for (const char* line :
         {"ln -s x c/l", "ln c/f1 c/l", "mkdir c/x", "touch c/f1", "rm c/f1", "echo x > c/f1",
          "truncate -s 0 c/f1", "mv c/f1 c/x", "chmod u+w c/f1"})
        QVERIFY2(complains(line, "Read-only file system"), line);
    QCOMPARE(inMount(QStringLiteral("stat -f -c '%s %l %b' .")), QByteArray("131072 255 0\n"));
    QCOMPARE(inMount(QStringLiteral("test -w c/f1 || echo no; test -x c/f1 && echo yes")),
             QByteArray("no\nyes\n"));
}

QTEST_GUILESS_MAIN(tst_KernelCaches)
#include "tst_kernelcaches.moc"
