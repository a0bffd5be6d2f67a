// SPDX-License-Identifier: Apache-2.0
#include "api/pages.h"

#include <QtTest>

using namespace arv;

namespace {

QJsonObject page(int items, const QJsonValue& limit)
{
    QJsonArray list;
    for (int i = 1; i <= items; ++i)
        list.append(
            QJsonObject{{QStringLiteral("kind"), QStringLiteral("arvados#collection")},
                        {QStringLiteral("uuid"),
                         QStringLiteral("zzzzz-4zz18-%1").arg(i, 15, 10, QLatin1Char('0'))}});
    return {{QStringLiteral("items"), list}, {QStringLiteral("limit"), limit}};
}

} // namespace

class tst_Pages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pageShortOfItsOwnLimitIsTheLast();
    void fullPageIsNotTheLast();
    void serversOwnSmallerLimitCounts();
    void withoutALimitOnlyTheEmptyPageIsTheLast();
    void brokenItemIsLeftOut();
    void itemsThatAreNoListAreRefused();
    void pageThatDoesNotGoOnIsRefused();
    void nextPageBeginsAfterTheLastRowOfThisOne();
    void recordedSharedGroupsComeWithTheirOwners();
    void sharedGroupsMayComeWithoutOwners();
    void ownersThatAreNoListAreRefused();
    void badOwnersAreLeftOut();
    void sharedPageThatDoesNotGoOnIsRefused();
};

void tst_Pages::pageShortOfItsOwnLimitIsTheLast()
{
    const auto read = contentsPage(page(3, 1000), {});
    QVERIFY(read);
    QCOMPARE(read->items.size(), 3);
    QVERIFY(read->isLast);
}

void tst_Pages::fullPageIsNotTheLast()
{
    QVERIFY(!contentsPage(page(3, 3), {})->isLast);
}

void tst_Pages::serversOwnSmallerLimitCounts()
{
    QVERIFY(!contentsPage(page(10, 10), {})->isLast);
    QVERIFY(contentsPage(page(10, 11), {})->isLast);
}

void tst_Pages::withoutALimitOnlyTheEmptyPageIsTheLast()
{
    QVERIFY(!contentsPage(page(2, QJsonValue()), {})->isLast);
    auto object = page(2, 5);
    object.remove(QStringLiteral("limit"));
    QVERIFY(!contentsPage(object, {})->isLast);
    QVERIFY(contentsPage(page(0, QJsonValue()), {})->isLast);
}

void tst_Pages::brokenItemIsLeftOut()
{
    auto object = page(3, 1000);
    auto items = object.value(QStringLiteral("items")).toArray();
    items[1] = 5;
    items.append(QJsonObject{{QStringLiteral("uuid"), 7}});
    object.insert(QStringLiteral("items"), items);
    const auto read = contentsPage(object, {});
    QVERIFY(read);
    QCOMPARE(read->items.size(), 2);
}

void tst_Pages::itemsThatAreNoListAreRefused()
{
    for (const auto& items : {QJsonValue(), QJsonValue(5), QJsonValue(QJsonObject{})}) {
        auto object = page(1, 1000);
        object.insert(QStringLiteral("items"), items);
        const auto read = contentsPage(object, {});
        QVERIFY(!read);
        QCOMPARE(read.error().code, Errc::BadReply);
        QVERIFY(read.error().text.contains(QStringLiteral("items")));
    }
}

void tst_Pages::pageThatDoesNotGoOnIsRefused()
{
    const Uuid last{QStringLiteral("zzzzz-4zz18-000000000000003")};
    QVERIFY(!contentsPage(page(3, 3), last));
    QVERIFY(contentsPage(page(4, 4), last));
    QVERIFY(contentsPage(page(3, 1000), last)); // the last one may be anything
}

void tst_Pages::nextPageBeginsAfterTheLastRowOfThisOne()
{
    QCOMPARE(contentsPage(page(3, 3), {})->last.text,
             QStringLiteral("zzzzz-4zz18-000000000000003"));
    auto object = page(3, 3);
    auto items = object.value(QStringLiteral("items")).toArray();
    items[2] = QJsonObject{{QStringLiteral("uuid"), QStringLiteral("zzzzz-4zz18-zzzzzzzzzzzzzzz")},
                           {QStringLiteral("name"), 5}}; // unusable, but a place to go on from
    object.insert(QStringLiteral("items"), items);
    QCOMPARE(contentsPage(object, {})->last.text, QStringLiteral("zzzzz-4zz18-zzzzzzzzzzzzzzz"));
}

