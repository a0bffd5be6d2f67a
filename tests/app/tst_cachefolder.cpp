// SPDX-License-Identifier: Apache-2.0
#include "cachefolder.h"

#include "support/smalldisk.h"

#include <QtTest>

using namespace arv;
using namespace arv::test;

class tst_CacheFolder : public QObject
{
    Q_OBJECT

private:
    // "DIR" becomes this test's own folder.
    [[nodiscard]] QString inFolder(QString text) const
    {
        return text.replace(QStringLiteral("DIR"), m_folder.path());
    }

    QTemporaryDir m_folder; // holds the folders a and b, and the file f

private Q_SLOTS:
    void initTestCase();
    void folderFollowsTheEnvironment_data();
    void folderFollowsTheEnvironment();
    void folderThatCannotBeWrittenIsPassedOver();
    void chosenFolderIsMadeAbsolute();
};

void tst_CacheFolder::initTestCase()
{
    QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("a")));
    QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("b")));
    QFile file(m_folder.filePath(QStringLiteral("f")));
    QVERIFY(file.open(QIODevice::WriteOnly));
}

void tst_CacheFolder::folderFollowsTheEnvironment_data()
{
    QTest::addColumn<QString>("chosen");
    QTest::addColumn<QStringList>("environment");
    QTest::addColumn<QString>("folder");
    const auto row = [](const char* name, const char* chosen, const char* variables,
                        const char* folder) {
        QTest::newRow(name) << QString::fromLatin1(chosen)
                            << QString::fromLatin1(variables).split(u' ', Qt::SkipEmptyParts)
                            << QString::fromLatin1(folder);
    };
    row("nothing is given", "", "HOME=/h", "/h/.cache/arvados/keep");
    row("desktop's cache", "", "HOME=/h XDG_CACHE_HOME=/x", "/x/arvados/keep");
    row("desktop's cache, relative", "", "HOME=/h XDG_CACHE_HOME=x", "/h/.cache/arvados/keep");
    row("desktop's cache, empty", "", "HOME=/h XDG_CACHE_HOME=", "/h/.cache/arvados/keep");
    row("desktop's cache, no home", "", "XDG_CACHE_HOME=/x", "/x/arvados/keep");
    row("no home", "", "", "");
    row("relative home", "", "HOME=h", "");
    row("empty home", "", "HOME=", "");
    row("service's cache", "", "HOME=/h XDG_CACHE_HOME=/x CACHE_DIRECTORY=DIR/a", "DIR/a/keep");
    row("service's cache, no home", "", "CACHE_DIRECTORY=DIR/a", "DIR/a/keep");
    row("two of them", "", "CACHE_DIRECTORY=DIR/b:DIR/a", "DIR/b/keep");
    row("first is missing", "", "CACHE_DIRECTORY=DIR/none:DIR/a", "DIR/a/keep");
    row("first is a file", "", "CACHE_DIRECTORY=DIR/f:DIR/a", "DIR/a/keep");
    row("first is relative", "", "CACHE_DIRECTORY=.:DIR/a", "DIR/a/keep");
    row("first is empty", "", "CACHE_DIRECTORY=:DIR/a:", "DIR/a/keep");
    row("all are missing", "", "HOME=/h CACHE_DIRECTORY=DIR/none", "/h/.cache/arvados/keep");
    row("chosen", "/c", "HOME=/h XDG_CACHE_HOME=/x CACHE_DIRECTORY=DIR/a", "/c");
    row("chosen, no home", "/c/", "", "/c");
}

void tst_CacheFolder::folderFollowsTheEnvironment()
{
    QFETCH(QString, chosen);
    QFETCH(QStringList, environment);
    QFETCH(QString, folder);
    QProcessEnvironment given;
    for (const auto& variable : environment)
        given.insert(variable.section(u'=', 0, 0), inFolder(variable.section(u'=', 1)));
    QCOMPARE(blockCacheFolder(chosen, given), inFolder(folder));
}

void tst_CacheFolder::folderThatCannotBeWrittenIsPassedOver()
{
    const SmallDisk disk(1 << 20);
    if (!disk.isThere() || !disk.makeReadOnly())
        QSKIP(qPrintable(disk.trouble()));
    QProcessEnvironment given;
    given.insert(QStringLiteral("CACHE_DIRECTORY"),
                 inFolder(disk.path() + QStringLiteral(":DIR/a")));
    QCOMPARE(blockCacheFolder({}, given), inFolder(QStringLiteral("DIR/a/keep")));
}

// A daemon leaves the folder in which it was started.
void tst_CacheFolder::chosenFolderIsMadeAbsolute()
{
    QCOMPARE(blockCacheFolder(QStringLiteral("blocks"), {}),
             QDir::currentPath() + QStringLiteral("/blocks"));
}

QTEST_GUILESS_MAIN(tst_CacheFolder)
#include "tst_cachefolder.moc"
