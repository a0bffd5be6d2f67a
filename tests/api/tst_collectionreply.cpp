// SPDX-License-Identifier: Apache-2.0
#include "api/collectionreply.h"
#include "api/jsonunescape.h"

#include <QJsonDocument>
#include <QtTest>

using namespace arv;

namespace {

const QByteArray uuid = "zzzzz-4zz18-9iclf2flp1oc4jt";

// A reply with this as the value of manifest_text, quotes and all. (No raw texts before the class:
// moc would not find it.)
QByteArray replyWith(const QByteArray& manifest)
{
    return "{\"uuid\":\"" + uuid + "\",\"manifest_text\":" + manifest
        + ",\"name\":\"n\",\"properties\":{\"manifest_text\":\"inner\","
          "\"a\":[\"manifest_text\",{\"b\":\"}\\\"\"}]}}";
}

Errc errorOf(const QByteArray& reply)
{
    const auto read = readCollection(reply);
    return read ? Errc::Internal : read.error().code;
}

} // namespace

class tst_CollectionReply : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void manifestIsUnescapedAsJsonSays_data();
    void manifestIsUnescapedAsJsonSays();
    void everyCharacterComesBack();
    void everythingElseIsRead();
    void placeOfTheManifestDoesNotMatter();
    void keyWrittenWithEscapesIsTheSameKey();
    void noManifestIsAnEmptyOne();
    void whatIsNoTextIsRefused_data();
    void whatIsNoTextIsRefused();
    void whatIsNoCollectionIsRefused_data();
    void whatIsNoCollectionIsRefused();
    void secondManifestIsRefused();
    void deepNestingIsRefusedWithoutACrash();
    void everyTruncationIsRefused();
    void brokenBytesNeverCrash();
    void longTextStaysInTheMemoryOfItsReply();
    void replyThatOthersHoldIsLeftAlone();
    void largestReplyIsRead();
};

void tst_CollectionReply::manifestIsUnescapedAsJsonSays_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray(R"("")") << QByteArray("");
    QTest::newRow("plain") << QByteArray(R"(". a+1 0:1:f")") << QByteArray(". a+1 0:1:f");
    QTest::newRow("all short ones")
        << QByteArray(R"("\"\\\/\b\f\n\r\t")") << QByteArray("\"\\/\b\f\n\r\t");
    QTest::newRow("octal of a manifest") << QByteArray(R"("a\\040b\n")") << QByteArray("a\\040b\n");
    QTest::newRow("signs that Go escapes")
        << QByteArray(R"("\u003c\u003e\u0026\u0040")") << QByteArray("<>&@");
    QTest::newRow("upper case") << QByteArray(R"("\u00E9\u00FF")")
                                << QByteArray("\xc3\xa9\xc3\xbf");
    QTest::newRow("NUL") << QByteArray(R"("a\u0000b")") << QByteArray("a\0b", 3);
    QTest::newRow("three bytes") << QByteArray(R"("\u2028\uffff")")
                                 << QByteArray("\xe2\x80\xa8\xef\xbf\xbf");
    QTest::newRow("pair") << QByteArray(R"("\ud83d\ude00\uDBFF\uDFFF")")
                          << QByteArray("\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf");
    QTest::newRow("raw UTF-8") << QByteArray("\"\xf0\x9f\x98\x80\xc3\xa9\"")
                               << QByteArray("\xf0\x9f\x98\x80\xc3\xa9");
    QTest::newRow("ends with a backslash") << QByteArray(R"("a\\")") << QByteArray("a\\");
    QTest::newRow("looks like more JSON")
        << QByteArray(R"("\",\"manifest_text\":\"x")") << QByteArray("\",\"manifest_text\":\"x");
}

void tst_CollectionReply::manifestIsUnescapedAsJsonSays()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, text);
    const auto read = readCollection(replyWith(json));
    QVERIFY2(read, read ? "" : qPrintable(read.error().text));
    QCOMPARE(read->manifestText, text);
    const auto whole = QJsonDocument::fromJson(replyWith(json)).object();
    QCOMPARE(whole[QStringLiteral("manifest_text")].toString().toUtf8(), text);
}

