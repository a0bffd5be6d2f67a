// SPDX-License-Identifier: Apache-2.0
// When the kernel may keep its copy of a listing: for as long as the entries are the same, whatever
// else is refreshed, and never the copy of another listing.
#include "tree/kernellisting.h"

#include "async/mailbox.h"
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

std::shared_ptr<GrowingListing> listingOf(const QByteArrayList& names)
{
    auto listing = std::make_shared<GrowingListing>();
    std::uint64_t next = 100;
    for (const auto& name : names)
        listing->append({name, Inode{next++}, false});
    return listing;
}

std::shared_ptr<GrowingListing> completeListingOf(const QByteArrayList& names)
{
    auto listing = listingOf(names);
    listing->complete();
    return listing;
}

} // namespace

class tst_KernelListing : public QObject
{
    Q_OBJECT

private:
    // "use keep" of one open and close.
    [[nodiscard]] static QByteArray visit(TreeRig& rig, Inode directory);
    [[nodiscard]] static QByteArray told(KernelListing::Permission permission);
    [[nodiscard]] bool isRefreshed(TreeRig& rig, Inode directory, const QByteArray& child);

    Mailbox m_mailbox;
    std::unique_ptr<DemoAccount> m_account;
    std::string m_uuid;

private Q_SLOTS:
    void init();

    void firstCopyIsMadeAndThenKept();
    void otherEntriesDropTheCopy();
    void sameNameUnderAnotherNumberIsAnotherEntry();
    void growingListingIsKeptOnceItIsThere();
    void failedListingIsNeverKept();
    void readersOfTwoListingsShareNoCopy();
    void answerThatWasLostMakesTheCopyDoubtful();

    void refreshThatFindsNothingNewKeepsTheCopies();
    void newSignaturesKeepTheCopy();
    void otherContentKeepsCopyAndNumbers();
    void otherNamesDropTheCopyOfTheirDirectory();
    void changedProjectDropsItsCopy();
    void openThatTheKernelDidNotSeeIsForgotten();
};

void tst_KernelListing::init()
{
    m_account = std::make_unique<DemoAccount>();
    m_uuid = SmallWorld::addCollection(*m_account, "c", {{"f", "old bytes"}, {"g", "other"}});
}

QByteArray tst_KernelListing::told(KernelListing::Permission permission)
{
    return QByteArray(permission.use ? "use" : "no") + (permission.keep ? " keep" : "");
}

QByteArray tst_KernelListing::visit(TreeRig& rig, Inode directory)
{
    const auto handle = rig.openDirectory(directory);
    if (!handle)
        return "not opened";
    const auto permission = rig.files.listingPermission(*handle);
    const auto listing = rig.files.listing(*handle);
    const bool whole = test::waitUntil([&] { return listing->isComplete(); });
    rig.files.release(*handle);
    return whole ? told(permission) : "not complete";
}

// Makes what is known stale, and asks for a child until the directory has been refreshed: while
// that runs its validity is over. Opens nothing.
bool tst_KernelListing::isRefreshed(TreeRig& rig, Inode directory, const QByteArray& child)
{
    m_account->cluster.forgetRequestsSeen();
    rig.clock.advance(stale);
    return test::waitUntil([&] {
        const auto found = rig.files.lookupNow(directory, child);
        return found && *found && (*found)->validity.entry > 0ms;
    });
}

void tst_KernelListing::firstCopyIsMadeAndThenKept()
{
    KernelListing kept;
    QCOMPARE(told(kept.opened(completeListingOf({"a", "b"}))), QByteArray("use"));
    QCOMPARE(told(kept.opened(completeListingOf({"a", "b"}))), QByteArray("use keep"));
    kept.released();
    kept.released();
    QCOMPARE(told(kept.opened(completeListingOf({"a", "b"}))), QByteArray("use keep"));
    QCOMPARE(told(KernelListing().opened(completeListingOf({}))), QByteArray("use"));
}

void tst_KernelListing::otherEntriesDropTheCopy()
{
    KernelListing kept;
    for (const auto& names : {QByteArrayList{"a", "b"}, QByteArrayList{"a"}, QByteArrayList{},
                              QByteArrayList{"b", "a"}, QByteArrayList{"a", "b"}}) {
        QCOMPARE(told(kept.opened(completeListingOf(names))), QByteArray("use"));
        kept.released();
        QCOMPARE(told(kept.opened(completeListingOf(names))), QByteArray("use keep"));
        kept.released();
    }
}

void tst_KernelListing::sameNameUnderAnotherNumberIsAnotherEntry()
{
    GrowingListing one;
    one.append({"a", Inode{5}, false});
    GrowingListing other;
    other.append({"a", Inode{6}, false});
    GrowingListing directory;
    directory.append({"a", Inode{5}, true});
    QVERIFY(one.version() != other.version());
    QVERIFY(one.version() != directory.version());
}

void tst_KernelListing::growingListingIsKeptOnceItIsThere()
{
    KernelListing kept;
    const auto growing = listingOf({"a"});
    QCOMPARE(told(kept.opened(growing)), QByteArray("use"));
    QCOMPARE(told(kept.opened(growing)), QByteArray("use keep")); // as far as it has come
    growing->append({"b", Inode{101}, false});
    growing->complete();
    kept.released();
    kept.released();
    QCOMPARE(told(kept.opened(growing)), QByteArray("use keep"));
    kept.released();
    QCOMPARE(told(kept.opened(completeListingOf({"a", "b"}))), QByteArray("use keep"));
}

