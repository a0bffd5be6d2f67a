// SPDX-License-Identifier: Apache-2.0
// The tree as the kernel would drive it, without a kernel: what is asked of the server and when,
// what is answered from memory, and what the kernel is told of changes.
#include "tree/filesystem.h"

#include "async/mailbox.h"
#include "support/homeworld.h"
#include "support/logrecord.h"
#include "tree/names.h"
#include "treerig.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace arv;
using namespace std::chrono_literals;
using demo::Fault;
using test::DemoAccount;
using test::TreeRig;

namespace {

constexpr int manyCollections = 2500; // two and a half pages
constexpr auto stale = staleness::refresh + 1s;
constexpr auto tooOld = staleness::refresh * staleness::refreshesServedOld + 1s;

QByteArray numbered(int i)
{
    return "c" + QByteArray::number(i).rightJustified(4, '0');
}

} // namespace

class tst_FileSystem : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] demo::Store& store() { return m_account->cluster.store(); }
    // Requests since the last forgetRequests() whose line has this text.
    [[nodiscard]] int asked(const std::string& text = {}) const;
    void forgetRequests() { m_account->cluster.forgetRequestsSeen(); }
    std::string addBigProject();
    void rename(const std::string& uuid, const char* kind, const std::string& name);
    void addFilterGroup(const std::string& name, const nlohmann::json& filters);
    void freshAccount(demo::DemoOptions options = {});

    Mailbox m_mailbox;
    std::unique_ptr<DemoAccount> m_account;
    std::unique_ptr<test::HomeWorld> m_world;

private Q_SLOTS:
    void init() { freshAccount(); }

    void oneNameInAProjectIsOneRequest();
    void fifthNewNameStartsTheListing();
    void oneNameAskedAgainAndAgainIsNoReasonToList();
    void listingIsHandedOutWhileItGrows();
    void failedListingLeavesNoRequestBehind();
    void completeListingAnswersAbsentNamesFromMemory();
    void projectHidesTheCollectionOfItsName();
    void namesThatAreNotUtf8AreNotThere();

    void refreshKeepsInodesOfWhatStayed();
    void renamedOnTheServerIsToldToTheKernel();
    void collectionInPlaceOfAnotherIsAnotherInode();
    void timeOfAChangedCollectionIsSeenInItsProject();
    void oldListingIsServedWhileTheServerIsDown();
    void filterGroupInsideItselfEnds();
    void substitutedNameIsFoundBeforeAnyListing();

    void changedContentIsToldAndDropsPages();
    void unchangedFileKeepsItsPages();
    void listedNumbersAreThoseOfLookups();
    void secondReaderSharesTheFetch();
    void fileOfAVanishedCollectionStaysReadableWhileOpen();
    void newSignaturesOfAVanishedCollectionDoNotMakeItNew();
    void fileOutOfItsCollectionStaysReadableWhileOpen();
    void changedFileThatThenGoesStaysReadableWhileOpen();
    void fileThatWentBeforeItWasOpenedIsStale();
    void recordFileIsFetchedAnew();
    void recordOfACollectionHoldsItsManifest();

    void magicDirectoryTakesWholeNamesOnly();
    void magicDirectoryShowsWhatWasAskedFor();
    void failedLookupsLeaveNothingBehind();
    void dotsLeadToTheDirectoryAndItsParent();
    void lastAccessIsThatOfThisMount();
    void collectionByHashIsNeverAskedForAgain();

    void forgottenTreeIsFreedButForWhatWasLoaded();
    void stopEndsWhileRequestsArePending();
};

void tst_FileSystem::freshAccount(demo::DemoOptions options)
{
    m_world.reset();
    m_account = std::make_unique<DemoAccount>(std::move(options));
    m_world = std::make_unique<test::HomeWorld>(*m_account);
}

int tst_FileSystem::asked(const std::string& text) const
{
    const auto seen = m_account->cluster.requestsSeen();
    return static_cast<int>(std::count_if(seen.begin(), seen.end(), [&](const auto& request) {
        return request.find(text) != std::string::npos;
    }));
}

std::string tst_FileSystem::addBigProject()
{
    const auto project = m_world->addProject(QStringLiteral("big"));
    for (int i = 0; i < manyCollections; ++i)
        m_world->addCollection(QString::fromLatin1(numbered(i)), {}, project);
    return project;
}

void tst_FileSystem::rename(const std::string& uuid, const char* kind, const std::string& name)
{
    QVERIFY(store().putRecord({{"uuid", uuid}, {"kind", kind}, {"name", name}}));
}

