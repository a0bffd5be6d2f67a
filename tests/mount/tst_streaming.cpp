// SPDX-License-Identifier: Apache-2.0
// How bytes come through a mount: as they arrive to whoever reads a file from its start, verified
// to everybody else; what will be read next is fetched ahead; pauses and limits hold; and the
// memory that was granted is not passed.
#include "keep/filemap.h"
#include "support/inprocessmount.h"
#include "support/smallworld.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QtTest>

#include <fcntl.h>
#include <unistd.h>

using namespace arv;
using namespace std::chrono_literals;
using test::DemoAccount;
using test::SmallWorld;

namespace {

constexpr std::size_t mebibyte = 1 << 20;
constexpr std::uint64_t slowly = mebibyte; // bytes per second

std::string randomBytes(std::size_t size)
{
    std::string bytes(size, '\0');
    QRandomGenerator random(static_cast<quint32>(size) + 7);
    random.fillRange(reinterpret_cast<quint32*>(bytes.data()),
                     static_cast<qsizetype>(size / sizeof(quint32)));
    return bytes;
}

// A program's open file.
class Reader
{
public:
    explicit Reader(const QString& path)
        : m_fd(::open(qPrintable(path), O_RDONLY | O_CLOEXEC))
    { }
    ~Reader() { ::close(m_fd); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    // Empty: an error.
    [[nodiscard]] std::string read(std::size_t offset, std::size_t length) const
    {
        std::string bytes(length, '\0');
        std::size_t got = 0;
        while (got < length) {
            const auto more =
                ::pread(m_fd, bytes.data() + got, length - got, static_cast<off_t>(offset + got));
            if (more <= 0)
                return {};
            got += static_cast<std::size_t>(more);
        }
        return bytes;
    }
    [[nodiscard]] int descriptor() const { return m_fd; }
    // Only a part of this size at a time, as a program that copies does.
    [[nodiscard]] bool runsThrough(const std::string& content, std::size_t from,
                                   std::size_t to) const
    {
        for (; from < to; from += mebibyte) {
            const auto length = std::min(mebibyte, to - from);
            if (read(from, length) != content.substr(from, length))
                return false;
        }
        return true;
    }

private:
    int m_fd;
};

} // namespace

class tst_Streaming : public QObject
{
    Q_OBJECT

private:
    // A collection with one file, whose content is returned.
    std::string add(const std::string& name, std::size_t size)
    {
        auto content = randomBytes(size);
        (void)SmallWorld::addCollection(*m_account, name, {{"file", content}});
        return content;
    }
    [[nodiscard]] QString path(const char* name) const
    {
        return m_mount->path(QString::fromLatin1(name) + QStringLiteral("/file"));
    }
    void mount(Verify verify);
    [[nodiscard]] BlockStore& blocks() { return m_shared->blocks; }
    // Bytes of the one block on its way that have come; its size if there is none.
    [[nodiscard]] std::uint64_t arrived(std::size_t size)
    {
        const auto transfers = blocks().transfers().transfers;
        return transfers.isEmpty() ? size : transfers.first().bytes;
    }

    Mailbox m_mailbox;
    std::unique_ptr<DemoAccount> m_account;
    std::unique_ptr<SharedServices> m_shared;
    std::unique_ptr<test::InProcessMount> m_mount;

private Q_SLOTS:
    void init() { m_account = std::make_unique<DemoAccount>(); }
    void cleanup();

