// SPDX-License-Identifier: Apache-2.0
#include "api/query.h"
#include "api/userfilters.h"

#include <QJsonDocument>
#include <QtTest>

using namespace arv;

using Table = UserFilters::Table;
Q_DECLARE_METATYPE(UserFilters::Table)

class tst_UserFilters : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsAreTaken_data();
    void listsAreTaken();
    void whatIsNoFilterIsNamed_data();
    void whatIsNoFilterIsNamed();
    void badItemIsCounted();
    void hostileTextIsRefused_data();
    void hostileTextIsRefused();
    void everyTableGetsItsOwn_data();
    void everyTableGetsItsOwn();
    void contentsKeepTheTables();
    void ourOwnConditionsStay();
    void equalTextsAreEqual();
};

namespace {

// One of every kind.
constexpr char mixed[] = R"j([["name","like","a%"], ["collections.name","=","c"],
    ["groups.group_class","=","project"], ["links.name","!=","x"], ["users.email","=","e"],
    ["properties.type","!=","log"], ["collections.properties.a.b","exists",true],
    "(created_at < modified_at)"])j";

QString filtersIn(const ListQuery& query)
{
    for (const auto& [name, value] : query.parameters()) {
        if (name == QLatin1String("filters"))
            return value;
    }
    return {};
}

QString compact(const char* json)
{
    return QString::fromUtf8(QJsonDocument::fromJson(json).toJson(QJsonDocument::Compact));
}

} // namespace

void tst_UserFilters::listsAreTaken_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("none") << QByteArray("[]");
    QTest::newRow("one") << QByteArray(R"j([["name","=","x"]])j");
    QTest::newRow("blanks around") << QByteArray(" \n[ [\"name\",\"=\",\"x\"] ]\n");
    QTest::newRow("any operand") << QByteArray(
        R"j([["a","in",[1,null]],["b","=",null],["c","=",{}]])j");
    QTest::newRow("expression") << QByteArray(R"j(["(a < b)"," ( a>=b ) ","(a = b)"])j");
    QTest::newRow("everything") << QByteArray(mixed);
}

void tst_UserFilters::listsAreTaken()
{
    QFETCH(QByteArray, json);
    const auto filters = UserFilters::parse(json);
    QVERIFY2(filters, qPrintable(filters ? QString() : filters.error().text));
    QCOMPARE(filters->isEmpty(), json == "[]");
}

void tst_UserFilters::whatIsNoFilterIsNamed_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("word");
    const auto row = [](const char* json, const char* word) {
        QTest::newRow(json) << QByteArray(json) << QString::fromLatin1(word);
    };
    row("", "JSON");
    row("[", "JSON");
    row("name = x", "JSON");
    row("{}", "list");
    row(R"j(["name","=","x"])j", "brackets"); // the outer list forgotten
    row(R"j([["name","="]])j", "attribute, operator and operand");
    row(R"j([["name","=","x","y"]])j", "attribute, operator and operand");
    row(R"j([{"name":"x"}])j", "attribute, operator and operand");
    row("[null]", "attribute, operator and operand");
    row("[7]", "attribute, operator and operand");
    row(R"j([[7,"=","x"]])j", "attribute");
    row(R"j([["","=","x"]])j", "attribute");
    row(R"j([["name",7,"x"]])j", "operator");
    row(R"j([["name","","x"]])j", "operator");
    row(R"j([["groups.","=","x"]])j", "table");
    row(R"j([""])j", "brackets");
    row(R"j(["a < b"])j", "brackets");
    row(R"j(["()"])j", "brackets");
    row(R"j(["(a < )"])j", "brackets");
    row(R"j(["(a ~ b)"])j", "brackets");
    row(R"j(["(a < b) or (c < d)"])j", "brackets");
}