void tst_FileSystem::addFilterGroup(const std::string& name, const nlohmann::json& filters)
{
    demo::NewGroup made;
    made.owner = m_account->user;
    made.name = name;
    made.groupClass = "filter";
    made.properties = {{"filters", filters}};
    QVERIFY(store().addGroup(made));
}

void tst_FileSystem::oneNameInAProjectIsOneRequest()
{
    TreeRig rig(*m_account, TreeRig::project(addBigProject()));
    QVERIFY(rig.at("c1234") != Inode::None);
    QCOMPARE(asked(), 1);
    QVERIFY(rig.at("c1234") != Inode::None);
    QCOMPARE(asked(), 1);
    const auto missing = rig.lookup(Inode::Root, "nothing");
    QVERIFY(!missing); // not to be remembered by the kernel: it may come any time
    QCOMPARE(missing.error().code, Errc::NotFound);
    QCOMPARE(asked(), 2);
}

void tst_FileSystem::fifthNewNameStartsTheListing()
{
    TreeRig rig(*m_account, TreeRig::project(addBigProject()));
    for (int i = 0; i < 4; ++i)
        QVERIFY(rig.at(numbered(i)) != Inode::None);
    QCOMPARE(asked(), 4);
    QVERIFY(rig.at(numbered(4)) != Inode::None);
    QVERIFY(test::waitUntil([&] { return rig.knows(Inode::Root, numbered(manyCollections - 1)); }));
    QVERIFY(
        test::waitUntil([&] { return rig.files.lookupNow(Inode::Root, "nothing").has_value(); }));
    QCOMPARE(asked(), 5 + 1 + 3); // a page of groups, three of collections
    for (int i = 0; i < manyCollections; ++i)
        QVERIFY(rig.knows(Inode::Root, numbered(i)));
    QCOMPARE(asked(), 9);
}

void tst_FileSystem::oneNameAskedAgainAndAgainIsNoReasonToList()
{
    FileSystem::Settings settings;
    settings.refreshTime = 1s;
    TreeRig rig(*m_account, TreeRig::project(addBigProject()), settings);
    for (int i = 1; i <= 8; ++i) {
        QVERIFY(rig.at("c0007") != Inode::None);
        QCOMPARE(asked(), i);
        rig.clock.advance(2s);
    }
}

void tst_FileSystem::listingIsHandedOutWhileItGrows()
{
    TreeRig rig(*m_account, TreeRig::project(addBigProject()));
    auto slow = DemoAccount::latencyFault(1500ms);
    slow.path = "%3E"; // every page but the first
    m_account->addFault("api", slow);
    const auto opened = rig.openDirectory(Inode::Root);
    QVERIFY(opened);
    const auto listing = rig.files.listing(*opened);
    QVERIFY(test::waitUntil([&] { return listing->size() > 0; }));
    QCOMPARE(listing->size(), std::size_t{1000});
    QVERIFY(!listing->isComplete());
    const auto first = *listing->at(0);
    QVERIFY(rig.knows(Inode::Root, first.name));
    m_account->cluster.faults().clear();
    QVERIFY(test::waitUntil([&] { return listing->isComplete(); }));
    QCOMPARE(listing->size(), std::size_t{manyCollections});
    QCOMPARE(listing->at(0)->name, first.name);
    QCOMPARE(rig.at(first.name), first.inode);
}

// Groups and collections are asked for at a time. What went on behind the tree's back would end a
// mount that is taken down then by a crash.
void tst_FileSystem::failedListingLeavesNoRequestBehind()
{
    auto failing = DemoAccount::statusFault(404);
    failing.path = "%22arvados%23group%22";
    m_account->addFault("api", failing);
    auto slow = DemoAccount::latencyFault(2000ms);
    slow.path = "%22arvados%23collection%22";
    m_account->addFault("api", slow);
    TreeRig rig(*m_account, TreeRig::project(addBigProject()));
    const test::LogRecord log;
    QVERIFY(rig.names(Inode::Root).first().startsWith("not listed"));
    QVERIFY(test::waitUntil([&] { return rig.files.isIdle(); }, 1000));
    // Both have come to their end, whether or not the cluster has seen the second.
    QCOMPARE(log.all().count(QStringLiteral("arvados.net GET")), 2);
}

void tst_FileSystem::completeListingAnswersAbsentNamesFromMemory()
{
    m_world->addCollection(QStringLiteral("a"), {});
    TreeRig rig(*m_account);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"a"});
    forgetRequests();
    const auto absent = rig.lookup(Inode::Root, "nothing");
    QVERIFY(absent);
    QCOMPARE(absent->attributes.inode, Inode::None);
    QCOMPARE(absent->validity.entry, staleness::absent);
    QCOMPARE(asked(), 0);
}

