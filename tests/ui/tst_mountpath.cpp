// SPDX-License-Identifier: Apache-2.0
#include "mountpath.h"
#include "ui/projectfixtures.h"
#include "workbenchlink.h"

#include <QtTest>

using namespace arv;
using namespace arv::test;

class tst_MountPath : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itemIsWhereTheMountShowsIt_data();
    void itemIsWhereTheMountShowsIt();
    void layoutIsSearchedForTheItem_data();
    void layoutIsSearchedForTheItem();
    void filteredMountIsTheSecondChoice();
    void runningMountIsPreferred();
    void readablePathIsPreferred();
    void otherAccountsMountsDoNotCount();
    void namesThatLeaveTheFolderAreNoPath_data();
    void namesThatLeaveTheFolderAreNoPath();
    void workbenchShowsThePlace_data();
    void workbenchShowsThePlace();
    void onlyWebAddressesAreLinks_data();
    void onlyWebAddressesAreLinks();
};

namespace {

using Show = MountSettings::Show;
using Where = ItemPlace::Where;

Desk::Mount mountOf(Show show, const QString& directory, const QString& objectId = {})
{
    Desk::Mount mount;
    mount.settings.accountId = QStringLiteral("1");
    mount.settings.show = show;
    mount.settings.directory = directory;
    mount.settings.objectId = objectId;
    mount.snapshot.state = MountSnapshot::State::Mounted;
    return mount;
}

ItemPlace placeOf(Where where, const QList<ProjectItem>& chain = {})
{
    return {QStringLiteral("1"), where, chain};
}

ProjectItem unseen(ProjectItem item)
{
    item.fileName.clear();
    return item;
}

ProjectItem hashless(ProjectItem item)
{
    item.portableDataHash = QStringLiteral("../../etc+1");
    return item;
}

const ProjectItem p = project(QStringLiteral("p"), 1);
const ProjectItem q = project(QStringLiteral("q r"), 2);
const ProjectItem c = collection(QStringLiteral("c"), 3);
const ProjectItem user = item(ProjectItem::Kind::User, QStringLiteral("u"), 4);

void row(const char* name, Show show, const QString& id, const ItemPlace& place,
         const QString& expected)
{
    QTest::newRow(name) << show << id << place << expected;
}

} // namespace

void tst_MountPath::itemIsWhereTheMountShowsIt_data()
{
    QTest::addColumn<MountSettings::Show>("show");
    QTest::addColumn<QString>("id");
    QTest::addColumn<ItemPlace>("place");
    QTest::addColumn<QString>("expected");
    const QString byC = u'/' + c.uuid;
    const QString byP = u'/' + p.uuid;
    const QString none;
    const auto deep = placeOf(Where::Home, {p, q, c});
    const auto foreign = placeOf(Where::Shared, {user, p, c});
    row("all: account", Show::All, {}, placeOf(Where::Account), QStringLiteral("/m"));
    row("all: home", Show::All, {}, placeOf(Where::Home), QStringLiteral("/m/home"));
    row("all: below home", Show::All, {}, deep, QStringLiteral("/m/home/p/q r/c"));
    row("all: shared", Show::All, {}, placeOf(Where::Shared), QStringLiteral("/m/shared"));
    row("all: user", Show::All, {}, placeOf(Where::Shared, {user}), QStringLiteral("/m/shared/u"));
    row("all: of others", Show::All, {}, foreign, QStringLiteral("/m/shared/u/p/c"));
    row("all: project of others", Show::All, {}, placeOf(Where::Shared, {unseen(user), p}),
        QStringLiteral("/m/by_id") + byP);
    row("all: name not shown", Show::All, {}, placeOf(Where::Home, {unseen(p), c}),
        QStringLiteral("/m/by_id") + byC);
    row("home: home", Show::Home, {}, placeOf(Where::Home), QStringLiteral("/m"));
    row("home: below", Show::Home, {}, deep, QStringLiteral("/m/p/q r/c"));
    row("home: name not shown", Show::Home, {}, placeOf(Where::Home, {unseen(p), c}), none);
    row("home: of others", Show::Home, {}, foreign, none);
    row("by id", Show::ById, {}, deep, QStringLiteral("/m") + byC);
    row("by id: account", Show::ById, {}, placeOf(Where::Account), none);
    row("shared: shared", Show::Shared, {}, placeOf(Where::Shared), QStringLiteral("/m"));
    row("shared: below", Show::Shared, {}, foreign, QStringLiteral("/m/u/p/c"));
    row("shared: home", Show::Shared, {}, deep, none);
    row("by hash", Show::ByPdh, {}, deep, QStringLiteral("/m/") + c.portableDataHash);
    row("by hash: project", Show::ByPdh, {}, placeOf(Where::Home, {p}), none);
    row("by hash: without one", Show::ByPdh, {}, placeOf(Where::Home, {hashless(c)}), none);
    row("by tag: cannot be told", Show::ByTag, {}, deep, none);
    row("project: itself", Show::Project, p.uuid, placeOf(Where::Home, {p}), QStringLiteral("/m"));
    row("project: below", Show::Project, p.uuid, foreign, QStringLiteral("/m/c"));
    row("project: another", Show::Project, q.uuid, foreign, none);
    row("project: names above do not count", Show::Project, p.uuid,
        placeOf(Where::Home, {unseen(q), p, c}), QStringLiteral("/m/c"));
    row("collection: by UUID", Show::Collection, c.uuid, deep, QStringLiteral("/m"));
    row("collection: by hash", Show::Collection, c.portableDataHash, deep, QStringLiteral("/m"));
    row("collection: another", Show::Collection, QStringLiteral("x"), deep, none);
    row("collection: project", Show::Collection, p.uuid, placeOf(Where::Home, {p}), none);
    row("collection: without id", Show::Collection, {}, placeOf(Where::Home, {ProjectItem()}),
        none);
}

