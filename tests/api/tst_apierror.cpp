// SPDX-License-Identifier: Apache-2.0
#include "api/apierror.h"

#include <QtTest>

using namespace arv;

namespace {

Error errorOf(int status, const QByteArray& body = {})
{
    HttpReply reply;
    reply.status = status;
    reply.body = body;
    return apiError(QStringLiteral("the call"), reply);
}

QByteArray saying(const QString& text)
{
    return QJsonDocument(QJsonObject{{QStringLiteral("errors"), QJsonArray{text}}}).toJson();
}

const auto nameTaken =
    QStringLiteral("//railsapi.internal/arvados/v1/collections: 422 Unprocessable Content: "
                   "#<ActiveRecord::RecordNotUnique:\"PG::UniqueViolation: ERROR:  duplicate key "
                   "value violates unique constraint \\\"index_collections_on_owner_uuid_and_name"
                   "\\\"\\nDETAIL:  Key exists.\\n\"> (req-zjjsb8jhkete15m9pws1)");
const auto notLoggedIn =
    QStringLiteral("//railsapi.internal/arvados/v1/users/current: 401 Unauthorized: "
                   "Not logged in (req-1boobx0ccmyc1zbo98v6)");

} // namespace

class tst_ApiError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statusDecidesTheCode_data();
    void statusDecidesTheCode();
    void takenNameIsToldFromOtherRefusals();
    void reasonIsCutOutOfItsWrapping();
    void severalReasonsAreJoined();
    void bodyThatIsNoErrorGivesNoReason_data();
    void bodyThatIsNoErrorGivesNoReason();
    void controlCharactersAreMadeVisible();
    void replyWithoutLengthMayBeCutOff();
    void textIsShortAndHoldsNoToken();
};

void tst_ApiError::statusDecidesTheCode_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<Errc>("code");
    const auto row = [](int status, Errc code) { QTest::addRow("%d", status) << status << code; };
    row(400, Errc::Invalid);
    row(401, Errc::NotSignedIn);
    row(403, Errc::PermissionDenied);
    row(404, Errc::NotFound);
    row(405, Errc::Invalid);
    row(409, Errc::ServerError);
    row(413, Errc::TooLarge);
    row(422, Errc::Invalid);
    row(429, Errc::ServerError);
    row(500, Errc::ServerError);
    row(502, Errc::ServerError);
    row(503, Errc::ServerError);
    row(302, Errc::BadReply);
    row(101, Errc::BadReply);
}

void tst_ApiError::statusDecidesTheCode()
{
    QFETCH(int, status);
    QTEST(errorOf(status).code, "code");
    QVERIFY(errorOf(status).text.startsWith(QStringLiteral("the call: ")));
}

void tst_ApiError::takenNameIsToldFromOtherRefusals()
{
    QCOMPARE(errorOf(422, saying(nameTaken)).code, Errc::NameTaken);
    QCOMPARE(errorOf(422, R"({"errors":["name is too long"]})").code, Errc::Invalid);
}

void tst_ApiError::reasonIsCutOutOfItsWrapping()
{
    QCOMPARE(reasonIn(saying(notLoggedIn)), QStringLiteral("Not logged in"));
    QCOMPARE(errorOf(401, saying(QStringLiteral("Not logged in (req-1boobx0ccmyc1zbo98v6)"))).text,
             QStringLiteral("the call: 401 Not logged in"));
}

void tst_ApiError::severalReasonsAreJoined()
{
    QCOMPARE(reasonIn(R"({"errors":["one","two",5]})"), QStringLiteral("one; two"));
}

void tst_ApiError::bodyThatIsNoErrorGivesNoReason_data()
{
    QTest::addColumn<QByteArray>("body");
    for (const char* body : {"", "<html>504</html>", "[]", "5", "{", "{\"errors\":5}",
                             "{\"errors\":{}}", "\xff\xfe", "{\"errors\":[[]]}"})
        QTest::newRow(body) << QByteArray(body);
}

void tst_ApiError::bodyThatIsNoErrorGivesNoReason()
{
    QFETCH(QByteArray, body);
    QCOMPARE(errorOf(504, body).text, QStringLiteral("the call: 504"));
}

void tst_ApiError::controlCharactersAreMadeVisible()
{
    QCOMPARE(errorOf(400, R"({"errors":["a\u001b[31mb\nc\u009bd"]})").text,
             QStringLiteral("the call: 400 a\\x1b[31mb\\x0ac\\x9bd"));
}

void tst_ApiError::textIsShortAndHoldsNoToken()
{
    const auto text = errorOf(400,
                              "{\"errors\":[\"token v2/zzzzz-gj3su-alicetoken00000/secretsecret "
                                  + QByteArray(5000, '-') + "\"]}")
                          .text;
    QVERIFY(text.size() <= 300);
    QVERIFY(!text.contains(QStringLiteral("secretsecret")));
}

void tst_ApiError::replyWithoutLengthMayBeCutOff()
{
    HttpReply reply;
    reply.status = 200;
    for (const char* body : {"{\"items\":[{\"a\":1", "{", "", " \n"}) {
        reply.body = body;
        QVERIFY2(isCutOff(reply), body);
    }
    for (const char* body : {"{}", " {\"a\":1}\n", "<html>", "[]"}) {
        reply.body = body;
        QVERIFY2(!isCutOff(reply), body);
    }
    reply.body = "{";
    reply.headers.insert("content-length", "1");
    QVERIFY(!isCutOff(reply));
}

QTEST_GUILESS_MAIN(tst_ApiError)
#include "tst_apierror.moc"
