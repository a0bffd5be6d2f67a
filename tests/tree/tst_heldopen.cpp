// SPDX-License-Identifier: Apache-2.0
// Programs that hold a file or folder open and ask for no path again: what they use is kept up to
// date all the same, and what cannot be is said once.
#include "async/mailbox.h"
#include "support/logrecord.h"
#include "treerig.h"
#include "treeworld.h"

#include <QtTest>

using namespace arv;
using namespace std::chrono_literals;
using test::HomeWorld;
using test::TreeRig;
using test::TreeWorld;

namespace {

constexpr auto stale = staleness::refresh + 1s;
constexpr auto nextTry = staleness::afterFailure + 1s;

} // namespace

class tst_HeldOpen : public QObject
{
    Q_OBJECT

private:
    // A collection with one file "a", which has the bytes of "a".
    std::string addCollection(const std::string& owner = {})
    {
        return m_world->home.addCollection(QStringLiteral("c"), {QStringLiteral("a")}, owner);
    }
    // Its file "a" has the bytes of "b" from now on.
    [[nodiscard]] bool change(const std::string& collection)
    {
        auto manifest = m_world->home.manifestOf({QStringLiteral("b")});
        manifest.replace(manifest.rfind(":b\n"), 3, ":a\n");
        return m_world->store().replaceManifest(collection, manifest).hasValue();
    }
    [[nodiscard]] static bool rests(TreeRig& rig)
    {
        return test::waitUntil([&rig] { return rig.files.isIdle(); });
    }
    // A program that goes on reading for hours of which each minute fails.
    [[nodiscard]] static bool readsOn(TreeRig& rig, FileHandle handle)
    {
        for (int i = 0; i < 5; ++i) {
            rig.clock.advance(i == 0 ? std::chrono::milliseconds(stale) : nextTry);
            const auto bytes = rig.read(handle);
            if (!bytes || *bytes != HomeWorld::bytesOf(QStringLiteral("a")) || !rests(rig))
                return false;
        }
        return true;
    }

    Mailbox m_mailbox;
    std::unique_ptr<TreeWorld> m_world;

private Q_SLOTS:
    void init() { m_world = std::make_unique<TreeWorld>(); }

    void readerOfAnOpenFileLearnsOfANewVersion();
    void statOfAnOpenFileLearnsOfANewVersion();
    void statOfAnOpenFolderLearnsOfANewVersion();
    void statOfAnOpenProjectLearnsOfNewNames();
    void readsOfWhatIsFreshAskNobody();
    void readsOfWhatNeverChangesAskNobody();
    void statOfWhatNobodyHoldsAsksNobody();
    void collectionInTheTrashIsOneLineOfTheLog();
    void otherReasonIsAnotherLine();
    void projectInTheTrashIsOneLineOfTheLog();
    void recordThatCannotBeFetchedIsOneLineOfTheLog();
};

void tst_HeldOpen::readerOfAnOpenFileLearnsOfANewVersion()
{
    const auto collection = addCollection();
    TreeRig rig(m_world->account);
    const auto file = rig.at("c/a");
    const auto opened = rig.open(file);
    QVERIFY(opened);
    QCOMPARE(*rig.read(opened->handle), HomeWorld::bytesOf(QStringLiteral("a")));
    QVERIFY(change(collection));
    rig.clock.advance(stale);
    const auto seesNew = [&] {
        const auto bytes = rig.read(opened->handle);
        return bytes && *bytes == HomeWorld::bytesOf(QStringLiteral("b"));
    };
    QVERIFY(test::waitUntil(seesNew));
    QVERIFY(rig.wasTold(Change::Kind::Content, file)); // what the kernel has of it is old
}

void tst_HeldOpen::statOfAnOpenFileLearnsOfANewVersion()
{
    const auto collection = addCollection();
    TreeRig rig(m_world->account);
    const auto file = rig.at("c/a");
    QVERIFY(rig.open(file));
    QVERIFY(change(collection));
    rig.clock.advance(stale);
    QVERIFY(rig.files.attributes(file));
    QVERIFY(rests(rig));
    QVERIFY(rig.wasTold(Change::Kind::Content, file));
}

void tst_HeldOpen::statOfAnOpenFolderLearnsOfANewVersion()
{
    const auto collection = addCollection();
    TreeRig rig(m_world->account);
    const auto folder = rig.at("c");
    QVERIFY(rig.openDirectory(folder));
    QVERIFY(change(collection));
    rig.clock.advance(stale);
    QVERIFY(rig.files.attributes(folder));
    QVERIFY(rests(rig));
    QVERIFY(rig.wasTold(Change::Kind::Attributes, folder));
}

void tst_HeldOpen::statOfAnOpenProjectLearnsOfNewNames()
{
    addCollection();
    TreeRig rig(m_world->account);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"c"});
    QVERIFY(rig.openDirectory(Inode::Root));
    m_world->home.addCollection(QStringLiteral("new"), {});
    rig.clock.advance(stale);
    QVERIFY(rig.files.attributes(Inode::Root));
    QVERIFY(rests(rig));
    QVERIFY(rig.wasTold(Change::Kind::Entry, Inode::Root, "new"));
}

