// SPDX-License-Identifier: Apache-2.0
// What the block cache's disk layer gives to whoever reads through a mount, and that nobody notices
// when it cannot.
#include "support/inprocessmount.h"
#include "support/smallworld.h"

#include <QDirIterator>
#include <QtTest>

using namespace arv;
using test::DemoAccount;
using test::SmallWorld;

class tst_DiskLayer : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] BlockCacheSettings settings(const QString& folder) const
    {
        BlockCacheSettings settings;
        settings.folder = folder;
        return settings;
    }
    // Reads the file through a mount of a process that has just begun.
    [[nodiscard]] QByteArray readFresh(const BlockCacheSettings& settings,
                                       BlockCacheFigures* figures = nullptr)
    {
        SharedServices shared(settings);
        QByteArray read;
        {
            test::InProcessMount mount(shared, m_account->credentials());
            if (!mount.mount())
                return mount.complaint();
            const auto outcome =
                test::run(QStringLiteral("cat"), {mount.path(QStringLiteral("kept/file"))});
            read = outcome.isSuccess() ? outcome.out : outcome.told().toUtf8();
            // A block is written behind its reader.
            (void)test::waitUntil([&] {
                const auto now = shared.blocks.figures();
                return now.disk.blocks > 0 || !now.trouble.isEmpty();
            });
        }
        if (figures)
            *figures = shared.blocks.figures();
        return read;
    }
    [[nodiscard]] std::size_t asked() const { return SmallWorld::blocksAskedFor(*m_account); }

    Mailbox m_mailbox;
    std::unique_ptr<DemoAccount> m_account;
    std::unique_ptr<QTemporaryDir> m_folder;
    QByteArray m_content;

private Q_SLOTS:
    void init();

    void nextProcessReadsFromTheDisk();
    void damagedFileIsFetchedAgain();
    void folderThatCannotBeMadeIsToldAndReadingGoesOn();
    void clearedBlocksAreFetchedAgain();
    void memoryAloneLeavesNothingBehind();
};

void tst_DiskLayer::init()
{
    m_account = std::make_unique<DemoAccount>();
    m_folder = std::make_unique<QTemporaryDir>();
    m_content = QByteArray(300'000, 'k');
    for (qsizetype i = 0; i < m_content.size(); ++i)
        m_content[i] = static_cast<char>(i / 3);
    (void)SmallWorld::addCollection(*m_account, "kept", {{"file", m_content.toStdString()}});
}

void tst_DiskLayer::nextProcessReadsFromTheDisk()
{
    QVERIFY(readFresh(settings(m_folder->path())) == m_content);
    QCOMPARE(asked(), std::size_t{1});
    BlockCacheFigures figures;
    QVERIFY(readFresh(settings(m_folder->path()), &figures) == m_content);
    QCOMPARE(asked(), std::size_t{1});
    QCOMPARE(figures.disk.hits, 1ULL);
    QCOMPARE(figures.misses, 0ULL);
    QCOMPARE(figures.verified, 1ULL);
}

void tst_DiskLayer::damagedFileIsFetchedAgain()
{
    QVERIFY(readFresh(settings(m_folder->path())) == m_content);
    QDirIterator files(m_folder->path(), {QStringLiteral("*.keepcacheblock")}, QDir::Files,
                       QDirIterator::Subdirectories);
    QVERIFY(files.hasNext());
    QFile file(files.next());
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.seek(1000);
    file.write("damage");
    file.close();
    BlockCacheFigures figures;
    QVERIFY(readFresh(settings(m_folder->path()), &figures) == m_content);
    QCOMPARE(asked(), std::size_t{2});
    QCOMPARE(figures.mismatches, 1ULL);
}

void tst_DiskLayer::folderThatCannotBeMadeIsToldAndReadingGoesOn()
{
    const auto place = m_folder->filePath(QStringLiteral("file"));
    QFile inTheWay(place);
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    BlockCacheFigures figures;
    QVERIFY(readFresh(settings(place + QStringLiteral("/keep")), &figures) == m_content);
    QVERIFY2(figures.trouble.contains(place), qPrintable(figures.trouble));
    QCOMPARE(figures.disk.blocks, 0ULL);
}

void tst_DiskLayer::clearedBlocksAreFetchedAgain()
{
    SharedServices shared(settings(m_folder->path()));
    test::InProcessMount mount(shared, m_account->credentials());
    QVERIFY2(mount.mount(), mount.complaint().constData());
    const auto read = [&] {
        const auto outcome =
            test::run(QStringLiteral("dd"),
                      {QStringLiteral("if=") + mount.path(QStringLiteral("kept/file")),
                       QStringLiteral("iflag=nocache"), QStringLiteral("status=none")});
        return outcome.out == m_content;
    };
    QVERIFY(read());
    QVERIFY(test::waitUntil([&] { return shared.blocks.figures().disk.blocks == 1; }));
    shared.blocks.clear();
    QVERIFY(test::waitUntil([&] {
        const auto figures = shared.blocks.figures();
        return figures.disk.blocks == 0 && figures.memory.blocks == 0;
    }));
    (void)mount.stop();
    QVERIFY(mount.mount()); // the kernel has no pages of it
    QVERIFY(read());
    QCOMPARE(asked(), std::size_t{2});
}

void tst_DiskLayer::memoryAloneLeavesNothingBehind()
{
    auto memory = settings(m_folder->path());
    memory.useDisk = false;
    SharedServices shared(memory);
    test::InProcessMount mount(shared, m_account->credentials());
    QVERIFY2(mount.mount(), mount.complaint().constData());
    const auto outcome =
        test::run(QStringLiteral("cat"), {mount.path(QStringLiteral("kept/file"))});
    QVERIFY(outcome.out == m_content);
    QVERIFY(mount.stop());
    QVERIFY(QDir(m_folder->path()).isEmpty());
}

QTEST_GUILESS_MAIN(tst_DiskLayer)
#include "tst_disklayer.moc"
