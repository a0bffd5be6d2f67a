// SPDX-License-Identifier: Apache-2.0
// What the tree makes of the event feed: it asks again, tells the kernel, and nothing else depends
// on it.
#include "async/mailbox.h"
#include "treerig.h"
#include "treeworld.h"

#include <QtTest>

using namespace arv;
using namespace std::chrono_literals;
using test::TreeRig;
using test::TreeWorld;
using Mode = MountSelection::Mode;

namespace {

constexpr auto pastRefresh = staleness::refresh + 1s;

Uuid uuid(const std::string& text)
{
    return Uuid{QString::fromStdString(text)};
}

QByteArray bytesOf(TreeRig& rig, FileHandle handle)
{
    const auto bytes = rig.read(handle);
    return bytes ? *bytes : "not read: " + bytes.error().text.toUtf8();
}

ObjectEvent updated(const std::string& object, const std::string& owner)
{
    ObjectEvent event;
    event.object = uuid(object);
    event.owner = uuid(owner);
    return event;
}

ObjectEvent moved(const std::string& object, const std::string& from, const std::string& to)
{
    auto event = updated(object, to);
    event.before.owner = uuid(from);
    event.after.owner = uuid(to);
    return event;
}

} // namespace

class tst_FeedInTree : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] const std::string& me() const { return m_world->account.user; }

    Mailbox m_mailbox;
    std::unique_ptr<TreeWorld> m_world;

private Q_SLOTS:
    void init() { m_world = std::make_unique<TreeWorld>(); }

    void withTheFeedThingsAreGoodForAMinute();
    void newCollectionAppearsByItsEvent();
    void nameThatWasAbsentAppearsBeforeAnyListing();
    void renamedCollectionChangesOneNameByTwoRequests();
    void movedCollectionLeavesOneProjectAndEntersTheOther();
    void trashedCollectionVanishes();
    void changedContentIsToldAtOnce();
    void projectBackFromTheTrashShowsWhatChangedInIt();
    void oldHandlesGoOnAfterEveryChange();
    void manyEventsBecomeOneListing();
    void eventsOfTheUnknownCostNothing();
    void doubledAndReorderedEventsDoNoHarm();
    void collidingNameIsSettledByAListing();
    void nameThatNobodyAskedForIsNotLearntFromAnEvent();
    void collisionBeforeAnyListingMakesTheKernelAskAgain();
    void trashedCollectionLeavesById();
    void newTagAppearsByTheEventOfItsLink();
    void taggedCollectionFollowsItsEvents();
    void taggedCollectionFollowsItsProject();
    void sharingIsSeenByTheEventOfItsLink();
    void sharingMoreOfAKnownOwnerIsSeenToo();
    void filterGroupFollowsItsMembers();
    void lossOfTheFeedShortensWhatIsTrusted();
    void missedEventsAreMadeUpFor();
};

void tst_FeedInTree::withTheFeedThingsAreGoodForAMinute()
{
    m_world->home.addCollection(QStringLiteral("c"), {QStringLiteral("f")});
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"c"});
    QVERIFY(rig.at("c/f") != Inode::None);
    QCOMPARE(rig.files.attributes(rig.at("c/f"))->validity.entry, staleness::fed);
    m_world->forgetRequests();
    rig.clock.advance(pastRefresh);
    QVERIFY(rig.at("c/f") != Inode::None);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"c"});
    QCOMPARE(m_world->asked(), 0);
    rig.clock.advance(60s); // an event that never came heals
    QVERIFY(rig.at("c/f") != Inode::None);
    QVERIFY(test::waitUntil([&] { return m_world->asked() >= 2; }));
}

