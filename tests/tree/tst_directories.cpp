// SPDX-License-Identifier: Apache-2.0
// Every kind of directory and every mode: what is in it, by which names, and what it costs.
#include "async/mailbox.h"
#include "tree/names.h"
#include "treerig.h"
#include "treeworld.h"

#include <QtTest>

using namespace arv;
using namespace std::chrono_literals;
using test::TreeRig;
using test::TreeWorld;
using Mode = MountSelection::Mode;
using Kind = CustomMount::Kind;

namespace {

constexpr auto stale = staleness::refresh + 1s;

QByteArray sorted(QByteArrayList names)
{
    std::sort(names.begin(), names.end());
    return names.join(' ');
}

} // namespace

class tst_Directories : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] QString uuidOf(const QString& name) const
    {
        return QString::fromStdString(m_world->home.uuidOf(name));
    }

    Mailbox m_mailbox;
    std::unique_ptr<TreeWorld> m_world;

private Q_SLOTS:
    void init() { m_world = std::make_unique<TreeWorld>(); }

    void everythingIsListedInArvMountsOrder();
    void customLayoutHoldsItsEntriesAndNothingElse();
    void byPdhTakesNoUuids();
    void innerByIdIsThereOnlyInTheRoot();

    void sharedProjectsStandBelowTheirOwners();
    void peopleWithoutNamesAreShownByWhatTheyHave();
    void ownersOfOneNameAreAllShown();
    void sharedIsTheSameOnServersWithoutTheCall();
    void homeIsNotInShared();

    void everyTagIsADirectoryOfItsCollections();
    void tagIsFoundByNameWithOneRequest();
    void tagsBeyondAPageAreListed();
    void collectionsBeyondAPageOfOneTagAreListed();
    void taggedCollectionHasItsTimeBeforeItIsLoaded();
    void taggedCollectionInTheTrashIsNotShown();
    void taggedCollectionOutOfSightIsNotShown();
    void taggedOldVersionIsShown();
    void tagsAmongOthersAreAskedForOnceAMinute();

    void directoryOfAHundredThousandFilesIsListed();
    void hundredDirectoriesDeepIsReached();

    void filterGroupIsOpenedBeforeItIsListed();
    void nameAskedForAloneIsGoodForTheRestOfItsTime();
    void trashedThingsAreHidden();
    void tooLongNamesAreLeftOutAndTold();
    void hiddenCollectionIsTold();
    void filtersApplyToProjectsButNotToIdentifiers();
    void filtersApplyToTags();
    void otherObjectsAreFilesWithTheirRecords();
    void newNameInByIdChangesItsTime();
    void timeThatTheFirstLoadBringsIsTold();
    void equalNamesInAFilterGroupAreOneByNameAndInTheListing();
};

void tst_Directories::everythingIsListedInArvMountsOrder()
{
    TreeRig rig(m_world->account, TreeRig::mode(Mode::All));
    QCOMPARE(rig.names(Inode::Root),
             (QByteArrayList{"by_id", "by_tag", "home", "shared", "README"}));
    const auto readme = rig.content(rig.at("README"));
    for (const auto* named : {"by_id", "by_tag", "home", "shared"})
        QVERIFY2(readme.contains(named), readme);
    QCOMPARE(rig.at("nothing"), Inode::None);
}

void tst_Directories::customLayoutHoldsItsEntriesAndNothingElse()
{
    m_world->home.addCollection(QStringLiteral("mine"), {QStringLiteral("f")});
    MountSelection selection{Mode::Custom, {}, false};
    selection.custom = {
        {Kind::Home, QStringLiteral("My data")}, {Kind::Home, QStringLiteral("again")},
        {Kind::ByPdh, QStringLiteral("hashes")}, {Kind::ById, QStringLiteral("ids")},
        {Kind::Shared, QStringLiteral("ours")},  {Kind::ByTag, QStringLiteral("labels")}};
    TreeRig rig(m_world->account, selection);
    QCOMPARE(rig.names(Inode::Root),
             (QByteArrayList{"ids", "hashes", "labels", "My data", "again", "ours"}));
    QVERIFY(rig.at("My data/mine/f") != Inode::None);
    QVERIFY(rig.at("again/mine/f") != Inode::None);
    QCOMPARE(rig.at("README"), Inode::None);
}