void tst_FileSystem::projectHidesTheCollectionOfItsName()
{
    m_world->addCollection(QStringLiteral("same"), {QStringLiteral("of-the-collection")});
    const auto project = m_world->addProject(QStringLiteral("same"));
    m_world->addCollection(QStringLiteral("of the project"), {}, project);
    TreeRig looking(*m_account);
    QVERIFY(looking.at("same/of the project") != Inode::None);
    TreeRig listing(*m_account);
    QCOMPARE(listing.names(Inode::Root), QByteArrayList{"same"});
    QVERIFY(listing.at("same/of the project") != Inode::None);
}

void tst_FileSystem::namesThatAreNotUtf8AreNotThere()
{
    m_world->addCollection(QStringLiteral("a"), {QStringLiteral("f")});
    TreeRig rig(*m_account);
    for (const auto* name : {"caf\xc3", "\xff", "a/\xff"})
        QCOMPARE(rig.at(name), Inode::None);
}

void tst_FileSystem::refreshKeepsInodesOfWhatStayed()
{
    const auto project = m_world->addProject(QStringLiteral("p"));
    for (const auto* name : {"goes", "stays", "unlooked"})
        m_world->addCollection(QString::fromLatin1(name), {}, project);
    TreeRig rig(*m_account, TreeRig::project(project));
    const auto before = rig.entries(Inode::Root);
    QVERIFY(before);
    const auto stays = rig.at("stays");
    QVERIFY(rig.at("goes") != Inode::None);
    QVERIFY(store().trash(m_world->uuidOf(QStringLiteral("goes"))));
    m_world->addCollection(QStringLiteral("comes"), {}, project);
    rig.clock.advance(stale);
    QVERIFY(rig.at("goes") != Inode::None); // served old; the refresh has begun
    QVERIFY(test::waitUntil([&] { return rig.knows(Inode::Root, "comes"); }));
    QCOMPARE(rig.at("stays"), stays);
    QCOMPARE(rig.at("goes"), Inode::None);
    QVERIFY(rig.wasTold(Change::Kind::Entry, Inode::Root, "goes"));
    QVERIFY(rig.wasTold(Change::Kind::Entry, Inode::Root, "comes"));
    QVERIFY(!rig.wasTold(Change::Kind::Entry, Inode::Root, "stays"));
    const auto after = rig.entries(Inode::Root);
    QVERIFY(after);
    for (const auto& entry : *after) {
        for (const auto& old : *before)
            QVERIFY(entry.name != old.name || entry.inode == old.inode);
    }
}

void tst_FileSystem::renamedOnTheServerIsToldToTheKernel()
{
    const auto uuid = m_world->addCollection(QStringLiteral("old"), {QStringLiteral("f")});
    TreeRig rig(*m_account);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"old"});
    QVERIFY(rig.at("old/f") != Inode::None);
    rename(uuid, "arvados#collection", "new");
    rig.clock.advance(stale);
    QVERIFY(rig.at("old") != Inode::None);
    QVERIFY(test::waitUntil([&] { return rig.knows(Inode::Root, "new"); }));
    QVERIFY(rig.wasTold(Change::Kind::Entry, Inode::Root, "old"));
    QVERIFY(rig.wasTold(Change::Kind::Entry, Inode::Root, "new"));
    QCOMPARE(rig.content(rig.at("new/f")), test::HomeWorld::bytesOf(QStringLiteral("f")));
}

void tst_FileSystem::collectionInPlaceOfAnotherIsAnotherInode()
{
    const auto first = m_world->addCollection(QStringLiteral("x"), {QStringLiteral("one")});
    TreeRig rig(*m_account);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"x"});
    const auto before = rig.at("x");
    QVERIFY(store().trash(first));
    rename(first, "arvados#collection", "y");
    m_world->addCollection(QStringLiteral("x"), {QStringLiteral("two")});
    rig.clock.advance(stale);
    QCOMPARE(rig.at("x"), before);
    QVERIFY(test::waitUntil([&] { return rig.at("x") != before; }));
    QVERIFY(rig.wasTold(Change::Kind::Entry, Inode::Root, "x"));
    QCOMPARE(rig.names(rig.at("x")), QByteArrayList{"two"});
}

