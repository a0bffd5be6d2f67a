// SPDX-License-Identifier: Apache-2.0
#include "api/objectevent.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QtTest>

using namespace arv;

Q_DECLARE_METATYPE(arv::ObjectEvent::Type)

namespace {

QJsonObject parsed(const QByteArray& text)
{
    return QJsonDocument::fromJson(text).object();
}

// A rename into another project.
QJsonObject goodEvent()
{
    return parsed(R"({"msgID":7,"id":123457,"uuid":"zzzzz-57u5n-0a1b2c3d4e5f6g7",
        "object_uuid":"zzzzz-4zz18-0a1b2c3d4e5f6g7",
        "object_owner_uuid":"zzzzz-j7d0g-0123456789abcde","object_kind":"arvados#collection",
        "event_type":"update","event_at":"2026-08-07T19:37:21.123456Z",
        "properties":{
        "old_attributes":{"name":"run 12","owner_uuid":"zzzzz-j7d0g-000000000000000",
            "portable_data_hash":"d41d8cd98f00b204e9800998ecf8427e+0","is_trashed":false},
        "new_attributes":{"name":"run 13","owner_uuid":"zzzzz-j7d0g-0123456789abcde",
            "portable_data_hash":"acbd18db4cc2f85cedef654fccc4a4d8+45","is_trashed":true}}})");
}

QJsonObject with(const char* key, const QJsonValue& value)
{
    auto event = goodEvent();
    event.insert(QLatin1String(key), value);
    return event;
}

QJsonObject without(const char* key)
{
    auto event = goodEvent();
    event.remove(QLatin1String(key));
    return event;
}

QJsonValue nested(int depth)
{
    QJsonValue value;
    for (int i = 0; i < depth; ++i)
        value = QJsonObject{{QStringLiteral("properties"), value}};
    return value;
}

} // namespace

class tst_ObjectEvent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allThatAnEventSaysIsRead();
    void everyTypeIsRead_data();
    void everyTypeIsRead();
    void everyRecordedEventIsRead_data();
    void everyRecordedEventIsRead();
    void recordedTrashingIsAnUpdateToTrashed();
    void whatIsNoEventIsRefused_data();
    void whatIsNoEventIsRefused();
    void oddPartsAreLeftOut_data();
    void oddPartsAreLeftOut();
    void partsThatAreMissingSayNothing();
};

void tst_ObjectEvent::allThatAnEventSaysIsRead()
{
    const auto event = ObjectEvent::fromJson(goodEvent());
    QVERIFY2(event, event ? "" : qPrintable(event.error().text));
    QCOMPARE(event->type, ObjectEvent::Type::Update);
    QCOMPARE(event->id, 123457);
    QCOMPARE(event->message, 7);
    QCOMPARE(event->object.text, QStringLiteral("zzzzz-4zz18-0a1b2c3d4e5f6g7"));
    QCOMPARE(event->owner.text, QStringLiteral("zzzzz-j7d0g-0123456789abcde"));
    QCOMPARE(event->kind, QStringLiteral("arvados#collection"));
    QCOMPARE(event->before.name, QStringLiteral("run 12"));
    QCOMPARE(event->before.owner->text, QStringLiteral("zzzzz-j7d0g-000000000000000"));
    QCOMPARE(event->before.portableDataHash->text,
             QStringLiteral("d41d8cd98f00b204e9800998ecf8427e+0"));
    QCOMPARE(event->before.isTrashed, false);
    QCOMPARE(event->after.name, QStringLiteral("run 13"));
    QCOMPARE(event->after.owner->text, QStringLiteral("zzzzz-j7d0g-0123456789abcde"));
    QCOMPARE(event->after.portableDataHash->text,
             QStringLiteral("acbd18db4cc2f85cedef654fccc4a4d8+45"));
    QCOMPARE(event->after.isTrashed, true);
}

void tst_ObjectEvent::everyTypeIsRead_data()
{
    QTest::addColumn<ObjectEvent::Type>("type");
    QTest::newRow("create") << ObjectEvent::Type::Create;
    QTest::newRow("update") << ObjectEvent::Type::Update;
    QTest::newRow("delete") << ObjectEvent::Type::Delete;
}

void tst_ObjectEvent::everyTypeIsRead()
{
    QFETCH(ObjectEvent::Type, type);
    const auto event =
        ObjectEvent::fromJson(with("event_type", QString::fromLatin1(QTest::currentDataTag())));
    QVERIFY(event);
    QCOMPARE(event->type, type);
}

void tst_ObjectEvent::everyRecordedEventIsRead_data()
{
    QTest::addColumn<QJsonObject>("frame");
    QDirIterator files(QStringLiteral(ARV_TEST_DATA "/golden/ws"), {QStringLiteral("*.json")},
                       QDir::Files);
    int events = 0;
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto recorded = QJsonDocument::fromJson(file.readAll()).object();
        const auto lines = recorded.value(QStringLiteral("transcript")).toArray();
        for (const auto& line : lines) {
            const auto frame =
                parsed(line.toObject().value(QStringLiteral("server")).toString().toUtf8());
            if (!frame.contains(QStringLiteral("msgID")))
                continue;
            QTest::addRow("%s, %d", qPrintable(recorded.value(QStringLiteral("case")).toString()),
                          ++events)
                << frame;
        }
    }
    QVERIFY(events >= 15);
}

