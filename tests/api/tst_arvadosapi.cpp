// SPDX-License-Identifier: Apache-2.0
#include "api/arvadosapi.h"

#include "async/pool.h"
#include "net/httpclient.h"
#include "support/demoaccount.h"
#include "support/waiting.h"

#include <QtTest>

#include <set>

using namespace arv;
using namespace std::chrono_literals;
using demo::Fault;
using test::DemoAccount;

namespace {

const std::string fooManifest = ". acbd18db4cc2f85cedef654fccc4a4d8+3 0:3:foo.txt\n";

// The real schedule in thousandths, so that ten tries take no time.
RetryPolicy quick()
{
    RetryPolicy policy;
    policy.second = 1ms;
    return policy;
}

} // namespace

class tst_ArvadosApi : public QObject
{
    Q_OBJECT

private:
    demo::Store& store() { return m_account->cluster.store(); }
    Uuid home() const { return Uuid{QString::fromStdString(m_account->user)}; }
    Uuid addProject(const std::string& name, const std::string& groupClass = "project")
    {
        demo::NewGroup made;
        made.owner = m_account->user;
        made.name = name;
        made.groupClass = groupClass;
        return Uuid{QString::fromStdString(*store().addGroup(made))};
    }
    Uuid addCollection(const Uuid& owner, const std::string& name)
    {
        demo::NewCollection made;
        made.owner = owner.text.toStdString();
        made.name = name;
        made.manifest = fooManifest;
        return Uuid{QString::fromStdString(*store().addCollection(made))};
    }
    std::size_t requests() const { return m_account->cluster.requestsSeen().size(); }
    Errc errorOfCurrentUser()
    {
        const auto user = test::resultOf(m_api->currentUser());
        return user ? Errc::Internal : user.error().code;
    }

    Mailbox m_mailbox;
    Pool m_pool{1};
    std::unique_ptr<DemoAccount> m_account;
    std::unique_ptr<HttpClient> m_client;
    std::unique_ptr<ArvadosApi> m_api;

private Q_SLOTS:
    void initTestCase()
    {
        m_account = std::make_unique<DemoAccount>();
        m_client = std::make_unique<HttpClient>(m_account->credentials());
        m_api = std::make_unique<ArvadosApi>(*m_client, quick(), &m_pool);
    }
    void init()
    {
        m_account->cluster.faults().clear();
        m_account->cluster.forgetRequestsSeen();
    }

    void discoveryAndConfigNeedNoToken();
    void userAndTokenAreTold();
    void keepServicesAreTold();
    void collectionComesByUuidAndByHash();
    void collectionVersionIsSmall();
    void projectsAreFoundThroughTheList();
    void unknownObjectsAreNotFound();
    void oddIdsStayInTheirPlace();
    void namesFindProjectsAndCollections();
    void everyPageOfALargeProjectComes();
    void serversOwnLimitIsNotTheEnd();
    void longQueryGoesAsAPost();
    void wrongTokenIsNotSignedIn();
    void overloadIsWaitedOut();
    void tooManyRequestsIsWaitedOut();
    void badGatewayIsWaitedOut();
    void ownMistakeIsNotRepeatedForLong();
    void deadServerEndsWithTheTries();
    void answerThatIsNoJsonIsABadReply();
    void answerOfAnotherShapeIsABadReply();
    void answerThatMayBeShortMustBe_data();
    void answerThatMayBeShortMustBe();
    void silentServerEndsWithTheTimeForAnAnswer();
    void partOfAnotherRecordIsABadReply();
    void cancelEndsARetryingCall();
    void emptyOwnerIsRefused();
    void whatOthersShareComesWithItsOwners();
    void everyPageOfWhatIsSharedComes();
};

void tst_ArvadosApi::discoveryAndConfigNeedNoToken()
{
    auto credentials = m_account->credentials();
    credentials.token.clear();
    HttpClient client(credentials);
    ArvadosApi api(client, quick());
    const auto discovery = test::resultOf(api.discovery());
    QVERIFY2(discovery, discovery ? "" : qPrintable(discovery.error().text));
    QCOMPARE(discovery->uuidPrefix, QStringLiteral("zzzzz"));
    QVERIFY(discovery->hasGroupsShared);
    const auto config = test::resultOf(api.config());
    QVERIFY2(config, config ? "" : qPrintable(config.error().text));
    QCOMPARE(config->clusterId, QStringLiteral("zzzzz"));
}