void tst_MountPath::itemIsWhereTheMountShowsIt()
{
    QFETCH(MountSettings::Show, show);
    QFETCH(QString, id);
    QFETCH(ItemPlace, place);
    QFETCH(QString, expected);
    const auto found = mountPath({mountOf(show, QStringLiteral("/m/"), id)}, place);
    QCOMPARE(found ? found->path : QString(), expected);
    if (found)
        QVERIFY(found->isMounted);
}

void tst_MountPath::layoutIsSearchedForTheItem_data()
{
    using Kind = CustomMount::Kind;
    using Layout = QList<CustomMount>;
    QTest::addColumn<Layout>("layout");
    QTest::addColumn<ItemPlace>("place");
    QTest::addColumn<QString>("expected");
    const auto entry = [](Kind kind, const char* name) {
        return CustomMount{kind, QString::fromLatin1(name)};
    };
    const auto mine = placeOf(Where::Home, {p, c});
    const auto others = placeOf(Where::Shared, {user, c});
    const QString none;
    QTest::newRow("empty") << Layout() << mine << none;
    QTest::newRow("folder") << Layout() << placeOf(Where::Account) << QStringLiteral("/m");
    QTest::newRow("home") << Layout{entry(Kind::Home, "h")} << mine << QStringLiteral("/m/h/p/c");
    QTest::newRow("home, of others") << Layout{entry(Kind::Home, "h")} << others << none;
    QTest::newRow("shared") << Layout{entry(Kind::Shared, "s")} << others
                            << QStringLiteral("/m/s/u/c");
    QTest::newRow("names first") << Layout{entry(Kind::ById, "i"), entry(Kind::ByPdh, "x"),
                                           entry(Kind::Home, "h")}
                                 << mine << QStringLiteral("/m/h/p/c");
    QTest::newRow("by id") << Layout{entry(Kind::ByTag, "t"), entry(Kind::ById, "i")} << mine
                           << QStringLiteral("/m/i/") + c.uuid;
    QTest::newRow("by hash") << Layout{entry(Kind::ByPdh, "x"), entry(Kind::ById, "i")} << others
                             << QStringLiteral("/m/x/") + c.portableDataHash;
    QTest::newRow("by tag") << Layout{entry(Kind::ByTag, "t")} << mine << none;
    QTest::newRow("name that is none") << Layout{entry(Kind::Home, "../x")} << mine << none;
}

void tst_MountPath::layoutIsSearchedForTheItem()
{
    QFETCH(QList<CustomMount>, layout);
    QFETCH(ItemPlace, place);
    QFETCH(QString, expected);
    auto mount = mountOf(Show::Custom, QStringLiteral("/m"));
    mount.settings.custom = layout;
    const auto found = mountPath({mount}, place);
    QCOMPARE(found ? found->path : QString(), expected);
}

// It may be that a filter keeps the item out.
void tst_MountPath::filteredMountIsTheSecondChoice()
{
    auto filtered = mountOf(Show::Home, QStringLiteral("/filtered"));
    filtered.settings.filters = QStringLiteral("[]");
    const auto byId = mountOf(Show::ById, QStringLiteral("/id"));
    const auto place = placeOf(Where::Home, {c});
    QCOMPARE(mountPath({filtered, byId}, place)->path, QStringLiteral("/id/") + c.uuid);
    QCOMPARE(mountPath({filtered}, place)->path, QStringLiteral("/filtered/c"));
}

