// SPDX-License-Identifier: Apache-2.0
#include "demo/apitime.h"
#include "demo/manifestscan.h"
#include "demo/store.h"

#include <QFile>
#include <QtTest>

using namespace arv;
using namespace arv::demo;
using nlohmann::json;

namespace {

const std::string fooManifest = ". acbd18db4cc2f85cedef654fccc4a4d8+3 0:3:foo.txt\n";

struct World
{
    Store store;
    std::string alice = store.addUser({"alice", "Alice", "Example"});
    std::string bob = store.addUser({"bob", "Bob", "Example"});
    std::string dave = store.addUser({"dave", "Dave", "Example", true, true});
    std::string carol = store.addUser({"carol", "Carol", "Example", false});
    std::string project = group(alice, "project");
    std::string inner = group(project, "inner");
    std::string collection = add(inner, "data");

    std::string group(const std::string& owner, const std::string& name,
                      const std::string& groupClass = "project")
    {
        return store.addGroup({owner, name, groupClass}).value();
    }
    std::string add(const std::string& owner, const std::string& name)
    {
        NewCollection wanted;
        wanted.owner = owner;
        wanted.name = name;
        wanted.manifest = fooManifest;
        return store.addCollection(wanted).value();
    }
    bool canRead(const std::string& user, const std::string& uuid) const
    {
        return store.access(user)->canRead(*store.find(uuid));
    }
    bool canWrite(const std::string& user, const std::string& uuid) const
    {
        return store.access(user)->canWrite(*store.find(uuid));
    }
};

json recorded(const QString& name)
{
    QFile file(QStringLiteral(ARV_TEST_DATA "/golden/api/manifests/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no %s", qPrintable(file.fileName()));
    const QByteArray bytes = file.readAll();
    return json::parse(bytes.begin(), bytes.end());
}

} // namespace

class TestStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ownersSeeWhatLiesBelowThem();
    void sharingOpensAProjectAndAllInIt();
    void membersOfARoleGetWhatIsSharedWithIt();
    void administratorsSeeAllAndInactiveUsersNothing();
    void takingAShareBackClosesTheProject();
    void seeingAUserIsNotSeeingTheirHome();
    void nothingInsideAFrozenProjectCanBeWritten();
    void whatLiesInATrashedProjectIsTrashed();
    void namesAreUniqueAmongTheUntrashedOfOneKind();
    void namesThatPathsCannotHoldAreRefused();
    void anOwnerThatIsNotThereIsRefused();
    void countsAndHashesAreTheServers_data();
    void countsAndHashesAreTheServers();
    void signaturesAreNotStoredOtherHintsAre();
    void replacingAManifestMovesTheHash();
    void tokensAreFoundByTheirSecretUntilRemoved();
    void recordsAreLaidOverThoseThatAreThere();
    void brokenRecordsAreRefused();
    void timesHaveOneForm();
    void clearingLeavesAFreshCluster();
};

void TestStore::ownersSeeWhatLiesBelowThem()
{
    const World world;
    QVERIFY(world.canWrite(world.alice, world.collection));
    QVERIFY(!world.canRead(world.bob, world.collection));
    QVERIFY(world.store.access(world.alice)->isAtHome(world.inner));
    QVERIFY(!world.store.access(world.bob)->isAtHome(world.inner));
}

void TestStore::sharingOpensAProjectAndAllInIt()
{
    World world;
    world.store.share(world.project, world.bob, Level::Read);
    QVERIFY(world.canRead(world.bob, world.collection));
    QVERIFY(!world.canWrite(world.bob, world.collection));
    world.store.share(world.project, world.bob, Level::Write);
    QVERIFY(world.canWrite(world.bob, world.collection));
    QVERIFY(!world.store.access(world.bob)->canManage(*world.store.find(world.project)));
}

void TestStore::membersOfARoleGetWhatIsSharedWithIt()
{
    World world;
    const std::string team = world.group(world.store.systemUser(), "team", "role");
    world.store.share(world.project, team, Level::Manage);
    QVERIFY(!world.canRead(world.bob, world.collection));
    world.store.share(team, world.bob, Level::Read);
    QVERIFY(world.canRead(world.bob, world.collection));
    QVERIFY(!world.canWrite(world.bob, world.collection)); // the weaker of the two links counts
    world.store.share(world.inner, world.store.allUsersGroup(), Level::Write);
    QVERIFY(world.canWrite(world.bob, world.collection));
}

