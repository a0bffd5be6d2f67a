// SPDX-License-Identifier: Apache-2.0
// Several processes, some of them not ours, use one folder of blocks, and any may be killed.
#include "keep/diskcache.h"

#include "keep/diskcacherig.h"

#include <QtTest>

#include <thread>

#include <csignal>
#include <sys/wait.h>

using namespace arv;
using namespace arv::test;

namespace {

// Another process, made by fork while this one has a single thread: it runs the work, telling what
// it has done byte by byte, and never comes back. Killed when this goes.
class OtherProcess
{
public:
    using Tell = std::function<void()>;

    explicit OtherProcess(const std::function<void(const Tell&)>& work)
    {
        int ends[2] = {};
        if (::pipe2(ends, O_CLOEXEC) != 0)
            qFatal("no pipe");
        m_told = FileDescriptor(ends[0]);
        const FileDescriptor tell(ends[1]);
        m_process = ::fork();
        if (m_process != 0)
            return;
        work([&tell] {
            if (::write(tell.number(), ".", 1) != 1)
                ::_exit(1);
        });
        ::_exit(0);
    }
    ~OtherProcess() { kill(); }
    OtherProcess(const OtherProcess&) = delete;
    OtherProcess& operator=(const OtherProcess&) = delete;

    // Until it has told so many things more; false if it ended before.
    [[nodiscard]] bool hasTold(unsigned times) const
    {
        char byte = 0;
        for (unsigned i = 0; i < times; ++i) {
            if (::read(m_told.number(), &byte, 1) != 1)
                return false;
        }
        return true;
    }
    void kill()
    {
        if (m_process <= 0)
            return;
        ::kill(m_process, SIGKILL);
        ::waitpid(std::exchange(m_process, -1), nullptr, 0);
    }

private:
    FileDescriptor m_told;
    pid_t m_process = -1;
};

// Has the file locked as a reader has, until it is killed.
void holdFile(const QString& path, const OtherProcess::Tell& tell)
{
    const LockedFile file(path);
    tell();
    for (;;)
        ::pause();
}

// Made once, so that the processes spend their time with the cache.
const std::vector<Block>& blocks()
{
    static const auto made = [] {
        std::vector<Block> all;
        for (unsigned number = 0; number < 60; ++number)
            all.push_back(blockNumber(number, 1 + number * 9770));
        return all;
    }();
    return made;
}

const Block& someBlock(std::mt19937& random)
{
    return blocks()[random() % blocks().size()];
}

// Writes, reads and evicts without end.
void useCache(const DiskCache::Settings& settings, unsigned seed, const OtherProcess::Tell& tell)
{
    BlockBuffers buffers;
    std::mt19937 random(seed);
    const auto cache = DiskCache::open(settings, buffers);
    if (!cache)
        qFatal("%s", qPrintable(cache.error().text));
    for (;;) {
        const auto& block = someBlock(random);
        if (random() % 20 == 0)
            (*cache)->remove(block.locator.hash());
        if (!serves(**cache, block))
            (void)(*cache)->write(block.locator, block.content());
        tell();
    }
}

} // namespace

class tst_DiskCacheProcesses : public QObject
{
    Q_OBJECT

private:
    void checkEveryFile() const;

    std::unique_ptr<DiskCacheRig> m_rig;

private Q_SLOTS:
    void init() { m_rig = std::make_unique<DiskCacheRig>(); }

    void blockInUseElsewhereIsNotEvicted();
    void blockInUseElsewhereIsNotCleared();
    void nothingIsKeptWhenAllIsInUse();
    void shortFileOfAWriterIsNotHereYet();
    void blockBeingDeletedElsewhereIsNotHere();
    void wrongFileInUseElsewhereIsNotServed();
    void severalProcessesServeNoWrongByte();
    void killedProcessLeavesNothingWrong();
};

