// SPDX-License-Identifier: Apache-2.0
#include "net/retry.h"

#include <QtTest>

using namespace arv;
using namespace std::chrono_literals;

namespace {

Result<HttpReply> replyOf(int status, const QByteArray& body = {}, const QByteArray& after = {})
{
    HttpReply reply;
    reply.status = status;
    reply.body = body;
    if (!after.isEmpty())
        reply.headers.insert("retry-after", after);
    return reply;
}

} // namespace

class tst_Retry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyPassingTroubleIsWorthAnotherTry_data();
    void onlyPassingTroubleIsWorthAnotherTry();
    void brokenConnectionIsWorthAnotherTry();
    void apiWaitDoublesUpToHalfAMinute();
    void keepWaitDoublesFromHalfASecond();
    void retryAfterIsSecondsOrADateUpToAMinute();
    void runEndsWithItsTries();
    void plainServerErrorIsTriedThreeTimes();
    void runEndsWithItsTime();
    void retryAfterReplacesTheSchedule();
};

void tst_Retry::onlyPassingTroubleIsWorthAnotherTry_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("verdict");
    const auto row = [](int status, const char* body, Verdict verdict) {
        QTest::addRow("%d %s", status, body) << status << QByteArray(body) << int(verdict);
    };
    for (const int status : {408, 409, 423, 429, 502, 503, 504})
        row(status, "", Verdict::Again);
    for (const int status : {200, 202, 400, 401, 403, 404, 405, 413, 422, 501, 507})
        row(status, "", Verdict::Final);
    row(500, "", Verdict::Twice);
    row(500, "{\"errors\":[\"failed: giving up after 1 attempt(s)\"]}", Verdict::Again);
    row(500, "{\"errors\":[\"dial tcp: connection refused\"]}", Verdict::Again);
    row(500, "{\"errors\":[\"unexpected EOF\"]}", Verdict::Again);
}

void tst_Retry::onlyPassingTroubleIsWorthAnotherTry()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QTEST(int(verdictOn(replyOf(status, body))), "verdict");
}

void tst_Retry::brokenConnectionIsWorthAnotherTry()
{
    const auto verdict = [](Errc code) { return verdictOn(Error{code, {}}); };
    QVERIFY(verdict(Errc::Unreachable) == Verdict::Again);
    QVERIFY(verdict(Errc::TimedOut) == Verdict::Again);
    QVERIFY(verdict(Errc::TooLarge) == Verdict::Final);
    QVERIFY(verdict(Errc::BadReply) == Verdict::Final);
    QVERIFY(verdict(Errc::Cancelled) == Verdict::Final);
}

void tst_Retry::apiWaitDoublesUpToHalfAMinute()
{
    const RetryPolicy policy;
    QCOMPARE(apiWait(policy, 1, 1.0), 2000ms);
    QCOMPARE(apiWait(policy, 2, 1.0), 4000ms);
    QCOMPARE(apiWait(policy, 4, 0.5), 8000ms);
    QCOMPARE(apiWait(policy, 5, 1.0), 30000ms);
    QCOMPARE(apiWait(policy, 1000, 1.0), 30000ms);
    QCOMPARE(apiWait(policy, 3, 0.0), 0ms);
}

void tst_Retry::keepWaitDoublesFromHalfASecond()
{
    const RetryPolicy policy;
    QCOMPARE(keepWait(policy, 1, 0.5), 500ms);
    QCOMPARE(keepWait(policy, 2, 0.5), 1000ms);
    QCOMPARE(keepWait(policy, 6, 0.5), 16000ms);
    QCOMPARE(keepWait(policy, 7, 0.5), 30000ms);
    QCOMPARE(keepWait(policy, 99, 0.5), 30000ms);
    QCOMPARE(keepWait(policy, 2, 0.0), 750ms);
    QCOMPARE(keepWait(policy, 2, 1.0), 1250ms);
}

void tst_Retry::retryAfterIsSecondsOrADateUpToAMinute()
{
    const QDateTime now(QDate(2026, 8, 7), QTime(19, 37, 21), Qt::UTC);
    QCOMPARE(retryAfter("5", now), 5000ms);
    QCOMPARE(retryAfter(" 0 ", now), 0ms);
    QCOMPARE(retryAfter("4000000000", now), 60000ms);
    QCOMPARE(retryAfter("Fri, 07 Aug 2026 19:37:31 GMT", now), 10000ms);
    QCOMPARE(retryAfter("Fri, 07 Aug 2026 19:00:00 GMT", now), 0ms);
    QCOMPARE(retryAfter("Sat, 08 Aug 2026 19:00:00 GMT", now), 60000ms);
    QVERIFY(!retryAfter("", now));
    QVERIFY(!retryAfter("-3", now));
    QVERIFY(!retryAfter("soon", now));
}

void tst_Retry::runEndsWithItsTries()
{
    RetryRun run({3, 5min, 1ms});
    QVERIFY(run.waitAfter(replyOf(503)));
    QVERIFY(run.waitAfter(Error{Errc::Unreachable, {}}));
    QVERIFY(!run.waitAfter(replyOf(503)));
}

void tst_Retry::plainServerErrorIsTriedThreeTimes()
{
    RetryRun run({10, 5min, 1ms});
    QVERIFY(run.waitAfter(replyOf(500)));
    QVERIFY(run.waitAfter(replyOf(500)));
    QVERIFY(!run.waitAfter(replyOf(500)));
}

void tst_Retry::runEndsWithItsTime()
{
    RetryRun run({10, 10s, 1ms});
    QVERIFY(run.waitAfter(replyOf(503, {}, "9")));
    QVERIFY(!run.waitAfter(replyOf(503, {}, "11")));
}

void tst_Retry::retryAfterReplacesTheSchedule()
{
    RetryRun run({10, 5min, 1ms});
    QCOMPARE(run.waitAfter(replyOf(429, {}, "7")), 7000ms);
    QVERIFY(run.waitAfter(replyOf(502, {}, "7")) < 100ms);
}

QTEST_GUILESS_MAIN(tst_Retry)
#include "tst_retry.moc"
