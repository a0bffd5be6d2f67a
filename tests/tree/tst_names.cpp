// SPDX-License-Identifier: Apache-2.0
#include "tree/names.h"

#include "base/idforms.h"

#include <QtTest>

using namespace arv;

Q_DECLARE_METATYPE(std::optional<QString>)

class tst_Names : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordNamesBecomeFileNames_data();
    void recordNamesBecomeFileNames();
    void componentsOfManifestsBecomeFileNames_data();
    void componentsOfManifestsBecomeFileNames();
    void fileNamesMayMeanRecordNames_data();
    void fileNamesMayMeanRecordNames();
    void bytesThatAreNotUtf8MeanNoRecord_data();
    void bytesThatAreNotUtf8MeanNoRecord();
    void everyFileNameLeadsBackToItsRecord();
    void portableDataHashIsMatchedWhole_data();
    void portableDataHashIsMatchedWhole();
    void uuidIsMatchedWhole_data();
    void uuidIsMatchedWhole();
    void uuidHasAKind();
};

namespace {

const std::optional<QString> none;

std::optional<QString> with(const char* substitution)
{
    return QString::fromUtf8(substitution);
}

} // namespace

void tst_Names::recordNamesBecomeFileNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<std::optional<QString>>("substitution");
    QTest::addColumn<QByteArray>("shown");
    const auto row = [](const char* title, const QString& name,
                        const std::optional<QString>& substitution, const QByteArray& shown) {
        QTest::newRow(title) << name << substitution << shown;
    };
    row("plain", QStringLiteral("Reads 2026"), none, "Reads 2026");
    row("empty", QString(), none, "_");
    row("dot", QStringLiteral("."), none, "_");
    row("two dots", QStringLiteral(".."), none, "__");
    row("three dots are a name", QStringLiteral("..."), none, "...");
    row("hidden", QStringLiteral(".x"), none, ".x");
    row("slash without substitution", QStringLiteral("a/b/"), none, "a_b_");
    row("slash with substitution", QStringLiteral("a/b"), with("%2F"), "a%2Fb");
    row("longer substitution", QStringLiteral("/"), with(" - "), " - ");
    row("substitution that has a slash", QStringLiteral("a/b"), with("</>"), "a<_>b");
    row("substitution of nothing but a dot", QStringLiteral("/"), with("."), "_");
    row("substitution that makes two dots", QStringLiteral("//"), with("."), "__");
    row("NUL", QString::fromUtf8("a\0b", 3), none, "a_b");
    row("NUL with substitution", QString::fromUtf8("a\0/", 3), with("-"), "a_-");
    row("beyond ASCII", QStringLiteral("caf\u00e9 \U0001F9EC"), none,
        "caf\xc3\xa9 \xf0\x9f\xa7\xac");
    row("line feed", QStringLiteral("a\nb"), none, "a\nb");
}

void tst_Names::recordNamesBecomeFileNames()
{
    QFETCH(QString, name);
    QFETCH(std::optional<QString>, substitution);
    QFETCH(QByteArray, shown);
    QCOMPARE(fileName(name, substitution), shown);
}

void tst_Names::componentsOfManifestsBecomeFileNames_data()
{
    QTest::addColumn<QByteArray>("component");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("plain") << QByteArray("file.txt") << QByteArray("file.txt");
    QTest::newRow("not UTF-8") << QByteArray("\xff\xfe") << QByteArray("\xff\xfe");
    QTest::newRow("NUL") << QByteArray("a\0b", 3) << QByteArray("a_b");
    QTest::newRow("dot") << QByteArray(".") << QByteArray("_");
    QTest::newRow("two dots") << QByteArray("..") << QByteArray("__");
}

void tst_Names::componentsOfManifestsBecomeFileNames()
{
    QFETCH(QByteArray, component);
    QFETCH(QByteArray, shown);
    QCOMPARE(fileName(component.toStdString()), shown);
}

void tst_Names::fileNamesMayMeanRecordNames_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<std::optional<QString>>("substitution");
    QTest::addColumn<QStringList>("names");
    const QString typed = QStringLiteral("a_b");
    QTest::newRow("no substitution") << QByteArray("a_b") << none << QStringList{typed};
    QTest::newRow("substitution not in it") << QByteArray("a_b") << with("-") << QStringList{typed};
    QTest::newRow("substitution in it")
        << QByteArray("a_b") << with("_") << QStringList{typed, QStringLiteral("a/b")};
    QTest::newRow("several") << QByteArray("%2Fa%2F") << with("%2F")
                             << QStringList{QStringLiteral("%2Fa%2F"), QStringLiteral("/a/")};
}

