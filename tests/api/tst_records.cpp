// SPDX-License-Identifier: Apache-2.0
#include "api/records.h"

#include "base/idforms.h"

#include <QtTest>

using namespace arv;

namespace {

QJsonObject json(const QByteArray& text)
{
    QJsonParseError trouble;
    const auto document = QJsonDocument::fromJson(text, &trouble);
    if (!document.isObject())
        qFatal("test data: %s", qPrintable(trouble.errorString()));
    return document.object();
}

const QByteArray collectionText =
    R"({"kind":"arvados#collection","etag":"","uuid":"zzzzz-4zz18-9iclf2flp1oc4jt",
"owner_uuid":"zzzzz-j7d0g-27196g67e0c7v2j","name":"foo and bar",
"portable_data_hash":"035172cc46da596f3972d9426904339e+96",
"manifest_text":". acbd18db4cc2f85cedef654fccc4a4d8+3 0:3:foo.txt\n",
"modified_at":"2026-11-22T08:26:03.878954000Z","properties":{"n":1},"replication_desired":null,
"current_version_uuid":"zzzzz-4zz18-9iclf2flp1oc4jt","trash_at":null,"is_trashed":false})";

const QByteArray itemText =
    R"({"kind":"arvados#collection","uuid":"zzzzz-4zz18-000000000000001","name":"n1",
"owner_uuid":"zzzzz-j7d0g-m2uxu84skvdmvrc","modified_at":"2026-11-22T08:36:58.449786000Z",
"portable_data_hash":"83367e8913dcec0bf3fc25ed5a27eacb+49",
"current_version_uuid":"zzzzz-4zz18-000000000000001","file_count":1,"file_size_total":3,
"properties":{}})";

} // namespace

class tst_Records : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void uuidsAreKnownByTheirForm();
    void timestampsAreReadToTheNanosecond_data();
    void timestampsAreReadToTheNanosecond();
    void collectionIsRead();
    void collectionByHashIsRead();
    void groupIsRead();
    void userIsRead();
    void tokenIsRead();
    void tokenWithoutExpiryNeverExpires();
    void contentKindsAreTold();
    void keepServiceIsRead();
    void discoveryIsRead();
    void slashSubstitutionHasThreeStates();
    void missingOptionalKeysAreFine();
    void wrongTypeIsRefusedByName_data();
    void wrongTypeIsRefusedByName();
    void everyValueMayBeOfAnyType();
};

void tst_Records::uuidsAreKnownByTheirForm()
{
    QVERIFY(isUuid(QStringLiteral("zzzzz-4zz18-0a1b2c3d4e5f6g7")));
    QVERIFY(!isUuid(QStringLiteral("zzzzz-4zz18-0a1b2c3d4e5f6g")));
    QVERIFY(!isUuid(QStringLiteral("zzzzz-4zz18-0a1b2c3d4e5f6gA")));
    QVERIFY(!isUuid(QStringLiteral("zzzzz-4zz18-0a1b2c3d4e/../x")));
    QVERIFY(!isUuid(QStringLiteral("zzzzz-4zz1-80a1b2c3d4e5f6g7")));
    QVERIFY(!isUuid(QString()));
    QVERIFY(isPortableDataHash(QStringLiteral("035172cc46da596f3972d9426904339e+96")));
    QVERIFY(!isPortableDataHash(QStringLiteral("035172cc46da596f3972d9426904339e+96+K@abcde")));
    QVERIFY(isUuidOf(QStringLiteral("zzzzz-4zz18-0a1b2c3d4e5f6g7"), collectionInfix));
    QVERIFY(!isUuidOf(QStringLiteral("zzzzz-4zz18-0a1b2c3d4e5f6g7"), groupInfix));
    QVERIFY(!isPortableDataHash(QStringLiteral("035172cc46da596f3972d9426904339e")));
    QVERIFY(!isPortableDataHash(QStringLiteral("035172cc46da596f3972d9426904339e+")));
    QVERIFY(!isPortableDataHash(QStringLiteral("035172cc46da596f3972d9426904339e+9x")));
    QVERIFY(!isPortableDataHash(QStringLiteral("035172CC46da596f3972d9426904339e+96")));
    QCOMPARE(withoutHints(QStringLiteral("035172cc46da596f3972d9426904339e+96+Zx")),
             QStringLiteral("035172cc46da596f3972d9426904339e+96"));
}

void tst_Records::timestampsAreReadToTheNanosecond_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("nanoseconds");
    const auto row = [](const char* text, qint64 value) {
        QTest::newRow(text) << QString::fromLatin1(text) << value;
    };
    row("1970-01-01T00:00:01Z", 1000000000);
    row("2026-08-07T19:37:21.123456000Z", 1786131441123456000);
    row("2026-08-07T19:37:21.123456789Z", 1786131441123456789);
    row("2026-08-07T19:37:21.5Z", 1786131441500000000);
    row("1969-12-31T23:59:59.750000000Z", -250000000);
    row("2026-08-07T19:37:21.Z", 0);
    row("2026-08-07T19:37:21.1234567890Z", 0);
    row("2026-08-07T19:37:21.12x456Z", 0);
    row("2026-08-07T19:37:21", 0);
    row("2026-13-07T19:37:21Z", 0);
    row("9999-12-31T23:59:59Z", 0);
    row("0001-01-01T00:00:00Z", 0);
    row("yesterday", 0);
    row("", 0);
}

