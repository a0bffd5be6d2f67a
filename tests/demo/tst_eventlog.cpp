// SPDX-License-Identifier: Apache-2.0
// What the demo's store writes down of its changes.
#include "demo/store.h"

#include <QtTest>

using namespace arv;
using namespace arv::demo;
using nlohmann::json;
using Type = Event::Type;

namespace {

struct World
{
    Store store;
    const std::string alice = store.addUser({"alice", "Alice", "Example"});
    const std::string bob = store.addUser({"bob", "Bob", "Example"});
    const std::string project = store.addGroup({alice, "project"}).value();
    const std::string inner = store.addGroup({project, "inner"}).value();
    const std::string collection = store.addCollection({inner, "data"}).value();
    std::int64_t seen = store.events().lastId();

    // Since this was called last.
    std::vector<EventPtr> news()
    {
        auto events = store.events().after(seen, EventLog::maxKept);
        seen = store.events().lastId();
        return events;
    }
    json before(const Event& event) const
    {
        return json::parse(event.properties)["old_attributes"];
    }
    json after(const Event& event) const { return json::parse(event.properties)["new_attributes"]; }
};

Record collectionRow(const std::string& name)
{
    Record row;
    row.attributes = {{"uuid", "zzzzz-4zz18-000000000000000"},
                      {"owner_uuid", "zzzzz-tpzed-000000000000000"},
                      {"name", name}};
    return row;
}

} // namespace

class TestEventLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyChangeIsWrittenDownOnce();
    void aChangeSaysWhatWasAndWhatIs();
    void aShareTakenBackIsALinkDeleted();
    void changingAShareIsALinkGoneAndALinkMade();
    void tagsAreLinks();
    void tokensAndServicesAreNotWrittenDown();
    void aChangeThatIsRefusedIsNotWrittenDown();
    void aProjectCannotBeMovedIntoItself();
    void recordsPutByTestsAreWrittenDown();
    void numbersGoOnWhenTheStoreIsCleared();
    void theLogIsBounded();
    void whatIsOldIsForgotten();
    void whoWatchesIsToldUntilItStops();
    void manyChangesAreFast();
};

void TestEventLog::everyChangeIsWrittenDownOnce()
{
    World w;
    const auto isOne = [&w](const Result<void>& changed, Type type, const std::string& uuid) {
        const auto news = w.news();
        return changed && news.size() == 1 && news[0]->type == type && news[0]->objectUuid == uuid;
    };
    Store& store = w.store;
    QVERIFY(isOne(store.rename(w.collection, "other"), Type::Update, w.collection));
    QVERIFY(isOne(store.move(w.collection, w.project), Type::Update, w.collection));
    QVERIFY(isOne(store.setProperties(w.collection, {{"a", 1}}), Type::Update, w.collection));
    QVERIFY(isOne(store.replaceManifest(w.collection, ""), Type::Update, w.collection));
    QVERIFY(isOne(store.trash(w.collection), Type::Update, w.collection));
    QVERIFY(isOne(store.untrash(w.collection), Type::Update, w.collection));
    QVERIFY(isOne(store.freeze(w.project), Type::Update, w.project));
    QVERIFY(isOne(store.unfreeze(w.project), Type::Update, w.project));
    QVERIFY(isOne(store.rename(w.project, "renamed"), Type::Update, w.project));
    QVERIFY(isOne(store.trash(w.project), Type::Update, w.project));
    QVERIFY(isOne(store.removeRecord(w.collection), Type::Delete, w.collection));
    QVERIFY(!store.find(w.collection));
    QCOMPARE(store.find(w.project)->text("name"), std::string("renamed"));
    QVERIFY(store.find(w.project)->text("frozen_by_uuid").empty());
}