void tst_HeldOpen::readsOfWhatIsFreshAskNobody()
{
    addCollection();
    TreeRig rig(m_world->account);
    const auto file = rig.at("c/a");
    const auto opened = rig.open(file);
    QVERIFY(opened);
    QCOMPARE(*rig.read(opened->handle), HomeWorld::bytesOf(QStringLiteral("a")));
    m_world->forgetRequests();
    for (int i = 0; i < 100; ++i) {
        QVERIFY(rig.read(opened->handle));
        QVERIFY(rig.files.attributes(file));
    }
    QVERIFY(rig.files.isIdle());
    rig.clock.advance(stale);
    for (int i = 0; i < 100; ++i)
        QVERIFY(rig.read(opened->handle));
    QVERIFY(rests(rig));
    QCOMPARE(m_world->asked(), 1); // whether the collection is still the same
}

void tst_HeldOpen::readsOfWhatNeverChangesAskNobody()
{
    const auto collection = addCollection();
    const auto hash = m_world->store().find(collection)->text("portable_data_hash");
    TreeRig rig(m_world->account, TreeRig::byId());
    const auto opened = rig.open(rig.at(QByteArray::fromStdString(hash) + "/a"));
    QVERIFY(opened);
    QVERIFY(rig.read(opened->handle));
    m_world->forgetRequests();
    rig.clock.advance(stale);
    QVERIFY(rig.read(opened->handle));
    QVERIFY(rig.files.isIdle());
    QCOMPARE(m_world->asked(), 0);
}

// A walk over what was looked into before is no question for each of it.
void tst_HeldOpen::statOfWhatNobodyHoldsAsksNobody()
{
    addCollection();
    TreeRig rig(m_world->account);
    const auto folder = rig.at("c");
    const auto file = rig.at("c/a");
    m_world->forgetRequests();
    rig.clock.advance(stale);
    QVERIFY(rig.files.attributes(folder));
    QVERIFY(rig.files.attributes(file));
    QVERIFY(rig.files.isIdle());
    QCOMPARE(m_world->asked(), 0);
}

void tst_HeldOpen::collectionInTheTrashIsOneLineOfTheLog()
{
    const auto collection = addCollection();
    TreeRig rig(m_world->account);
    const auto opened = rig.open(rig.at("c/a"));
    QVERIFY(opened);
    QVERIFY(rig.read(opened->handle));
    const test::LogRecord log;
    for (int times = 1; times <= 2; ++times) {
        QVERIFY(m_world->store().trash(collection));
        m_world->forgetRequests();
        QVERIFY(readsOn(rig, opened->handle));
        QCOMPARE(m_world->asked(collection), 5);
        QCOMPARE(log.all().count(QStringLiteral("was not refreshed")), times);
        QVERIFY(m_world->store().untrash(collection));
        rig.clock.advance(nextTry);
        QVERIFY(rig.read(opened->handle));
        QVERIFY(rests(rig));
    }
}

void tst_HeldOpen::otherReasonIsAnotherLine()
{
    const auto collection = addCollection();
    TreeRig rig(m_world->account);
    const auto opened = rig.open(rig.at("c/a"));
    QVERIFY(opened);
    QVERIFY(rig.read(opened->handle));
    const test::LogRecord log;
    QVERIFY(m_world->store().trash(collection));
    QVERIFY(readsOn(rig, opened->handle));
    m_world->account.addFault("api", test::DemoAccount::statusFault(403));
    QVERIFY(readsOn(rig, opened->handle));
    QCOMPARE(log.all().count(QStringLiteral("was not refreshed")), 2);
}

void tst_HeldOpen::projectInTheTrashIsOneLineOfTheLog()
{
    const auto project = m_world->home.addProject(QStringLiteral("p"));
    addCollection(project);
    TreeRig rig(m_world->account, TreeRig::project(project));
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"c"});
    const test::LogRecord log;
    QVERIFY(m_world->store().trash(project));
    for (int i = 0; i < 5; ++i) {
        rig.clock.advance(i == 0 ? std::chrono::milliseconds(stale) : nextTry);
        QCOMPARE(rig.names(Inode::Root), QByteArrayList{"c"});
        QVERIFY(rests(rig));
    }
    QCOMPARE(log.all().count(QStringLiteral("was not listed")), 1);
    QCOMPARE(rig.failures.size(), 1);
}

void tst_HeldOpen::recordThatCannotBeFetchedIsOneLineOfTheLog()
{
    const auto collection = addCollection();
    TreeRig rig(m_world->account, TreeRig::byId());
    const auto path = QByteArray::fromStdString(collection) + "/.arvados#collection";
    QVERIFY(rig.content(rig.at(path)).contains("manifest_text"));
    const test::LogRecord log;
    QVERIFY(m_world->store().trash(collection));
    for (int i = 0; i < 5; ++i) {
        rig.clock.advance(i == 0 ? std::chrono::milliseconds(stale) : nextTry);
        QVERIFY(rig.content(rig.at(path)).contains("manifest_text"));
    }
    QCOMPARE(log.all().count(QStringLiteral("was not fetched again")), 1);
}

QTEST_GUILESS_MAIN(tst_HeldOpen)
#include "tst_heldopen.moc"