void tst_FeedInTree::newCollectionAppearsByItsEvent()
{
    m_world->home.addCollection(QStringLiteral("old"), {});
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"old"});
    const auto made = m_world->home.addCollection(QStringLiteral("new"), {QStringLiteral("f")});
    m_world->forgetRequests();
    rig.files.noteEvent(updated(made, me()));
    QVERIFY(test::waitUntil([&] { return rig.knows(Inode::Root, "new"); }));
    QCOMPARE(m_world->asked(), 2); // for the object, and whether another one hides it
    QCOMPARE(rig.names(Inode::Root), (QByteArrayList{"old", "new"}));
    QVERIFY(rig.wasTold(Change::Kind::Entry, Inode::Root, "new"));
    QVERIFY(rig.wasTold(Change::Kind::Attributes, Inode::Root));
    QVERIFY(rig.at("new/f") != Inode::None);
}

void tst_FeedInTree::nameThatWasAbsentAppearsBeforeAnyListing()
{
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    QCOMPARE(rig.at("new"), Inode::None);
    const auto made = m_world->home.addCollection(QStringLiteral("new"), {});
    rig.files.noteEvent(updated(made, me()));
    QVERIFY(test::waitUntil([&] { return rig.knows(Inode::Root, "new"); }));
}

void tst_FeedInTree::renamedCollectionChangesOneNameByTwoRequests()
{
    const auto made = m_world->home.addCollection(QStringLiteral("old"), {});
    m_world->home.addCollection(QStringLiteral("other"), {});
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    QCOMPARE(rig.names(Inode::Root).size(), 2);
    const auto other = rig.at("other");
    QVERIFY(rig.at("old") != Inode::None);
    m_world->renameCollection(made, "new");
    m_world->forgetRequests();
    rig.files.noteEvent(updated(made, me()));
    QVERIFY(test::waitUntil([&] { return rig.knows(Inode::Root, "new"); }));
    QCOMPARE(m_world->asked(), 2); // for the object, and whether another one hides it
    QVERIFY(rig.wasTold(Change::Kind::Entry, Inode::Root, "old"));
    QCOMPARE(rig.at("old"), Inode::None);
    QCOMPARE(rig.at("other"), other);
    QVERIFY(!rig.wasTold(Change::Kind::Entry, Inode::Root, "other"));
}

void tst_FeedInTree::movedCollectionLeavesOneProjectAndEntersTheOther()
{
    const auto from = m_world->home.addProject(QStringLiteral("from"));
    const auto to = m_world->home.addProject(QStringLiteral("to"));
    const auto made = m_world->home.addCollection(QStringLiteral("c"), {}, from);
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    QCOMPARE(rig.names(rig.at("from")), QByteArrayList{"c"});
    QCOMPARE(rig.names(rig.at("to")), QByteArrayList());
    m_world->moveCollection(made, to);
    rig.files.noteEvent(moved(made, from, to));
    QVERIFY(test::waitUntil([&] {
        return rig.names(rig.at("to")) == QByteArrayList{"c"}
        && rig.names(rig.at("from")).isEmpty();
    }));
}

void tst_FeedInTree::trashedCollectionVanishes()
{
    const auto made = m_world->home.addCollection(QStringLiteral("c"), {});
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"c"});
    QVERIFY(rig.at("c") != Inode::None);
    QVERIFY(m_world->store().trash(made));
    rig.files.noteEvent(updated(made, me()));
    QVERIFY(test::waitUntil([&] { return rig.names(Inode::Root).isEmpty(); }));
    QCOMPARE(rig.at("c"), Inode::None);
    QVERIFY(rig.wasTold(Change::Kind::Entry, Inode::Root, "c"));
}