void tst_FileSystem::timeOfAChangedCollectionIsSeenInItsProject()
{
    const auto uuid = m_world->addCollection(QStringLiteral("a"), {});
    TreeRig rig(*m_account);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"a"});
    const auto inode = rig.at("a");
    const auto before = rig.files.attributes(inode)->attributes.modified;
    QVERIFY(store().putRecord({{"uuid", uuid},
                               {"kind", "arvados#collection"},
                               {"modified_at", "2030-01-02T03:04:05.000000006Z"}}));
    rig.clock.advance(stale);
    QCOMPARE(rig.at("a"), inode);
    const auto modified = [&] { return rig.files.attributes(inode)->attributes.modified; };
    QVERIFY(test::waitUntil([&] { return modified() != before; }, 3000));
    QCOMPARE(modified(), std::int64_t{1893553445000000006});
    QVERIFY(rig.wasTold(Change::Kind::Attributes, inode));
}

void tst_FileSystem::oldListingIsServedWhileTheServerIsDown()
{
    m_world->addCollection(QStringLiteral("known"), {QStringLiteral("f")});
    TreeRig rig(*m_account);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"known"});
    QCOMPARE(rig.names(rig.at("known")), QByteArrayList{"f"});
    m_account->addFault("api", DemoAccount::faultOf(Fault::Kind::Dead));
    for (const auto passed : {1s + stale, 1s + tooOld, 24h + tooOld}) {
        rig.clock.advance(passed);
        QCOMPARE(rig.names(Inode::Root), QByteArrayList{"known"});
        QVERIFY(rig.at("known/f") != Inode::None);
        QCOMPARE(rig.names(rig.at("known")), QByteArrayList{"f"});
    }
    m_account->cluster.faults().clear();
    m_world->addCollection(QStringLiteral("new"), {});
    rig.clock.advance(tooOld);
    QCOMPARE(rig.names(Inode::Root).size(), 2);
}

void tst_FileSystem::filterGroupInsideItselfEnds()
{
    m_world->addProject(QStringLiteral("p"));
    addFilterGroup("all", {{"uuid", "is_a", "arvados#group"}});
    TreeRig rig(*m_account);
    const auto outer = rig.names(rig.at("all"));
    QVERIFY2(outer.contains("all") && outer.contains("p"), outer.join(", ").constData());
    QVERIFY(rig.at("all/all") != Inode::None);
    QCOMPARE(rig.names(rig.at("all/all")), QByteArrayList());
    QCOMPARE(rig.at("all/all/all"), Inode::None);
}

void tst_FileSystem::substitutedNameIsFoundBeforeAnyListing()
{
    demo::DemoOptions options;
    options.forwardSlashSubstitution = "%2F";
    freshAccount(options);
    const auto uuid = m_world->addCollection(QStringLiteral("a-b"), {QStringLiteral("f")});
    rename(uuid, "arvados#collection", "a/b");
    TreeRig rig(*m_account);
    rig.files.setSlashSubstitution(QStringLiteral("%2F"));
    QVERIFY(rig.at("a%2Fb/f") != Inode::None);
    QCOMPARE(asked("contents"), 1);
    QCOMPARE(rig.at("a_b"), Inode::None);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"a%2Fb"});
}

void tst_FileSystem::changedContentIsToldAndDropsPages()
{
    const auto uuid = m_world->addCollection(QStringLiteral("a"), {QStringLiteral("f")});
    TreeRig rig(*m_account);
    const auto file = rig.at("a/f");
    QCOMPARE(rig.content(file), test::HomeWorld::bytesOf(QStringLiteral("f")));
    const auto changed = m_world->addBlock("other bytes");
    QVERIFY(store().replaceManifest(uuid, ". " + changed + "+11 0:11:f\n"));
    rig.clock.advance(stale);
    QCOMPARE(rig.at("a/f"), file);
    QVERIFY(test::waitUntil([&] { return rig.wasTold(Change::Kind::Content, file); }));
    QCOMPARE(rig.at("a/f"), file);
    QCOMPARE(rig.files.attributes(file)->attributes.size, std::uint64_t{11});
    const auto opened = rig.open(file);
    QVERIFY(opened);
    QVERIFY(!opened->keepPages);
    QCOMPARE(*rig.read(opened->handle), QByteArray("other bytes"));
    QVERIFY(rig.open(file)->keepPages);
}