void TestEventLog::aChangeSaysWhatWasAndWhatIs()
{
    World w;
    QVERIFY(w.store.move(w.collection, w.project));
    const auto moved = w.news();
    QCOMPARE(moved.size(), std::size_t(1));
    const json before = w.before(*moved[0]);
    QCOMPARE(before["owner_uuid"], json(w.inner));
    QCOMPARE(w.after(*moved[0])["owner_uuid"], json(w.project));
    QCOMPARE(before.size(), std::size_t(4)); // name, owner, PDH, trash; nothing else is told
    QCOMPARE(moved[0]->ownerUuid, w.project);
    QVERIFY(w.store.replaceManifest(w.collection,
                                    ". acbd18db4cc2f85cedef654fccc4a4d8+3 0:3:foo.txt\n"));
    const auto replaced = w.news();
    QCOMPARE(w.before(*replaced[0])["portable_data_hash"],
             json("d41d8cd98f00b204e9800998ecf8427e+0"));
    QCOMPARE(w.after(*replaced[0])["portable_data_hash"],
             json(w.store.find(w.collection)->text("portable_data_hash")));
    QVERIFY(w.store.removeRecord(w.collection));
    const auto removed = w.news();
    QCOMPARE(w.before(*removed[0])["name"], json("data"));
    QVERIFY(w.after(*removed[0]).is_null());
}

void TestEventLog::aShareTakenBackIsALinkDeleted()
{
    World w;
    w.store.share(w.project, w.bob, Level::Read);
    const auto shared = w.news();
    QCOMPARE(shared.size(), std::size_t(1));
    QCOMPARE(shared[0]->kind, Kind::Link);
    QCOMPARE(shared[0]->type, Type::Create);
    w.store.share(w.project, w.bob, Level::None);
    const auto taken = w.news();
    QCOMPARE(taken.size(), std::size_t(1));
    QCOMPARE(taken[0]->type, Type::Delete);
    QCOMPARE(taken[0]->objectUuid, shared[0]->objectUuid);
}

void TestEventLog::changingAShareIsALinkGoneAndALinkMade()
{
    World w;
    w.store.share(w.project, w.bob, Level::Read);
    w.news();
    w.store.share(w.project, w.bob, Level::Write);
    const auto changed = w.news();
    QCOMPARE(changed.size(), std::size_t(2));
    QCOMPARE(changed[0]->type, Type::Delete);
    QCOMPARE(w.after(*changed[1])["name"], json("can_write"));
}

void TestEventLog::tagsAreLinks()
{
    World w;
    const auto tag = w.store.addLink({w.alice, "tag", "red", w.collection});
    QVERIFY(tag);
    const auto link = w.store.find(Kind::Link, *tag);
    QCOMPARE(link->text("link_class"), std::string("tag"));
    QCOMPARE(link->text("head_uuid"), w.collection);
    QCOMPARE(link->text("head_kind"), std::string("arvados#collection"));
    QVERIFY(w.store.access(w.alice)->canRead(*link));
    QVERIFY(w.store.removeRecord(*tag));
    const auto news = w.news();
    QCOMPARE(news.size(), std::size_t(2));
    QCOMPARE(w.after(*news[0]), (json{{"name", "red"}, {"owner_uuid", w.alice}}));
    QCOMPARE(news[1]->type, Type::Delete);
    QCOMPARE(w.store.addLink({w.alice, "tag", "red", *tag}).error().code, Errc::NotFound);
    QCOMPARE(w.store.removeRecord(*tag).error().code, Errc::NotFound);
}

void TestEventLog::tokensAndServicesAreNotWrittenDown()
{
    World w;
    NewToken token;
    token.user = w.alice;
    w.store.addToken(token);
    w.store.addKeepService({"127.0.0.1", 1});
    QVERIFY(w.news().empty());
}

void TestEventLog::aChangeThatIsRefusedIsNotWrittenDown()
{
    World w;
    const std::string other = w.store.addCollection({w.inner, "other"}).value();
    w.news();
    QCOMPARE(w.store.rename(w.collection, "other").error().code, Errc::NameTaken);
    QCOMPARE(w.store.rename(w.collection, "a/b").error().code, Errc::Invalid);
    QCOMPARE(w.store.move(w.collection, "zzzzz-j7d0g-nosuchproject00").error().code, Errc::Invalid);
    QCOMPARE(w.store.rename("zzzzz-4zz18-nosuchthing0000", "x").error().code, Errc::NotFound);
    QVERIFY(w.store.trash(other));
    QVERIFY(w.store.rename(w.collection, "other"));
    QCOMPARE(w.store.untrash(other).error().code, Errc::NameTaken);
    QCOMPARE(w.news().size(), std::size_t(2));
    QVERIFY(w.store.find(other)->flag("is_trashed"));
}