    void beginningOfAFileIsReadBeforeItsBlockIsThere();
    void tailWaitsForTheWholeBlock();
    void jumpWaitsForTheWholeBlock();
    void strictReaderWaitsForTheWholeBlock();
    void earlyReaderMayJump();
    void nextBlocksAreFetchedAhead();
    void smallFilesInTheirOrderAreFetchedAhead();
    void jumpsFetchNothingAhead();
    void indexersTakeNothingFromReaders();
    void memoryStaysWithinItsLimit();
    void pausedReadsGoOnWhenThePauseEnds();
    void limitHoldsOverAllBlocks();
    void endOfOneMountLeavesTheOthersReads();
};

void tst_Streaming::cleanup()
{
    m_mount.reset();
    m_shared.reset();
    m_account.reset();
}

void tst_Streaming::mount(Verify verify)
{
    m_shared = std::make_unique<SharedServices>();
    m_mount = std::make_unique<test::InProcessMount>(*m_shared, m_account->credentials());
    m_mount->spec.verify = verify;
    QVERIFY2(m_mount->mount(), m_mount->complaint().constData());
}

void tst_Streaming::beginningOfAFileIsReadBeforeItsBlockIsThere()
{
    const auto content = add("stream", 2 * mebibyte);
    mount(Verify::Standard);
    blocks().setRateLimit(slowly);
    const Reader reader(path("stream"));
    QVERIFY(reader.read(0, 65536) == content.substr(0, 65536));
    QVERIFY(arrived(content.size()) < content.size());
    blocks().setRateLimit(0);
    QVERIFY(reader.runsThrough(content, 0, content.size()));
    QCOMPARE(SmallWorld::blocksAskedFor(*m_account), std::size_t{1});
}

void tst_Streaming::tailWaitsForTheWholeBlock()
{
    const auto content = add("tail", mebibyte);
    mount(Verify::Standard);
    blocks().setRateLimit(slowly);
    const Reader reader(path("tail"));
    const auto tail = content.size() - FileMap::heldTail;
    QVERIFY(reader.runsThrough(content, 0, tail));
    QVERIFY(reader.read(tail, 4096) == content.substr(tail, 4096));
    QVERIFY(blocks().transfers().transfers.isEmpty());
}

void tst_Streaming::jumpWaitsForTheWholeBlock()
{
    const auto content = add("jump", mebibyte);
    mount(Verify::Standard);
    blocks().setRateLimit(slowly);
    const Reader reader(path("jump"));
    QVERIFY(reader.read(300'000, 4096) == content.substr(300'000, 4096));
    QVERIFY(blocks().transfers().transfers.isEmpty());
}

void tst_Streaming::strictReaderWaitsForTheWholeBlock()
{
    const auto content = add("strict", mebibyte);
    mount(Verify::Strict);
    blocks().setRateLimit(slowly);
    const Reader reader(path("strict"));
    QVERIFY(reader.read(0, 4096) == content.substr(0, 4096));
    QVERIFY(blocks().transfers().transfers.isEmpty());
}

void tst_Streaming::earlyReaderMayJump()
{
    const auto content = add("early", 2 * mebibyte);
    mount(Verify::Early);
    blocks().setRateLimit(slowly);
    const Reader reader(path("early"));
    QVERIFY(reader.read(300'000, 4096) == content.substr(300'000, 4096));
    QVERIFY(arrived(content.size()) < content.size());
    blocks().setRateLimit(0);
}

void tst_Streaming::nextBlocksAreFetchedAhead()
{
    const auto content = add("long", 140 * mebibyte);
    mount(Verify::Standard);
    const Reader reader(path("long"));
    QVERIFY(reader.runsThrough(content, 0, 20 * mebibyte));
    QCOMPARE(SmallWorld::blocksAskedFor(*m_account), std::size_t{1});
    QVERIFY(reader.runsThrough(content, 20 * mebibyte, 45 * mebibyte));
    QVERIFY(test::waitUntil([&] { return SmallWorld::blocksAskedFor(*m_account) == 2; }));
    QVERIFY(reader.runsThrough(content, 45 * mebibyte, content.size()));
    QCOMPARE(SmallWorld::blocksAskedFor(*m_account), std::size_t{3}); // each once
}

void tst_Streaming::smallFilesInTheirOrderAreFetchedAhead()
{
    constexpr int files = 100;
    const auto content = randomBytes(mebibyte);
    demo::CollectionMaker maker({&m_account->cluster.blocks(0), &m_account->cluster.blocks(1)});
    std::string block(64 * mebibyte, '\0');
    std::string tokens;
    std::string locators;
    for (int i = 0; i < files; ++i) {
        const auto number = static_cast<std::size_t>(i);
        tokens += ' ' + std::to_string(number * mebibyte) + ':' + std::to_string(mebibyte) + ":f"
            + std::to_string(i);
    }
    for (const std::size_t in : {std::size_t{64}, std::size_t{36}}) {
        std::string packed;
        for (std::size_t i = 0; i < in; ++i)
            packed += content;
        for (int service = 0; service < 2; ++service)
            locators = (service == 0 ? locators : locators.substr(0, locators.rfind(' '))) + ' '
                + *m_account->cluster.blocks(service).add(packed) + '+'
                + std::to_string(packed.size());
    }
    demo::NewCollection collection;
    collection.owner = m_account->user;
    collection.name = "packed";
    collection.manifest = '.' + locators + tokens + '\n';
    QVERIFY(m_account->cluster.store().addCollection(collection));
    mount(Verify::Standard);
    for (int i = 0; i < 50; ++i) {
        const Reader reader(m_mount->path(QStringLiteral("packed/f%1").arg(i)));
        QVERIFY(reader.runsThrough(content, 0, mebibyte));
    }
    QVERIFY(test::waitUntil([&] { return SmallWorld::blocksAskedFor(*m_account) == 2; }));
}

void tst_Streaming::jumpsFetchNothingAhead()
{
    const auto content = add("jumps", 140 * mebibyte);
    mount(Verify::Standard);
    const Reader reader(path("jumps"));
    for (const auto at : {30, 5, 50, 20, 61, 11, 40})
        QVERIFY(reader.read(static_cast<std::size_t>(at) * mebibyte, 4096)
                == content.substr(static_cast<std::size_t>(at) * mebibyte, 4096));
    QCOMPARE(SmallWorld::blocksAskedFor(*m_account), std::size_t{1});
}

// Programs that run with idle priority, as indexers of desktops do.
void tst_Streaming::indexersTakeNothingFromReaders()
{
    const auto mine = add("mine", 64 * mebibyte);
    const auto others = add("others", 330 * mebibyte);
    mount(Verify::Standard);
    QVERIFY(Reader(path("mine")).runsThrough(mine, 0, mine.size()));
    const auto crawled = test::run(
        QStringLiteral("ionice"),
        {QStringLiteral("-c"), QStringLiteral("3"), QStringLiteral("md5sum"), path("others")},
        60000);
    QVERIFY2(crawled.isSuccess(), qPrintable(crawled.told()));
    const auto figures = blocks().figures();
    m_account->cluster.forgetRequestsSeen();
    const Reader again(path("mine"));
    ::posix_fadvise(again.descriptor(), 0, 0, POSIX_FADV_DONTNEED);
    QVERIFY(again.runsThrough(mine, 0, mine.size()));
    QCOMPARE(SmallWorld::blocksAskedFor(*m_account), std::size_t{0});
    QVERIFY(blocks().figures().memory.hits > figures.memory.hits);
}

void tst_Streaming::memoryStaysWithinItsLimit()
{
    const auto content = add("large", 420 * mebibyte);
    mount(Verify::Standard);
    const Reader reader(path("large"));
    for (std::size_t at = 0; at < content.size(); at += 10 * mebibyte) {
        QVERIFY(reader.runsThrough(content, at, std::min(at + 10 * mebibyte, content.size())));
        const auto figures = blocks().figures();
        QVERIFY(figures.memory.bytes + figures.arriving <= figures.memory.capacity);
    }
    QCOMPARE(SmallWorld::blocksAskedFor(*m_account), std::size_t{7});
}

void tst_Streaming::pausedReadsGoOnWhenThePauseEnds()
{
    const auto content = add("paused", mebibyte);
    mount(Verify::Standard);
    blocks().setPaused(true);
    QVERIFY(blocks().transfers().isPaused);
    QProcess cat;
    cat.start(QStringLiteral("cat"), {path("paused")});
    QVERIFY(test::waitUntil([&] {
        const auto transfers = blocks().transfers().transfers;
        return transfers.size() == 1 && transfers.first().waiting == Transfer::Waiting::Pause
            && transfers.first().file == QStringLiteral("file");
    }));
    QCOMPARE(SmallWorld::blocksAskedFor(*m_account), std::size_t{0});
    blocks().setPaused(false);
    QVERIFY(test::outcomeOf(cat).out == QByteArray::fromStdString(content));
}

void tst_Streaming::limitHoldsOverAllBlocks()
{
    const auto one = add("one", mebibyte);
    const auto other = add("other", 2 * mebibyte);
    mount(Verify::Standard);
    blocks().setRateLimit(2 * slowly);
    QElapsedTimer time;
    time.start();
    QProcess cat;
    cat.start(QStringLiteral("cat"), {path("one"), path("other")});
    const auto outcome = test::outcomeOf(cat);
    QVERIFY(outcome.out == QByteArray::fromStdString(one + other));
    QVERIFY2(time.elapsed() >= 1300, qPrintable(QString::number(time.elapsed()))); // 3 MiB
}

void tst_Streaming::endOfOneMountLeavesTheOthersReads()
{
    const auto content = add("shared", mebibyte);
    mount(Verify::Standard);
    test::InProcessMount other(*m_shared, m_account->credentials());
    QVERIFY2(other.mount(), other.complaint().constData());
    blocks().setPaused(true);
    QProcess first;
    first.start(QStringLiteral("cat"), {path("shared")}); // whose fetch it is
    QVERIFY(test::waitUntil([&] { return blocks().transfers().transfers.size() == 1; }));
    QProcess second;
    second.start(QStringLiteral("cat"), {other.path(QStringLiteral("shared/file"))});
    QVERIFY(test::waitUntil(
        [&] { return other.controller().snapshot().openHandles == 1 || second.state() == 0; }));
    QVERIFY(m_mount->stop());
    blocks().setPaused(false);
    QVERIFY(test::outcomeOf(second).out == QByteArray::fromStdString(content));
    QVERIFY(test::outcomeOf(first).status != 0);
}

QTEST_GUILESS_MAIN(tst_Streaming)
#include "tst_streaming.moc"