// Against QJson, which writes some of them escaped and some not.
void tst_CollectionReply::everyCharacterComesBack()
{
    QString all;
    for (char32_t c = 0; c < 0x10ffff; c += c < 0x3000 ? 1 : 97) {
        if (c < 0xd800 || c > 0xdfff)
            all += QString::fromUcs4(&c, 1);
    }
    QByteArray units;
    for (const QChar c : all)
        units += "\\u" + QByteArray::number(c.unicode(), 16).rightJustified(4, '0');
    const QJsonObject object{{QStringLiteral("uuid"), QString::fromLatin1(uuid)},
                             {QStringLiteral("manifest_text"), all}};
    const auto byQt = readCollection(QJsonDocument(object).toJson());
    QVERIFY(byQt);
    QVERIFY(byQt->manifestText == all.toUtf8());
    const auto escaped = readCollection(replyWith('"' + units + '"'));
    QVERIFY(escaped);
    QVERIFY(escaped->manifestText == all.toUtf8());
}

void tst_CollectionReply::everythingElseIsRead()
{
    const auto read = readCollection(replyWith(R"("text")"));
    QVERIFY(read);
    QCOMPARE(read->uuid.text, QString::fromLatin1(uuid));
    QCOMPARE(read->name, QStringLiteral("n"));
    const auto whole = QJsonDocument::fromJson(replyWith(R"("")")).object();
    QCOMPARE(read->record, whole);
}

void tst_CollectionReply::placeOfTheManifestDoesNotMatter()
{
    for (const auto& reply : {R"({"manifest_text":"m","uuid":")" + uuid + R"("})",
                              R"( {"uuid":")" + uuid + R"(" , "manifest_text" : "m" } )"}) {
        const auto read = readCollection(reply);
        QVERIFY2(read, reply);
        QCOMPARE(read->manifestText, QByteArray("m"));
    }
}

void tst_CollectionReply::keyWrittenWithEscapesIsTheSameKey()
{
    const auto read =
        readCollection(R"({"uuid":")" + uuid + R"(","manifest\u005ftext":"a\\040b"})");
    QVERIFY(read);
    QCOMPARE(read->manifestText, QByteArray("a\\040b"));
}

void tst_CollectionReply::noManifestIsAnEmptyOne()
{
    const auto none = readCollection(R"({"uuid":")" + uuid + R"("})");
    QVERIFY(none);
    QVERIFY(none->manifestText.isEmpty());
    const auto null = readCollection(replyWith("null"));
    QVERIFY(null);
    QVERIFY(null->manifestText.isEmpty());
}

void tst_CollectionReply::whatIsNoTextIsRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const QByteArray text : {R"("\x")",
                                  R"("\")",
                                  R"("\u")",
                                  R"("\u12")",
                                  R"("\u12g4")",
                                  R"("\u+123")",
                                  R"("\ud800")",
                                  R"("\udc00")",
                                  R"("\ud800\ud800")",
                                  R"("\ud800\n")",
                                  R"("\ud800\u")",
                                  R"("\ud83dx")",
                                  "\"\xff\"",
                                  "\"\xc3\"",
                                  "\"\xed\xa0\x80\"",
                                  "\"\xc0\xaf\"",
                                  "\"\xf4\x90\x80\x80\"",
                                  "\"a\nb\"",
                                  "\"\x01\"",
                                  "1",
                                  "true",
                                  "[]",
                                  "{}",
                                  R"(["x"])",
                                  "x",
                                  "",
                                  R"("a""b")"})
        QTest::newRow(text.toHex() + ' ' + text.simplified()) << text;
}

void tst_CollectionReply::whatIsNoTextIsRefused()
{
    QFETCH(QByteArray, json);
    QCOMPARE(errorOf(replyWith(json)), Errc::BadReply);
}

void tst_CollectionReply::whatIsNoCollectionIsRefused_data()
{
    QTest::addColumn<QByteArray>("reply");
    for (const QByteArray reply :
         {"", "x", "{", "[", "[]", "\"", "\"manifest_text\":\"x\"", "{}", "null", "{]}",
          R"(["manifest_text":"x"])", R"({"manifest_text":"x"})",
          R"({"uuid":"zzzzz-4zz18-9iclf2flp1oc4jt" "manifest_text":"x"})",
          R"({"a":"manifest_text":"x","uuid":"zzzzz-4zz18-9iclf2flp1oc4jt"})",
          R"({"uuid":"zzzzz-4zz18-9iclf2flp1oc4jt","manifest_text":"x"}})",
          R"({"uuid":"zzzzz-4zz18-9iclf2flp1oc4jt","name":1,"manifest_text":"x"})",
          R"({"uuid":1,"manifest_text":"x"})", R"({"uuid":"zzzzz","manifest_text":"x"})",
          R"({\"manifest_text":"x","uuid":"zzzzz-4zz18-9iclf2flp1oc4jt"})"})
        QTest::newRow("reply " + reply) << reply;
}