void tst_FileSystem::unchangedFileKeepsItsPages()
{
    const auto uuid = m_world->addCollection(QStringLiteral("a"), {QStringLiteral("f")});
    TreeRig rig(*m_account);
    const auto file = rig.at("a/f");
    QVERIFY(rig.open(file));
    QVERIFY(store().replaceManifest(
        uuid, m_world->manifestOf({QStringLiteral("e"), QStringLiteral("f")})));
    rig.clock.advance(stale);
    QCOMPARE(rig.at("a/f"), file);
    QVERIFY(test::waitUntil([&] { return rig.wasTold(Change::Kind::Attributes, file); }));
    QCOMPARE(rig.at("a/f"), file);
    QVERIFY(rig.open(file)->keepPages);
    QVERIFY(!rig.wasTold(Change::Kind::Content, file));
    QCOMPARE(rig.content(file), test::HomeWorld::bytesOf(QStringLiteral("f")));
    QVERIFY(rig.at("a/e") != Inode::None);
}

void tst_FileSystem::listedNumbersAreThoseOfLookups()
{
    const auto uuid = m_world->addCollection(QStringLiteral("a"), {QStringLiteral("f")});
    TreeRig rig(*m_account);
    const auto directory = rig.at("a");
    QCOMPARE(rig.entries(directory)->at(0).inode, rig.at("a/f"));
    QVERIFY(store().replaceManifest(
        uuid, m_world->manifestOf({QStringLiteral("e"), QStringLiteral("f")})));
    rig.clock.advance(tooOld);
    const auto listed = rig.entries(directory);
    QVERIFY(listed);
    for (const auto& entry : *listed)
        QCOMPARE(entry.inode, rig.at("a/" + entry.name));
}

void tst_FileSystem::secondReaderSharesTheFetch()
{
    m_world->addCollection(QStringLiteral("a"), {QStringLiteral("f")});
    TreeRig rig(*m_account);
    const auto file = rig.at("a/f");
    const auto opened = rig.open(file);
    QVERIFY(opened);
    m_account->addFault({}, DemoAccount::latencyFault(300ms));
    forgetRequests();
    auto first = rig.files.read(opened->handle, {0, 10}, {});
    auto second = rig.files.read(opened->handle, {100000, 10}, {});
    QVERIFY(test::resultOf(std::move(first)));
    QVERIFY(test::resultOf(std::move(second)));
    QCOMPARE(asked(m_world->hashOf(QStringLiteral("f"))), 1);
    // So it is with whole collections.
    m_world->addCollection(QStringLiteral("b"), {QStringLiteral("g")});
    const auto directory = rig.at("b");
    forgetRequests();
    auto listing = rig.files.openDirectory(directory, {});
    auto looking = rig.files.lookup(directory, "g", {});
    QVERIFY(test::resultOf(std::move(listing)));
    QVERIFY(test::resultOf(std::move(looking)));
    QCOMPARE(asked(), 1);
}

void tst_FileSystem::fileOfAVanishedCollectionStaysReadableWhileOpen()
{
    const auto uuid = m_world->addCollection(QStringLiteral("a"), {QStringLiteral("f")});
    TreeRig rig(*m_account);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"a"});
    const auto directory = rig.at("a");
    const auto file = rig.at("a/f");
    const auto opened = rig.open(file);
    QVERIFY(opened);
    QVERIFY(store().trash(uuid));
    rig.clock.advance(stale);
    QVERIFY(rig.at("a") != Inode::None);
    QVERIFY(test::waitUntil([&] { return rig.at("a") == Inode::None; }));
    QVERIFY(rig.wasTold(Change::Kind::Entry, Inode::Root, "a"));
    rig.files.forget(directory, 1000);
    rig.files.forget(file, 1000);
    QCOMPARE(*rig.read(opened->handle), test::HomeWorld::bytesOf(QStringLiteral("f")));
    QVERIFY(rig.files.attributes(file));
    QVERIFY(rig.files.inodeCount() > 1);
    rig.files.release(opened->handle);
    QVERIFY(test::waitUntil([&] { return rig.files.inodeCount() == 1; }));
}

// They come by the hash of what it held, and say nothing of what it holds when it is back.
void tst_FileSystem::newSignaturesOfAVanishedCollectionDoNotMakeItNew()
{
    const auto uuid = m_world->addCollection(QStringLiteral("a"), {QStringLiteral("f")});
    m_world->addCollection(QStringLiteral("copy"), {QStringLiteral("f")});
    const auto hash = store().find(uuid)->text("portable_data_hash");
    TreeRig rig(*m_account);
    const auto directory = rig.at("a");
    const auto opened = rig.open(rig.at("a/f"));
    QVERIFY(opened);
    QVERIFY(store().trash(uuid));
    rig.clock.advance(std::chrono::hours(24 * 15)); // signatures last two weeks
    QCOMPARE(*rig.read(opened->handle), test::HomeWorld::bytesOf(QStringLiteral("f")));
    QVERIFY(asked(hash.substr(0, 32)) > 0);
    QVERIFY(store().untrash(uuid));
    QVERIFY(store().replaceManifest(uuid, m_world->manifestOf({QStringLiteral("g")})));
    rig.clock.advance(staleness::afterFailure);
    QVERIFY(test::waitUntil([&] { return rig.names(directory) == QByteArrayList{"g"}; }));
    rig.files.release(opened->handle);
}