void tst_Directories::byPdhTakesNoUuids()
{
    const auto uuid = m_world->home.addCollection(QStringLiteral("c"), {QStringLiteral("f")});
    const auto hash = m_world->store().find(uuid)->text("portable_data_hash");
    TreeRig rig(m_world->account, TreeRig::mode(Mode::ByPdh));
    m_world->forgetRequests();
    QCOMPARE(rig.at(QByteArray::fromStdString(uuid)), Inode::None);
    QCOMPARE(m_world->asked(), 0);
    QVERIFY(rig.at(QByteArray::fromStdString(hash) + "/f") != Inode::None);
    QVERIFY(rig.at("by_id/" + QByteArray::fromStdString(hash) + "/f") != Inode::None);
    QCOMPARE(rig.at("by_id/" + QByteArray::fromStdString(uuid)), Inode::None);
}

void tst_Directories::innerByIdIsThereOnlyInTheRoot()
{
    TreeRig alone(m_world->account, TreeRig::mode(Mode::ById));
    QCOMPARE(alone.names(Inode::Root), (QByteArrayList{"README", "by_id"}));
    TreeRig all(m_world->account, TreeRig::mode(Mode::All));
    QCOMPARE(all.names(all.at("by_id")), QByteArrayList{"README"});
}

void tst_Directories::sharedProjectsStandBelowTheirOwners()
{
    const auto bea = m_world->addUser("bea", "Bea", "Byte");
    const auto reads = m_world->addShared(bea, QStringLiteral("Reads"));
    m_world->home.addCollection(QStringLiteral("run 1"), {QStringLiteral("f")}, reads);
    m_world->home.addProject(QStringLiteral("not shared"), bea);
    TreeRig rig(m_world->account, TreeRig::mode(Mode::Shared));
    QVERIFY(rig.names(Inode::Root).contains("Bea Byte"));
    QCOMPARE(rig.names(rig.at("Bea Byte")), QByteArrayList{"Reads"});
    QVERIFY(rig.at("Bea Byte/Reads/run 1/f") != Inode::None);
}

void tst_Directories::peopleWithoutNamesAreShownByWhatTheyHave()
{
    m_world->addShared(m_world->addUser("x1", "Onlyfirst", ""), QStringLiteral("a"));
    m_world->addShared(m_world->addUser("x2", "", "Onlylast"), QStringLiteral("b"));
    m_world->addShared(m_world->addUser("loginname", "", ""), QStringLiteral("c"));
    TreeRig rig(m_world->account, TreeRig::mode(Mode::Shared));
    const auto names = rig.names(Inode::Root);
    for (const auto* name : {"Onlyfirst", "Onlylast", "loginname"})
        QVERIFY2(names.contains(name), sorted(names));
}

void tst_Directories::ownersOfOneNameAreAllShown()
{
    std::vector<std::string> twins{m_world->addUser("t1", "Twin", "Peak"),
                                   m_world->addUser("t2", "Twin", "Peak")};
    std::sort(twins.begin(), twins.end());
    m_world->addShared(twins[0], QStringLiteral("of the first"));
    m_world->addShared(twins[1], QStringLiteral("of the second"));
    TreeRig rig(m_world->account, TreeRig::mode(Mode::Shared));
    QCOMPARE(rig.names(rig.at("Twin Peak")), QByteArrayList{"of the first"});
    const auto second = "Twin Peak (" + QByteArray::fromStdString(twins[1]) + ")";
    QCOMPARE(rig.names(rig.at(second)), QByteArrayList{"of the second"});
}

void tst_Directories::sharedIsTheSameOnServersWithoutTheCall()
{
    const auto bea = m_world->addUser("bea", "Bea", "Byte");
    const auto reads = m_world->addShared(bea, QStringLiteral("Reads"));
    m_world->home.addProject(QStringLiteral("inner"), reads);
    m_world->home.addProject(QStringLiteral("my own"));
    TreeRig asked(m_world->account, TreeRig::mode(Mode::Shared));
    TreeRig worked(m_world->account, TreeRig::mode(Mode::Shared));
    worked.files.setGroupsShared(false);
    const auto names = sorted(asked.names(Inode::Root));
    m_world->forgetRequests();
    QCOMPARE(sorted(worked.names(Inode::Root)), names);
    QCOMPARE(m_world->asked("groups/shared"), 0);
    QVERIFY(names.contains("Bea Byte"));
    QVERIFY(!names.contains("my own"));
}

