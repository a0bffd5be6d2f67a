// SPDX-License-Identifier: Apache-2.0
#include "tree/listing.h"

#include "async/mailbox.h"
#include "keep/manifest.h"
#include "support/waiting.h"
#include "tree/manifestlisting.h"

#include <QtTest>

#include <set>

using namespace arv;

namespace {

ListedEntry entry(const char* name, std::uint64_t inode = 7)
{
    return {name, Inode{inode}, true};
}

QByteArrayList namesOf(const Listing& listing)
{
    QByteArrayList names;
    for (std::size_t i = 0; i < listing.size(); ++i) {
        const auto found = listing.at(i);
        names += found ? found->name : QByteArray("-");
    }
    return names;
}

} // namespace

class tst_Listing : public QObject
{
    Q_OBJECT

private:
    Mailbox m_mailbox;

private Q_SLOTS:
    void entriesAppearAtTheEndAndStayWhereTheyAre();
    void whoWaitsIsWokenByAPage();
    void whoWaitsIsWokenByTheEnd();
    void whoWaitsIsWokenByTheFailure();
    void failedListingKeepsWhatCame();
    void nobodyWaitsForAnEndedListing();
    void waitIsGivenUpWhenItsTokenFires();
    void manifestIsListedByTheBytesOfItsNames();
    void manifestListingHidesWhatCannotBeShown();
    void manifestListingOutlivesItsCollection();
};

void tst_Listing::entriesAppearAtTheEndAndStayWhereTheyAre()
{
    GrowingListing listing;
    QVERIFY(!listing.isComplete());
    listing.append(entry("a"));
    listing.append(entry("b"));
    QCOMPARE(listing.at(1)->name, QByteArray("b"));
    for (int i = 0; i < 1000; ++i)
        listing.append(entry("more"));
    QCOMPARE(listing.size(), std::size_t{1002});
    QCOMPARE(listing.at(1)->name, QByteArray("b"));
}

void tst_Listing::whoWaitsIsWokenByAPage()
{
    GrowingListing listing;
    auto first = listing.grown({});
    auto second = listing.grown({});
    listing.append(entry("a"));
    listing.pageArrived();
    QVERIFY(test::resultOf(std::move(first)));
    QVERIFY(test::resultOf(std::move(second)));
    QVERIFY(!listing.isComplete());
}

void tst_Listing::whoWaitsIsWokenByTheEnd()
{
    GrowingListing listing;
    auto growing = listing.grown({});
    listing.complete();
    QVERIFY(test::resultOf(std::move(growing)));
    QVERIFY(listing.isComplete());
}

void tst_Listing::whoWaitsIsWokenByTheFailure()
{
    GrowingListing listing;
    auto growing = listing.grown({});
    listing.fail({Errc::Unreachable, QStringLiteral("gone")});
    QVERIFY(test::resultOf(std::move(growing))); // there is news: the failure
    QCOMPARE(listing.failure()->code, Errc::Unreachable);
    QVERIFY(!listing.isComplete());
}

void tst_Listing::failedListingKeepsWhatCame()
{
    GrowingListing listing;
    listing.append(entry("a"));
    listing.fail({Errc::Unreachable, QStringLiteral("gone")});
    QCOMPARE(namesOf(listing), QByteArrayList{"a"});
}

void tst_Listing::nobodyWaitsForAnEndedListing()
{
    GrowingListing complete;
    complete.complete();
    QVERIFY(test::resultOf(complete.grown({})));
    GrowingListing failed;
    failed.fail({Errc::Unreachable, QStringLiteral("gone")});
    QVERIFY(test::resultOf(failed.grown({})));
}

void tst_Listing::waitIsGivenUpWhenItsTokenFires()
{
    GrowingListing listing;
    CancelSource source;
    auto growing = listing.grown(source.token());
    auto other = listing.grown({});
    source.cancel();
    const auto given = test::resultOf(std::move(growing));
    QVERIFY(!given);
    QCOMPARE(given.error().code, Errc::Cancelled);
    listing.pageArrived();
    QVERIFY(test::resultOf(std::move(other)));
}

void tst_Listing::manifestIsListedByTheBytesOfItsNames()
{
    const auto manifest = Manifest::parse(". d41d8cd98f00b204e9800998ecf8427e+0 0:0:b 0:0:a "
                                          "0:0:B 0:0:\\303\\251\n"
                                          "./aa d41d8cd98f00b204e9800998ecf8427e+0 0:0:x\n");
    QVERIFY(manifest);
    const ManifestListing listing(std::make_shared<const Manifest>(*manifest), Manifest::root,
                                  Inode{100}, 1);
    QCOMPARE(namesOf(listing), QByteArrayList({"B", "a", "aa", "b", "\xc3\xa9"}));
    QVERIFY(listing.at(2)->directory);
    QVERIFY(!listing.at(3)->directory);
    QVERIFY(listing.isComplete());
    std::set<std::uint64_t> inodes;
    for (std::size_t i = 0; i < listing.size(); ++i)
        inodes.insert(number(listing.at(i)->inode));
    QCOMPARE(inodes.size(), listing.size());
    QVERIFY(*inodes.begin() > 100);
}

void tst_Listing::manifestListingHidesWhatCannotBeShown()
{
    const QByteArray tooLong(256, 'x');
    const QByteArray longest(255, 'y');
    const auto manifest = Manifest::parse(". d41d8cd98f00b204e9800998ecf8427e+0 0:0:" + tooLong
                                          + " 0:0:" + longest + " 0:0:.arvados#collection\n"
                                          + "./d d41d8cd98f00b204e9800998ecf8427e+0 "
                                            "0:0:.arvados#collection\n");
    QVERIFY(manifest);
    const auto shared = std::make_shared<const Manifest>(*manifest);
    const ManifestListing root(shared, Manifest::root, Inode{1}, 1);
    QCOMPARE(namesOf(root), QByteArrayList({"-", "d", "-", longest}));
    // Only in the root does the name mean something else.
    const ManifestListing below(shared, *shared->find(Manifest::root, "d"), Inode{1}, 1);
    QCOMPARE(namesOf(below), QByteArrayList{".arvados#collection"});
}

void tst_Listing::manifestListingOutlivesItsCollection()
{
    auto manifest = Manifest::parse(". d41d8cd98f00b204e9800998ecf8427e+0 0:0:a\n");
    QVERIFY(manifest);
    auto shared = std::make_shared<const Manifest>(std::move(*manifest));
    const ManifestListing listing(shared, Manifest::root, Inode{1}, 1);
    shared.reset();
    QCOMPARE(namesOf(listing), QByteArrayList{"a"});
}

QTEST_GUILESS_MAIN(tst_Listing)
#include "tst_listing.moc"