void tst_FeedInTree::changedContentIsToldAtOnce()
{
    const auto made = m_world->home.addCollection(QStringLiteral("c"),
                                                  {QStringLiteral("a"), QStringLiteral("b")});
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    const auto gone = rig.at("c/a");
    const auto stays = rig.at("c/b");
    QVERIFY(gone != Inode::None && stays != Inode::None);
    const auto changed = m_world->home.manifestOf({QStringLiteral("b"), QStringLiteral("new")});
    QVERIFY(m_world->store().replaceManifest(made, changed));
    rig.files.noteEvent(updated(made, me()));
    QVERIFY(test::waitUntil([&] { return rig.at("c/new") != Inode::None; }));
    QVERIFY(rig.wasTold(Change::Kind::Entry, rig.at("c"), "a"));
    QCOMPARE(rig.at("c/a"), Inode::None);
    QCOMPARE(rig.at("c/b"), stays);
}

void tst_FeedInTree::projectBackFromTheTrashShowsWhatChangedInIt()
{
    const auto project = m_world->home.addProject(QStringLiteral("p"));
    const auto made = m_world->home.addCollection(QStringLiteral("old"), {}, project);
    TreeRig rig(m_world->account, TreeRig::project(project));
    rig.files.feedConnected(false);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"old"});
    QVERIFY(m_world->store().trash(project));
    m_world->renameCollection(made, "new");
    rig.files.noteEvent(updated(made, project)); // nobody may look into the trash
    QVERIFY(test::waitUntil([&] { return rig.files.isIdle(); }));
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"old"});
    QVERIFY(test::waitUntil([&] { return rig.files.isIdle(); }));
    QVERIFY(m_world->store().untrash(project));
    rig.files.noteEvent(updated(project, me()));
    QVERIFY(test::waitUntil([&] { return rig.files.isIdle(); }));
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"new"});
}

void tst_FeedInTree::oldHandlesGoOnAfterEveryChange()
{
    const auto made = m_world->home.addCollection(QStringLiteral("c"), {QStringLiteral("a")});
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    const auto opened = rig.open(rig.at("c/a"));
    QVERIFY(opened);
    const auto listing = rig.openDirectory(Inode::Root);
    QVERIFY(listing);
    const auto bytes = test::HomeWorld::bytesOf(QStringLiteral("a"));
    m_world->renameCollection(made, "renamed");
    rig.files.noteEvent(updated(made, me()));
    QVERIFY(test::waitUntil([&] { return rig.at("renamed") != Inode::None; }));
    QCOMPARE(bytesOf(rig, opened->handle), bytes);
    QVERIFY(m_world->store().replaceManifest(made, ""));
    rig.files.noteEvent(updated(made, me()));
    QVERIFY(test::waitUntil([&] { return rig.at("renamed/a") == Inode::None; }));
    QCOMPARE(bytesOf(rig, opened->handle), bytes);
    QVERIFY(m_world->store().trash(made));
    rig.files.noteEvent(updated(made, me()));
    QVERIFY(test::waitUntil([&] { return rig.names(Inode::Root).isEmpty(); }));
    QCOMPARE(bytesOf(rig, opened->handle), bytes);
    QCOMPARE(rig.files.listing(*listing)->size(), std::size_t{1});
    rig.files.release(opened->handle);
    rig.files.release(*listing);
}

void tst_FeedInTree::manyEventsBecomeOneListing()
{
    m_world->home.addCollection(QStringLiteral("first"), {});
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    QCOMPARE(rig.names(Inode::Root).size(), 1);
    m_world->forgetRequests();
    constexpr int many = 300;
    for (int i = 0; i < many; ++i) {
        const auto made = m_world->home.addCollection(QString::number(i), {});
        rig.files.noteEvent(updated(made, me()));
    }
    QVERIFY(test::waitUntil([&] { return rig.names(Inode::Root).size() == many + 1; }));
    QVERIFY2(m_world->asked() <= 6, QByteArray::number(m_world->asked()));
}