void TestStore::administratorsSeeAllAndInactiveUsersNothing()
{
    World world;
    const std::string own = world.add(world.carol, "hers");
    QVERIFY(world.canWrite(world.dave, world.collection));
    QVERIFY(!world.canRead(world.carol, own));
    QVERIFY(world.canRead(world.carol, world.carol));
}

void TestStore::takingAShareBackClosesTheProject()
{
    World world;
    world.store.share(world.project, world.bob, Level::Manage);
    world.store.share(world.project, world.bob, Level::None);
    QVERIFY(!world.canRead(world.bob, world.project));
}

void TestStore::seeingAUserIsNotSeeingTheirHome()
{
    World world;
    const std::string atHome = world.add(world.alice, "private");
    QVERIFY(world.canRead(world.bob, world.alice));
    QVERIFY(!world.canRead(world.bob, atHome));
}

void TestStore::nothingInsideAFrozenProjectCanBeWritten()
{
    World world;
    QVERIFY(world.store.freeze(world.project));
    QVERIFY(!world.canWrite(world.alice, world.project));
    QVERIFY(!world.canWrite(world.alice, world.collection));
    QVERIFY(world.canRead(world.alice, world.collection));
    QVERIFY(world.store.access(world.alice)->canManage(*world.store.find(world.project)));
}

void TestStore::whatLiesInATrashedProjectIsTrashed()
{
    World world;
    QVERIFY(world.store.trash(world.project));
    const auto access = world.store.access(world.alice);
    QVERIFY(access->isTrashed(*world.store.find(world.collection)));
    QVERIFY(!world.store.find(world.collection)->flag("is_trashed"));
    QVERIFY(!world.store.find(world.project)->text("delete_at").empty());
    QCOMPARE(world.store.trash("zzzzz-4zz18-000000000000009").error().code, Errc::NotFound);
}

void TestStore::namesAreUniqueAmongTheUntrashedOfOneKind()
{
    World world;
    const NewGroup again{world.project, "inner"};
    QCOMPARE(world.store.addGroup(again).error().code, Errc::NameTaken);
    QVERIFY(world.store.addGroup({world.project, "inner", "role"}));
    QVERIFY(!world.add(world.project, "inner").empty()); // a collection may have a project's name
    NewCollection twice;
    twice.owner = world.inner;
    twice.name = "data";
    QCOMPARE(world.store.addCollection(twice).error().code, Errc::NameTaken);
    QVERIFY(world.store.trash(world.collection));
    QVERIFY(world.store.addCollection(twice)); // free at once
    QVERIFY(!world.add(world.inner, "").empty());
    QVERIFY(!world.add(world.inner, "").empty()); // the nameless may repeat
}

void TestStore::namesThatPathsCannotHoldAreRefused()
{
    World world;
    for (const char* name : {".", "..", "a/b"})
        QCOMPARE(world.store.addGroup({world.alice, name}).error().code, Errc::Invalid);
    QVERIFY(world.store.addGroup({world.alice, "tab\tand\nnewline"}));
}

void TestStore::anOwnerThatIsNotThereIsRefused()
{
    World world;
    QCOMPARE(world.store.addGroup({"zzzzz-j7d0g-000000000000009", "x"}).error().code,
             Errc::Invalid);
    QCOMPARE(world.store.addGroup({world.collection, "x"}).error().code, Errc::Invalid);
}

void TestStore::countsAndHashesAreTheServers_data()
{
    QTest::addColumn<QString>("name");
    const QDir cases(QStringLiteral(ARV_TEST_DATA "/golden/api/manifests"));
    for (const QString& name : cases.entryList({QStringLiteral("*.json")})) {
        const json exchange = recorded(name);
        if (exchange["response"]["status"] == 200)
            QTest::newRow(qPrintable(name)) << name;
    }
}

void TestStore::countsAndHashesAreTheServers()
{
    QFETCH(QString, name);
    const json exchange = recorded(name);
    const json& reply = exchange["response"]["body_json"];
    const json& sent = exchange["request"]["body_json"]["collection"];
    const ManifestScan scan = scanManifest(sent["manifest_text"].get<std::string>());
    QCOMPARE(scan.hash, reply["portable_data_hash"].get<std::string>());
    QCOMPARE(scan.fileCount, reply["file_count"].get<std::int64_t>());
    QCOMPARE(scan.totalSize, reply["file_size_total"].get<std::int64_t>());
}

