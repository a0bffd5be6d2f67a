// SPDX-License-Identifier: Apache-2.0
// Changes on the server that fall between a question and its answer: what was answered from before
// is not taken for the present.
#include "async/mailbox.h"
#include "treerig.h"
#include "treeworld.h"

#include <QThread>
#include <QtTest>

using namespace arv;
using test::TreeRig;
using test::TreeWorld;

class tst_FeedRaces : public QObject
{
    Q_OBJECT

private:
    // The server has taken a request; its answer waits, since this thread's loop does not turn.
    [[nodiscard]] bool isAsked(const std::string& text) const
    {
        QDeadlineTimer deadline(10000);
        while (m_world->asked(text) == 0 && !deadline.hasExpired())
            QThread::usleep(100);
        return m_world->asked(text) > 0;
    }
    [[nodiscard]] ObjectEvent updated(const std::string& object) const
    {
        ObjectEvent event;
        event.object = Uuid{QString::fromStdString(object)};
        event.owner = Uuid{QString::fromStdString(m_world->account.user)};
        return event;
    }

    Mailbox m_mailbox;
    std::unique_ptr<TreeWorld> m_world;

private Q_SLOTS:
    void init() { m_world = std::make_unique<TreeWorld>(); }

    void changeDuringTheFirstLoadIsSeen();
    void changeDuringARefreshIsSeen();
    void changeMissedDuringAListingIsSeenAtTheNextUse();
    void namesThatGoTogetherWithACollisionLeaveTheListing();
    void changedContentChangesTheTimeOfItsDirectories();
};

void tst_FeedRaces::changeDuringTheFirstLoadIsSeen()
{
    const auto made = m_world->home.addCollection(QStringLiteral("c"), {QStringLiteral("a")});
    const auto changed = m_world->home.manifestOf({QStringLiteral("b")});
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    const auto collection = rig.at("c");
    m_world->forgetRequests();
    auto looking = rig.files.lookup(collection, "b", {});
    QVERIFY(isAsked(made));
    QVERIFY(m_world->store().replaceManifest(made, changed));
    rig.files.noteEvent(updated(made));
    (void)test::resultOf(std::move(looking)).hasValue(); // either answer was true for a moment
    QVERIFY(test::waitUntil([&] { return rig.at("c/b") != Inode::None; }));
}

void tst_FeedRaces::changeDuringARefreshIsSeen()
{
    const auto made = m_world->home.addCollection(QStringLiteral("c"), {QStringLiteral("a")});
    const auto changed = m_world->home.manifestOf({QStringLiteral("b")});
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    QVERIFY(rig.at("c/a") != Inode::None);
    const auto collection = rig.at("c");
    rig.clock.advance(staleness::fed);
    m_world->forgetRequests();
    QVERIFY(rig.files.lookupNow(collection, "a").has_value()); // asks behind it
    QVERIFY(isAsked(made));
    QVERIFY(m_world->store().replaceManifest(made, changed));
    rig.files.noteEvent(updated(made));
    QVERIFY(test::waitUntil([&] { return rig.at("c/b") != Inode::None; }));
}

void tst_FeedRaces::changeMissedDuringAListingIsSeenAtTheNextUse()
{
    m_world->home.addCollection(QStringLiteral("a"), {});
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"a"});
    rig.clock.advance(staleness::fed);
    m_world->forgetRequests();
    const auto handle = rig.openDirectory(Inode::Root); // a refresh begins
    QVERIFY(handle);
    rig.files.release(*handle);
    QVERIFY(isAsked("collection"));
    m_world->home.addCollection(QStringLiteral("b"), {});
    rig.files.feedMissed();
    QVERIFY(test::waitUntil([&] { return rig.files.isIdle(); }));
    QVERIFY(test::waitUntil([&] { return rig.names(Inode::Root).size() == 2; }));
}

// Whichever is looked at first.
void tst_FeedRaces::namesThatGoTogetherWithACollisionLeaveTheListing()
{
    std::vector<std::string> going;
    for (int i = 0; i < 8; ++i)
        going.push_back(m_world->home.addCollection(QString::number(i), {}));
    m_world->home.addCollection(QStringLiteral("same"), {});
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    QCOMPARE(rig.names(Inode::Root).size(), 9);
    const auto project = m_world->home.addProject(QStringLiteral("same"));
    for (const auto& collection : going)
        QVERIFY(m_world->store().trash(collection));
    rig.files.noteEvent(updated(going.front())); // is looked at alone, the others together
    rig.files.noteEvent(updated(project));
    for (const auto& collection : going)
        rig.files.noteEvent(updated(collection));
    QVERIFY(test::waitUntil([&] { return rig.files.isIdle(); }));
    QCOMPARE(rig.names(Inode::Root), QByteArrayList{"same"});
    QVERIFY(rig.at("same/.arvados#project") != Inode::None);
}

void tst_FeedRaces::changedContentChangesTheTimeOfItsDirectories()
{
    const auto made = m_world->home.addCollection(QStringLiteral("c"), {});
    const std::string inner = "./sub d41d8cd98f00b204e9800998ecf8427e+0 0:0:f\n";
    QVERIFY(m_world->store().replaceManifest(made, inner));
    TreeRig rig(m_world->account);
    rig.files.feedConnected(false);
    const auto directory = rig.at("c/sub");
    QVERIFY(directory != Inode::None);
    const auto before = rig.files.attributes(directory)->attributes.modified;
    rig.changes.clear();
    QVERIFY(m_world->store().replaceManifest(
        made, inner + ". d41d8cd98f00b204e9800998ecf8427e+0 0:0:g\n"));
    rig.files.noteEvent(updated(made));
    QVERIFY(test::waitUntil([&] { return rig.at("c/g") != Inode::None; }));
    QVERIFY(rig.files.attributes(directory)->attributes.modified > before);
    QVERIFY(rig.wasTold(Change::Kind::Attributes, directory));
}

QTEST_GUILESS_MAIN(tst_FeedRaces)
#include "tst_feedraces.moc"