void tst_DiskCacheProcesses::blockInUseElsewhereIsNotEvicted()
{
    const auto cache = m_rig->open(10 * 4096);
    const auto used = blockNumber(1000);
    QVERIFY(cache->write(used.locator, used.content()));
    OtherProcess other([&](const auto& tell) { holdFile(m_rig->pathOf(used), tell); });
    QVERIFY(other.hasTold(1));
    for (unsigned i = 0; i < 30; ++i)
        QVERIFY(cache->write(blockNumber(i).locator, blockNumber(i).content()));
    QVERIFY(QFile::exists(m_rig->pathOf(used)));
    QVERIFY(serves(*cache, used));
    QVERIFY(filesBelow(m_rig->folder()).size() <= 10);
    cache->setLimit(4096);
    QCOMPARE(filesBelow(m_rig->folder()), QStringList(m_rig->pathOf(used)));
    other.kill();
    cache->setLimit(1);
    QCOMPARE(filesBelow(m_rig->folder()), QStringList());
}

void tst_DiskCacheProcesses::blockInUseElsewhereIsNotCleared()
{
    const auto used = blockNumber(1);
    const auto other = blockNumber(2);
    const auto cache = m_rig->open();
    QVERIFY(cache->write(used.locator, used.content()));
    QVERIFY(cache->write(other.locator, other.content()));
    const OtherProcess user([&](const auto& tell) { holdFile(m_rig->pathOf(used), tell); });
    QVERIFY(user.hasTold(1));
    cache->remove(used.locator.hash());
    const QList<QByteArray> hashes{used.locator.hash()};
    QCOMPARE(cache->removeAll(hashes).blocks, 0U);
    cache->clear();
    QCOMPARE(filesBelow(m_rig->folder()), QStringList(m_rig->pathOf(used)));
    QVERIFY(serves(*cache, used));
}

void tst_DiskCacheProcesses::nothingIsKeptWhenAllIsInUse()
{
    const auto cache = m_rig->open(3 * 4096);
    std::vector<std::unique_ptr<LockedFile>> users;
    for (unsigned i = 0; i < 3; ++i) {
        QVERIFY(cache->write(blockNumber(i).locator, blockNumber(i).content()));
        users.push_back(std::make_unique<LockedFile>(m_rig->pathOf(blockNumber(i))));
    }
    const auto written = cache->write(blockNumber(3).locator, blockNumber(3).content());
    QVERIFY(!written);
    QVERIFY2(written.error().text.contains(m_rig->folder()), qPrintable(written.error().text));
    QCOMPARE(filesBelow(m_rig->folder()).size(), 3);
    users.clear();
    QVERIFY(cache->write(blockNumber(3).locator, blockNumber(3).content()));
    QVERIFY(serves(*cache, blockNumber(3)));
}

void tst_DiskCacheProcesses::shortFileOfAWriterIsNotHereYet()
{
    const auto block = blockNumber(1, 10'000);
    lay(m_rig->pathOf(block), {});
    setAge(m_rig->pathOf(block), 120); // a slow one
    auto writer = std::make_unique<LockedFile>(m_rig->pathOf(block));
    const auto cache = m_rig->open();
    QVERIFY(!cache->read(block.locator));
    writer->append(block.bytes.left(5000));
    QVERIFY(!cache->read(block.locator));
    QVERIFY(QFile::exists(m_rig->pathOf(block)));
    writer->append(block.bytes.mid(5000));
    QVERIFY(serves(*cache, block));
    writer.reset();
    QVERIFY(serves(*cache, block));
    QCOMPARE(cache->figures().mismatches, 0U);
}

void tst_DiskCacheProcesses::blockBeingDeletedElsewhereIsNotHere()
{
    const auto block = blockNumber(1);
    lay(m_rig->pathOf(block), block.bytes);
    const auto cache = m_rig->open();
    {
        const FileDescriptor deleter(
            ::open(QFile::encodeName(m_rig->pathOf(block)).constData(), O_RDONLY | O_CLOEXEC));
        QCOMPARE(::flock(deleter.number(), LOCK_EX), 0);
        QVERIFY(!cache->read(block.locator)); // and does not wait
    }
    QVERIFY(serves(*cache, block));
}

void tst_DiskCacheProcesses::wrongFileInUseElsewhereIsNotServed()
{
    const auto block = blockNumber(1);
    lay(m_rig->pathOf(block), QByteArray(block.bytes.size(), 'x'));
    const auto cache = m_rig->open();
    const LockedFile user(m_rig->pathOf(block));
    QVERIFY(!cache->read(block.locator));
    QVERIFY(QFile::exists(m_rig->pathOf(block)));
    QVERIFY(cache->write(block.locator, block.content())); // the other keeps its file, without name
    QVERIFY(serves(*cache, block));
}

// What lies under a final name is a whole block, and nothing lies beside blocks.
void tst_DiskCacheProcesses::checkEveryFile() const
{
    for (const auto& path : filesBelow(m_rig->folder())) {
        const auto name = QFileInfo(path).baseName();
        if (name.startsWith(QStringLiteral("tmp")))
            continue;
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromLatin1(md5Hex(file.readAll())), name);
    }
}