void tst_Directories::homeIsNotInShared()
{
    m_world->home.addProject(QStringLiteral("my own"));
    TreeRig rig(m_world->account, TreeRig::mode(Mode::Shared));
    for (const auto& name : rig.names(Inode::Root))
        QVERIFY(name != "my own" && !name.startsWith("Alice"));
}

void tst_Directories::everyTagIsADirectoryOfItsCollections()
{
    const auto one = m_world->home.addCollection(QStringLiteral("one"), {QStringLiteral("f")});
    const auto two = m_world->home.addCollection(QStringLiteral("two"), {});
    const auto project = m_world->home.addProject(QStringLiteral("p"));
    m_world->tag("good", one);
    m_world->tag("good", one); // by somebody else, too
    m_world->tag("good", two);
    m_world->tag("a/b", two);
    m_world->tag("of a project", project);
    m_world->tag("", two); // has no name to be shown by
    TreeRig rig(m_world->account, TreeRig::mode(Mode::ByTag));
    QCOMPARE(sorted(rig.names(Inode::Root)), QByteArray("a_b good of a project"));
    auto uuids = QByteArrayList{QByteArray::fromStdString(one), QByteArray::fromStdString(two)};
    QCOMPARE(sorted(rig.names(rig.at("good"))), sorted(uuids));
    QCOMPARE(rig.names(rig.at("a_b")), QByteArrayList{QByteArray::fromStdString(two)});
    QCOMPARE(rig.names(rig.at("of a project")), QByteArrayList());
    QVERIFY(rig.at("good/" + QByteArray::fromStdString(one) + "/f") != Inode::None);
    QCOMPARE(rig.at("good/nothing"), Inode::None);
}

void tst_Directories::tagIsFoundByNameWithOneRequest()
{
    m_world->tag("good", m_world->home.addCollection(QStringLiteral("one"), {}));
    TreeRig rig(m_world->account, TreeRig::mode(Mode::ByTag));
    m_world->forgetRequests();
    QVERIFY(rig.at("good") != Inode::None);
    QCOMPARE(m_world->asked(), 1);
    QCOMPARE(rig.at("bad"), Inode::None);
    QCOMPARE(m_world->asked(), 2);
}

void tst_Directories::tagsBeyondAPageAreListed()
{
    constexpr int many = 1200;
    const auto head = m_world->home.addCollection(QStringLiteral("one"), {});
    for (int i = 0; i < many; ++i)
        m_world->tag("tag" + std::to_string(10000 + i), head);
    TreeRig rig(m_world->account, TreeRig::mode(Mode::ByTag));
    QCOMPARE(rig.names(Inode::Root).size(), many);
}

void tst_Directories::collectionsBeyondAPageOfOneTagAreListed()
{
    constexpr int many = 5000;
    for (int i = 0; i < many; ++i)
        m_world->tag("good", m_world->home.addCollection(QString::number(i), {}));
    TreeRig rig(m_world->account, TreeRig::mode(Mode::ByTag));
    QCOMPARE(rig.names(rig.at("good")).size(), many);
}

void tst_Directories::taggedCollectionHasItsTimeBeforeItIsLoaded()
{
    const auto uuid = m_world->home.addCollection(QStringLiteral("one"), {});
    m_world->tag("good", uuid);
    m_world->setTime(uuid, "2030-01-02T03:04:05.000000006Z");
    TreeRig rig(m_world->account, TreeRig::mode(Mode::ByTag));
    const auto collection = rig.at("good/" + QByteArray::fromStdString(uuid));
    QCOMPARE(rig.files.attributes(collection)->attributes.modified,
             std::int64_t{1893553445000000006});
    QCOMPARE(m_world->asked("manifest_text"), 0);
}