void tst_MountPath::runningMountIsPreferred()
{
    auto stopped = mountOf(Show::Home, QStringLiteral("/stopped"));
    stopped.snapshot.state = MountSnapshot::State::Stopped;
    const auto running = mountOf(Show::ById, QStringLiteral("/running"));
    const auto place = placeOf(Where::Home, {c});
    QCOMPARE(mountPath({stopped, running}, place)->path, QStringLiteral("/running/") + c.uuid);
    const auto alone = mountPath({stopped}, place);
    QCOMPARE(alone->path, QStringLiteral("/stopped/c"));
    QVERIFY(!alone->isMounted);
}

void tst_MountPath::readablePathIsPreferred()
{
    const auto byId = mountOf(Show::ById, QStringLiteral("/id"));
    const auto home = mountOf(Show::Home, QStringLiteral("/home"));
    QCOMPARE(mountPath({byId, home}, placeOf(Where::Home, {c}))->path, QStringLiteral("/home/c"));
}

void tst_MountPath::otherAccountsMountsDoNotCount()
{
    auto mount = mountOf(Show::All, QStringLiteral("/m"));
    mount.settings.accountId = QStringLiteral("2");
    QVERIFY(!mountPath({mount}, placeOf(Where::Home, {c})));
    const auto relative = mountOf(Show::All, QStringLiteral("m"));
    QVERIFY(!mountPath({relative}, placeOf(Where::Home, {c})));
}

void tst_MountPath::namesThatLeaveTheFolderAreNoPath_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("up") << QStringLiteral("..");
    QTest::newRow("here") << QStringLiteral(".");
    QTest::newRow("slash") << QStringLiteral("../../etc");
    QTest::newRow("null") << QString(QChar::Null);
}

void tst_MountPath::namesThatLeaveTheFolderAreNoPath()
{
    QFETCH(QString, name);
    auto bad = c;
    bad.fileName = name;
    bad.uuid = QStringLiteral("../../etc/passwd");
    const auto mounts =
        QList{mountOf(Show::All, QStringLiteral("/m")), mountOf(Show::ById, QStringLiteral("/i")),
              mountOf(Show::Home, QStringLiteral("/h"))};
    QVERIFY(!mountPath(mounts, placeOf(Where::Home, {bad})));
}

void tst_MountPath::workbenchShowsThePlace_data()
{
    QTest::addColumn<ItemPlace>("place");
    QTest::addColumn<QString>("page");
    auto odd = c;
    odd.uuid = QStringLiteral("x?y#z");
    QTest::newRow("collection") << placeOf(Where::Home, {p, c})
                                << QStringLiteral("/collections/") + c.uuid;
    QTest::newRow("project") << placeOf(Where::Home, {p}) << QStringLiteral("/projects/") + p.uuid;
    QTest::newRow("user") << placeOf(Where::Shared, {user})
                          << QStringLiteral("/projects/") + user.uuid;
    QTest::newRow("shared") << placeOf(Where::Shared) << QStringLiteral("/shared-with-me");
    QTest::newRow("home") << placeOf(Where::Home)
                          << QStringLiteral("/projects/zzzzz-tpzed-000000000000000");
    QTest::newRow("account") << placeOf(Where::Account) << QStringLiteral("/");
    QTest::newRow("no UUID") << placeOf(Where::Home, {odd}) << QString();
}

void tst_MountPath::workbenchShowsThePlace()
{
    QFETCH(ItemPlace, place);
    QFETCH(QString, page);
    AccountSnapshot account;
    account.userUuid = QStringLiteral("zzzzz-tpzed-000000000000000");
    account.workbenchUrl = QStringLiteral("https://wb.example.org:4443/");
    const auto expected =
        page.isEmpty() ? QString() : QStringLiteral("https://wb.example.org:4443") + page;
    QCOMPARE(workbenchLink(account, place), expected);
}

void tst_MountPath::onlyWebAddressesAreLinks_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("none") << QString();
    QTest::newRow("file") << QStringLiteral("file:///etc/passwd");
    QTest::newRow("script") << QStringLiteral("javascript:alert(1)");
    QTest::newRow("no host") << QStringLiteral("https:///x");
    QTest::newRow("words") << QStringLiteral("not an address");
}

void tst_MountPath::onlyWebAddressesAreLinks()
{
    QFETCH(QString, url);
    AccountSnapshot account;
    account.workbenchUrl = url;
    QCOMPARE(workbenchLink(account, placeOf(Where::Home, {c})), QString());
}

QTEST_MAIN(tst_MountPath)
#include "tst_mountpath.moc"
