// SPDX-License-Identifier: Apache-2.0
#include "mount/projectpages.h"

#include "support/accountrig.h"

#include <QtTest>

#include <set>

using namespace arv;
using namespace std::chrono_literals;
using demo::Fault;
using test::AccountRig;
using test::DemoAccount;
using Kind = ProjectItem::Kind;
using Place = ProjectQuery::Place;
using State = AccountSnapshot::State;

// Pages as the window gets them: through a controller, from the demo cluster.
class tst_ProjectPages : public QObject
{
    Q_OBJECT

private:
    demo::Store& store() { return m_account->cluster.store(); }
    std::string addProject(const std::string& owner, const std::string& name,
                           const std::string& groupClass = "project")
    {
        demo::NewGroup made;
        made.owner = owner;
        made.name = name;
        made.groupClass = groupClass;
        return *store().addGroup(made);
    }
    std::string addCollection(const std::string& owner, const std::string& name)
    {
        demo::NewCollection made;
        made.owner = owner;
        made.name = name;
        return *store().addCollection(made);
    }
    std::string addFullProject(const std::string& name, int projects, int collections)
    {
        const auto project = addProject(m_account->user, name);
        for (int i = 0; i < projects; ++i)
            addProject(project, "p" + std::to_string(i));
        for (int i = 0; i < collections; ++i)
            addCollection(project, "c" + std::to_string(i));
        return project;
    }
    void answerContents(const std::string& body, int times = -1)
    {
        auto fault = DemoAccount::statusFault(200, body);
        fault.path = "contents";
        m_account->addFault("api", fault, times);
    }
    void useAccount(std::unique_ptr<DemoAccount> account)
    {
        m_rig.reset();
        m_account = std::move(account);
        m_rig = std::make_unique<AccountRig>(*m_account);
    }

    Mailbox m_mailbox;
    std::unique_ptr<DemoAccount> m_account;
    std::unique_ptr<AccountRig> m_rig;

private Q_SLOTS:
    void init()
    {
        useAccount(std::make_unique<DemoAccount>());
        QVERIFY2(m_rig->opensTo(State::SignedIn), qPrintable(m_rig->error()));
    }

    void homeHoldsProjectsThenCollections();
    void pageBeforeTheFirstCheckEndsIsAnswered();
    void largeProjectComesPageByPage();
    void manyProjectsComeBeforeTheFirstCollection();
    void sharedIsGatheredAndSorted();
    void usersAndFilterGroupsCanBeEntered();
    void namesAreHandedOverAsTheyAre();
    void clustersSubstitutionIsUsed();
    void badItemsAreLeftOut();
    void serverThatDoesNotGoOnIsAnError();
    void placesThatAreNoneAreErrors();
    void slowPageEndsInTime();
    void badAnswersAreErrorsAndTheNextPageIsFine();
    void pageGivenUpIsNotTold();
    void pagesOnTheirWayFailWhenTheAccountIsAnother();
};

void tst_ProjectPages::homeHoldsProjectsThenCollections()
{
    const auto collection = addCollection(m_account->user, "a collection");
    const auto project = addProject(m_account->user, "z project");
    const auto page = m_rig->pageOf({});
    QVERIFY2(page.error.isEmpty(), qPrintable(page.error));
    QCOMPARE(page.next, QString());
    QCOMPARE(page.items.size(), 2);
    QCOMPARE(page.items.at(0).kind, Kind::Project);
    QCOMPARE(page.items.at(0).uuid, QString::fromStdString(project));
    QVERIFY(page.items.at(0).canWrite);
    QCOMPARE(page.items.at(1).kind, Kind::Collection);
    QCOMPARE(page.items.at(1).uuid, QString::fromStdString(collection));
    QVERIFY(page.items.at(1).modified.isValid());
}

void tst_ProjectPages::pageBeforeTheFirstCheckEndsIsAnswered()
{
    addProject(m_account->user, "there");
    m_rig = std::make_unique<AccountRig>(*m_account);
    m_rig->open();
    const auto page = m_rig->pageOf({});
    QVERIFY2(page.error.isEmpty(), qPrintable(page.error));
    QCOMPARE(page.items.size(), 1);
}

void tst_ProjectPages::largeProjectComesPageByPage()
{
    auto query = AccountRig::inside(addFullProject("large", 3, 20000));
    std::set<QString> uuids;
    for (int pages = 0; pages == 0 || !query.cursor.isEmpty(); ++pages) {
        const auto page = m_rig->pageOf(query);
        QVERIFY2(page.error.isEmpty(), qPrintable(page.error));
        QVERIFY(page.items.size() <= 2000);
        for (const auto& item : page.items)
            uuids.insert(item.uuid);
        query.cursor = page.next;
        QVERIFY(pages < 25);
    }
    QCOMPARE(uuids.size(), 20003U);
}