void tst_Directories::taggedCollectionInTheTrashIsNotShown()
{
    const auto project = m_world->home.addProject(QStringLiteral("p"));
    const auto stays = m_world->home.addCollection(QStringLiteral("stays"), {});
    const auto goes = m_world->home.addCollection(QStringLiteral("goes"), {}, project);
    m_world->tag("good", stays);
    m_world->tag("good", goes);
    m_world->tag("bad", goes);
    QVERIFY(m_world->store().trash(goes));
    TreeRig rig(m_world->account, TreeRig::mode(Mode::ByTag));
    const auto good = rig.at("good");
    const QByteArrayList one{QByteArray::fromStdString(stays)};
    QCOMPARE(rig.names(good), one);
    QCOMPARE(rig.at("good/" + QByteArray::fromStdString(goes)), Inode::None);
    QCOMPARE(rig.names(rig.at("bad")), QByteArrayList()); // the tag is there all the same
    const auto comesTo = [&](qsizetype many) {
        rig.clock.advance(stale);
        return test::waitUntil([&] { return rig.names(good).size() == many; });
    };
    QVERIFY(m_world->store().untrash(goes));
    QVERIFY(comesTo(2));
    QVERIFY(m_world->store().trash(project)); // with all in it
    QVERIFY(comesTo(1));
    QCOMPARE(rig.names(good), one);
}

void tst_Directories::taggedCollectionOutOfSightIsNotShown()
{
    const auto bea = m_world->addUser("bea", "Bea", "Byte");
    m_world->tag("good", m_world->home.addCollection(QStringLiteral("hers"), {}, bea));
    TreeRig rig(m_world->account, TreeRig::mode(Mode::ByTag));
    QCOMPARE(rig.names(rig.at("good")), QByteArrayList());
}

void tst_Directories::taggedOldVersionIsShown()
{
    const auto uuid = m_world->home.addCollection(QStringLiteral("new"), {});
    const auto old = m_world->home.addCollection(QStringLiteral("old"), {});
    m_world->put({{"uuid", old}, {"kind", "arvados#collection"}, {"current_version_uuid", uuid}});
    m_world->tag("good", old);
    TreeRig rig(m_world->account, TreeRig::mode(Mode::ByTag));
    QCOMPARE(rig.names(rig.at("good")), QByteArrayList{QByteArray::fromStdString(old)});
}

void tst_Directories::tagsAmongOthersAreAskedForOnceAMinute()
{
    m_world->tag("good", m_world->home.addCollection(QStringLiteral("one"), {}));
    TreeRig rig(m_world->account, TreeRig::mode(Mode::All));
    const auto tags = rig.at("by_tag");
    QCOMPARE(rig.names(tags), QByteArrayList{"good"});
    m_world->forgetRequests();
    rig.clock.advance(stale);
    QCOMPARE(rig.names(tags), QByteArrayList{"good"});
    QCOMPARE(m_world->asked(), 0);
    rig.clock.advance(60s);
    QCOMPARE(rig.names(tags), QByteArrayList{"good"});
    QVERIFY(test::waitUntil([&] { return m_world->asked() == 1; }));
}

void tst_Directories::directoryOfAHundredThousandFilesIsListed()
{
    constexpr int many = 100000;
    const auto made = m_world->home.addCollection(QStringLiteral("c"), {});
    std::string manifest = ". " + m_world->home.addBlock("x") + "+1";
    for (int i = 0; i < many; ++i)
        manifest += " 0:1:file" + std::to_string(100000 + i);
    QVERIFY(m_world->store().replaceManifest(made, manifest + '\n'));
    TreeRig rig(m_world->account);
    const auto listed = rig.entries(rig.at("c"));
    QVERIFY(listed);
    QCOMPARE(listed->size(), std::size_t{many});
    QCOMPARE(listed->back().name, QByteArray("file199999"));
    QCOMPARE(rig.at("c/file142857"), listed->at(42857).inode);
    QCOMPARE(rig.content(rig.at("c/file199999")), QByteArray("x"));
}

void tst_Directories::hundredDirectoriesDeepIsReached()
{
    const auto made = m_world->home.addCollection(QStringLiteral("c"), {});
    QByteArray path("c");
    std::string stream(".");
    for (int i = 0; i < 100; ++i) {
        const auto name = "/level" + std::to_string(i);
        path += QByteArray::fromStdString(name);
        stream += name;
    }
    QVERIFY(m_world->store().replaceManifest(
        made, stream + ' ' + m_world->home.addBlock("deep") + "+4 0:4:f\n"));
    TreeRig rig(m_world->account);
    QCOMPARE(rig.names(rig.at(path)), QByteArrayList{"f"});
    QCOMPARE(rig.content(rig.at(path + "/f")), QByteArray("deep"));
}