void tst_Pages::recordedSharedGroupsComeWithTheirOwners()
{
    QFile file(QStringLiteral(ARV_TEST_DATA "/golden/api/shared/bob-include-owner.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto recorded = QJsonDocument::fromJson(file.readAll()).object();
    const auto body = recorded.value(QStringLiteral("response")).toObject();
    const auto read = sharedPage(body.value(QStringLiteral("body_json")).toObject(), {});
    QVERIFY2(read, read ? "" : qPrintable(read.error().text));
    QCOMPARE(read->groups.size(), 2);
    QVERIFY(read->groups.at(0).kind == ContentItem::Kind::Project);
    QCOMPARE(read->groups.at(0).name, QStringLiteral("Project A"));
    QCOMPARE(read->users.size(), 1);
    QCOMPARE(read->users.at(0).uuid, read->groups.at(0).ownerUuid);
    QCOMPARE(read->users.at(0).firstName, QStringLiteral("Alice"));
    QCOMPARE(read->users.at(0).lastName, QStringLiteral("Example"));
    QVERIFY(read->ownerGroups.isEmpty());
    QVERIFY(read->isLast);
}

void tst_Pages::sharedGroupsMayComeWithoutOwners()
{
    auto object = page(2, 1000);
    QVERIFY(sharedPage(object, {})->users.isEmpty());
    object.insert(QStringLiteral("included"), QJsonValue());
    QCOMPARE(sharedPage(object, {})->groups.size(), 2);
}

void tst_Pages::ownersThatAreNoListAreRefused()
{
    for (const auto& owners : {QJsonValue(5), QJsonValue(QJsonObject{}), QJsonValue(true)}) {
        auto object = page(1, 1000);
        object.insert(QStringLiteral("included"), owners);
        const auto read = sharedPage(object, {});
        QVERIFY(!read);
        QCOMPARE(read.error().code, Errc::BadReply);
    }
    QVERIFY(!sharedPage({{QStringLiteral("included"), QJsonArray()}}, {}));
}

void tst_Pages::badOwnersAreLeftOut()
{
    const auto owner = [](const char* kind, const QJsonValue& uuid, const QJsonValue& name) {
        return QJsonObject{{QStringLiteral("kind"), QLatin1String(kind)},
                           {QStringLiteral("uuid"), uuid},
                           {QStringLiteral("first_name"), name},
                           {QStringLiteral("name"), name}};
    };
    const auto user = QStringLiteral("zzzzz-tpzed-000000000000001");
    const auto group = QStringLiteral("zzzzz-j7d0g-000000000000001");
    auto object = page(1, 1000);
    object.insert(QStringLiteral("included"),
                  QJsonArray{5, QJsonValue(), QJsonArray{}, owner("arvados#user", user, 7),
                             owner("arvados#user", QStringLiteral("../x"), QStringLiteral("n")),
                             owner("arvados#group", group, QJsonArray{}),
                             owner("arvados#workflow", group, QStringLiteral("n")),
                             owner("arvados#user", user, QJsonValue()),
                             owner("arvados#group", group, QStringLiteral("role"))});
    const auto read = sharedPage(object, {});
    QVERIFY2(read, read ? "" : qPrintable(read.error().text));
    QCOMPARE(read->users.size(), 1);
    QCOMPARE(read->users.at(0).firstName, QString());
    QCOMPARE(read->ownerGroups.size(), 1);
    QCOMPARE(read->ownerGroups.at(0).name, QStringLiteral("role"));
}

void tst_Pages::sharedPageThatDoesNotGoOnIsRefused()
{
    QVERIFY(!sharedPage(page(3, 3), Uuid{QStringLiteral("zzzzz-4zz18-000000000000003")}));
    QVERIFY(sharedPage(page(4, 4), Uuid{QStringLiteral("zzzzz-4zz18-000000000000003")}));
}

QTEST_GUILESS_MAIN(tst_Pages)
#include "tst_pages.moc"
