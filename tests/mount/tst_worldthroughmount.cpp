// SPDX-License-Identifier: Apache-2.0
// The sample world through a real kernel mount, from real servers over TLS.
#include "demo/sampleworld.h"
#include "support/demoaccount.h"
#include "support/mountedprocess.h"

#include <QJsonDocument>
#include <QtTest>

#include <unistd.h>

using namespace arv;

class tst_WorldThroughMount : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] QString home(const QString& below = {}) const { return m_mount->path(below); }
    [[nodiscard]] test::Outcome inHome(const QString& line, const QStringList& arguments = {},
                                       int milliseconds = 60000) const
    {
        return test::shell(line, arguments, m_mount->path(), milliseconds);
    }
    [[nodiscard]] QByteArray statOf(const QString& format, const QString& name) const;
    static bool isLong() { return qEnvironmentVariableIsSet("ARV_LONG"); }

    std::unique_ptr<test::DemoAccount> m_account;
    demo::WorldList m_world;
    std::unique_ptr<test::MountedProcess> m_mount;

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void everyFileHasTheBytesOfTheWorldsOwnList();
    void everyFileIsFoundAndNothingElse();
    void copyHoldsTheSameBytes();
    void grepFindsAWordInEveryDepth();
    void tarPacksEveryByte();
    void tenThousandFilesAreListedWithTheirSizes();
    void namesThatDoNotExistAreNotFound();
    void nameOf256BytesIsTooLong();
    void fileAndDirectoryHaveTheAttributesOfTheSpec();
    void generatedTextsAreForReadingOnly();
    void nothingCanBeWritten();
    void accessFollowsTheModeBits();
    void listingBeginsWithItsDots();
    void filesystemTellsItsBlockSizeAndNameLength();
    void recordOfACollectionIsReadableJson();
    void recordOfAProjectIsReadableJson();
    void trashedThingsAreNotShown();
    void filterGroupShowsWhatItsQueryFinds();
    void endOfFileIsAnEmptyRead();
    void mountTableNamesTheHostAndUs();
};

void tst_WorldThroughMount::initTestCase()
{
    m_account = std::make_unique<test::DemoAccount>();
    auto world = demo::fillSampleWorld(m_account->cluster);
    QVERIFY2(world, qPrintable(world ? QString() : world.error().text));
    m_world = *world;
    m_mount = std::make_unique<test::MountedProcess>(m_account->credentials());
    QVERIFY2(m_mount->mount({QStringLiteral("--home")}), m_mount->complaint().constData());
}

void tst_WorldThroughMount::cleanupTestCase()
{
    if (!m_mount)
        return;
    const auto ended = m_mount->end();
    QVERIFY2(ended.isSuccess(), qPrintable(ended.told()));
    QVERIFY(!m_mount->isMounted());
}

void tst_WorldThroughMount::everyFileHasTheBytesOfTheWorldsOwnList()
{
    QVERIFY(m_world.size() > 10000);
    QTemporaryFile list;
    QVERIFY(list.open());
    list.write(QByteArray::fromStdString(demo::asMd5sumLines(m_world)));
    list.close();
    const auto checked =
        inHome(QStringLiteral("md5sum -c --quiet \"$1\""), {list.fileName()}, 200000);
    QVERIFY2(checked.isSuccess(), qPrintable(checked.told()));
}

void tst_WorldThroughMount::everyFileIsFoundAndNothingElse()
{
    const auto found = inHome(QStringLiteral("find . -type f -printf '%s %P\\0'"));
    QVERIFY2(found.isSuccess(), qPrintable(found.told()));
    QList<QByteArray> expected;
    for (const auto& file : m_world)
        expected += QByteArray::number(static_cast<qulonglong>(file.size)) + ' '
            + QByteArray::fromStdString(file.path);
    auto seen = found.out.split('\0');
    seen.removeAll(QByteArray());
    std::sort(seen.begin(), seen.end());
    std::sort(expected.begin(), expected.end());
    QCOMPARE(seen, expected);
}

void tst_WorldThroughMount::copyHoldsTheSameBytes()
{
    const QTemporaryDir target;
    // The file of 1 GiB belongs to the long form: it is read byte by byte above all the same.
    const auto what = isLong() ? QStringLiteral("cp -r . \"$1\"")
                               : QStringLiteral("cp -r 'Edge cases' 'Odd names' Microscopy \"$1\"");
    const auto copied = inHome(what, {target.path()}, 120000);
    QVERIFY2(copied.isSuccess(), qPrintable(copied.told()));
    const auto same = inHome(isLong() ? QStringLiteral("diff -r . \"$1\"")
                                      : QStringLiteral("for d in 'Edge cases' 'Odd names' "
                                                       "Microscopy; do diff -r \"$d\" \"$1/$d\" "
                                                       "|| exit 1; done"),
                             {target.path()}, 120000);
    QVERIFY2(same.isSuccess(), qPrintable(same.told()));
}