void tst_Directories::filterGroupIsOpenedBeforeItIsListed()
{
    const auto project = m_world->home.addProject(QStringLiteral("elsewhere"));
    for (const auto* name : {"run 1", "run 2", "other"})
        m_world->home.addCollection(QString::fromLatin1(name), {}, project);
    m_world->addFilterGroup("runs", {{"collections.name", "like", "run%"}});
    TreeRig rig(m_world->account);
    const auto group = rig.at("runs");
    m_world->forgetRequests();
    QVERIFY(rig.lookup(group, "run 2"));
    QCOMPARE(m_world->asked(), 1);
    QCOMPARE(rig.at("runs/other"), Inode::None);
    QCOMPARE(sorted(rig.names(rig.at("runs"))).contains("other"), false);
}

void tst_Directories::nameAskedForAloneIsGoodForTheRestOfItsTime()
{
    m_world->home.addCollection(QStringLiteral("c"), {});
    TreeRig rig(m_world->account);
    const auto first = rig.lookup(Inode::Root, "c");
    QVERIFY(first);
    QCOMPARE(first->validity.entry, staleness::refresh);
    rig.clock.advance(10s);
    const auto again = rig.lookup(Inode::Root, "c");
    QVERIFY(again);
    QCOMPARE(again->validity.entry, staleness::refresh - 10s);
}

void tst_Directories::trashedThingsAreHidden()
{
    const auto project = m_world->home.addProject(QStringLiteral("p"));
    m_world->home.addCollection(QStringLiteral("inside"), {}, project);
    const auto uuid = m_world->home.addCollection(QStringLiteral("gone"), {});
    QVERIFY(m_world->store().trash(uuid));
    QVERIFY(m_world->store().trash(project));
    TreeRig rig(m_world->account, TreeRig::mode(Mode::All));
    QCOMPARE(rig.at("home/gone"), Inode::None);
    QCOMPARE(rig.names(rig.at("home")), QByteArrayList());
    QCOMPARE(rig.at("by_id/" + QByteArray::fromStdString(uuid)), Inode::None);
    QCOMPARE(rig.at("by_id/" + QByteArray::fromStdString(project)), Inode::None);
}

void tst_Directories::tooLongNamesAreLeftOutAndTold()
{
    m_world->home.addCollection(QStringLiteral("short"), {});
    const std::string character = "\xe4\xb8\xad"; // three bytes, of which the server counts one
    std::string name;
    for (int i = 0; i < 200; ++i)
        name += character;
    m_world->renameCollection(m_world->home.addCollection(QStringLiteral("long"), {}), name);
    m_world->home.addCollection(QString(255, u'x'), {});
    TreeRig rig(m_world->account);
    QCOMPARE(sorted(rig.names(Inode::Root)), "short " + QByteArray(255, 'x'));
    QCOMPARE(rig.failures.size(), 1);
    QVERIFY(rig.failures.first().contains(QStringLiteral("is not shown")));
    const auto tooLong = rig.lookup(Inode::Root, QByteArray(256, 'x'));
    QVERIFY(!tooLong);
    QCOMPARE(tooLong.error().code, Errc::NameTooLong);
}

void tst_Directories::hiddenCollectionIsTold()
{
    const auto hidden = m_world->home.addCollection(QStringLiteral("same"), {});
    m_world->home.addProject(QStringLiteral("same"));
    TreeRig rig(m_world->account);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"same"});
    QCOMPARE(rig.failures.size(), 1);
    QVERIFY(rig.failures.first().contains(QString::fromStdString(hidden)));
    rig.clock.advance(stale);
    m_world->forgetRequests();
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"same"});
    QVERIFY(test::waitUntil([&] { return m_world->asked() == 2; }));
    QVERIFY(test::waitUntil([&] { return rig.files.cacheFigures().inUse == 0; }));
    QCOMPARE(rig.failures.size(), 1); // once, not at each refresh
}

void tst_Directories::filtersApplyToProjectsButNotToIdentifiers()
{
    const auto uuid = m_world->home.addCollection(QStringLiteral("log 1"), {});
    m_world->home.addCollection(QStringLiteral("run 1"), {});
    m_world->home.addProject(QStringLiteral("log p"));
    TreeRig rig(m_world->account, TreeRig::mode(Mode::All));
    rig.setFilters(R"([["collections.name", "like", "run%"]])");
    QCOMPARE(rig.at("home/log 1"), Inode::None);
    QCOMPARE(sorted(rig.names(rig.at("home"))), QByteArray("log p run 1"));
    QVERIFY(rig.at("by_id/" + QByteArray::fromStdString(uuid)) != Inode::None);
}

