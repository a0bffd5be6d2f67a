// SPDX-License-Identifier: Apache-2.0
// Replays what a mount asked of a real cluster for each file system operation on the demo cluster,
// and compares what came back: status, every key, every value that request and records determine.
#include "demo/democluster.h"
#include "demo/signer.h"

#include "golden/jsondifference.h"
#include "golden/sessioncases.h"
#include "golden/sessionworld.h"
#include "golden/tlsexchange.h"

#include <QRegularExpression>
#include <QtTest>

#include <ctime>
#include <set>

using namespace arv;
using namespace arv::test;

namespace {

constexpr int recordedSessions = 53;

// Sessions that are not among the test's files, by the first and last number.
struct LeftOut
{
    int first;
    int last;
    const char* reason;
};

constexpr LeftOut leftOut[]{
    {11, 33, "it writes"},
    {42, 42, "it tries to write, and sends nothing"},
    {47, 48, "it writes"},
    {50, 50, "it writes"},
    {52, 52, "it saves all collections and asks nothing"},
};

// Values that belong to the recorded machine: where its services listened.
bool isFreeHere(const Difference& difference)
{
    static const QRegularExpression places(
        QStringLiteral("^/items/[0-9]+/service_(host|port|ssl_flag)$"));
    return places.match(QString::fromStdString(difference.where)).hasMatch();
}

QByteArray textOf(const std::vector<Difference>& differences)
{
    std::string text;
    for (const Difference& difference : differences)
        text += difference.where + ' ' + difference.what + '\n';
    return QByteArray::fromStdString(text.substr(0, 2000));
}

std::string hostOf(const std::string& url)
{
    return QUrl(QString::fromStdString(url)).authority().toStdString();
}

} // namespace

class TestGoldenSessions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyExchangeIsAsRecorded_data();
    void everyExchangeIsAsRecorded();
    void whatIsNotReplayedIsTold();

private:
    TlsReply replay(const SessionExchange& exchange) const;
    ApiCase signedAnew(const SessionExchange& exchange) const;

    std::map<int, Session> m_sessions;
    std::unique_ptr<SessionWorld> m_world;
    std::unique_ptr<demo::DemoCluster> m_cluster;
};

void TestGoldenSessions::initTestCase()
{
    m_sessions = loadSessions();
    m_world = std::make_unique<SessionWorld>(m_sessions);
    m_cluster = std::make_unique<demo::DemoCluster>();
    QVERIFY(m_cluster->start());
}

// The recorded signatures have run out, or will.
ApiCase TestGoldenSessions::signedAnew(const SessionExchange& exchange) const
{
    ApiCase fresh = exchange.asCase;
    const std::string locator = exchange.target().substr(1);
    const std::string bare = locator.substr(0, locator.find("+A"));
    const std::string token = exchange.asCase.request["headers"]["Authorization"];
    const auto expiry = static_cast<std::int64_t>(std::time(nullptr)) + 3600;
    fresh.request["target"] =
        '/' + m_cluster->signer().sign(bare, token.substr(token.find(' ') + 1), expiry);
    return fresh;
}

TlsReply TestGoldenSessions::replay(const SessionExchange& exchange) const
{
    const std::string ca = m_cluster->caFile();
    if (exchange.server == "api")
        return TlsExchange(m_cluster->apiHost(), ca).send(exchange.asCase);
    const int service = exchange.server == "keep1" ? 1 : 0;
    const TlsExchange keep(hostOf(m_cluster->keepBaseUrl(service)), ca);
    return keep.send(signedAnew(exchange));
}

void TestGoldenSessions::everyExchangeIsAsRecorded_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<int>("place");
    for (const auto& [number, session] : m_sessions)
        for (std::size_t i = 0; i < session.exchanges.size(); ++i)
            if (session.exchanges[i].whyNotReplayed().empty())
                QTest::newRow(session.exchanges[i].asCase.name.c_str())
                    << number << static_cast<int>(i);
}

void TestGoldenSessions::everyExchangeIsAsRecorded()
{
    QFETCH(int, number);
    QFETCH(int, place);
    m_world->fill(*m_cluster, number);
    const SessionExchange& exchange =
        m_sessions.at(number).exchanges.at(static_cast<std::size_t>(place));
    const TlsReply reply = replay(exchange);
    std::vector<Difference> found;
    compare(exchange.asCase.response["status"], reply.status, "status", found);
    if (exchange.replyLength >= 0)
        compare(exchange.replyLength, reply.body.size(), "length", found);
    const json body = json::parse(reply.body, nullptr, false);
    if (!exchange.reply.is_null())
        compare(exchange.reply, body, "", found);
    else if (exchange.server == "api" && !body.is_object())
        found.push_back({"body", "is no object"});
    found.erase(std::remove_if(found.begin(), found.end(), isFreeHere), found.end());
    QVERIFY2(found.empty(), textOf(found).constData());
}

void TestGoldenSessions::whatIsNotReplayedIsTold()
{
    std::set<int> told;
    for (const LeftOut& some : leftOut)
        for (int number = some.first; number <= some.last; ++number) {
            QVERIFY(m_sessions.count(number) == 0 && told.insert(number).second);
            qInfo("session %d is not replayed: %s", number, some.reason);
        }
    std::size_t replayed = 0;
    std::size_t exchanges = 0;
    for (const auto& [number, session] : m_sessions)
        for (const SessionExchange& exchange : session.exchanges) {
            const std::string reason = exchange.whyNotReplayed();
            ++exchanges;
            replayed += reason.empty() ? 1 : 0;
            if (!reason.empty())
                qInfo("%s is not replayed: %s", exchange.asCase.name.c_str(), reason.c_str());
        }
    QCOMPARE(static_cast<int>(m_sessions.size() + told.size()), recordedSessions);
    qInfo("%zu sessions of %d: %zu requests replayed, %zu not", m_sessions.size(), recordedSessions,
          replayed, exchanges - replayed);
}

QTEST_GUILESS_MAIN(TestGoldenSessions)
#include "tst_golden_sessions.moc"
