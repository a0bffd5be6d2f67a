// SPDX-License-Identifier: Apache-2.0
#include "api/query.h"

#include <QtTest>

using namespace arv;

namespace {

QByteArray encoded(const ListQuery& query)
{
    return encodedParameters(query.parameters());
}

} // namespace

class tst_Query : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyQueryHasNoParameters();
    void everyPartBecomesAParameter();
    void plusSignIsEncoded();
    void textsThatLookLikeJsonAreQuoted();
    void numbersAndFlagsAreJson();
    void shortQueryIsAGet();
    void longQueryIsAPostWithTheMethodInAHeader();
    void oddCharactersSurvive();
};

void tst_Query::emptyQueryHasNoParameters()
{
    QVERIFY(ListQuery().parameters().isEmpty());
}

void tst_Query::everyPartBecomesAParameter()
{
    ListQuery query;
    query.where(QStringLiteral("uuid"), QStringLiteral(">"), QStringLiteral("zz"));
    query.where(QStringLiteral("uuid"), QStringLiteral("is_a"),
                QJsonArray{QStringLiteral("arvados#group")});
    query.selecting({QStringLiteral("uuid"), QStringLiteral("name")});
    query.orderedBy(QStringLiteral("uuid asc")).atMost(1000).withoutCount();
    query.including(QStringLiteral("owner_uuid"));
    QCOMPARE(
        encoded(query),
        QByteArray("filters=%5B%5B%22uuid%22%2C%22%3E%22%2C%22zz%22%5D%2C%5B%22uuid%22%2C%22is_"
                   "a%22%2C%5B%22arvados%23group%22%5D%5D%5D&select=%5B%22uuid%22%2C%22name%22%"
                   "5D&order=%5B%22uuid%20asc%22%5D&limit=1000&count=none&include=owner_uuid"));
}

void tst_Query::plusSignIsEncoded()
{
    ListQuery query;
    query.where(QStringLiteral("portable_data_hash"), QStringLiteral("="), QStringLiteral("ab+3"));
    query.with(QStringLiteral("uuid"), QStringLiteral("ab+3"));
    QVERIFY(!encoded(query).contains('+'));
    QVERIFY(encoded(query).contains("ab%2B3%22"));
    QVERIFY(encoded(query).endsWith("uuid=ab%2B3"));
}

void tst_Query::textsThatLookLikeJsonAreQuoted()
{
    for (const auto* text : {"[old]", "{x", "\"q\"", "null", ""}) {
        ListQuery query;
        query.with(QStringLiteral("name"), QLatin1String(text));
        QString quoted = QLatin1String(text);
        quoted.replace(u'"', QStringLiteral("\\\""));
        QCOMPARE(query.parameters().first().second, u'"' + quoted + u'"');
    }
}

void tst_Query::numbersAndFlagsAreJson()
{
    ListQuery query;
    query.with(QStringLiteral("recursive"), true).with(QStringLiteral("offset"), 5);
    QCOMPARE(encoded(query), QByteArray("recursive=true&offset=5"));
}

void tst_Query::shortQueryIsAGet()
{
    ListQuery query;
    query.atMost(5);
    const auto request = requestFor(QStringLiteral("arvados/v1/groups"), query);
    QCOMPARE(request.method, QByteArray("GET"));
    QCOMPARE(request.target, QStringLiteral("arvados/v1/groups"));
    QCOMPARE(request.query.size(), 1);
    QVERIFY(request.body.isEmpty());
}

void tst_Query::longQueryIsAPostWithTheMethodInAHeader()
{
    ListQuery query;
    query.where(QStringLiteral("name"), QStringLiteral("="), QString(1600, u'+'));
    const auto request = requestFor(QStringLiteral("arvados/v1/groups"), query);
    QCOMPARE(request.method, QByteArray("POST"));
    QVERIFY(request.query.isEmpty());
    QCOMPARE(request.contentType, QByteArray("application/x-www-form-urlencoded"));
    QCOMPARE(request.headers.first().first, QByteArray("X-Http-Method-Override"));
    QCOMPARE(request.headers.first().second, QByteArray("GET"));
    QCOMPARE(request.body, encoded(query));
    QVERIFY(request.body.contains("%2B%2B"));
}

void tst_Query::oddCharactersSurvive()
{
    ListQuery query;
    const auto odd = QStringLiteral("a&b=c#d%e\"f\\g\n\u00fc\U0001F600");
    query.where(QStringLiteral("name"), QStringLiteral("="), odd);
    const auto json = QByteArray::fromPercentEncoding(encoded(query).mid(8));
    QCOMPARE(QJsonDocument::fromJson(json).array().first().toArray().at(2).toString(), odd);
}

QTEST_GUILESS_MAIN(tst_Query)
#include "tst_query.moc"
