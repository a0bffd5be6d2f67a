// SPDX-License-Identifier: Apache-2.0
#include "api/apierror.h"
#include "api/pages.h"
#include "api/records.h"

#include <QDirIterator>
#include <QtTest>

using namespace arv;

namespace {

template <class T>
Result<void> readAs(const QJsonObject& json)
{
    const auto read = T::fromJson(json);
    if (!read)
        return read.error();
    return done();
}

Result<void> readList(const QJsonObject& json)
{
    const auto page = contentsPage(json, Uuid{});
    if (!page)
        return page.error();
    const auto there = json.value(QStringLiteral("items")).toArray();
    for (const auto& item : there) {
        const auto read = ContentItem::fromJson(item.toObject());
        if (!read)
            return read.error();
    }
    return done();
}

Result<void> readServices(const QJsonObject& json)
{
    for (const auto& item : json.value(QStringLiteral("items")).toArray()) {
        const auto read = KeepServiceRecord::fromJson(item.toObject());
        if (!read)
            return read.error();
    }
    return done();
}

// Some were recorded without selecting the uuid, which we always do.
QJsonObject withUuids(QJsonObject json)
{
    const auto key = QStringLiteral("uuid");
    const auto uuid = QStringLiteral("zzzzz-4zz18-000000000000000");
    auto items = json.value(QStringLiteral("items")).toArray();
    if (!json.contains(key))
        json.insert(key, uuid);
    for (auto&& item : items) {
        auto object = item.toObject();
        if (!object.contains(key))
            object.insert(key, uuid);
        item = object;
    }
    if (!items.isEmpty())
        json.insert(QStringLiteral("items"), items);
    return json;
}

using Reader = Result<void> (*)(const QJsonObject&);

const QHash<QString, Reader>& readers()
{
    static const QHash<QString, Reader> all{
        {QStringLiteral("arvados#collection"), readAs<Collection>},
        {QStringLiteral("arvados#group"), readAs<Group>},
        {QStringLiteral("arvados#user"), readAs<User>},
        {QStringLiteral("arvados#apiClientAuthorization"), readAs<TokenInfo>},
        {QStringLiteral("discovery#restDescription"), readAs<Discovery>},
        {QStringLiteral("arvados#keepServiceList"), readServices},
        {QStringLiteral("arvados#objectList"), readList},
        {QStringLiteral("arvados#groupList"), readList},
        {QStringLiteral("arvados#collectionList"), readList}};
    return all;
}

} // namespace

// What a real cluster answered, through our readers.
class tst_Recorded : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRecordedReplyIsRead_data();
    void everyRecordedReplyIsRead();
    void recordedConfigurationIsRead();
};

void tst_Recorded::everyRecordedReplyIsRead_data()
{
    QTest::addColumn<QJsonObject>("response");
    QDirIterator files(QStringLiteral(ARV_TEST_DATA "/golden/api"), {QStringLiteral("*.json")},
                       QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto recorded = QJsonDocument::fromJson(file.readAll()).object();
        QTest::addRow("%s", qPrintable(recorded.value(QStringLiteral("case")).toString()))
            << recorded.value(QStringLiteral("response")).toObject();
    }
}

void tst_Recorded::everyRecordedReplyIsRead()
{
    QFETCH(QJsonObject, response);
    const auto status = response.value(QStringLiteral("status")).toInt();
    const auto body = response.value(QStringLiteral("body_json")).toObject();
    if (status >= 400) {
        HttpReply reply;
        reply.status = status;
        reply.body = QJsonDocument(body).toJson();
        const auto error = apiError(QStringLiteral("call"), reply);
        QVERIFY2(!error.text.contains(QStringLiteral("railsapi")), qPrintable(error.text));
        return;
    }
    const auto reader = readers().value(body.value(QStringLiteral("kind")).toString());
    if (!reader)
        return;
    const auto read = reader(withUuids(body));
    QVERIFY2(read, read ? "" : qPrintable(read.error().text));
}

void tst_Recorded::recordedConfigurationIsRead()
{
    QFile file(QStringLiteral(ARV_TEST_DATA "/golden/api/config.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto recorded = QJsonDocument::fromJson(file.readAll()).object();
    const auto body = recorded.value(QStringLiteral("response"))
                          .toObject()
                          .value(QStringLiteral("body_json"))
                          .toObject();
    const auto config = ClusterConfig::fromJson(body);
    QVERIFY2(config, config ? "" : qPrintable(config.error().text));
    QCOMPARE(config->clusterId, QStringLiteral("zzzzz"));
}

QTEST_GUILESS_MAIN(tst_Recorded)
#include "tst_recorded.moc"