void tst_ArvadosApi::userAndTokenAreTold()
{
    const auto user = test::resultOf(m_api->currentUser());
    QVERIFY2(user, user ? "" : qPrintable(user.error().text));
    QCOMPARE(user->uuid, home());
    QVERIFY(user->isActive);
    QCOMPARE(test::resultOf(m_api->user(home()))->fullName, QStringLiteral("Alice Example"));
    const auto token = test::resultOf(m_api->currentToken());
    QVERIFY2(token, token ? "" : qPrintable(token.error().text));
    QCOMPARE(token->ownerUuid, home());
    QVERIFY(!token->expiresAt);
}

void tst_ArvadosApi::keepServicesAreTold()
{
    const auto services = test::resultOf(m_api->keepServices());
    QVERIFY2(services, services ? "" : qPrintable(services.error().text));
    QCOMPARE(services->size(), 2);
    QCOMPARE(services->first().type, QStringLiteral("disk"));
}

void tst_ArvadosApi::collectionComesByUuidAndByHash()
{
    const auto uuid = addCollection(home(), "by two ways");
    const auto byUuid = test::resultOf(m_api->collection(uuid.text));
    QVERIFY2(byUuid, byUuid ? "" : qPrintable(byUuid.error().text));
    QCOMPARE(byUuid->uuid, uuid);
    QCOMPARE(byUuid->name, QStringLiteral("by two ways"));
    QVERIFY(byUuid->manifestText.startsWith(". acbd18db4cc2f85cedef654fccc4a4d8+3+A"));
    QVERIFY(byUuid->modifiedAt > 0);
    const auto hash = byUuid->portableDataHash.text;
    const auto byHash = test::resultOf(m_api->collection(hash));
    QVERIFY2(byHash, byHash ? "" : qPrintable(byHash.error().text));
    QCOMPARE(byHash->uuid.text, hash);
    QVERIFY(byHash->manifestText.startsWith(". acbd18db4cc2f85cedef654fccc4a4d8+3+A"));
}

void tst_ArvadosApi::collectionVersionIsSmall()
{
    const auto uuid = addCollection(home(), "small");
    const auto version = test::resultOf(m_api->collectionVersion(uuid));
    QVERIFY2(version, version ? "" : qPrintable(version.error().text));
    QVERIFY(!version->portableDataHash.isEmpty());
    QVERIFY(version->manifestText.isEmpty());
}

void tst_ArvadosApi::projectsAreFoundThroughTheList()
{
    const auto project = addProject("a project");
    const auto role = addProject("a role", "role");
    const auto found = test::resultOf(m_api->projectOrFilterGroup(project));
    QVERIFY2(found, found ? "" : qPrintable(found.error().text));
    QCOMPARE(found->name, QStringLiteral("a project"));
    QCOMPARE(test::resultOf(m_api->group(project))->groupClass, QStringLiteral("project"));
    const auto none = test::resultOf(m_api->projectOrFilterGroup(role));
    QVERIFY(!none);
    QCOMPARE(none.error().code, Errc::NotFound);
}

void tst_ArvadosApi::unknownObjectsAreNotFound()
{
    const auto text = QStringLiteral("zzzzz-4zz18-nosuchobject000");
    QCOMPARE(test::resultOf(m_api->collection(text)).error().code, Errc::NotFound);
    QCOMPARE(test::resultOf(m_api->group(Uuid{QStringLiteral("zzzzz-j7d0g-nosuchobject000")}))
                 .error()
                 .code,
             Errc::NotFound);
    QCOMPARE(test::resultOf(m_api->collection(QStringLiteral("0123456789abcdef0123456789abcdef+5")))
                 .error()
                 .code,
             Errc::NotFound);
}