void tst_FeedInTree::eventsOfTheUnknownCostNothing()
{
    const auto project = m_world->home.addProject(QStringLiteral("p"));
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    QVERIFY(rig.at("p") != Inode::None); // but nobody looked inside
    m_world->forgetRequests();
    const auto made = m_world->home.addCollection(QStringLiteral("c"), {}, project);
    rig.files.noteEvent(updated(made, project));
    rig.files.noteEvent(updated("zzzzz-4zz18-000000000000000", "zzzzz-j7d0g-000000000000009"));
    rig.files.noteEvent(ObjectEvent());
    QTest::qWait(100);
    QCOMPARE(m_world->asked(), 0);
}

void tst_FeedInTree::doubledAndReorderedEventsDoNoHarm()
{
    const auto made = m_world->home.addCollection(QStringLiteral("1"), {});
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"1"});
    m_world->renameCollection(made, "2");
    m_world->renameCollection(made, "3");
    auto late = updated(made, me());
    late.after.name = QStringLiteral("2");
    auto last = late;
    last.after.name = QStringLiteral("3");
    for (const auto& event : {last, late, last, late})
        rig.files.noteEvent(event);
    QVERIFY(test::waitUntil([&] { return rig.names(Inode::Root) == QByteArrayList{"3"}; }));
    QVERIFY(test::waitUntil([&] { return rig.files.cacheFigures().inUse == 0; }));
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"3"});
}

void tst_FeedInTree::collidingNameIsSettledByAListing()
{
    m_world->home.addCollection(QStringLiteral("same"), {QStringLiteral("f")});
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"same"});
    QVERIFY(rig.at("same/f") != Inode::None);
    const auto project = m_world->home.addProject(QStringLiteral("same"));
    rig.files.noteEvent(updated(project, me()));
    QVERIFY(test::waitUntil([&] { return rig.at("same/f") == Inode::None; }));
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"same"});
    QVERIFY(m_world->store().trash(project));
    rig.files.noteEvent(updated(project, me()));
    QVERIFY(test::waitUntil([&] { return rig.at("same/f") != Inode::None; }));
}

void tst_FeedInTree::nameThatNobodyAskedForIsNotLearntFromAnEvent()
{
    const auto project = m_world->home.addProject(QStringLiteral("same"));
    m_world->home.addCollection(QStringLiteral("inside"), {}, project);
    m_world->home.addCollection(QStringLiteral("other"), {});
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    QVERIFY(rig.at("other") != Inode::None);
    const auto made = m_world->home.addCollection(QStringLiteral("same"), {});
    rig.files.noteEvent(updated(made, me()));
    QVERIFY(test::waitUntil([&] { return rig.files.isIdle(); }));
    QVERIFY(rig.at("same/inside") != Inode::None); // the project hides the collection
}

void tst_FeedInTree::collisionBeforeAnyListingMakesTheKernelAskAgain()
{
    m_world->home.addCollection(QStringLiteral("same"), {QStringLiteral("f")});
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    QVERIFY(rig.at("same/f") != Inode::None);
    rig.changes.clear();
    rig.files.noteEvent(updated(m_world->home.addProject(QStringLiteral("same")), me()));
    QVERIFY(test::waitUntil([&] { return rig.files.isIdle(); }));
    QVERIFY(std::any_of(rig.changes.begin(), rig.changes.end(), [](const Change& told) {
        return told.kind == Change::Kind::Expired && told.name == "same";
    }));
    QCOMPARE(rig.at("same/f"), Inode::None);
}

void tst_FeedInTree::trashedCollectionLeavesById()
{
    const auto made = m_world->home.addCollection(QStringLiteral("c"), {QStringLiteral("f")});
    const auto name = QByteArray::fromStdString(made);
    TreeRig rig(m_world->account, TreeRig::byId());
    rig.files.feedConnected(false);
    QVERIFY(rig.at(name + "/f") != Inode::None);
    QVERIFY(m_world->store().trash(made));
    rig.files.noteEvent(updated(made, me()));
    QVERIFY(test::waitUntil([&] { return rig.at(name) == Inode::None; }));
    QVERIFY(!rig.names(Inode::Root).contains(name));
    QVERIFY(rig.wasTold(Change::Kind::Entry, Inode::Root, name));
}