void tst_FileSystem::fileOutOfItsCollectionStaysReadableWhileOpen()
{
    const auto uuid = m_world->addCollection(QStringLiteral("a"), {QStringLiteral("f")});
    TreeRig rig(*m_account);
    const auto directory = rig.at("a");
    const auto file = rig.at("a/f");
    const auto opened = rig.open(file);
    QVERIFY(opened);
    QVERIFY(store().replaceManifest(uuid, m_world->manifestOf({QStringLiteral("g")})));
    rig.clock.advance(tooOld);
    QCOMPARE(rig.names(directory), QByteArrayList{"g"});
    QVERIFY(rig.wasTold(Change::Kind::Entry, directory, "f"));
    QCOMPARE(rig.at("a/f"), Inode::None);
    QCOMPARE(*rig.read(opened->handle), test::HomeWorld::bytesOf(QStringLiteral("f")));
    rig.files.release(opened->handle);
    QVERIFY(rig.files.attributes(file)); // the kernel still has it
    rig.files.forget(file, 1000);
    QVERIFY(!rig.files.attributes(file));
}

void tst_FileSystem::changedFileThatThenGoesStaysReadableWhileOpen()
{
    const auto uuid = m_world->addCollection(QStringLiteral("a"), {QStringLiteral("f")});
    TreeRig rig(*m_account);
    const auto directory = rig.at("a");
    const auto opened = rig.open(rig.at("a/f"));
    QVERIFY(opened);
    const auto block = m_world->addBlock("longer than before") + "+18";
    QVERIFY(store().replaceManifest(uuid, ". " + block + " 0:18:f 0:18:g\n"));
    rig.clock.advance(tooOld);
    QCOMPARE(rig.names(directory), (QByteArrayList{"f", "g"}));
    QVERIFY(store().replaceManifest(uuid, ". " + block + " 0:18:g\n"));
    rig.clock.advance(tooOld);
    QCOMPARE(rig.names(directory), QByteArrayList{"g"});
    QCOMPARE(*rig.read(opened->handle), QByteArray("longer than before"));
    rig.files.release(opened->handle);
}

void tst_FileSystem::fileThatWentBeforeItWasOpenedIsStale()
{
    const auto uuid = m_world->addCollection(QStringLiteral("a"), {QStringLiteral("f")});
    TreeRig rig(*m_account);
    const auto directory = rig.at("a");
    const auto file = rig.at("a/f");
    QVERIFY(store().replaceManifest(uuid, ""));
    rig.clock.advance(tooOld);
    QCOMPARE(rig.names(directory), QByteArrayList());
    const auto opened = rig.open(file);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Errc::Stale);
}

void tst_FileSystem::recordOfACollectionHoldsItsManifest()
{
    m_world->addCollection(QStringLiteral("a"), {QStringLiteral("f"), QStringLiteral("g")});
    TreeRig rig(*m_account);
    const auto found = rig.lookup(rig.at("a"), collectionFileName);
    QVERIFY(found);
    const auto text = rig.content(found->attributes.inode);
    const auto record = QJsonDocument::fromJson(text).object();
    const auto manifest = record.value(QStringLiteral("manifest_text")).toString();
    QVERIFY2(manifest.startsWith(QStringLiteral(". ")), text);
    QVERIFY(manifest.contains(QStringLiteral("+A"))); // signed: Keep would take it
    QVERIFY(manifest.endsWith(QStringLiteral(":g\n")));
}