void TestEventLog::aProjectCannotBeMovedIntoItself()
{
    World w;
    QCOMPARE(w.store.move(w.project, w.project).error().code, Errc::Invalid);
    QCOMPARE(w.store.move(w.project, w.inner).error().code, Errc::Invalid);
    QVERIFY(w.store.move(w.inner, w.alice));
    QVERIFY(w.store.move(w.project, w.inner));
}

void TestEventLog::recordsPutByTestsAreWrittenDown()
{
    World w;
    QVERIFY(w.store.putRecord({{"kind", "arvados#collection"},
                               {"uuid", w.collection},
                               {"owner_uuid", w.project},
                               {"name", "recorded"}}));
    const auto news = w.news();
    QCOMPARE(news.size(), std::size_t(1));
    QCOMPARE(news[0]->type, Type::Update);
    QCOMPARE(w.before(*news[0])["name"], json("data"));
    QCOMPARE(w.after(*news[0])["name"], json("recorded"));
}

void TestEventLog::numbersGoOnWhenTheStoreIsCleared()
{
    World w;
    const auto last = w.store.events().lastId();
    w.store.clear();
    const auto news = w.news();
    QVERIFY(!news.empty());
    QCOMPARE(news.front()->id, last + 1);
    QVERIFY(w.store.events().hasLost(last - 1));
    QVERIFY(!w.store.events().hasLost(last));
}

void TestEventLog::theLogIsBounded()
{
    EventLog log("zzzzz");
    const Record row = collectionRow("data");
    for (std::size_t i = 0; i < EventLog::maxKept + 10; ++i)
        log.add(nullptr, &row);
    QCOMPARE(log.after(0, EventLog::maxKept * 2).size(), EventLog::maxKept);
    QVERIFY(log.hasLost(9));
    QVERIFY(!log.hasLost(10));
    QCOMPARE(log.after(10, 5).front()->id, 11);
    QCOMPARE(log.after(log.lastId() - 1, 5).size(), std::size_t(1));
    QVERIFY(log.after(log.lastId(), 5).empty());
    QVERIFY(log.after(log.lastId() + 100, 5).empty());
    QCOMPARE(log.after(-7, 5).front()->id, 11);
}

void TestEventLog::whatIsOldIsForgotten()
{
    EventLog log("zzzzz");
    auto now = std::chrono::system_clock::now();
    log.setClock([&now] { return now; });
    const Record row = collectionRow("data");
    log.add(nullptr, &row);
    now += std::chrono::minutes(10);
    log.add(nullptr, &row);
    QCOMPARE(log.after(0, 9).size(), std::size_t(2));
    now += std::chrono::seconds(1);
    log.forgetOld();
    QCOMPARE(log.after(0, 9).size(), std::size_t(1));
    QCOMPARE(log.after(0, 9).front()->id, 2);
}

void TestEventLog::whoWatchesIsToldUntilItStops()
{
    EventLog log("zzzzz");
    int told = 0;
    log.watch([&told] { ++told; });
    const Record row = collectionRow("data");
    log.add(nullptr, &row);
    log.add(&row, nullptr);
    log.add(nullptr, nullptr);
    QCOMPARE(told, 2);
    log.watch(nullptr);
    log.add(nullptr, &row);
    QCOMPARE(told, 2);
}

void TestEventLog::manyChangesAreFast()
{
    World w;
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < 20000; ++i)
        QVERIFY(w.store.addCollection({w.project, "collection " + std::to_string(i)}));
    qInfo("20,000 collections in %lld ms", clock.elapsed());
    EventLog log("zzzzz");
    const Record row = *w.store.find(w.collection);
    clock.start();
    for (int i = 0; i < 20000; ++i)
        log.add(nullptr, &row);
    qInfo("20,000 entries in %lld ms", clock.elapsed());
    QVERIFY(clock.elapsed() < 5000); // about 100 on an idle machine
}

QTEST_GUILESS_MAIN(TestEventLog)
#include "tst_eventlog.moc"