void tst_Records::timestampsAreReadToTheNanosecond()
{
    QFETCH(QString, text);
    QTEST(qint64(parseTimestamp(text)), "nanoseconds");
}

void tst_Records::collectionIsRead()
{
    const auto read = Collection::fromJson(json(collectionText));
    QVERIFY(read);
    QCOMPARE(read->uuid.text, QStringLiteral("zzzzz-4zz18-9iclf2flp1oc4jt"));
    QCOMPARE(read->ownerUuid.text, QStringLiteral("zzzzz-j7d0g-27196g67e0c7v2j"));
    QCOMPARE(read->name, QStringLiteral("foo and bar"));
    QCOMPARE(read->portableDataHash.text, QStringLiteral("035172cc46da596f3972d9426904339e+96"));
    QCOMPARE(read->manifestText, QByteArray(". acbd18db4cc2f85cedef654fccc4a4d8+3 0:3:foo.txt\n"));
    QCOMPARE(read->modifiedAt, 1795335963878954000);
    QCOMPARE(read->record.value(QStringLiteral("properties")).toObject().size(), 1);
}

void tst_Records::collectionByHashIsRead()
{
    const auto read = Collection::fromJson(
        json(R"({"uuid":"035172cc46da596f3972d9426904339e+96","name":null,"owner_uuid":"",
              "portable_data_hash":"035172cc46da596f3972d9426904339e+96","manifest_text":"",
              "modified_at":null})"));
    QVERIFY(read);
    QCOMPARE(read->uuid.text, read->portableDataHash.text);
    QCOMPARE(read->modifiedAt, 0);
}

void tst_Records::groupIsRead()
{
    const auto read = Group::fromJson(
        json(R"({"uuid":"zzzzz-j7d0g-k2xuezaqypcubfw","name":"Sub","group_class":"project",
              "owner_uuid":"zzzzz-j7d0g-27196g67e0c7v2j","can_write":true,
              "frozen_by_uuid":"zzzzz-tpzed-alice0000000000"})"));
    QVERIFY(read);
    QCOMPARE(read->groupClass, QStringLiteral("project"));
    QVERIFY(read->canWrite);
    QVERIFY(read->frozen);
}

void tst_Records::userIsRead()
{
    const auto read = User::fromJson(
        json(R"({"uuid":"zzzzz-tpzed-alice0000000000","username":"alice","email":"a@example.com",
              "full_name":"Alice Example","is_active":true,"is_admin":false})"));
    QVERIFY(read);
    QCOMPARE(read->fullName, QStringLiteral("Alice Example"));
    QVERIFY(read->isActive);
    QVERIFY(!read->isAdmin);
}

void tst_Records::tokenIsRead()
{
    const auto read =
        TokenInfo::fromJson(json(R"({"uuid":"zzzzz-gj3su-futuretoken0000","api_token":"secret",
              "owner_uuid":"zzzzz-tpzed-alice0000000000",
              "expires_at":"2040-01-01T00:00:00.000000000Z"})"));
    QVERIFY(read);
    QCOMPARE(*read->expiresAt, 2208988800000000000);
    QVERIFY(!TokenInfo::fromJson(
        json(R"({"uuid":"zzzzz-gj3su-futuretoken0000","expires_at":"never"})")));
}

void tst_Records::tokenWithoutExpiryNeverExpires()
{
    const auto read =
        TokenInfo::fromJson(json(R"({"uuid":"zzzzz-gj3su-futuretoken0000","expires_at":null})"));
    QVERIFY(read);
    QVERIFY(!read->expiresAt);
}

void tst_Records::contentKindsAreTold()
{
    using Kind = ContentItem::Kind;
    const auto kindOf = [](const char* kind, const char* groupClass) {
        auto object = json(itemText);
        object.insert(QStringLiteral("kind"), QLatin1String(kind));
        object.insert(QStringLiteral("group_class"), QLatin1String(groupClass));
        return ContentItem::fromJson(object)->kind;
    };
    QVERIFY(kindOf("arvados#collection", "") == Kind::Collection);
    QVERIFY(kindOf("arvados#group", "project") == Kind::Project);
    QVERIFY(kindOf("arvados#group", "filter") == Kind::FilterGroup);
    QVERIFY(kindOf("arvados#group", "role") == Kind::Other);
    QVERIFY(kindOf("arvados#workflow", "") == Kind::Workflow);
    QVERIFY(kindOf("arvados#containerRequest", "") == Kind::ContainerRequest);
    QVERIFY(kindOf("arvados#log", "") == Kind::Other);
    const auto item = ContentItem::fromJson(json(itemText));
    QCOMPARE(item->fileSizeTotal, 3);
    QCOMPARE(item->name, QStringLiteral("n1"));
}