void tst_FileSystem::recordFileIsFetchedAnew()
{
    const auto uuid = m_world->addCollection(QStringLiteral("a"), {QStringLiteral("f")});
    const auto project = m_world->addProject(QStringLiteral("p"));
    TreeRig rig(*m_account);
    const auto nameIn = [&rig](Inode directory, const char* file) {
        const auto found = rig.lookup(directory, file);
        const auto text = rig.content(found ? found->attributes.inode : Inode::None);
        return QJsonDocument::fromJson(text).object().value(QStringLiteral("name")).toString();
    };
    const auto inside = rig.at("a");
    const auto above = rig.at("p");
    QCOMPARE(nameIn(inside, collectionFileName), QStringLiteral("a"));
    QCOMPARE(nameIn(above, projectFileName), QStringLiteral("p"));
    QVERIFY(!rig.names(inside).contains(collectionFileName));
    QVERIFY(!rig.names(above).contains(projectFileName));
    const auto record = rig.lookup(inside, collectionFileName);
    QCOMPARE(record->validity.attributes, 0ms);
    rename(uuid, "arvados#collection", "much longer than before");
    rename(project, "arvados#group", "another project");
    rig.clock.advance(stale);
    QCOMPARE(nameIn(inside, collectionFileName), QStringLiteral("much longer than before"));
    QCOMPARE(nameIn(above, projectFileName), QStringLiteral("another project"));
    const auto renewed = rig.lookup(inside, collectionFileName);
    QCOMPARE(renewed->attributes.inode, record->attributes.inode);
    QVERIFY(renewed->attributes.size > record->attributes.size);
}

void tst_FileSystem::magicDirectoryTakesWholeNamesOnly()
{
    const auto uuid = m_world->addCollection(QStringLiteral("a"), {QStringLiteral("f")});
    const auto hash = store().find(uuid)->text("portable_data_hash");
    TreeRig rig(*m_account, TreeRig::byId());
    const auto text = QByteArray::fromStdString(uuid);
    const auto pdh = QByteArray::fromStdString(hash);
    for (const auto& name :
         {pdh + ".txt", pdh + "+Azzzzz", pdh.left(32), text + '~', text + ".txt", '.' + text,
          text.toUpper(), QByteArray::fromStdString(m_account->user), QByteArray(".git"),
          QByteArray("README~"), QByteArray("by_pdh"), QByteArray("\xff")}) {
        const auto now = rig.files.lookupNow(Inode::Root, name);
        QVERIFY2(now, name.constData()); // nobody was asked
        QVERIFY2(!*now && now->error().code == Errc::NotFound, name.constData());
    }
    QCOMPARE(asked(), 0);
    QVERIFY(rig.at(text + "/f") != Inode::None);
    QVERIFY(rig.at(pdh + "/f") != Inode::None);
    QVERIFY(rig.at("by_id/" + text + "/f") != Inode::None);
    QCOMPARE(rig.at("by_id/by_id"), Inode::None);
}

void tst_FileSystem::magicDirectoryShowsWhatWasAskedFor()
{
    const auto collection =
        QByteArray::fromStdString(m_world->addCollection(QStringLiteral("a"), {}));
    const auto project = QByteArray::fromStdString(m_world->addProject(QStringLiteral("p")));
    TreeRig rig(*m_account, TreeRig::byId());
    QCOMPARE(rig.names(Inode::Root), QByteArrayList({"README", "by_id"}));
    QVERIFY(rig.at(project) != Inode::None);
    QVERIFY(rig.at(collection) != Inode::None);
    QCOMPARE(rig.at("zzzzz-4zz18-000000000000000"), Inode::None);
    QCOMPARE(rig.at("zzzzz-j7d0g-000000000000000"), Inode::None);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList({"README", "by_id", project, collection}));
    const auto readme = rig.content(rig.at("README"));
    QCOMPARE(static_cast<qsizetype>(rig.files.attributes(rig.at("README"))->attributes.size),
             readme.size());
}

void tst_FileSystem::failedLookupsLeaveNothingBehind()
{
    TreeRig rig(*m_account, TreeRig::byId());
    const auto before = rig.files.inodeCount();
    for (const auto* name : {"zzzzz-4zz18-000000000000000", "zzzzz-j7d0g-000000000000000",
                             "00000000000000000000000000000000+5", "nothing"})
        QCOMPARE(rig.at(name), Inode::None);
    QCOMPARE(rig.files.inodeCount(), before);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList({"README", "by_id"}));
}

void tst_FileSystem::dotsLeadToTheDirectoryAndItsParent()
{
    m_world->addCollection(QStringLiteral("a"), {QStringLiteral("f")});
    TreeRig rig(*m_account);
    const auto inside = rig.at("a");
    QVERIFY(inside != Inode::None);
    QCOMPARE(rig.at("a/."), inside);
    QCOMPARE(rig.at("a/.."), Inode::Root);
    QCOMPARE(rig.at(".."), Inode::Root);
}