void tst_DiskCacheProcesses::severalProcessesServeNoWrongByte()
{
    const auto settings = m_rig->settings(5'000'000);
    QVERIFY(!blocks().empty()); // before there are others, who need not make them then
    std::vector<std::unique_ptr<OtherProcess>> others;
    for (unsigned seed = 1; seed <= 3; ++seed)
        others.push_back(std::make_unique<OtherProcess>(
            [&settings, seed](const auto& tell) { useCache(settings, seed, tell); }));
    const auto cache = m_rig->open(settings);
    std::mt19937 random(99);
    unsigned served = 0;
    for (int round = 0; round < 1500; ++round) {
        const auto& block = someBlock(random);
        if (serves(*cache, block)) // ends the test if it is wrong, as do the others
            ++served;
        else
            (void)cache->write(block.locator, block.content());
        for (const auto& other : others)
            QVERIFY(other->hasTold(1));
    }
    QVERIFY(served > 0);
    QCOMPARE(cache->figures().mismatches, 0U);
    others.clear();
    checkEveryFile();
}

// 200 times in the long form.
void tst_DiskCacheProcesses::killedProcessLeavesNothingWrong()
{
    const int times = qEnvironmentVariableIsSet("ARV_LONG") ? 200 : 30;
    const auto settings = m_rig->settings(5'000'000);
    QVERIFY(!blocks().empty()); // before there are others, who need not make them then
    std::mt19937 random(5);
    int leftBehind = 0;
    for (int time = 0; time < times; ++time) {
        const auto seed = static_cast<unsigned>(random());
        OtherProcess other([&](const auto& tell) { useCache(settings, seed, tell); });
        QVERIFY(other.hasTold(1 + static_cast<unsigned>(random() % 60)));
        // It goes on meanwhile, so that it is killed anywhere in its work.
        const auto until =
            std::chrono::steady_clock::now() + std::chrono::microseconds(random() % 1000);
        while (std::chrono::steady_clock::now() < until)
            continue;
        other.kill();
        leftBehind += static_cast<int>(temporaryFilesBelow(m_rig->folder()).size());
        checkEveryFile();
        for (const auto& path : temporaryFilesBelow(m_rig->folder()))
            setAge(path, 61);
        const auto cache = m_rig->open(settings);
        QCOMPARE(temporaryFilesBelow(m_rig->folder()), QStringList());
        for (const auto& block : blocks())
            (void)serves(*cache, block); // ends the test if it is wrong
        QCOMPARE(cache->figures().mismatches, 0U);
        QVERIFY(cache->figures().layer.bytes <= settings.limit);
    }
    qInfo("killed %d times; temporary files that were left and then deleted: %d", times,
          leftBehind);
}

QTEST_GUILESS_MAIN(tst_DiskCacheProcesses)
#include "tst_diskcacheprocesses.moc"