void tst_KernelListing::failedListingIsNeverKept()
{
    KernelListing kept;
    const auto growing = listingOf({"a", "b"});
    QCOMPARE(told(kept.opened(growing)), QByteArray("use"));
    growing->fail({Errc::ServerError, QStringLiteral("no more pages")});
    kept.released();
    QCOMPARE(told(kept.opened(growing)), QByteArray("no"));
    QCOMPARE(told(kept.opened(completeListingOf({"a", "b"}))), QByteArray("use"));
}

// Who opened the old listing may read it only now, and fill the copy with it.
void tst_KernelListing::readersOfTwoListingsShareNoCopy()
{
    KernelListing kept;
    QCOMPARE(told(kept.opened(completeListingOf({"a"}))), QByteArray("use"));
    QCOMPARE(told(kept.opened(completeListingOf({"a", "b"}))), QByteArray("no"));
    kept.released(); // the first one
    QCOMPARE(told(kept.opened(completeListingOf({"a", "b"}))), QByteArray("use"));
    kept.released();
    QCOMPARE(told(kept.opened(completeListingOf({"a", "b"}))), QByteArray("use keep"));
}

void tst_KernelListing::answerThatWasLostMakesTheCopyDoubtful()
{
    KernelListing kept;
    const auto listing = completeListingOf({"a"});
    QCOMPARE(told(kept.opened(listing)), QByteArray("use"));
    kept.distrust();
    kept.released();
    QCOMPARE(told(kept.opened(listing)), QByteArray("use"));
}

void tst_KernelListing::refreshThatFindsNothingNewKeepsTheCopies()
{
    TreeRig rig(*m_account);
    QCOMPARE(visit(rig, Inode::Root), QByteArray("use"));
    QCOMPARE(visit(rig, Inode::Root), QByteArray("use keep"));
    const auto c = rig.at("c");
    QCOMPARE(visit(rig, c), QByteArray("use"));
    QVERIFY(isRefreshed(rig, Inode::Root, "c"));
    QCOMPARE(visit(rig, Inode::Root), QByteArray("use keep"));
    QVERIFY(isRefreshed(rig, c, "f"));
    QCOMPARE(visit(rig, c), QByteArray("use keep"));
}

void tst_KernelListing::newSignaturesKeepTheCopy()
{
    TreeRig rig(*m_account);
    const auto c = rig.at("c");
    const auto before = rig.entries(c);
    QCOMPARE(visit(rig, c), QByteArray("use keep"));
    // Another time of change, the same content: the whole record comes again, newly signed.
    QVERIFY(m_account->cluster.store().putRecord({{"uuid", m_uuid},
                                                  {"kind", "arvados#collection"},
                                                  {"modified_at", "2031-01-01T00:00:00Z"}}));
    QVERIFY(isRefreshed(rig, c, "f"));
    QVERIFY(SmallWorld::requestsWith(*m_account, "manifest_text") > 0);
    QCOMPARE(visit(rig, c), QByteArray("use keep"));
    const auto after = rig.entries(c);
    QVERIFY(before && after);
    QCOMPARE(after->size(), before->size());
    QVERIFY(after->front().inode == before->front().inode);
}

void tst_KernelListing::otherContentKeepsCopyAndNumbers()
{
    TreeRig rig(*m_account);
    const auto c = rig.at("c");
    const auto before = rig.entries(c);
    SmallWorld::change(*m_account, m_uuid, {{"f", "new bytes"}, {"g", "other"}});
    QVERIFY(isRefreshed(rig, c, "f"));
    QCOMPARE(visit(rig, c), QByteArray("use keep"));
    QVERIFY(before);
    QVERIFY(rig.at("c/f") == before->front().inode);
    QCOMPARE(rig.content(rig.at("c/f")), QByteArray("new bytes"));
}

void tst_KernelListing::otherNamesDropTheCopyOfTheirDirectory()
{
    TreeRig rig(*m_account);
    const auto c = rig.at("c");
    QCOMPARE(visit(rig, c), QByteArray("use"));
    SmallWorld::change(*m_account, m_uuid, {{"f", "old bytes"}, {"h", "other"}});
    QVERIFY(isRefreshed(rig, c, "f"));
    QCOMPARE(visit(rig, c), QByteArray("use"));
    QCOMPARE(visit(rig, c), QByteArray("use keep"));
}

void tst_KernelListing::changedProjectDropsItsCopy()
{
    TreeRig rig(*m_account);
    QCOMPARE(visit(rig, Inode::Root), QByteArray("use"));
    SmallWorld::addCollection(*m_account, "new", {});
    QVERIFY(isRefreshed(rig, Inode::Root, "c"));
    QCOMPARE(visit(rig, Inode::Root), QByteArray("use"));
    QCOMPARE(visit(rig, Inode::Root), QByteArray("use keep"));
}

void tst_KernelListing::openThatTheKernelDidNotSeeIsForgotten()
{
    TreeRig rig(*m_account);
    const auto c = rig.at("c");
    QCOMPARE(visit(rig, c), QByteArray("use"));
    const auto lost = rig.openDirectory(c);
    QVERIFY(lost);
    rig.files.takeBack(*lost);
    QCOMPARE(visit(rig, c), QByteArray("use"));
    const auto f = rig.at("c/f");
    const auto opened = rig.open(f);
    QVERIFY(opened && opened->keepPages);
    rig.files.takeBack(opened->handle);
    const auto again = rig.open(f);
    QVERIFY(again && !again->keepPages);
    rig.files.release(again->handle);
    QCOMPARE(rig.files.openCount(), std::size_t{0});
}

QTEST_GUILESS_MAIN(tst_KernelListing)
#include "tst_kernellisting.moc"