void tst_ProjectPages::manyProjectsComeBeforeTheFirstCollection()
{
    auto query = AccountRig::inside(addFullProject("wide", 1000, 1));
    const auto first = m_rig->pageOf(query);
    QCOMPARE(first.items.size(), 1000);
    QVERIFY2(first.next.startsWith(QStringLiteral("g:")), qPrintable(first.next));
    query.cursor = first.next;
    const auto second = m_rig->pageOf(query);
    QVERIFY2(second.error.isEmpty(), qPrintable(second.error));
    QCOMPARE(second.items.size(), 1);
    QCOMPARE(second.items.at(0).kind, Kind::Collection);
    QCOMPARE(second.next, QString());
}

void tst_ProjectPages::sharedIsGatheredAndSorted()
{
    const auto bob = demo::demoUserUuid("bob");
    for (int i = 0; i < 1500; ++i)
        store().share(addProject(bob, "s" + std::to_string(i)), m_account->user, demo::Level::Read);
    demo::NewUser hidden;
    hidden.username = "hidden";
    const auto owner = store().addUser(hidden);
    store().share(addProject(owner, "Alone"), m_account->user, demo::Level::Read);
    const auto page = m_rig->pageOf({Place::Shared, {}, {}});
    QVERIFY2(page.error.isEmpty(), qPrintable(page.error));
    QCOMPARE(page.next, QString());
    QStringList names;
    for (const auto& item : page.items)
        names += item.name;
    QVERIFY2(names.contains(QStringLiteral("Bob Example")), qPrintable(names.join(u' ')));
    QVERIFY(names.size() < 10);
    auto sorted = names;
    sorted.sort(Qt::CaseInsensitive);
    QCOMPARE(names, sorted);
    const auto of = m_rig->pageOf(AccountRig::inside(bob));
    QVERIFY2(of.error.isEmpty(), qPrintable(of.error));
    QCOMPARE(of.items.size(), 1000);
    QVERIFY(!of.next.isEmpty());
}

void tst_ProjectPages::usersAndFilterGroupsCanBeEntered()
{
    addCollection(m_account->user, "found");
    const auto own = m_rig->pageOf(AccountRig::inside(m_account->user));
    QCOMPARE(own.items.size(), 1);
    demo::NewGroup made;
    made.owner = m_account->user;
    made.name = "query";
    made.groupClass = "filter";
    made.properties["filters"] = nlohmann::json::array({{"name", "=", "found"}});
    const auto page = m_rig->pageOf(AccountRig::inside(*store().addGroup(made)));
    QVERIFY2(page.error.isEmpty(), qPrintable(page.error));
    QCOMPARE(page.items.size(), 1);
    QCOMPARE(page.items.at(0).name, QStringLiteral("found"));
}

void tst_ProjectPages::namesAreHandedOverAsTheyAre()
{
    answerContents(R"({"limit":9,"items":[{"kind":"arvados#collection",)"
                   R"("uuid":"zzzzz-4zz18-000000000000001","name":"a/b\u0000\u202Ec"},)"
                   R"({"kind":"arvados#collection",)"
                   R"("uuid":"zzzzz-4zz18-000000000000002","name":null}]})");
    const auto page = m_rig->pageOf({});
    QVERIFY2(page.error.isEmpty(), qPrintable(page.error));
    const auto& item = page.items.at(0);
    QCOMPARE(item.name, QStringLiteral("a/b") + QChar(0) + QStringLiteral("\u202Ec"));
    QCOMPARE(item.fileName, QStringLiteral("a_b_\u202Ec"));
    QCOMPARE(page.items.at(1).name, QStringLiteral("zzzzz-4zz18-000000000000002"));
    QCOMPARE(page.items.at(1).fileName, QString());
}

void tst_ProjectPages::clustersSubstitutionIsUsed()
{
    demo::DemoOptions options;
    options.forwardSlashSubstitution = "%2F";
    useAccount(std::make_unique<DemoAccount>(options));
    answerContents(R"({"limit":9,"items":[{"kind":"arvados#collection",)"
                   R"("uuid":"zzzzz-4zz18-000000000000001","name":"a/b"}]})");
    QVERIFY(m_rig->opensTo(State::SignedIn));
    QCOMPARE(m_rig->pageOf({}).items.value(0).fileName, QStringLiteral("a%2Fb"));
}

