// SPDX-License-Identifier: Apache-2.0
// What getfattr tells of everything in the tree, and what it costs to know.
#include "tree/filesystem.h"

#include "async/mailbox.h"
#include "demo/collectionmaker.h"
#include "support/homeworld.h"
#include "support/smallworld.h"
#include "treerig.h"

#include <QtTest>

using namespace arv;
using namespace std::chrono_literals;
using test::DemoAccount;
using test::SmallWorld;
using test::TreeRig;

namespace {

constexpr auto stale = staleness::refresh + 1s;

const QByteArray uuidName("user.arvados.uuid");
const QByteArray hashName("user.arvados.portable_data_hash");
const QByteArray kindName("user.arvados.kind");
const QByteArray propertiesName("user.arvados.properties");
const QByteArray blocksName("user.arvados.block_count");

} // namespace

class tst_ExtendedAttributes : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] demo::Store& store() { return m_account->cluster.store(); }
    [[nodiscard]] QByteArray hashOf(const std::string& uuid);
    [[nodiscard]] std::size_t asked(std::string_view part = "GET ") const
    {
        return SmallWorld::requestsWith(*m_account, part);
    }
    void setProperties(const std::string& uuid, const char* kind, const nlohmann::json& to);
    // The value, or the error's name in brackets.
    [[nodiscard]] QByteArray told(TreeRig& rig, Inode inode, const QByteArray& name);

    Mailbox m_mailbox;
    std::unique_ptr<DemoAccount> m_account;
    int m_changes = 0;
    std::string m_uuid; // of "c": "f" in one block, "g" in two, "d/h" in none

private Q_SLOTS:
    void init();

    void collectionTellsItsRecord();
    void whatLiesInACollectionTellsOfIt();
    void filesTellTheirBlocks();
    void collectionByHashHasNoUuidAndNoProperties();
    void projectTellsItsRecord();
    void homeTellsItsUser();
    void whatIsNoObjectTellsNothing();
    void otherNamesAreToldApart();
    void namesAreListedFromMemory();

    void loadedCollectionIsNotAskedForAgain();
    void unloadedCollectionCostsOneSmallRequest();
    void changedPropertiesAreSeenAfterTheRefreshTime();
    void whatWasKnownIsToldWhileTheServerIsDown();
    void collectionThatCannotBeReadTellsItsRecord();
    void fileThatIsGoneTellsNothing();
};

void tst_ExtendedAttributes::init()
{
    m_account = std::make_unique<DemoAccount>();
    demo::CollectionMaker maker({&m_account->cluster.blocks(0), &m_account->cluster.blocks(1)});
    maker.addFile("", "f", "bytes");
    maker.addFile("", "g", "0123456789", 6);
    maker.addFile("d", "h", "");
    demo::NewCollection collection;
    collection.owner = m_account->user;
    collection.name = "c";
    collection.manifest = maker.manifest();
    collection.properties = {{"type", "output"}, {"a", {1, 2}}};
    m_uuid = *store().addCollection(collection);
}

QByteArray tst_ExtendedAttributes::hashOf(const std::string& uuid)
{
    const auto hash = store().find(uuid)->attributes["portable_data_hash"].get<std::string>();
    return QByteArray::fromStdString(hash);
}

void tst_ExtendedAttributes::setProperties(const std::string& uuid, const char* kind,
                                           const nlohmann::json& to)
{
    auto record = store().find(uuid)->attributes;
    record["kind"] = std::string("arvados#") + kind;
    record["properties"] = to;
    record["modified_at"] = "2030-01-01T00:00:0" + std::to_string(++m_changes) + "Z";
    const auto put = store().putRecord(record);
    QVERIFY2(put, put ? "" : qPrintable(put.error().text));
}

QByteArray tst_ExtendedAttributes::told(TreeRig& rig, Inode inode, const QByteArray& name)
{
    const auto now = rig.files.extendedNow(inode, name);
    const auto value = now ? *now : test::resultOf(rig.files.extended(inode, name, {}));
    return value ? *value : QByteArray("[") + errcName(value.error().code) + ']';
}

void tst_ExtendedAttributes::collectionTellsItsRecord()
{
    TreeRig rig(*m_account);
    const auto c = rig.at("c");
    QCOMPARE(told(rig, c, uuidName), QByteArray::fromStdString(m_uuid));
    QCOMPARE(told(rig, c, hashName), hashOf(m_uuid));
    QCOMPARE(told(rig, c, kindName), QByteArray("arvados#collection"));
    QCOMPARE(told(rig, c, propertiesName), QByteArray(R"({"a":[1,2],"type":"output"})"));
    QCOMPARE(told(rig, c, blocksName), QByteArray("[NoAttribute]"));
}