void tst_UserFilters::whatIsNoFilterIsNamed()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, word);
    const auto filters = UserFilters::parse(json);
    QVERIFY(!filters);
    QCOMPARE(filters.error().code, Errc::Invalid);
    QVERIFY2(filters.error().text.contains(word), qPrintable(filters.error().text));
    QVERIFY(!filters.error().text.contains(u'\n'));
}

void tst_UserFilters::badItemIsCounted()
{
    const auto filters = UserFilters::parse(R"j([["a","=",1],"(a < b)",["b"]])j");
    QVERIFY(!filters);
    QVERIFY2(filters.error().text.contains(QStringLiteral("filter 3")),
             qPrintable(filters.error().text));
}

void tst_UserFilters::hostileTextIsRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("bottomless") << QByteArray(2'000'000, '[');
    QTest::newRow("not UTF-8") << QByteArray("[[\"\xff\xfe\",\"=\",1]]");
    QTest::newRow("NUL") << QByteArray("[[\"a\",\"=\",1]]\0]", 15);
    QTest::newRow("cut off") << QByteArray(mixed).left(40);
    QTest::newRow("endless expression") << QByteArray("[\"(" + QByteArray(1'000'000, 'a') + " "
                                                      + QByteArray(1'000'000, 'b') + "\"]");
}

void tst_UserFilters::hostileTextIsRefused()
{
    QFETCH(QByteArray, json);
    const auto filters = UserFilters::parse(json);
    QVERIFY(!filters);
    QVERIFY(filters.error().text.size() < 300);
}

void tst_UserFilters::everyTableGetsItsOwn_data()
{
    QTest::addColumn<Table>("table");
    QTest::addColumn<QByteArray>("own");
    QTest::newRow("groups") << Table::Groups << QByteArray(R"j(["group_class","=","project"])j");
    QTest::newRow("links") << Table::Links << QByteArray(R"j(["name","!=","x"])j");
    QTest::newRow("users") << Table::Users << QByteArray(R"j(["email","=","e"])j");
    QTest::newRow("collections") << Table::Collections << QByteArray(R"j(["name","=","c"])j");
}

void tst_UserFilters::everyTableGetsItsOwn()
{
    QFETCH(Table, table);
    QFETCH(QByteArray, own);
    ListQuery query;
    UserFilters::parse(mixed)->addTo(query, table);
    const bool isCollections = table == Table::Collections;
    const auto expected = QByteArray(R"j([["name","like","a%"],)j") + own
        + R"j(,["properties.type","!=","log"],)j"
        + (isCollections ? R"j(["properties.a.b","exists",true],)j" : "")
        + R"j("(created_at < modified_at)"])j";
    QCOMPARE(filtersIn(query), compact(expected.constData()));
}

void tst_UserFilters::contentsKeepTheTables()
{
    ListQuery query;
    UserFilters::parse(mixed)->addToContents(query);
    QCOMPARE(filtersIn(query), compact(R"j([["name","like","a%"], ["collections.name","=","c"],
        ["groups.group_class","=","project"], ["properties.type","!=","log"],
        ["collections.properties.a.b","exists",true], "(created_at < modified_at)"])j"));
}

void tst_UserFilters::ourOwnConditionsStay()
{
    ListQuery query;
    query.where(QStringLiteral("uuid"), QStringLiteral(">"), QStringLiteral("zz"));
    UserFilters::parse(R"j([["users.a","=",1]])j")->addTo(query, Table::Groups);
    QCOMPARE(filtersIn(query), compact(R"j([["uuid",">","zz"]])j"));
}

void tst_UserFilters::equalTextsAreEqual()
{
    const auto parsed = [](const char* json) { return *UserFilters::parse(json); };
    QVERIFY(parsed(R"j([["a","=",1]])j") == parsed(R"j([ ["a", "=", 1] ])j"));
    QVERIFY(!(parsed(R"j([["a","=",1]])j") == parsed(R"j([["a","=",2]])j")));
    QVERIFY(parsed("[]") == UserFilters());
}

QTEST_GUILESS_MAIN(tst_UserFilters)
#include "tst_userfilters.moc"