void TestStore::signaturesAreNotStoredOtherHintsAre()
{
    const ManifestScan scan =
        scanManifest("./a\\040b acbd18db4cc2f85cedef654fccc4a4d8+3+K@abcde+A"
                     "0123456789012345678901234567890123456789@6b151c1e+Z 0:1:x 1:2:x 0:3:a:b\n");
    QCOMPARE(scan.text,
             std::string(
                 "./a\\040b acbd18db4cc2f85cedef654fccc4a4d8+3+K@abcde+Z 0:1:x 1:2:x 0:3:a:b\n"));
    QCOMPARE(scan.fileNames, std::string("a b/x\na b/a:b\n"));
    QCOMPARE(scan.fileCount, 2);
    QCOMPARE(scan.totalSize, 6);
}

void TestStore::replacingAManifestMovesTheHash()
{
    World world;
    const std::string before = world.store.find(world.collection)->text("portable_data_hash");
    QCOMPARE(world.store.collectionsWithHash(before).size(), std::size_t{1});
    QVERIFY(world.store.replaceManifest(world.collection, ""));
    QVERIFY(world.store.collectionsWithHash(before).empty());
    QCOMPARE(world.store.find(world.collection)->text("portable_data_hash"),
             std::string("d41d8cd98f00b204e9800998ecf8427e+0"));
}

void TestStore::tokensAreFoundByTheirSecretUntilRemoved()
{
    World world;
    NewToken wanted;
    wanted.user = world.alice;
    wanted.secret = "sesame";
    const std::string token = world.store.addToken(wanted);
    const RecordPtr row = world.store.findToken("sesame");
    QVERIFY(row);
    QCOMPARE(token, "v2/" + row->uuid() + "/sesame");
    QVERIFY(world.store.removeRecord(row->uuid()));
    QVERIFY(!world.store.findToken("sesame"));
    QCOMPARE(world.store.removeRecord(row->uuid()).error().code, Errc::NotFound);
}

void TestStore::recordsAreLaidOverThoseThatAreThere()
{
    World world;
    QVERIFY(world.store.putRecord({{"kind", "arvados#collection"},
                                   {"uuid", world.collection},
                                   {"owner_uuid", world.project},
                                   {"manifest_text", ""},
                                   {"can_write", true}}));
    const RecordPtr row = world.store.find(world.collection);
    QCOMPARE(row->manifest, fooManifest); // lists say "" where they mean "not told"
    QVERIFY(!row->attributes.contains("can_write"));
    QCOMPARE(row->text("name"), std::string("data"));
    QCOMPARE(world.store.ownedBy(Kind::Collection, world.inner).size(), std::size_t{0});
    QCOMPARE(world.store.ownedBy(Kind::Collection, world.project).size(), std::size_t{1});
}

void TestStore::brokenRecordsAreRefused()
{
    World world;
    for (const json& broken : {json(), json(1), json::array(), json::object(),
                               json{{"kind", 1}, {"uuid", 2}}, json{{"kind", "x"}, {"uuid", "y"}}})
        QCOMPARE(world.store.putRecord(broken).error().code, Errc::Invalid);
}

void TestStore::timesHaveOneForm()
{
    QCOMPARE(canonicalTime("2026-11-22T08:26:03Z"), std::string("2026-11-22T08:26:03.000000000Z"));
    QCOMPARE(canonicalTime("2026-11-22 10:26:03.5+02:00"),
             std::string("2026-11-22T08:26:03.500000000Z"));
    QCOMPARE(canonicalTime("2026-11-22"), std::string("2026-11-22T00:00:00.000000000Z"));
    for (const char* wrong :
         {"", "yesterday", "2026-13-01", "2026-02-30", "2026-11-22T25", "2026-11-22x"})
        QVERIFY2(!canonicalTime(wrong), wrong);
    QCOMPARE(secondsOf("1970-01-01T00:01:00.9Z"), 60);
    const std::string now = nowText();
    QCOMPARE(now.size(), std::size_t{30});
    QCOMPARE(now.substr(26), std::string("000Z"));
}

void TestStore::clearingLeavesAFreshCluster()
{
    World world;
    world.store.clear();
    QVERIFY(!world.store.find(world.alice));
    QCOMPARE(world.store.all(Kind::Group).size(), std::size_t{4});
    QVERIFY(world.store.find(world.store.systemUser()));
}

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