void tst_ArvadosApi::oddIdsStayInTheirPlace()
{
    for (const auto* id : {"../users/current", "?x=y", "#", "a b", "%2e%2e", ""}) {
        const auto found = test::resultOf(m_api->collection(QLatin1String(id)));
        QVERIFY(!found);
        QVERIFY2(found.error().code == Errc::NotFound || found.error().code == Errc::BadReply, id);
    }
    for (const auto& seen : m_account->cluster.requestsSeen())
        QVERIFY2(seen.starts_with("GET /arvados/v1/collections"), seen.c_str());
}

void tst_ArvadosApi::namesFindProjectsAndCollections()
{
    const auto project = addProject("named");
    const auto inner = addProject("other");
    addCollection(home(), "named");
    addCollection(project, "named");
    const auto page = test::resultOf(
        m_api->named(home(), {QStringLiteral("named"), QStringLiteral("a+b & \"c\"")}, false));
    QVERIFY2(page, page ? "" : qPrintable(page.error().text));
    QCOMPARE(page->items.size(), 2);
    QCOMPARE(page->items.at(0).uuid, project);
    QVERIFY(page->items.at(0).kind == ContentItem::Kind::Project);
    QVERIFY(page->items.at(0).canWrite);
    QVERIFY(page->items.at(1).kind == ContentItem::Kind::Collection);
}

void tst_ArvadosApi::everyPageOfALargeProjectComes()
{
    const auto project = addProject("large");
    for (int i = 0; i < 2500; ++i)
        addCollection(project, "c" + std::to_string(i));
    std::set<QString> names;
    Uuid last;
    int pages = 0;
    for (bool more = true; more; ++pages) {
        const auto page = test::resultOf(m_api->collectionsPage(project, last));
        QVERIFY2(page, page ? "" : qPrintable(page.error().text));
        for (const auto& item : page->items)
            names.insert(item.name);
        if (!page->items.isEmpty())
            last = page->items.last().uuid;
        more = !page->isLast;
        QVERIFY(pages < 5);
    }
    QCOMPARE(names.size(), 2500U);
    QCOMPARE(pages, 3);
    const auto groups = test::resultOf(m_api->groupsPage(project, Uuid{}));
    QVERIFY2(groups, groups ? "" : qPrintable(groups.error().text));
    QVERIFY(groups->items.isEmpty());
    QVERIFY(groups->isLast);
}

// A server short of memory lowers its limit by itself, and says so.
void tst_ArvadosApi::serversOwnLimitIsNotTheEnd()
{
    m_account->addFault(
        "api",
        DemoAccount::statusFault(200,
                                 R"({"limit":1,"items":[{"kind":"arvados#collection",)"
                                 R"("uuid":"zzzzz-4zz18-000000000000001","name":"one"}]})"),
        1);
    const auto page = test::resultOf(m_api->collectionsPage(home(), Uuid{}));
    QVERIFY2(page, page ? "" : qPrintable(page.error().text));
    QCOMPARE(page->items.size(), 1);
    QVERIFY(!page->isLast);
}

void tst_ArvadosApi::longQueryGoesAsAPost()
{
    const auto project = addProject("posted");
    addCollection(project, "there");
    QJsonArray names{QStringLiteral("there")};
    for (int i = 0; i < 100; ++i)
        names.append(QStringLiteral("a long name that is not there, number %1").arg(i));
    ListQuery query;
    query.where(QStringLiteral("uuid"), QStringLiteral("is_a"),
                QStringLiteral("arvados#collection"));
    query.where(QStringLiteral("name"), QStringLiteral("in"), names);
    query.withoutCount();
    const auto page = test::resultOf(m_api->contents(project, query));
    QVERIFY2(page, page ? "" : qPrintable(page.error().text));
    QCOMPARE(page->items.size(), 1);
    QVERIFY(m_account->cluster.requestsSeen().back().starts_with("POST "));
}

void tst_ArvadosApi::wrongTokenIsNotSignedIn()
{
    m_client->setToken(QStringLiteral("nosuchtoken"));
    const auto user = test::resultOf(m_api->currentUser());
    m_client->setToken(m_account->credentials().token);
    QVERIFY(!user);
    QCOMPARE(user.error().code, Errc::NotSignedIn);
    QVERIFY2(user.error().text.contains(QStringLiteral("Not logged in")),
             qPrintable(user.error().text));
    QVERIFY(user.error().text.contains(QStringLiteral("users/current")));
}