void tst_FeedInTree::newTagAppearsByTheEventOfItsLink()
{
    const auto made = m_world->home.addCollection(QStringLiteral("c"), {});
    m_world->tag("one", made);
    TreeRig rig(m_world->account, TreeRig::mode(Mode::ByTag));
    rig.files.feedConnected(false);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"one"});
    const auto other = m_world->home.addCollection(QStringLiteral("d"), {});
    QCOMPARE(rig.names(rig.at("one")).size(), 1);
    rig.files.noteEvent(updated(m_world->tag("one", other), me()));
    rig.files.noteEvent(updated(m_world->tag("two", made), me()));
    QVERIFY(test::waitUntil([&] { return rig.names(Inode::Root).contains("two"); }));
    QVERIFY(test::waitUntil([&] { return rig.names(rig.at("one")).size() == 2; }));
}

void tst_FeedInTree::taggedCollectionFollowsItsEvents()
{
    const auto stays = m_world->home.addCollection(QStringLiteral("c"), {});
    const auto goes = m_world->home.addCollection(QStringLiteral("d"), {});
    m_world->tag("one", stays);
    m_world->tag("one", goes);
    TreeRig rig(m_world->account, TreeRig::mode(Mode::ByTag));
    rig.files.feedConnected(false);
    const auto tag = rig.at("one");
    QCOMPARE(rig.names(tag).size(), 2);
    const auto isThere = [&] { return rig.names(tag).contains(QByteArray::fromStdString(goes)); };
    for (int i = 0; i < 2; ++i) {
        QVERIFY(m_world->store().trash(goes));
        rig.files.noteEvent(updated(goes, me()));
        QVERIFY(test::waitUntil([&] { return !isThere(); }));
        QVERIFY(m_world->store().untrash(goes));
        rig.files.noteEvent(updated(goes, me()));
        QVERIFY(test::waitUntil(isThere));
    }
    QVERIFY(test::waitUntil([&] { return rig.files.isIdle(); }));
    const auto collection = rig.at("one/" + QByteArray::fromStdString(stays));
    const auto time = [&] { return rig.files.attributes(collection)->attributes.modified; };
    const auto before = time();
    m_world->setTime(stays, "2030-01-02T03:04:05.000000006Z");
    rig.files.noteEvent(updated(stays, me()));
    QVERIFY(test::waitUntil([&] { return time() > before; }));
}

// It says nothing of what is in it.
void tst_FeedInTree::taggedCollectionFollowsItsProject()
{
    const auto project = m_world->home.addProject(QStringLiteral("p"));
    m_world->tag("one", m_world->home.addCollection(QStringLiteral("c"), {}, project));
    TreeRig rig(m_world->account, TreeRig::mode(Mode::ByTag));
    rig.files.feedConnected(false);
    const auto tag = rig.at("one");
    QCOMPARE(rig.names(tag).size(), 1);
    auto event = updated(project, me());
    event.before.isTrashed = false;
    event.after.isTrashed = true;
    QVERIFY(m_world->store().trash(project));
    rig.files.noteEvent(event);
    QVERIFY(test::waitUntil([&] { return rig.names(tag).isEmpty(); }));
    QVERIFY(m_world->store().untrash(project));
    std::swap(event.before, event.after);
    rig.files.noteEvent(event);
    QVERIFY(test::waitUntil([&] { return rig.names(tag).size() == 1; }));
    QVERIFY(test::waitUntil([&] { return rig.files.isIdle(); }));
    m_world->forgetRequests();
    rig.files.noteEvent(updated(project, me())); // of its own name or the like
    QVERIFY(rig.files.isIdle());
    QCOMPARE(m_world->asked(), 0);
}