void tst_FileSystem::lastAccessIsThatOfThisMount()
{
    m_world->addCollection(QStringLiteral("a"), {QStringLiteral("f")});
    TreeRig rig(*m_account);
    const auto file = rig.at("a/f");
    const auto before = rig.files.attributes(file)->attributes;
    QCOMPARE(before.accessed, before.modified); // nobody has been here yet
    const auto now =
        std::chrono::duration_cast<std::chrono::nanoseconds>(rig.clock.wall().time_since_epoch())
            .count();
    QVERIFY(!rig.content(file).isEmpty());
    const auto after = rig.files.attributes(file)->attributes;
    QVERIFY(after.accessed >= now && after.accessed > before.accessed);
    QCOMPARE(after.modified, before.modified);
}

void tst_FileSystem::collectionByHashIsNeverAskedForAgain()
{
    const auto uuid = m_world->addCollection(QStringLiteral("a"), {QStringLiteral("f")});
    const auto pdh = QByteArray::fromStdString(store().find(uuid)->text("portable_data_hash"));
    TreeRig rig(*m_account, TreeRig::byId());
    QVERIFY(rig.at(pdh + "/f") != Inode::None);
    QCOMPARE(asked("collections"), 1);
    for (int i = 0; i < 3; ++i) {
        rig.clock.advance(24h);
        QVERIFY(rig.at(pdh + "/f") != Inode::None);
        QCOMPARE(rig.names(rig.at(pdh)), QByteArrayList{"f"});
    }
    QCOMPARE(asked("collections"), 1);
    const auto found = rig.lookup(rig.at(pdh), "f");
    QCOMPARE(found->validity.entry, staleness::immutable);
    QCOMPARE(found->attributes.modified, std::int64_t{0});
}

void tst_FileSystem::forgottenTreeIsFreedButForWhatWasLoaded()
{
    const auto project = m_world->addProject(QStringLiteral("p"));
    m_world->addCollection(QStringLiteral("a"), {QStringLiteral("f")}, project);
    TreeRig rig(*m_account);
    for (const auto* path : {"p", "p/a", "p/a/f", "p/.arvados#project", "p/a/.arvados#collection"})
        QVERIFY2(rig.at(path) != Inode::None, path);
    QCOMPARE(rig.files.inodeCount(), std::size_t{6});
    const QList<Inode> inodes{rig.at("p"), rig.at("p/a"), rig.at("p/a/f"),
                              rig.at("p/.arvados#project"), rig.at("p/a/.arvados#collection")};
    for (const auto inode : inodes) // parents first, as a kernel may do
        rig.files.forget(inode, 1000);
    QCOMPARE(rig.files.inodeCount(), std::size_t{3}); // the root, p and a
    forgetRequests();
    QCOMPARE(rig.at("p"), inodes.at(0));
    QCOMPARE(rig.at("p/a"), inodes.at(1));
    QCOMPARE(rig.at("p/a/f"), inodes.at(2));
    QCOMPARE(asked(), 0);
}

void tst_FileSystem::stopEndsWhileRequestsArePending()
{
    m_world->addCollection(QStringLiteral("a"), {QStringLiteral("e"), QStringLiteral("f")});
    m_world->addCollection(QStringLiteral("b"), {QStringLiteral("g")});
    TreeRig rig(*m_account);
    QCOMPARE(rig.content(rig.at("a/e")), test::HomeWorld::bytesOf(QStringLiteral("e")));
    const auto opened = rig.open(rig.at("a/f"));
    QVERIFY(opened);
    const auto other = rig.at("b");
    m_account->addFault({}, DemoAccount::faultOf(Fault::Kind::Silence));
    CancelSource session; // the session ends its requests first
    auto reading = rig.files.read(opened->handle, {0, 10}, session.token());
    auto looking = rig.files.lookup(other, "g", session.token());
    auto listing = rig.openDirectory(Inode::Root);
    QVERIFY(listing);
    const auto growing = rig.files.listing(*listing);
    QVERIFY(test::waitUntil([&] { return asked(m_world->hashOf(QStringLiteral("f"))) > 0; }));
    session.cancel();
    QCOMPARE(test::resultOf(std::move(reading)).error().code, Errc::Cancelled);
    QCOMPARE(test::resultOf(std::move(looking)).error().code, Errc::Cancelled);
    QElapsedTimer clock;
    clock.start();
    QVERIFY(rig.stopped());
    QVERIFY(clock.elapsed() < 2000);
    QVERIFY(growing->failure());
}

QTEST_GUILESS_MAIN(tst_FileSystem)
#include "tst_filesystem.moc"