void tst_ArvadosApi::overloadIsWaitedOut()
{
    m_account->addFault("api", DemoAccount::statusFault(503), 4);
    QVERIFY(test::resultOf(m_api->currentUser()));
    QCOMPARE(requests(), 5U);
}

void tst_ArvadosApi::tooManyRequestsIsWaitedOut()
{
    // The fault has no headers to give; the schedule with them is tst_retry's. Here: a 429 is
    // waited out as well.
    m_account->addFault("api", DemoAccount::statusFault(429), 2);
    QVERIFY(test::resultOf(m_api->currentUser()));
    QCOMPARE(requests(), 3U);
}

void tst_ArvadosApi::badGatewayIsWaitedOut()
{
    m_account->addFault("api", DemoAccount::statusFault(502, "<html>Bad Gateway</html>"), 1);
    QVERIFY(test::resultOf(m_api->currentUser()));
    QCOMPARE(requests(), 2U);
}

void tst_ArvadosApi::ownMistakeIsNotRepeatedForLong()
{
    m_account->addFault("api", DemoAccount::statusFault(500, R"({"errors":["bad filters"]})"));
    const auto user = test::resultOf(m_api->currentUser());
    QVERIFY(!user);
    QCOMPARE(user.error().code, Errc::ServerError);
    QVERIFY(user.error().text.contains(QStringLiteral("bad filters")));
    QCOMPARE(requests(), 3U);
}

void tst_ArvadosApi::deadServerEndsWithTheTries()
{
    m_account->addFault("api", DemoAccount::faultOf(Fault::Kind::Dead));
    QCOMPARE(errorOfCurrentUser(), Errc::Unreachable);
}

void tst_ArvadosApi::answerThatIsNoJsonIsABadReply()
{
    m_account->addFault("api", DemoAccount::faultOf(Fault::Kind::NotJson), 1);
    const auto user = test::resultOf(m_api->currentUser());
    QVERIFY(!user);
    QCOMPARE(user.error().code, Errc::BadReply);
    QVERIFY(user.error().text.contains(QStringLiteral("users/current")));
}

void tst_ArvadosApi::answerOfAnotherShapeIsABadReply()
{
    for (const auto* body : {"[]", "5", "null", "{}", R"({"uuid":5})", R"({"uuid":"x"})", ""}) {
        m_account->addFault("api", DemoAccount::statusFault(200, body), 1);
        QCOMPARE(errorOfCurrentUser(), Errc::BadReply);
    }
    m_account->addFault("api", DemoAccount::statusFault(200, R"({"items":{}})"), 1);
    const auto page = test::resultOf(m_api->collectionsPage(home(), Uuid{}));
    QVERIFY(!page);
    QCOMPARE(page.error().code, Errc::BadReply);
}

void tst_ArvadosApi::answerThatMayBeShortMustBe_data()
{
    QTest::addColumn<bool>("withLength");
    QTest::newRow("with a length") << true;
    QTest::newRow("without end") << false;
}

// Lists and records have no manifests, and need no memory for one; a collection may have a long
// one.
void tst_ArvadosApi::answerThatMayBeShortMustBe()
{
    QFETCH(bool, withLength);
    const std::string uuid = "zzzzz-4zz18-0123456789abcde";
    const auto text = std::string(70 << 20, 'x');
    const auto body = R"({"uuid": ")" + uuid + R"(", "manifest_text": ")" + text + R"("})";
    m_account->addFault("api",
                        withLength ? DemoAccount::statusFault(200, body)
                                   : DemoAccount::faultOf(Fault::Kind::Endless));
    const auto page = test::resultOf(m_api->groupsPage(home(), {}), 60000);
    QVERIFY(!page);
    QCOMPARE(page.error().code, Errc::BadReply);
    QVERIFY2(page.error().text.contains(QStringLiteral("67108864")), qPrintable(page.error().text));
    QVERIFY(!test::resultOf(m_api->user(home()), 60000));
    if (!withLength)
        return;
    const auto collection = test::resultOf(m_api->collection(QString::fromStdString(uuid)), 60000);
    QVERIFY2(collection, collection ? "" : qPrintable(collection.error().text));
    QCOMPARE(collection->manifestText.size(), qsizetype{70 << 20});
}