void tst_ObjectEvent::everyRecordedEventIsRead()
{
    QFETCH(QJsonObject, frame);
    const auto event = ObjectEvent::fromJson(frame);
    QVERIFY2(event, event ? "" : qPrintable(event.error().text));
    QCOMPARE(event->message, frame.value(QStringLiteral("msgID")).toInteger());
    QVERIFY(event->id > 200);
    QCOMPARE(event->owner.text, QStringLiteral("zzzzz-tpzed-alice0000000000"));
    QVERIFY(event->kind.startsWith(QStringLiteral("arvados#")));
    QVERIFY(event->after.name.has_value());
    QCOMPARE(event->before.name.has_value(), event->type == ObjectEvent::Type::Update);
    const bool isCollection = event->kind == QStringLiteral("arvados#collection");
    QCOMPARE(event->after.portableDataHash.has_value(), isCollection);
}

void tst_ObjectEvent::recordedTrashingIsAnUpdateToTrashed()
{
    QFile file(QStringLiteral(ARV_TEST_DATA "/golden/ws/subscribe-event_type.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto lines = parsed(file.readAll()).value(QStringLiteral("transcript")).toArray();
    int trashings = 0;
    for (const auto& line : lines) {
        const auto event = ObjectEvent::fromJson(
            parsed(line.toObject().value(QStringLiteral("server")).toString().toUtf8()));
        if (event && event->before.isTrashed == false && event->after.isTrashed == true)
            ++trashings;
    }
    QCOMPARE(trashings, 1);
}

void tst_ObjectEvent::whatIsNoEventIsRefused_data()
{
    QTest::addColumn<QJsonObject>("json");
    const auto long_ = QString(1 << 20, u'a');
    QTest::newRow("nothing") << QJsonObject();
    QTest::newRow("a status") << parsed(R"({"status":200})");
    QTest::newRow("no type") << without("event_type");
    QTest::newRow("another type") << with("event_type", QStringLiteral("login"));
    QTest::newRow("type in capitals") << with("event_type", QStringLiteral("Update"));
    QTest::newRow("a number as type") << with("event_type", 1);
    QTest::newRow("a list as type") << with("event_type", QJsonArray{QStringLiteral("update")});
    QTest::newRow("a huge type") << with("event_type", long_);
    QTest::newRow("no object") << without("object_uuid");
    QTest::newRow("null as object") << with("object_uuid", QJsonValue());
    QTest::newRow("a number as object") << with("object_uuid", 12);
    QTest::newRow("a text as object") << with("object_uuid", QStringLiteral("../../etc/passwd"));
    QTest::newRow("a huge object") << with("object_uuid", long_);
    QTest::newRow("no id") << without("id");
    QTest::newRow("null as id") << with("id", QJsonValue());
    QTest::newRow("zero as id") << with("id", 0);
    QTest::newRow("a negative id") << with("id", -1);
    QTest::newRow("half an id") << with("id", 1.5);
    QTest::newRow("an id beyond all numbers") << with("id", 1e300);
    QTest::newRow("a text as id") << with("id", QStringLiteral("123457"));
}

void tst_ObjectEvent::whatIsNoEventIsRefused()
{
    QFETCH(QJsonObject, json);
    const auto event = ObjectEvent::fromJson(json);
    QVERIFY(!event);
    QCOMPARE(event.error().code, Errc::BadReply);
    QVERIFY2(event.error().text.size() < 200, qPrintable(event.error().text.left(300)));
}

void tst_ObjectEvent::oddPartsAreLeftOut_data()
{
    QTest::addColumn<QJsonObject>("json");
    const auto inside = [](const QJsonValue& attributes) {
        return with("properties",
                    QJsonObject{{QStringLiteral("old_attributes"), attributes},
                                {QStringLiteral("new_attributes"), attributes}});
    };
    QTest::newRow("a text as properties") << with("properties", QStringLiteral("x"));
    QTest::newRow("a list as properties") << with("properties", QJsonArray{1, 2});
    QTest::newRow("properties without end") << with("properties", nested(2000));
    QTest::newRow("a number as attributes") << inside(5);
    QTest::newRow("null as attributes") << inside(QJsonValue());
    QTest::newRow("wrong types inside") << inside(
        parsed(R"({"name":5,"owner_uuid":[],"portable_data_hash":{},"is_trashed":"no"})"));
    QTest::newRow("wrong forms inside") << inside(
        parsed(R"({"owner_uuid":"me","portable_data_hash":"acbd18db4cc2f85cedef654fccc4a4d8"})"));
}

void tst_ObjectEvent::oddPartsAreLeftOut()
{
    QFETCH(QJsonObject, json);
    json.insert(QStringLiteral("msgID"), QStringLiteral("seven"));
    json.insert(QStringLiteral("object_owner_uuid"), 3);
    json.insert(QStringLiteral("object_kind"), QString(1 << 20, u'k'));
    const auto event = ObjectEvent::fromJson(json);
    QVERIFY2(event, event ? "" : qPrintable(event.error().text));
    QCOMPARE(event->id, 123457);
    QCOMPARE(event->message, 0);
    QVERIFY(event->owner.isEmpty());
    QVERIFY(event->kind.isEmpty());
    for (const auto& state : {event->before, event->after}) {
        QVERIFY(!state.name);
        QVERIFY(!state.owner);
        QVERIFY(!state.portableDataHash);
        QVERIFY(!state.isTrashed);
    }
}

void tst_ObjectEvent::partsThatAreMissingSayNothing()
{
    const auto event = ObjectEvent::fromJson(
        parsed(R"({"id":1,"event_type":"delete","object_uuid":"zzzzz-4zz18-0a1b2c3d4e5f6g7"})"));
    QVERIFY2(event, event ? "" : qPrintable(event.error().text));
    QCOMPARE(event->message, 0);
    QVERIFY(event->owner.isEmpty());
    QVERIFY(!event->before.name && !event->after.name);
}

QTEST_GUILESS_MAIN(tst_ObjectEvent)
#include "tst_objectevent.moc"
