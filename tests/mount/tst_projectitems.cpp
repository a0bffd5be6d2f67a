// SPDX-License-Identifier: Apache-2.0
#include "mount/projectitems.h"

#include <QtTest>

using namespace arv;
using Kind = ProjectItem::Kind;

namespace {

Uuid uuid(const char* infix, int number)
{
    return Uuid{QStringLiteral("zzzzz-%1-%2")
                    .arg(QLatin1String(infix))
                    .arg(number, 15, 10, QLatin1Char('0'))};
}

ContentItem content(ContentItem::Kind kind, int number, const QString& name)
{
    ContentItem item;
    item.kind = kind;
    item.uuid = uuid(kind == ContentItem::Kind::Collection ? "4zz18" : "j7d0g", number);
    item.name = name;
    return item;
}

ContentItem sharedGroup(int number, const QString& name, const Uuid& owner)
{
    auto group = content(ContentItem::Kind::Project, number, name);
    group.ownerUuid = owner;
    return group;
}

User person(int number, const QString& first, const QString& last, const QString& username = {})
{
    User user;
    user.uuid = uuid("tpzed", number);
    user.firstName = first;
    user.lastName = last;
    user.username = username;
    return user;
}

QStringList namesOf(const QList<ProjectItem>& items)
{
    QStringList names;
    for (const auto& item : items)
        names += item.name;
    return names;
}

ProjectItem onlyItem(const QString& name, const std::optional<QString>& substitution = {})
{
    return projectItems({content(ContentItem::Kind::Collection, 1, name)}, substitution).value(0);
}

} // namespace

class tst_ProjectItems : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowHoldsWhatTheServerTold();
    void otherKindsAndOldVersionsAreLeftOut();
    void namelessItemIsListedUnderItsUuid();
    void fileNamesAreThoseOfTheMount();
    void whatTheMountDoesNotShowHasNoFileName();
    void ownersStandForWhatTheyShare();
    void groupOfAnUnknownOwnerStandsForItself();
    void peopleAreCalledByTheirNames();
    void equalNamesAreToldApart();
    void namesThatAreEqualOnDiskAreToldApart();
    void ownHomeIsNoOwner();
};

void tst_ProjectItems::rowHoldsWhatTheServerTold()
{
    auto record = content(ContentItem::Kind::Collection, 1, QStringLiteral("reads"));
    record.ownerUuid = uuid("j7d0g", 7);
    record.modifiedAt = 1780000000123456789;
    record.portableDataHash =
        PortableDataHash{QStringLiteral("d41d8cd98f00b204e9800998ecf8427e+0")};
    record.fileCount = 3;
    record.fileSizeTotal = std::int64_t{5} << 40;
    record.properties = {{QStringLiteral("type"), QStringLiteral("output")}};
    const auto item = projectItems({record}, {}).value(0);
    QCOMPARE(item.kind, Kind::Collection);
    QCOMPARE(item.uuid, record.uuid.text);
    QCOMPARE(item.name, QStringLiteral("reads"));
    QCOMPARE(item.fileName, QStringLiteral("reads"));
    QCOMPARE(item.ownerUuid, record.ownerUuid.text);
    QCOMPARE(item.modified.toMSecsSinceEpoch(), 1780000000123);
    QCOMPARE(item.modified.timeSpec(), Qt::UTC);
    QCOMPARE(item.portableDataHash, record.portableDataHash.text);
    QCOMPARE(item.fileCount, 3);
    QCOMPARE(item.totalSize, std::int64_t{5} << 40);
    QCOMPARE(item.properties, record.properties);
    QVERIFY(!item.hasChildren());
    auto group = content(ContentItem::Kind::FilterGroup, 2, QStringLiteral("query"));
    group.canWrite = true;
    group.frozen = true;
    const auto row = projectItems({group}, {}).value(0);
    QCOMPARE(row.kind, Kind::FilterGroup);
    QVERIFY(row.canWrite && row.frozen && row.hasChildren());
    QVERIFY(!row.modified.isValid());
}

void tst_ProjectItems::otherKindsAndOldVersionsAreLeftOut()
{
    auto old = content(ContentItem::Kind::Collection, 1, QStringLiteral("old"));
    old.currentVersionUuid = uuid("4zz18", 2);
    auto current = content(ContentItem::Kind::Collection, 2, QStringLiteral("current"));
    current.currentVersionUuid = current.uuid;
    const auto role = content(ContentItem::Kind::Other, 3, QStringLiteral("role"));
    QCOMPARE(namesOf(projectItems({old, current, role}, {})), {QStringLiteral("current")});
}

void tst_ProjectItems::namelessItemIsListedUnderItsUuid()
{
    const auto item = onlyItem({});
    QCOMPARE(item.name, uuid("4zz18", 1).text);
    QCOMPARE(item.fileName, QString());
}