void tst_ProjectPages::badItemsAreLeftOut()
{
    answerContents(R"({"limit":99,"items":[5,null,{},{"uuid":7},{"kind":"arvados#collection",)"
                   R"("uuid":"zzzzz-4zz18-000000000000001","name":[]},)"
                   R"({"kind":"arvados#workflow","uuid":"zzzzz-7fd4e-000000000000001"},)"
                   R"({"kind":"arvados#collection",)"
                   R"("uuid":"zzzzz-4zz18-000000000000002","name":"good"}]})",
                   1);
    const auto page = m_rig->pageOf({});
    QVERIFY2(page.error.isEmpty(), qPrintable(page.error));
    QCOMPARE(page.items.size(), 1);
    QCOMPARE(page.items.at(0).name, QStringLiteral("good"));
}

void tst_ProjectPages::serverThatDoesNotGoOnIsAnError()
{
    auto query = AccountRig::inside(m_account->user);
    query.cursor = QStringLiteral("c:zzzzz-4zz18-000000000000001");
    answerContents(R"({"limit":1,"items":[{"kind":"arvados#collection",)"
                   R"("uuid":"zzzzz-4zz18-000000000000001","name":"again"}]})");
    QVERIFY(!m_rig->pageOf(query).error.isEmpty());
}

void tst_ProjectPages::placesThatAreNoneAreErrors()
{
    for (const std::string uuid : {"", "../users/current", "zzzzz-j7d0g-nosuchproject00"}) {
        const auto page = m_rig->pageOf(AccountRig::inside(uuid));
        QVERIFY2(page.error.contains(m_rig->settings.host), qPrintable(page.error));
    }
    auto query = AccountRig::inside(m_account->user);
    query.cursor = QStringLiteral("zzzzz-4zz18-000000000000001");
    QVERIFY(!m_rig->pageOf(query).error.isEmpty());
    QCOMPARE(m_rig->state(), State::SignedIn);
}

void tst_ProjectPages::slowPageEndsInTime()
{
    auto patience = test::quickPatience();
    patience.page = 200ms;
    m_rig = std::make_unique<AccountRig>(*m_account, patience);
    QVERIFY(m_rig->opensTo(State::SignedIn));
    auto fault = DemoAccount::latencyFault(3000ms);
    fault.path = "groups";
    m_account->addFault("api", fault);
    QElapsedTimer clock;
    clock.start();
    for (const auto place : {Place::Home, Place::Shared}) {
        const auto page = m_rig->pageOf({place, {}, {}});
        QVERIFY2(page.error.contains(QStringLiteral("no answer in")), qPrintable(page.error));
    }
    QVERIFY(clock.elapsed() < 2500);
    QVERIFY(m_rig->reaches(State::SignedIn)); // the account itself answers
}

void tst_ProjectPages::badAnswersAreErrorsAndTheNextPageIsFine()
{
    addProject(m_account->user, "there");
    QCOMPARE(m_rig->pageOf({}).items.size(), 1);
    for (const auto kind : {Fault::Kind::NotJson, Fault::Kind::CutBody, Fault::Kind::Drop}) {
        auto fault = DemoAccount::faultAt(kind, 10);
        fault.path = "groups";
        m_account->addFault("api", fault);
        const auto page = m_rig->pageOf({});
        QVERIFY2(page.error.contains(m_rig->settings.host), qPrintable(page.error));
        QVERIFY(page.items.isEmpty());
        m_account->cluster.faults().clear();
        QCOMPARE(m_rig->pageOf({}).items.size(), 1);
    }
    QVERIFY(m_rig->reaches(State::SignedIn));
}

void tst_ProjectPages::pageGivenUpIsNotTold()
{
    addProject(m_account->user, "there");
    auto fault = DemoAccount::latencyFault(100ms);
    fault.path = "groups";
    m_account->addFault("api", fault);
    const auto first = m_rig->controller->fetchPage({});
    const auto second = m_rig->controller->fetchPage({});
    m_rig->controller->giveUp(first);
    m_rig->controller->giveUp(first);
    m_rig->controller->giveUp(4711);
    QVERIFY(test::waitUntil([&] { return m_rig->pages.contains(second); }));
    QTest::qWait(150);
    QCOMPARE(m_rig->pages.size(), 1U);
}

void tst_ProjectPages::pagesOnTheirWayFailWhenTheAccountIsAnother()
{
    auto fault = DemoAccount::faultOf(Fault::Kind::Silence);
    fault.path = "groups";
    m_account->addFault("api", fault);
    const auto ticket = m_rig->controller->fetchPage({});
    m_rig->token = QString::fromStdString(demo::demoToken("bob"));
    m_rig->open();
    QVERIFY(test::waitUntil([&] { return m_rig->pages.contains(ticket); }));
    QVERIFY(!m_rig->pages.at(ticket).error.isEmpty());
    QVERIFY(m_rig->reaches(State::SignedIn));
    QCOMPARE(m_rig->controller->snapshot().email, QStringLiteral("bob@example.com"));
}

QTEST_GUILESS_MAIN(tst_ProjectPages)
#include "tst_projectpages.moc"