void tst_CollectionReply::whatIsNoCollectionIsRefused()
{
    QFETCH(QByteArray, reply);
    QCOMPARE(errorOf(reply), Errc::BadReply);
}

void tst_CollectionReply::secondManifestIsRefused()
{
    const auto begin = R"({"uuid":")" + uuid + R"(",)";
    QCOMPARE(errorOf(begin + R"("manifest_text":"a","manifest_text":"b"})"), Errc::BadReply);
    QCOMPARE(errorOf(begin + R"("manifest_text":"a","manifest_text":""})"), Errc::BadReply);
    QCOMPARE(errorOf(begin + R"("manifest_text":"a","manifest\u005ftext":"b"})"), Errc::BadReply);
}

void tst_CollectionReply::deepNestingIsRefusedWithoutACrash()
{
    for (const QByteArray bracket : {"[", "{\"a\":"}) {
        const auto deep = bracket.repeated(1000000);
        QCOMPARE(errorOf(deep), Errc::BadReply);
        QCOMPARE(errorOf(R"({"uuid":")" + uuid + R"(","manifest_text":"x","a":)" + deep),
                 Errc::BadReply);
    }
    QCOMPARE(errorOf(QByteArray(1000000, ']') + "\"manifest_text\":\"x\""), Errc::BadReply);
}

void tst_CollectionReply::everyTruncationIsRefused()
{
    const auto whole = replyWith(R"(". \"\\040\u0040\ud83d\ude00")");
    QVERIFY(readCollection(whole));
    for (qsizetype i = 0; i < whole.size(); ++i)
        QCOMPARE(errorOf(whole.left(i)), Errc::BadReply);
}

// Whatever comes: an answer, and the same as QJson's where both take it.
void tst_CollectionReply::brokenBytesNeverCrash()
{
    const auto whole = replyWith(R"(". \"\\040\u0040\ud83d\ude00")");
    for (qsizetype i = 0; i < whole.size(); ++i) {
        for (const char c :
             {'"', '\\', '{', '}', '[', ']', ',', ':', ' ', 'u', '\0', '\n', '\x80'}) {
            for (const auto& text :
                 {whole.left(i) + c + whole.mid(i), whole.left(i) + c + whole.mid(i + 1)}) {
                const auto read = readCollection(text);
                if (!read)
                    continue;
                const auto byQt = QJsonDocument::fromJson(text).object();
                QVERIFY2(byQt[QStringLiteral("manifest_text")].toString().toUtf8()
                             == read->manifestText,
                         text);
            }
        }
    }
}

void tst_CollectionReply::longTextStaysInTheMemoryOfItsReply()
{
    auto reply = replyWith('"' + QByteArray(1 << 20, 'x') + R"(\n")");
    const char* const memory = reply.constData();
    const auto read = readCollection(std::move(reply));
    QVERIFY(read);
    QCOMPARE(read->manifestText.size(), (1 << 20) + 1);
    QVERIFY(read->manifestText.constData() == memory);
}

void tst_CollectionReply::replyThatOthersHoldIsLeftAlone()
{
    const auto reply = replyWith(R"("a\nb")");
    const auto copy = QByteArray(reply.constData(), reply.size());
    QVERIFY(readCollection(reply));
    QCOMPARE(reply, copy);
}

void tst_CollectionReply::largestReplyIsRead()
{
    const qsizetype size = (256 << 20) - 2000; // what a reply may have at most
    const auto read = readCollection(replyWith('"' + QByteArray(size, 'x') + '"'));
    QVERIFY(read);
    QCOMPARE(read->manifestText.size(), size);
    const auto slashes = readCollection(replyWith('"' + QByteArray(1 << 26, '\\') + '"'));
    QVERIFY(slashes);
    QCOMPARE(slashes->manifestText.size(), 1 << 25);
    QCOMPARE(errorOf(replyWith('"' + QByteArray((1 << 26) + 1, '\\') + '"')), Errc::BadReply);
    const auto quotes = readCollection(replyWith('"' + QByteArray("\\\"").repeated(1 << 25) + '"'));
    QVERIFY(quotes);
    QCOMPARE(quotes->manifestText.size(), 1 << 25);
}

QTEST_APPLESS_MAIN(tst_CollectionReply)
#include "tst_collectionreply.moc"