void tst_WorldThroughMount::grepFindsAWordInEveryDepth()
{
    const auto found = inHome(QStringLiteral("grep -rl . 'Edge cases/deep' 'Odd names' | wc -l"));
    QVERIFY2(found.isSuccess(), qPrintable(found.told()));
    const auto files =
        inHome(QStringLiteral("find 'Edge cases/deep' 'Odd names' -type f -size +0 | wc -l"));
    // A name with a line feed counts twice on both sides.
    QCOMPARE(found.out, files.out);
    QVERIFY(found.out.trimmed().toInt() > 20);
}

void tst_WorldThroughMount::tarPacksEveryByte()
{
    const auto packed =
        inHome(QStringLiteral(
                   "tar cf - 'Edge cases' 'Odd names' 'Ten thousand files' | tar tvf - | wc -l"),
               {}, 60000);
    QVERIFY2(packed.isSuccess(), qPrintable(packed.told()));
    const auto found = inHome(
        QStringLiteral("find 'Edge cases' 'Odd names' 'Ten thousand files' -printf x | wc -c"));
    QCOMPARE(packed.out.trimmed().toInt(), found.out.trimmed().toInt());
}

void tst_WorldThroughMount::tenThousandFilesAreListedWithTheirSizes()
{
    const auto listed = inHome(QStringLiteral("ls -lR 'Ten thousand files'"));
    QVERIFY2(listed.isSuccess(), qPrintable(listed.told()));
    QCOMPARE(listed.out.count("\n-r-xr-xr-x 1 "), 10000);
    const auto bytes = inHome(QStringLiteral(
        "find 'Ten thousand files' -type f -printf '%s\\n' | awk '{n += $1} END {print n}'"));
    std::uint64_t expected = 0;
    for (const auto& file : m_world) {
        if (file.path.starts_with("Ten thousand files/"))
            expected += file.size;
    }
    QCOMPARE(bytes.out.trimmed().toULongLong(), static_cast<qulonglong>(expected));
}

void tst_WorldThroughMount::namesThatDoNotExistAreNotFound()
{
    for (const auto& name : {QStringLiteral("no such project"), QStringLiteral("Odd names/nothing"),
                             QStringLiteral("Odd names/a/nothing")}) {
        const auto looked = inHome(QStringLiteral("stat \"$1\""), {name});
        QCOMPARE(looked.status, 1);
        QVERIFY2(looked.err.contains("No such file"), looked.err.constData());
    }
}

void tst_WorldThroughMount::nameOf256BytesIsTooLong()
{
    const auto looked = inHome(QStringLiteral("stat \"$1\""), {QString(256, u'x')});
    QVERIFY2(looked.err.contains("File name too long"), looked.err.constData());
}

QByteArray tst_WorldThroughMount::statOf(const QString& format, const QString& name) const
{
    return inHome(QStringLiteral("stat -c \"$1\" \"$2\""), {format, name}).out.trimmed();
}

void tst_WorldThroughMount::fileAndDirectoryHaveTheAttributesOfTheSpec()
{
    const auto file = QStringLiteral("Edge cases/five blocks");
    QCOMPARE(statOf(QStringLiteral("%F %a %h %s %b %B %o"), file),
             QByteArray("regular file 555 1 300000 586 512 131072"));
    QCOMPARE(statOf(QStringLiteral("%F %a %h %s"), QStringLiteral("Edge cases")),
             QByteArray("directory 555 1 0"));
    const auto owner = QByteArray::number(::getuid()) + ' ' + QByteArray::number(::getgid());
    QCOMPARE(statOf(QStringLiteral("%u %g"), file), owner);
    // Times are the collection's, in files as in the directory.
    QCOMPARE(statOf(QStringLiteral("%Y %Z"), file),
             statOf(QStringLiteral("%Y %Z"), QStringLiteral("Edge cases")));
}

void tst_WorldThroughMount::generatedTextsAreForReadingOnly()
{
    QCOMPARE(statOf(QStringLiteral("%a"), QStringLiteral("Odd names/.arvados#collection")),
             QByteArray("444"));
    QVERIFY(!inHome(QStringLiteral("ls -a 'Odd names'")).out.contains(".arvados#collection"));
}