void tst_ExtendedAttributes::whatLiesInACollectionTellsOfIt()
{
    TreeRig rig(*m_account);
    for (const char* path : {"c/f", "c/d", "c/d/h"}) {
        const auto inode = rig.at(path);
        QVERIFY(inode != Inode::None);
        QCOMPARE(told(rig, inode, uuidName), QByteArray::fromStdString(m_uuid));
        QCOMPARE(told(rig, inode, hashName), hashOf(m_uuid));
        QCOMPARE(told(rig, inode, kindName), QByteArray("arvados#collection"));
        QCOMPARE(told(rig, inode, propertiesName), QByteArray(R"({"a":[1,2],"type":"output"})"));
    }
}

void tst_ExtendedAttributes::filesTellTheirBlocks()
{
    TreeRig rig(*m_account);
    QCOMPARE(told(rig, rig.at("c/f"), blocksName), QByteArray("1"));
    QCOMPARE(told(rig, rig.at("c/g"), blocksName), QByteArray("2"));
    QCOMPARE(told(rig, rig.at("c/d/h"), blocksName), QByteArray("0"));
    QCOMPARE(told(rig, rig.at("c/d"), blocksName), QByteArray("[NoAttribute]"));
}

void tst_ExtendedAttributes::collectionByHashHasNoUuidAndNoProperties()
{
    TreeRig rig(*m_account, TreeRig::byId());
    const auto hash = hashOf(m_uuid);
    for (const auto& path : {hash, QByteArray(hash + "/f")}) {
        const auto inode = rig.at(path);
        QVERIFY(inode != Inode::None);
        QCOMPARE(told(rig, inode, hashName), hash);
        QCOMPARE(told(rig, inode, kindName), QByteArray("arvados#collection"));
        QCOMPARE(told(rig, inode, uuidName), QByteArray("[NoAttribute]"));
        QCOMPARE(told(rig, inode, propertiesName), QByteArray("[NoAttribute]"));
    }
}

void tst_ExtendedAttributes::projectTellsItsRecord()
{
    test::HomeWorld world(*m_account);
    const auto uuid = world.addProject(QStringLiteral("p"));
    setProperties(uuid, "group", {{"\xC3\xA4", "\xF0\x9F\x98\x80"}});
    TreeRig rig(*m_account);
    const auto p = rig.at("p");
    QCOMPARE(told(rig, p, uuidName), QByteArray::fromStdString(uuid));
    QCOMPARE(told(rig, p, kindName), QByteArray("arvados#group"));
    QCOMPARE(told(rig, p, propertiesName), QByteArray("{\"\xC3\xA4\":\"\xF0\x9F\x98\x80\"}"));
    QCOMPARE(told(rig, p, hashName), QByteArray("[NoAttribute]"));
}

void tst_ExtendedAttributes::homeTellsItsUser()
{
    TreeRig rig(*m_account);
    QCOMPARE(told(rig, Inode::Root, uuidName), QByteArray::fromStdString(m_account->user));
    QCOMPARE(told(rig, Inode::Root, kindName), QByteArray("arvados#user"));
    QCOMPARE(told(rig, Inode::Root, propertiesName), QByteArray("[NoAttribute]"));
    QCOMPARE(told(rig, Inode::Root, hashName), QByteArray("[NoAttribute]"));
}

void tst_ExtendedAttributes::whatIsNoObjectTellsNothing()
{
    TreeRig rig(*m_account, {MountSelection::Mode::All, {}, false});
    for (const char* path : {"by_id", "README", "by_id/README"}) {
        const auto inode = rig.at(path);
        QVERIFY(inode != Inode::None);
        for (const auto& name : {uuidName, hashName, kindName, propertiesName, blocksName})
            QCOMPARE(told(rig, inode, name), QByteArray("[NoAttribute]"));
        QCOMPARE(*rig.files.extendedNames(inode), QByteArray());
    }
    QCOMPARE(told(rig, Inode::Root, kindName), QByteArray("[NoAttribute]"));
    const auto record = rig.at("home/c/.arvados#collection");
    QVERIFY(record != Inode::None);
    QCOMPARE(told(rig, record, uuidName), QByteArray("[NoAttribute]"));
}

void tst_ExtendedAttributes::otherNamesAreToldApart()
{
    TreeRig rig(*m_account);
    const auto f = rig.at("c/f");
    for (const char* name : {"user.", "user.arvados.", "user.arvados.uuid2", "user.xdg.tags"})
        QCOMPARE(told(rig, f, name), QByteArray("[NoAttribute]"));
    for (const char* name :
         {"security.selinux", "system.posix_acl_access", "trusted.x", "user", ""})
        QCOMPARE(told(rig, f, name), QByteArray("[NotSupported]"));
    QCOMPARE(told(rig, Inode{1 << 20}, uuidName), QByteArray("[Stale]"));
}