void tst_Records::keepServiceIsRead()
{
    const auto read = KeepServiceRecord::fromJson(
        json(R"({"uuid":"zzzzz-bi6l4-887edefe27fc75f4","service_host":"127.0.0.1",
              "service_port":18107,"service_ssl_flag":false,"service_type":"disk",
              "read_only":false})"));
    QVERIFY(read);
    QCOMPARE(read->port, 18107);
    QVERIFY(!KeepServiceRecord::fromJson(
        json(R"({"uuid":"zzzzz-bi6l4-887edefe27fc75f4","service_host":"h","service_port":0})")));
    QVERIFY(!KeepServiceRecord::fromJson(
        json(R"({"uuid":"zzzzz-bi6l4-887edefe27fc75f4","service_host":"","service_port":1})")));
}

void tst_Records::discoveryIsRead()
{
    const auto read = Discovery::fromJson(
        json(R"({"uuidPrefix":"zzzzz","blobSignatureTtl":100,"defaultCollectionReplication":3,
              "websocketUrl":"wss://ws/","workbench2Url":"https://w/",
              "resources":{"groups":{"methods":{"shared":{}}}}})"));
    QVERIFY(read);
    QCOMPARE(read->blobSignatureTtl, 100);
    QCOMPARE(read->maxRequestSize, 134217728);
    QCOMPARE(read->defaultCollectionReplication, 3);
    QVERIFY(read->hasGroupsShared);
    QVERIFY(!Discovery::fromJson(json(R"({"uuidPrefix":"zzzzz"})"))->hasGroupsShared);
    QVERIFY(!Discovery::fromJson(json(R"({})")));
}

void tst_Records::slashSubstitutionHasThreeStates()
{
    const auto of = [](const char* collections) {
        return ClusterConfig::fromJson(
                   json(QByteArray(R"({"ClusterID":"zzzzz","Collections":)") + collections + "}"))
            ->slashSubstitution;
    };
    QVERIFY(of(R"({"ForwardSlashNameSubstitution":" - "})") == QStringLiteral(" - "));
    QVERIFY(of(R"({"ForwardSlashNameSubstitution":""})") == std::nullopt);
    QVERIFY(of("{}") == QStringLiteral("_"));
    QVERIFY(
        !ClusterConfig::fromJson(json(R"({"Collections":{"ForwardSlashNameSubstitution":5}})")));
}

void tst_Records::missingOptionalKeysAreFine()
{
    QVERIFY(Collection::fromJson(json(R"({"uuid":"zzzzz-4zz18-9iclf2flp1oc4jt"})")));
    QVERIFY(Group::fromJson(json(R"({"uuid":"zzzzz-j7d0g-k2xuezaqypcubfw"})")));
    QVERIFY(User::fromJson(json(R"({"uuid":"zzzzz-tpzed-alice0000000000"})")));
    QVERIFY(ContentItem::fromJson(json(R"({"uuid":"zzzzz-4zz18-000000000000001"})")));
    QVERIFY(!Collection::fromJson(json("{}")));
    QVERIFY(!Group::fromJson(json("{}")));
}

void tst_Records::wrongTypeIsRefusedByName_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char* key, const char* value) {
        QTest::addRow("%s %s", key, value) << QString::fromLatin1(key) << QByteArray(value);
    };
    row("uuid", "5");
    row("uuid", "\"../../etc\"");
    row("name", "[]");
    row("can_write", "\"true\"");
    row("file_count", "\"5\"");
    row("file_count", "-1");
    row("file_count", "1.5");
    row("file_size_total", "1e30");
    row("properties", "[]");
    row("modified_at", "5");
    row("portable_data_hash", "{}");
}

void tst_Records::wrongTypeIsRefusedByName()
{
    QFETCH(QString, key);
    QFETCH(QByteArray, value);
    auto object = json(itemText);
    object.insert(key, json("{\"v\":" + value + "}").value(QStringLiteral("v")));
    const auto read = ContentItem::fromJson(object);
    QVERIFY(!read);
    QCOMPARE(read.error().code, Errc::BadReply);
    QVERIFY2(read.error().text.contains(u'"' + key + u'"'), qPrintable(read.error().text));
}

void tst_Records::everyValueMayBeOfAnyType()
{
    const QList<QJsonValue> values{
        QJsonValue(),         true,          -1.5,          1e300,
        QString(70000, u'x'), QJsonArray{1}, QJsonObject{}, QStringLiteral("\u0000")};
    for (const auto& text : {collectionText, itemText}) {
        const auto whole = json(text);
        for (const auto& key : whole.keys()) {
            for (const auto& value : values) {
                auto object = whole;
                object.insert(key, value);
                (void)Collection::fromJson(object);
                (void)ContentItem::fromJson(object);
                (void)Group::fromJson(object);
            }
        }
    }
}

QTEST_GUILESS_MAIN(tst_Records)
#include "tst_records.moc"