void tst_Directories::filtersApplyToTags()
{
    const auto head = m_world->home.addCollection(QStringLiteral("one"), {});
    m_world->tag("good", head);
    m_world->tag("bad", head);
    TreeRig rig(m_world->account, TreeRig::mode(Mode::ByTag));
    rig.setFilters(R"([["links.name", "!=", "bad"], ["collections.name", "=", "nothing"]])");
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"good"});
    QCOMPARE(rig.at("bad"), Inode::None);
}

void tst_Directories::otherObjectsAreFilesWithTheirRecords()
{
    m_world->home.addCollection(QStringLiteral("c"), {});
    m_world->addContainerRequest("align");
    m_world->addWorkflow("bwa");
    FileSystem::Settings settings;
    TreeRig without(m_world->account, TreeRig::home(), settings);
    QCOMPARE(sorted(without.names(Inode::Root)), QByteArray("c"));
    settings.showOtherObjects = true;
    TreeRig rig(m_world->account, TreeRig::home(), settings);
    const auto text = rig.content(rig.at("align.containerRequest")); // before any listing
    QVERIFY2(text.contains("\"name\": \"align\""), text);
    QVERIFY(text.endsWith("}\n"));
    QCOMPARE(sorted(rig.names(Inode::Root)), QByteArray("align.containerRequest bwa.workflow c"));
    QVERIFY(rig.content(rig.at("bwa.workflow")).contains("arvados#workflow"));
    QCOMPARE(rig.at("align.workflow"), Inode::None);
}

void tst_Directories::newNameInByIdChangesItsTime()
{
    const auto uuid = m_world->home.addCollection(QStringLiteral("c"), {});
    TreeRig rig(m_world->account, TreeRig::byId());
    rig.clock.advance(stale);
    const auto before = rig.files.attributes(Inode::Root)->attributes.modified;
    QVERIFY(rig.at(QByteArray::fromStdString(uuid)) != Inode::None);
    QVERIFY(rig.files.attributes(Inode::Root)->attributes.modified > before);
    QVERIFY(rig.wasTold(Change::Kind::Attributes, Inode::Root));
}

void tst_Directories::timeThatTheFirstLoadBringsIsTold()
{
    const auto uuid = m_world->home.addCollection(QStringLiteral("c"), {QStringLiteral("f")});
    m_world->tag("one", uuid);
    TreeRig rig(m_world->account, TreeRig::mode(Mode::ByTag));
    const auto path = "one/" + QByteArray::fromStdString(uuid);
    const auto collection = rig.at(path);
    const auto before = rig.files.attributes(collection)->attributes.modified;
    rig.changes.clear();
    m_world->setTime(uuid, "2030-01-02T03:04:05.000000006Z");
    QVERIFY(rig.at(path + "/f") != Inode::None);
    QVERIFY(rig.files.attributes(collection)->attributes.modified != before);
    QVERIFY(rig.wasTold(Change::Kind::Attributes, collection));
}

void tst_Directories::equalNamesInAFilterGroupAreOneByNameAndInTheListing()
{
    const auto p = m_world->home.addProject(QStringLiteral("p"));
    const auto q = m_world->home.addProject(QStringLiteral("q"));
    const auto one = m_world->home.addCollection(QStringLiteral("run"), {}, p);
    const auto other = m_world->home.addCollection(QStringLiteral("run"), {}, q);
    m_world->addFilterGroup("runs", {{"uuid", "is_a", "arvados#collection"}, {"name", "=", "run"}});
    for (const auto& newest : {one, other}) { // the server gives the newest first
        m_world->renameCollection(newest, "run");
        TreeRig rig(m_world->account);
        const auto group = rig.at("runs");
        const auto byName = rig.at("runs/run");
        QCOMPARE(rig.names(group), QByteArrayList{"run"});
        QVERIFY(rig.content(rig.at("runs/run/.arvados#collection"))
                    .contains(QByteArray::fromStdString(std::min(one, other))));
        QCOMPARE(rig.at("runs/run"), byName);
    }
}

QTEST_GUILESS_MAIN(tst_Directories)
#include "tst_directories.moc"
