// SPDX-License-Identifier: Apache-2.0
#include "tree/jsontext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

using namespace arv;

class tst_JsonText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void looksAsPrescribed();
    void keysAreSortedByCodePointAtEveryLevel();
    void everyOddCharacterIsEscaped_data();
    void everyOddCharacterIsEscaped();
    void emptyThingsStayOnTheirLine();
    void valuesOfEveryKindAreWritten();
    void whatIsWrittenReadsBackTheSame();
};

void tst_JsonText::looksAsPrescribed()
{
    const QJsonObject record{
        {QStringLiteral("uuid"), QStringLiteral("zzzzz-4zz18-0a1b2c3d4e5f6g7")},
        {QStringLiteral("name"), QStringLiteral("caf\u00e9")},
        {QStringLiteral("properties"), QJsonObject()},
        {QStringLiteral("current_version_uuid"), QStringLiteral("zzzzz-4zz18-0a1b2c3d4e5f6g7")}};
    QCOMPARE(jsonText(record),
             QByteArray("{\n"
                        "    \"current_version_uuid\": "
                        "\"zzzzz-4zz18-0a1b2c3d4e5f6g7\",\n"
                        "    \"name\": \"caf\\u00e9\",\n"
                        "    \"properties\": {},\n"
                        "    \"uuid\": \"zzzzz-4zz18-0a1b2c3d4e5f6g7\"\n"
                        "}\n"));
}

void tst_JsonText::keysAreSortedByCodePointAtEveryLevel()
{
    // U+FFFD sorts before U+1F9EC, although its UTF-16 units sort behind.
    const QJsonObject inner{{QStringLiteral("\U0001F9EC"), 4},
                            {QStringLiteral("\uFFFD"), 3},
                            {QStringLiteral("a"), 2},
                            {QStringLiteral("Z"), 1}};
    const auto text = jsonText({{QStringLiteral("z"), QJsonArray{inner}},
                                {QStringLiteral("_"), 1},
                                {QStringLiteral("aa"), 2},
                                {QStringLiteral("a"), 3}});
    QCOMPARE(text,
             QByteArray("{\n"
                        "    \"_\": 1,\n"
                        "    \"a\": 3,\n"
                        "    \"aa\": 2,\n"
                        "    \"z\": [\n"
                        "        {\n"
                        "            \"Z\": 1,\n"
                        "            \"a\": 2,\n"
                        "            \"\\ufffd\": 3,\n"
                        "            \"\\ud83e\\uddec\": 4\n"
                        "        }\n"
                        "    ]\n"
                        "}\n"));
}

void tst_JsonText::everyOddCharacterIsEscaped_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QByteArray>("written");
    QTest::newRow("quote and backslash") << QStringLiteral("\"\\") << QByteArray("\\\"\\\\");
    QTest::newRow("short escapes") << QStringLiteral("\b\f\n\r\t") << QByteArray("\\b\\f\\n\\r\\t");
    QTest::newRow("other controls")
        << QString::fromUtf8("\0\x1f\x7f", 3) << QByteArray("\\u0000\\u001f\\u007f");
    QTest::newRow("slash as it is") << QStringLiteral("a/b") << QByteArray("a/b");
    QTest::newRow("Latin 1") << QStringLiteral("\u00ff") << QByteArray("\\u00ff");
    QTest::newRow("line separator") << QStringLiteral("\u2028") << QByteArray("\\u2028");
    QTest::newRow("surrogate pair") << QStringLiteral("\U0001F9EC") << QByteArray("\\ud83e\\uddec");
    QTest::newRow("last of all") << QStringLiteral("\U0010FFFF") << QByteArray("\\udbff\\udfff");
}

void tst_JsonText::everyOddCharacterIsEscaped()
{
    QFETCH(QString, value);
    QFETCH(QByteArray, written);
    QCOMPARE(jsonText({{QStringLiteral("k"), value}}), "{\n    \"k\": \"" + written + "\"\n}\n");
    QCOMPARE(jsonText({{value, 1}}), "{\n    \"" + written + "\": 1\n}\n");
}

void tst_JsonText::emptyThingsStayOnTheirLine()
{
    QCOMPARE(jsonText({}), QByteArray("{}\n"));
    const QJsonArray inner{QJsonArray(), QJsonObject()};
    QCOMPARE(jsonText({{QStringLiteral("list"), inner}}),
             QByteArray("{\n"
                        "    \"list\": [\n"
                        "        [],\n"
                        "        {}\n"
                        "    ]\n"
                        "}\n"));
}

void tst_JsonText::valuesOfEveryKindAreWritten()
{
    const QJsonObject record{{QStringLiteral("a"), QJsonValue()},
                             {QStringLiteral("b"), true},
                             {QStringLiteral("c"), false},
                             {QStringLiteral("d"), 9007199254740993LL}, // no double has this
                             {QStringLiteral("e"), -7},
                             {QStringLiteral("f"), 1.5}};
    QCOMPARE(jsonText(record),
             QByteArray("{\n"
                        "    \"a\": null,\n"
                        "    \"b\": true,\n"
                        "    \"c\": false,\n"
                        "    \"d\": 9007199254740993,\n"
                        "    \"e\": -7,\n"
                        "    \"f\": 1.5\n"
                        "}\n"));
}

void tst_JsonText::whatIsWrittenReadsBackTheSame()
{
    const QJsonObject record{
        {QStringLiteral("deep"),
         QJsonObject{{QStringLiteral("\u00e9\n"), QJsonArray{1, QString()}}}},
        {QStringLiteral("text"), QStringLiteral(". 0:3:a\\040b \U0001F9EC\n")}};
    QCOMPARE(QJsonDocument::fromJson(jsonText(record)).object(), record);
}

QTEST_GUILESS_MAIN(tst_JsonText)
#include "tst_jsontext.moc"