void tst_ArvadosApi::silentServerEndsWithTheTimeForAnAnswer()
{
    auto policy = quick();
    policy.tries = 2;
    policy.answer = 200ms;
    ArvadosApi api(*m_client, policy, &m_pool);
    m_account->addFault("api", DemoAccount::faultOf(Fault::Kind::Silence));
    const auto user = test::resultOf(api.currentUser());
    QVERIFY(!user);
    QCOMPARE(user.error().code, Errc::TimedOut);
    QCOMPARE(m_account->cluster.requestsSeen().size(), 2U);
}

void tst_ArvadosApi::partOfAnotherRecordIsABadReply()
{
    m_account->addFault(
        "api", DemoAccount::statusFault(200, R"({"uuid": "zzzzz-4zz18-0123456789abcde"})"));
    const Uuid asked{QStringLiteral("zzzzz-4zz18-0123456789abcdf")};
    QCOMPARE(test::resultOf(m_api->collectionVersion(asked)).error().code, Errc::BadReply);
    QCOMPARE(test::resultOf(m_api->collectionTraits(asked)).error().code, Errc::BadReply);
}

void tst_ArvadosApi::cancelEndsARetryingCall()
{
    ArvadosApi patient(*m_client);
    m_account->addFault("api", DemoAccount::statusFault(503));
    CancelSource source;
    QTimer::singleShot(100, this, [&source] { source.cancel(); });
    const auto user = test::resultOf(patient.currentUser(source.token()), 3000);
    QVERIFY(!user);
    QCOMPARE(user.error().code, Errc::Cancelled);
}

void tst_ArvadosApi::emptyOwnerIsRefused()
{
    const auto page = test::resultOf(m_api->collectionsPage(Uuid{}, Uuid{}));
    QVERIFY(!page);
    QCOMPARE(page.error().code, Errc::Invalid);
    QCOMPARE(requests(), 0U);
}

void tst_ArvadosApi::whatOthersShareComesWithItsOwners()
{
    const auto bob = demo::demoUserUuid("bob");
    demo::NewGroup made;
    made.owner = bob;
    for (const std::string kind : {"project", "filter", "role"}) {
        made.name = "shared " + kind;
        made.groupClass = kind;
        made.owner = kind == "role" ? store().systemUser() : bob;
        store().share(*store().addGroup(made), m_account->user, demo::Level::Read);
    }
    const auto page = test::resultOf(m_api->sharedPage(Uuid{}));
    QVERIFY2(page, page ? "" : qPrintable(page.error().text));
    QStringList names;
    for (const auto& group : page->groups) {
        QVERIFY(group.kind != ContentItem::Kind::Other);
        names += group.name;
    }
    QVERIFY(names.contains(QStringLiteral("shared project")));
    QVERIFY(names.contains(QStringLiteral("shared filter")));
    QVERIFY(page->isLast);
    QCOMPARE(page->users.size(), 1);
    QCOMPARE(page->users.at(0).uuid.text, QString::fromStdString(bob));
    QCOMPARE(page->users.at(0).firstName, QStringLiteral("Bob"));
}

void tst_ArvadosApi::everyPageOfWhatIsSharedComes()
{
    const auto bob = demo::demoUserUuid("bob");
    demo::NewGroup made;
    made.owner = bob;
    for (int i = 0; i < 1100; ++i) {
        made.name = "many " + std::to_string(i);
        store().share(*store().addGroup(made), m_account->user, demo::Level::Read);
    }
    std::set<QString> uuids;
    Uuid last;
    for (bool more = true; more;) {
        const auto page = test::resultOf(m_api->sharedPage(last));
        QVERIFY2(page, page ? "" : qPrintable(page.error().text));
        for (const auto& group : page->groups)
            uuids.insert(group.uuid.text);
        last = page->last;
        more = !page->isLast;
    }
    QVERIFY(uuids.size() >= 1100);
    QVERIFY(requests() == 2U);
}

QTEST_GUILESS_MAIN(tst_ArvadosApi)
#include "tst_arvadosapi.moc"