void tst_WorldThroughMount::nothingCanBeWritten()
{
    const QStringList lines{
        QStringLiteral("echo x > 'Odd names/new'"),       QStringLiteral("echo x >> 'Odd names/~'"),
        QStringLiteral("mkdir 'Odd names/new'"),          QStringLiteral("rm -f 'Odd names/~'"),
        QStringLiteral("mv 'Odd names/~' 'Odd names/x'"), QStringLiteral("mkdir new"),
        QStringLiteral("truncate -s 0 'Odd names/~'")};
    for (const auto& line : lines) {
        const auto tried = inHome(line);
        QVERIFY2(tried.status != 0, qPrintable(line));
        QVERIFY2(tried.err.contains("Read-only file system"), tried.err.constData());
    }
}

// Also for root.
void tst_WorldThroughMount::accessFollowsTheModeBits()
{
    const auto tried =
        inHome(QStringLiteral("f='Edge cases/five blocks'; j='Edge cases/.arvados#collection';"
                              "test -r \"$f\" && test -x \"$f\" && ! test -w \"$f\" && test -r "
                              "\"$j\" && ! test -x \"$j\""));
    QVERIFY2(tried.isSuccess(), qPrintable(tried.told()));
}

void tst_WorldThroughMount::listingBeginsWithItsDots()
{
    QVERIFY(inHome(QStringLiteral("ls -fa 'Edge cases'")).out.startsWith(".\n..\n"));
    QCOMPARE(statOf(QStringLiteral("%i"), QStringLiteral("Edge cases/..")),
             statOf(QStringLiteral("%i"), QStringLiteral(".")));
}

void tst_WorldThroughMount::filesystemTellsItsBlockSizeAndNameLength()
{
    const auto told = inHome(QStringLiteral("stat -f -c '%s %S %l %b %f' ."));
    QCOMPARE(told.out.trimmed(), QByteArray("131072 131072 255 0 0"));
}

void tst_WorldThroughMount::recordOfACollectionIsReadableJson()
{
    const auto text = inHome(QStringLiteral("cat 'Odd names/.arvados#collection'"));
    const auto record = QJsonDocument::fromJson(text.out).object();
    QCOMPARE(record.value(QStringLiteral("name")).toString(), QStringLiteral("Odd names"));
    QVERIFY(record.value(QStringLiteral("manifest_text")).toString().contains(u'+'));
    QVERIFY(text.out.startsWith("{\n    \""));
    QVERIFY(text.out.endsWith("\n}\n"));
    const auto size = statOf(QStringLiteral("%s"), QStringLiteral("Odd names/.arvados#collection"));
    QCOMPARE(size.toLongLong(), text.out.size());
}

void tst_WorldThroughMount::recordOfAProjectIsReadableJson()
{
    const auto project = inHome(QStringLiteral("cat 'Empty project/.arvados#project'"));
    const auto record = QJsonDocument::fromJson(project.out).object();
    QCOMPARE(record.value(QStringLiteral("group_class")).toString(), QStringLiteral("project"));
    const auto home = inHome(QStringLiteral("cat '.arvados#project'"));
    const auto user = QJsonDocument::fromJson(home.out).object();
    QCOMPARE(user.value(QStringLiteral("username")).toString(), QStringLiteral("alice"));
}

void tst_WorldThroughMount::trashedThingsAreNotShown()
{
    bool isInTrash = false;
    for (const auto& row : m_account->cluster.store().all(demo::Kind::Collection))
        isInTrash = isInTrash || (row && !row->text("trash_at").empty());
    QVERIFY(isInTrash);
    const auto listed = inHome(QStringLiteral("find . -maxdepth 3"));
    QVERIFY(!listed.out.toLower().contains("trash"));
}

void tst_WorldThroughMount::filterGroupShowsWhatItsQueryFinds()
{
    const auto listed = inHome(QStringLiteral("ls 'Start here (filter)'"));
    QCOMPARE(listed.out, QByteArray("Reference genome\nVariants of sample 1\n"));
    const auto read = inHome(QStringLiteral("find 'Start here (filter)' -type f | wc -l"));
    QVERIFY(read.out.trimmed().toInt() > 0);
}

void tst_WorldThroughMount::endOfFileIsAnEmptyRead()
{
    const auto read =
        inHome(QStringLiteral("dd if='Edge cases/one byte' bs=1 skip=5 count=1 | wc -c"));
    QCOMPARE(read.out.trimmed(), QByteArray("0"));
}

void tst_WorldThroughMount::mountTableNamesTheHostAndUs()
{
    const auto mounted = mountedAt(home().chopped(1));
    QVERIFY(mounted);
    QCOMPARE(mounted->type, QStringLiteral("fuse.arvados-drive"));
    QCOMPARE(mounted->source, m_account->credentials().host);
}

QTEST_GUILESS_MAIN(tst_WorldThroughMount)
#include "tst_worldthroughmount.moc"