void tst_ProjectItems::fileNamesAreThoseOfTheMount()
{
    const auto name = QStringLiteral("a/b") + QChar(0) + QStringLiteral("\u202Ec");
    QCOMPARE(onlyItem(name).name, name);
    QCOMPARE(onlyItem(name).fileName, QStringLiteral("a_b_\u202Ec"));
    QCOMPARE(onlyItem(name, QStringLiteral("%2F")).fileName, QStringLiteral("a%2Fb_\u202Ec"));
    QCOMPARE(onlyItem(QStringLiteral("..")).fileName, QStringLiteral("__"));
}

void tst_ProjectItems::whatTheMountDoesNotShowHasNoFileName()
{
    QCOMPARE(onlyItem(QString(255, u'x')).fileName.size(), 255);
    QCOMPARE(onlyItem(QString(256, u'x')).fileName, QString());
    QCOMPARE(onlyItem(QString(128, QChar(0xe9))).fileName, QString()); // 256 bytes
    QCOMPARE(onlyItem(QStringLiteral(".arvados#project")).fileName, QString());
}

void tst_ProjectItems::ownersStandForWhatTheyShare()
{
    SharedPage all;
    all.users = {person(1, QStringLiteral("Zoe"), QStringLiteral("Example"))};
    Group role;
    role.uuid = uuid("j7d0g", 90);
    role.name = QStringLiteral("lab");
    role.groupClass = QStringLiteral("role");
    all.ownerGroups = {role, role};
    all.groups = {sharedGroup(1, QStringLiteral("of Zoe"), all.users.first().uuid),
                  sharedGroup(2, QStringLiteral("of the lab"), role.uuid)};
    const auto items = sharedItems(all, {}, {});
    QCOMPARE(namesOf(items), QStringList({QStringLiteral("lab"), QStringLiteral("Zoe Example")}));
    QCOMPARE(items.at(0).kind, Kind::Project);
    QCOMPARE(items.at(1).kind, Kind::User);
    QCOMPARE(items.at(1).fileName, QStringLiteral("Zoe Example"));
    QVERIFY(items.at(1).hasChildren());
}

void tst_ProjectItems::groupOfAnUnknownOwnerStandsForItself()
{
    SharedPage all;
    all.groups = {sharedGroup(1, QStringLiteral("alone"), uuid("tpzed", 5)),
                  sharedGroup(2, QStringLiteral("inside it"), uuid("j7d0g", 1)),
                  sharedGroup(3, {}, uuid("tpzed", 5))};
    const auto items = sharedItems(all, {}, {});
    QCOMPARE(namesOf(items), QStringList({QStringLiteral("alone"), uuid("j7d0g", 3).text}));
    QCOMPARE(items.at(1).fileName, QString());
}

void tst_ProjectItems::peopleAreCalledByTheirNames()
{
    SharedPage all;
    all.users = {person(1, QStringLiteral("A"), {}), person(2, {}, QStringLiteral("B")),
                 person(3, {}, {}, QStringLiteral("c")),
                 person(4, QStringLiteral(" "), {}, QStringLiteral("d")), person(5, {}, {})};
    QCOMPARE(namesOf(sharedItems(all, {}, {})),
             QStringList({QStringLiteral("A"), QStringLiteral("B"), QStringLiteral("c"),
                          QStringLiteral("d"), uuid("tpzed", 5).text}));
}

void tst_ProjectItems::equalNamesAreToldApart()
{
    SharedPage all;
    all.users = {person(2, QStringLiteral("Ann"), QStringLiteral("Lee")),
                 person(1, QStringLiteral("Ann"), QStringLiteral("Lee")),
                 person(3, QStringLiteral("ann"), QStringLiteral("lee"))};
    const auto items = sharedItems(all, {}, {});
    QCOMPARE(items.at(0).name, QStringLiteral("Ann Lee"));
    QCOMPARE(items.at(0).uuid, uuid("tpzed", 1).text);
    QCOMPARE(items.at(1).name, QStringLiteral("ann lee")); // another name, as a disk sees it
    QCOMPARE(items.at(2).name, QStringLiteral("Ann Lee (%1)").arg(uuid("tpzed", 2).text));
    QCOMPARE(items.at(2).fileName, items.at(2).name);
}

void tst_ProjectItems::namesThatAreEqualOnDiskAreToldApart()
{
    SharedPage all;
    all.groups = {sharedGroup(1, QStringLiteral("a/b"), uuid("tpzed", 5)),
                  sharedGroup(2, QStringLiteral("a_b"), uuid("tpzed", 5))};
    const auto items = sharedItems(all, {}, {});
    QVERIFY(items.at(0).fileName != items.at(1).fileName);
    const auto apart = sharedItems(all, {}, QStringLiteral("|"));
    QCOMPARE(apart.at(0).fileName, QStringLiteral("a|b"));
    QCOMPARE(apart.at(1).name, QStringLiteral("a_b"));
}

void tst_ProjectItems::ownHomeIsNoOwner()
{
    SharedPage all;
    all.users = {person(1, QStringLiteral("My"), QStringLiteral("Self"))};
    QVERIFY(sharedItems(all, uuid("tpzed", 1).text, {}).isEmpty());
}

QTEST_GUILESS_MAIN(tst_ProjectItems)
#include "tst_projectitems.moc"
