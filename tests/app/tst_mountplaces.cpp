// SPDX-License-Identifier: Apache-2.0
#include "mountplaces.h"

#include <QtTest>

using namespace arv;

class tst_MountPlaces : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] static MountSettings mountAt(const QString& id, const QString& directory)
    {
        MountSettings mount;
        mount.id = id;
        mount.name = QStringLiteral("mount ") + id;
        mount.directory = directory;
        return mount;
    }

private Q_SLOTS:
    void badPlacesAreRefusedInWords_data();
    void badPlacesAreRefusedInWords();
    void mountMayStayWhereItIs();
    void neighboursDoNotDisturb();
    void cacheCannotBeInsideAMount_data();
    void cacheCannotBeInsideAMount();
    void cacheBesideMountsIsFine();
    void proposalsAreFree();
    void hostileNamesStayOneFolder_data();
    void hostileNamesStayOneFolder();
};

void tst_MountPlaces::badPlacesAreRefusedInWords_data()
{
    QTest::addColumn<QString>("directory");
    QTest::newRow("nothing") << QString();
    QTest::newRow("relative") << QStringLiteral("Arvados/x");
    QTest::newRow("root") << QStringLiteral("/");
    QTest::newRow("home") << QDir::homePath();
    QTest::newRow("home, spelt otherwise") << QDir::homePath() + QStringLiteral("/x/..");
    QTest::newRow("around home") << QFileInfo(QDir::homePath()).path();
    QTest::newRow("where another is") << QStringLiteral("/m/one");
    QTest::newRow("inside another") << QStringLiteral("/m/one/deeper");
    QTest::newRow("around another") << QStringLiteral("/m");
    QTest::newRow("a zero byte") << QStringLiteral("/m/two") + QChar(0);
}

void tst_MountPlaces::badPlacesAreRefusedInWords()
{
    QFETCH(QString, directory);
    const auto checked = checkPlace(mountAt(QStringLiteral("new"), directory),
                                    {mountAt(QStringLiteral("1"), QStringLiteral("/m/one"))});
    QVERIFY(!checked);
    QVERIFY(!checked.error().text.isEmpty());
}

void tst_MountPlaces::cacheCannotBeInsideAMount_data()
{
    QTest::addColumn<QString>("folder");
    QTest::newRow("relative") << QStringLiteral("keep");
    QTest::newRow("root") << QStringLiteral("/");
    QTest::newRow("a mount") << QStringLiteral("/m/one");
    QTest::newRow("inside a mount") << QStringLiteral("/m/one/keep/");
    QTest::newRow("inside a mount, spelt otherwise") << QStringLiteral("/m/two/../one/keep");
    QTest::newRow("a zero byte") << QStringLiteral("/c") + QChar(0);
    QTest::newRow("longer than paths are") << u'/' + QString(5000, u'x');
}

void tst_MountPlaces::cacheCannotBeInsideAMount()
{
    QFETCH(QString, folder);
    const auto checked =
        checkCacheFolder(folder, {mountAt(QStringLiteral("1"), QStringLiteral("/m/one"))});
    QVERIFY(!checked);
    QVERIFY(checked.error().text.size() < 500);
    QVERIFY(!checked.error().text.contains(QChar(0)));
}

void tst_MountPlaces::cacheBesideMountsIsFine()
{
    const auto one = mountAt(QStringLiteral("1"), QStringLiteral("/m/one"));
    const auto nowhere = mountAt(QStringLiteral("2"), QString());
    for (const auto* folder : {"", "/m", "/m/one more", "/var/cache/keep"})
        QVERIFY2(checkCacheFolder(QString::fromLatin1(folder), {one, nowhere}), folder);
}

void tst_MountPlaces::mountMayStayWhereItIs()
{
    const auto mount = mountAt(QStringLiteral("1"), QStringLiteral("/m/one"));
    QVERIFY(checkPlace(mount, {mount}));
}

void tst_MountPlaces::neighboursDoNotDisturb()
{
    QVERIFY(checkPlace(mountAt(QStringLiteral("2"), QStringLiteral("/m/one more")),
                       {mountAt(QStringLiteral("1"), QStringLiteral("/m/one"))}));
}

void tst_MountPlaces::proposalsAreFree()
{
    const auto first = proposedPlace(QStringLiteral("Genomes"), {});
    QCOMPARE(first, QDir::homePath() + QStringLiteral("/Arvados/Genomes"));
    const auto second =
        proposedPlace(QStringLiteral("Genomes"), {mountAt(QStringLiteral("1"), first)});
    QCOMPARE(second, first + QStringLiteral(" 2"));
}

void tst_MountPlaces::hostileNamesStayOneFolder_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("nothing") << QString();
    QTest::newRow("blank") << QStringLiteral("  ");
    QTest::newRow("up") << QStringLiteral("..");
    QTest::newRow("path") << QStringLiteral("../../etc/passwd");
    QTest::newRow("zero") << QString(QChar(0));
    QTest::newRow("long") << QString(5000, u'x');
}

void tst_MountPlaces::hostileNamesStayOneFolder()
{
    QFETCH(QString, name);
    const auto proposal = proposedPlace(name, {});
    QVERIFY(proposal.startsWith(QDir::homePath() + QStringLiteral("/Arvados/")));
    QCOMPARE(QDir::cleanPath(proposal), proposal);
    QCOMPARE(proposal.count(u'/'), QDir::homePath().count(u'/') + 2);
    QVERIFY(QFile::encodeName(QFileInfo(proposal).fileName()).size() <= 255);
    QVERIFY(checkPlace(mountAt(QStringLiteral("1"), proposal), {}));
}

QTEST_GUILESS_MAIN(tst_MountPlaces)
#include "tst_mountplaces.moc"