void tst_ExtendedAttributes::namesAreListedFromMemory()
{
    TreeRig rig(*m_account);
    const auto c = rig.at("c");
    m_account->cluster.forgetRequestsSeen();
    const auto namesOf = [&](Inode inode) { return rig.files.extendedNames(inode)->split('\0'); };
    QCOMPARE(namesOf(c),
             (QByteArrayList{uuidName, hashName, kindName, propertiesName, QByteArray()}));
    QCOMPARE(namesOf(Inode::Root), (QByteArrayList{uuidName, kindName, QByteArray()}));
    QCOMPARE(asked(), std::size_t{0});
    QCOMPARE(
        namesOf(rig.at("c/f")),
        (QByteArrayList{uuidName, hashName, kindName, propertiesName, blocksName, QByteArray()}));
    QVERIFY(!rig.files.extendedNames(Inode{1 << 20}));
}

void tst_ExtendedAttributes::loadedCollectionIsNotAskedForAgain()
{
    TreeRig rig(*m_account);
    const auto f = rig.at("c/f");
    m_account->cluster.forgetRequestsSeen();
    for (const auto& name : {uuidName, hashName, kindName, propertiesName, blocksName}) {
        const auto now = rig.files.extendedNow(f, name);
        QVERIFY(now && *now);
    }
    QCOMPARE(asked(), std::size_t{0});
}

void tst_ExtendedAttributes::unloadedCollectionCostsOneSmallRequest()
{
    TreeRig rig(*m_account);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"c"});
    const auto c = rig.at("c");
    m_account->cluster.forgetRequestsSeen();
    for (const auto& name : {uuidName, kindName, hashName, propertiesName, hashName})
        QVERIFY(!told(rig, c, name).startsWith('['));
    QCOMPARE(asked(), std::size_t{1});
    QCOMPARE(asked("manifest"), std::size_t{0});
}

void tst_ExtendedAttributes::changedPropertiesAreSeenAfterTheRefreshTime()
{
    TreeRig rig(*m_account);
    const auto c = rig.at("c");
    QCOMPARE(told(rig, c, propertiesName), QByteArray(R"({"a":[1,2],"type":"output"})"));
    setProperties(m_uuid, "collection", {{"n", 1}});
    QCOMPARE(told(rig, c, propertiesName), QByteArray(R"({"a":[1,2],"type":"output"})"));
    rig.clock.advance(stale);
    (void)told(rig, c, propertiesName); // the old one, while the new one is fetched
    QVERIFY(test::waitUntil([&] { return told(rig, c, propertiesName) == R"({"n":1})"; }));
    QVERIFY(rig.at("c/f") != Inode::None); // loaded from here on
    setProperties(m_uuid, "collection", nlohmann::json::object());
    rig.clock.advance(stale);
    QVERIFY(test::waitUntil([&] { return told(rig, c, propertiesName) == "{}"; }));
}

void tst_ExtendedAttributes::whatWasKnownIsToldWhileTheServerIsDown()
{
    TreeRig rig(*m_account);
    const auto c = rig.at("c");
    QCOMPARE(told(rig, c, hashName), hashOf(m_uuid));
    m_account->addFault("api", DemoAccount::statusFault(503));
    rig.clock.advance(staleness::refresh * staleness::refreshesServedOld + 1s);
    QCOMPARE(told(rig, c, hashName), hashOf(m_uuid));
    m_account->cluster.faults().clear();
    QVERIFY(rig.at("c/f") != Inode::None);
    m_account->addFault("api", DemoAccount::statusFault(503));
    rig.clock.advance(staleness::refresh * staleness::refreshesServedOld + 1s);
    QCOMPARE(told(rig, c, propertiesName), QByteArray(R"({"a":[1,2],"type":"output"})"));
}

void tst_ExtendedAttributes::collectionThatCannotBeReadTellsItsRecord()
{
    auto record = store().find(m_uuid)->attributes;
    record["kind"] = "arvados#collection";
    record["manifest_text"] = "not a manifest\n";
    QVERIFY(store().putRecord(record));
    TreeRig rig(*m_account);
    const auto c = rig.at("c");
    QVERIFY(!rig.entries(c));
    QCOMPARE(told(rig, c, propertiesName), QByteArray(R"({"a":[1,2],"type":"output"})"));
    QCOMPARE(told(rig, c, hashName), hashOf(m_uuid));
}

void tst_ExtendedAttributes::fileThatIsGoneTellsNothing()
{
    TreeRig rig(*m_account);
    const auto f = rig.at("c/f");
    const auto opened = rig.open(f);
    QVERIFY(opened);
    SmallWorld::change(*m_account, m_uuid, {{"other", "bytes"}});
    rig.clock.advance(stale);
    QVERIFY(test::waitUntil([&] { return rig.names(rig.at("c")) == QByteArrayList{"other"}; }));
    QCOMPARE(told(rig, f, uuidName), QByteArray("[NoAttribute]"));
    QCOMPARE(told(rig, f, blocksName), QByteArray("[NoAttribute]"));
    rig.files.release(opened->handle);
}

QTEST_GUILESS_MAIN(tst_ExtendedAttributes)
#include "tst_extendedattributes.moc"
