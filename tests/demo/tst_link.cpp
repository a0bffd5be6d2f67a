// SPDX-License-Identifier: Apache-2.0
#include "demo/blockstore.h"
#include "demo/democluster.h"
#include "demo/serveoptions.h"

#include "support/rawhttp.h"

#include <QtTest>

#include <future>

using namespace arv::demo;
using namespace arv::test;
using namespace std::chrono_literals;

namespace {

std::uint16_t portOf(const std::string& url)
{
    const auto colon = url.rfind(':');
    return static_cast<std::uint16_t>(std::strtoul(url.c_str() + colon + 1, nullptr, 10));
}

// A cluster behind a line, with one block in both of its services.
struct Behind
{
    explicit Behind(LinkSpeed speed, std::size_t blockSize = 1000)
        : cluster([speed] {
            DemoOptions options;
            options.tls = false;
            options.enforceSignatures = false;
            options.eventFeed = false;
            options.link = speed;
            return options;
        }())
        , block(blockSize, 'b')
    {
        for (const int service : {0, 1})
            target = '/' + *cluster.blocks(service).add(block) + '+' + std::to_string(blockSize);
        if (!cluster.start())
            qFatal("the cluster did not start");
    }
    std::uint16_t keepPort(int service) const { return portOf(cluster.keepBaseUrl(service)); }

    DemoCluster cluster;
    std::string block;
    std::string target;
};

} // namespace

class TestLink : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void optionIsReadOrRefused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isGood");
        for (const char* good : {"1000,20", "1,0", "1000000,60000"})
            QTest::newRow(good) << QString::fromLatin1(good) << true;
        for (const char* bad :
             {"", ",", "1000", "1000,", ",20", "0,20", "-1,20", "1000,-1", "1000,20,", "1000 ,20",
              "1000,20ms", "1000001,0", "1,60001", "99999999999999999999999,1"})
            QTest::newRow(*bad ? bad : "nothing") << QString::fromLatin1(bad) << false;
    }

    void optionIsReadOrRefused()
    {
        QFETCH(QString, text);
        QFETCH(bool, isGood);
        const auto options = ServeOptions::parse({"--link", text.toStdString()});
        QCOMPARE(bool(options), isGood);
        QCOMPARE(options && options->link.has_value(), isGood);
    }

    void everyAnswerOfKeepBeginsAfterTheLatency()
    {
        const Behind behind({1000, 150ms});
        for (const int service : {0, 1}) {
            RawConnection connection(behind.keepPort(service));
            for (int i = 0; i < 2; ++i) {
                QElapsedTimer clock;
                clock.start();
                connection.send(requestText("GET", behind.target));
                const auto reply = readReply(connection);
                QVERIFY(clock.elapsed() >= 150);
                QVERIFY(reply.complete && reply.body == behind.block);
            }
        }
    }

    void apiIsNotBehindTheLine()
    {
        const Behind behind({1, 20s});
        QElapsedTimer clock;
        clock.start();
        const auto reply =
            ask(portOf(behind.cluster.apiHost()), "GET", "/discovery/v1/apis/arvados/v1/rest");
        QCOMPARE(reply.status, 200);
        QVERIFY(clock.elapsed() < 20000);
    }

    void bothServicesAndAllConnectionsShareTheLine()
    {
        constexpr std::size_t size = 200'000;
        const Behind behind({8, 0ms}, size); // a megabyte a second
        QElapsedTimer clock;
        clock.start();
        std::vector<std::future<RawReply>> replies;
        for (const int service : {0, 1, 0, 1})
            replies.push_back(std::async(std::launch::async, ask, behind.keepPort(service), "GET",
                                         behind.target, "", "", 5000));
        for (auto& reply : replies)
            QVERIFY(reply.get().body == behind.block);
        QVERIFY(clock.elapsed() >= 800); // four blocks, and nothing was saved up before
    }

    void clusterStopsWhileAnswersAreUnderWay()
    {
        Behind behind({1, 0ms}, 10'000'000); // 80 seconds
        RawConnection connection(behind.keepPort(0));
        connection.send(requestText("GET", behind.target));
        QVERIFY(!connection.receive().empty());
        QElapsedTimer clock;
        clock.start();
        behind.cluster.stop();
        QVERIFY(clock.elapsed() < 5000);
    }
};

QTEST_GUILESS_MAIN(TestLink)
#include "tst_link.moc"