void tst_Names::fileNamesMayMeanRecordNames()
{
    QFETCH(QByteArray, typed);
    QFETCH(std::optional<QString>, substitution);
    QFETCH(QStringList, names);
    QCOMPARE(recordNames(typed, substitution), names);
}

void tst_Names::bytesThatAreNotUtf8MeanNoRecord_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::newRow("no such byte") << QByteArray("a\xff");
    QTest::newRow("cut short at the end") << QByteArray("caf\xc3");
    QTest::newRow("continuation alone") << QByteArray("\xa9");
    QTest::newRow("overlong") << QByteArray("\xc0\xaf");
    QTest::newRow("half of a pair") << QByteArray("\xed\xa0\x80");
}

void tst_Names::bytesThatAreNotUtf8MeanNoRecord()
{
    QFETCH(QByteArray, typed);
    QVERIFY(recordNames(typed, none).isEmpty());
}

void tst_Names::everyFileNameLeadsBackToItsRecord()
{
    const QStringList names{QStringLiteral("plain"), QStringLiteral("a/b"),
                            QStringLiteral("\u00fc/\U0001F9EC"), QStringLiteral("/")};
    for (const auto& name : names) {
        const auto shown = fileName(name, with("%2F"));
        QVERIFY2(recordNames(shown, with("%2F")).contains(name), qPrintable(name));
    }
}

void tst_Names::portableDataHashIsMatchedWhole_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("is");
    const QByteArray hash("0123456789abcdef0123456789abcdef");
    QTest::newRow("one") << hash + "+123" << true;
    QTest::newRow("empty collection") << QByteArray("d41d8cd98f00b204e9800998ecf8427e+0") << true;
    QTest::newRow("no size") << hash + '+' << false;
    QTest::newRow("nothing but the hash") << hash << false;
    QTest::newRow("more hints") << hash + "+123+A0123" << false;
    QTest::newRow("file name") << hash + "+123.txt" << false;
    QTest::newRow("something before it") << 'x' + hash + "+123" << false;
    QTest::newRow("line feed behind it") << hash + "+123\n" << false;
    QTest::newRow("upper case") << hash.toUpper() + "+123" << false;
    QTest::newRow("31 digits") << hash.chopped(1) + "+123" << false;
    QTest::newRow("not a digit") << hash.chopped(1) + "g+123" << false;
    QTest::newRow("nothing") << QByteArray() << false;
}

void tst_Names::portableDataHashIsMatchedWhole()
{
    QFETCH(QByteArray, text);
    QTEST(isPortableDataHash(QString::fromUtf8(text)), "is");
}

void tst_Names::uuidIsMatchedWhole_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("is");
    const QByteArray uuid("zzzzz-4zz18-0a1b2c3d4e5f6g7");
    QTest::newRow("one") << uuid << true;
    QTest::newRow("of anything") << QByteArray("xxxxx-tpzed-000000000000000") << true;
    QTest::newRow("editor's copy") << uuid + '~' << false;
    QTest::newRow("file name") << uuid + ".txt" << false;
    QTest::newRow("line feed behind it") << uuid + '\n' << false;
    QTest::newRow("something before it") << ' ' + uuid << false;
    QTest::newRow("one short") << uuid.chopped(1) << false;
    QTest::newRow("upper case") << uuid.toUpper() << false;
    QTest::newRow("dash too many") << QByteArray("zzzzz-4zz18-0a1b2c3-4e5f6g7") << false;
    QTest::newRow("dash missing") << QByteArray("zzzzzx4zz18-0a1b2c3d4e5f6g7") << false;
    QTest::newRow("nothing") << QByteArray() << false;
}

void tst_Names::uuidIsMatchedWhole()
{
    QFETCH(QByteArray, text);
    QTEST(isUuid(QString::fromUtf8(text)), "is");
}

void tst_Names::uuidHasAKind()
{
    QVERIFY(isUuidOf(u"zzzzz-4zz18-0a1b2c3d4e5f6g7", collectionInfix));
    QVERIFY(isUuidOf(u"zzzzz-j7d0g-0a1b2c3d4e5f6g7", groupInfix));
    QVERIFY(!isUuidOf(u"zzzzz-tpzed-0a1b2c3d4e5f6g7", collectionInfix));
    QVERIFY(!isUuidOf(u"zzzzz-4zz18-0a1b2c3d4e5f6g", collectionInfix));
}

QTEST_GUILESS_MAIN(tst_Names)
#include "tst_names.moc"