void tst_FeedInTree::sharingIsSeenByTheEventOfItsLink()
{
    const auto bea = m_world->addUser("bea", "Bea", "Byte");
    TreeRig rig(m_world->account, TreeRig::mode(Mode::Shared));
    rig.files.feedConnected(false);
    QVERIFY(!rig.names(Inode::Root).contains("Bea Byte"));
    m_world->addShared(bea, QStringLiteral("Reads"));
    rig.files.noteEvent(updated("zzzzz-o0j2j-000000000000001", me()));
    QVERIFY(test::waitUntil([&] { return rig.names(Inode::Root).contains("Bea Byte"); }));
}

void tst_FeedInTree::sharingMoreOfAKnownOwnerIsSeenToo()
{
    const auto bea = m_world->addUser("bea", "Bea", "Byte");
    m_world->addShared(bea, QStringLiteral("Reads"));
    const auto other = m_world->home.addProject(QStringLiteral("Other reads"), bea);
    TreeRig rig(m_world->account, TreeRig::mode(Mode::Shared));
    rig.files.feedConnected(false);
    QCOMPARE(rig.names(rig.at("Bea Byte")), QByteArrayList{"Reads"});
    QCOMPARE(rig.at("Bea Byte/Other reads"), Inode::None);
    m_world->store().share(other, m_world->account.user, demo::Level::Read);
    rig.files.noteEvent(updated("zzzzz-o0j2j-000000000000001", me()));
    QVERIFY(test::waitUntil([&] { return rig.names(rig.at("Bea Byte")).size() == 2; }));
    QVERIFY(rig.at("Bea Byte/Other reads") != Inode::None);
}

void tst_FeedInTree::filterGroupFollowsItsMembers()
{
    const auto project = m_world->home.addProject(QStringLiteral("p"));
    m_world->addFilterGroup("runs", {{"collections.name", "like", "run%"}});
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    const auto group = rig.at("runs");
    QVERIFY(!rig.names(group).contains("run 1"));
    const auto made = m_world->home.addCollection(QStringLiteral("run 1"), {}, project);
    rig.files.noteEvent(updated(made, project));
    QVERIFY(test::waitUntil([&] { return rig.names(group).contains("run 1"); }));
}

void tst_FeedInTree::lossOfTheFeedShortensWhatIsTrusted()
{
    m_world->home.addCollection(QStringLiteral("c"), {QStringLiteral("f")});
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    QVERIFY(rig.at("c/f") != Inode::None);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"c"});
    rig.changes.clear();
    rig.files.feedLost();
    const auto collection = rig.at("c");
    QVERIFY(rig.wasTold(Change::Kind::Expired, Inode::None, "c")
            || std::any_of(rig.changes.begin(), rig.changes.end(), [](const Change& told) {
                   return told.kind == Change::Kind::Expired && told.name == "c";
               }));
    QVERIFY(std::any_of(rig.changes.begin(), rig.changes.end(), [&](const Change& told) {
        return told.kind == Change::Kind::Expired && told.name == "f" && told.parent == collection;
    }));
    QVERIFY(rig.files.attributes(rig.at("c/f"))->validity.entry <= staleness::refresh);
    rig.changes.clear();
    rig.files.feedLost(); // nothing is lost twice
    QVERIFY(rig.changes.empty());
}

void tst_FeedInTree::missedEventsAreMadeUpFor()
{
    const auto made = m_world->home.addCollection(QStringLiteral("old"), {QStringLiteral("f")});
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"old"});
    QVERIFY(rig.at("old/f") != Inode::None);
    m_world->renameCollection(made, "new");
    rig.files.feedConnected(true); // resumed: nothing to do
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"old"});
    rig.files.feedMissed();
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"old"}); // asks behind it
    QVERIFY(test::waitUntil([&] { return rig.names(Inode::Root) == QByteArrayList{"new"}; }));
}

QTEST_GUILESS_MAIN(tst_FeedInTree)
#include "tst_feedintree.moc"
