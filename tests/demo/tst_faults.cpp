// SPDX-License-Identifier: Apache-2.0
#include "demo/faults.h"
#include "demo/httpserver.h"

#include "support/rawhttp.h"

#include <QtTest>

using namespace arv::demo;
using namespace arv::test;
using Kind = Fault::Kind;

namespace {

HttpResponse jsonReply(const HttpRequest&)
{
    HttpResponse response;
    response.body = "{\"items\": []}";
    return response;
}

// "abcabc...": a body made as it goes.
HttpResponse longReply(const HttpRequest&)
{
    HttpResponse response;
    response.bodySize = 1000000;
    response.makeBody = [](std::uint64_t offset, std::size_t length, char* to) {
        for (std::size_t i = 0; i < length; ++i)
            to[i] = static_cast<char>('a' + (offset + i) % 3);
    };
    return response;
}

Fault fault(Kind kind)
{
    Fault made;
    made.kind = kind;
    return made;
}

struct Running
{
    explicit Running(HttpHandler handler = jsonReply)
        : server({"keep0", nullptr, nullptr, faults}, [this, handler](const HttpRequest& request) {
            ++handled;
            return handler(request);
        })
    {
        if (!server.start(0))
            qFatal("the server did not start");
    }
    RawReply get(const std::string& target = "/", int milliseconds = 5000)
    {
        return ask(server.port(), "GET", target, {}, {}, milliseconds);
    }
    std::atomic<int> handled{0};
    std::shared_ptr<Faults> faults = std::make_shared<Faults>();
    HttpServer server;
};

} // namespace

class TestFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rulesMatchServerMethodAndPath()
    {
        Running r;
        auto rule = fault(Kind::Status);
        rule.server = "keep0";
        rule.method = "GET";
        rule.path = "wanted?x";
        r.faults->add(rule);
        rule.server = "keep1";
        rule.path.clear();
        r.faults->add(rule);
        QCOMPARE(r.get("/").status, 200);
        QCOMPARE(r.get("/is/wanted?x=1").status, 503);
        QCOMPARE(ask(r.server.port(), "PUT", "/is/wanted?x=1", {}, "b").status, 200);
    }

    void rulesWearOutAndCanBeRemoved()
    {
        Running r;
        auto rule = fault(Kind::Status);
        rule.times = 2;
        r.faults->add(rule);
        QCOMPARE(r.get().status, 503);
        QCOMPARE(r.get().status, 503);
        QCOMPARE(r.get().status, 200);
        rule.times = -1;
        const auto id = r.faults->add(rule);
        QCOMPARE(r.get().status, 503);
        QVERIFY(r.faults->remove(id));
        QVERIFY(!r.faults->remove(id));
        QCOMPARE(r.get().status, 200);
        r.faults->add(rule);
        r.faults->clear();
        QCOMPARE(r.get().status, 200);
    }

    void statusComesInsteadOfTheAnswer()
    {
        Running r;
        auto rule = fault(Kind::Status);
        rule.times = 1;
        r.faults->add(rule);
        const auto busy = r.get();
        QCOMPARE(busy.status, 503);
        QVERIFY(busy.body.empty() && busy.complete);
        QCOMPARE(r.handled.load(), 0);
        rule.status = 500;
        rule.body = "<html>sorry</html>";
        rule.contentType = "text/html";
        r.faults->add(rule);
        const auto page = r.get();
        QCOMPARE(page.status, 500);
        QCOMPARE(page.body, rule.body);
        QCOMPARE(page.header("content-type"), std::string("text/html"));
    }

    void latencyMakesTheAnswerWait()
    {
        Running r;
        auto rule = fault(Kind::Latency);
        rule.latency = std::chrono::milliseconds(150);
        r.faults->add(rule);
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(r.get().status, 200);
        QVERIFY(clock.elapsed() >= 150);
    }

    void latencyComesOnTopOfAnotherFault()
    {
        Running r;
        r.faults->add(fault(Kind::Status));
        auto rule = fault(Kind::Latency);
        rule.latency = std::chrono::milliseconds(100);
        r.faults->add(rule);
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(r.get().status, 503);
        QVERIFY(clock.elapsed() >= 100);
    }

    void slowAnswerTakesItsTimeAndIsWhole()
    {
        Running r(longReply);
        const auto whole = r.get().body;
        auto rule = fault(Kind::Slow);
        rule.bytesPerSecond = 2'000'000;
        r.faults->add(rule);
        QElapsedTimer clock;
        clock.start();
        const auto reply = r.get();
        QVERIFY(clock.elapsed() >= 480);
        QVERIFY(reply.complete && reply.body == whole);
    }

    void slowIsOnlyWhatMatches()
    {
        Running r(longReply);
        auto rule = fault(Kind::Slow);
        rule.path = "slow";
        rule.bytesPerSecond = 10'000; // 100 seconds for one answer
        rule.times = 1;
        r.faults->add(rule);
        RawConnection connection(r.server.port());
        connection.send(requestText("HEAD", "/slow"));
        QVERIFY(readReply(connection, true).complete);
        connection.send(requestText("GET", "/slow"));
        QVERIFY(readReply(connection).complete);
    }

    void slowComesOnTopOfAnotherFault()
    {
        Running r(longReply);
        auto rule = fault(Kind::DropInBody);
        rule.offset = 100'000;
        r.faults->add(rule);
        rule = fault(Kind::Slow);
        rule.bytesPerSecond = 500'000;
        r.faults->add(rule);
        QElapsedTimer clock;
        clock.start();
        const auto reply = r.get();
        QVERIFY(clock.elapsed() >= 190);
        QCOMPARE(reply.body.size(), std::size_t(100'000));
        QCOMPARE(reply.error, ECONNRESET);
    }

    void slowestOfSeveralCounts()
    {
        Faults faults;
        auto rule = fault(Kind::Slow);
        for (const std::uint64_t speed : {3000, 1000, 2000}) {
            rule.bytesPerSecond = speed;
            faults.add(rule);
        }
        QCOMPARE(faults.take("keep0", "GET", "/").bytesPerSecond, std::uint64_t(1000));
        faults.clear();
        QCOMPARE(faults.take("keep0", "GET", "/").bytesPerSecond, std::uint64_t(0));
    }

    void slowAnswerEndsWithTheServer()
    {
        Running r(longReply);
        auto rule = fault(Kind::Slow);
        rule.bytesPerSecond = 1; // the head alone takes minutes
        r.faults->add(rule);
        RawConnection connection(r.server.port());
        connection.send(requestText("GET", "/"));
        QVERIFY(!connection.receive().empty());
        QElapsedTimer clock;
        clock.start();
        r.server.stop();
        QVERIFY(clock.elapsed() < 500);
    }

    void dropComesBeforeAnyByte()
    {
        Running r;
        auto rule = fault(Kind::Drop);
        rule.times = 1;
        r.faults->add(rule);
        const auto reply = r.get();
        QCOMPARE(reply.status, 0);
        QCOMPARE(reply.error, ECONNRESET);
        QCOMPARE(r.handled.load(), 0);
        rule.carriedOut = true;
        r.faults->add(rule);
        QCOMPARE(r.get().status, 0);
        QCOMPARE(r.handled.load(), 1);
    }

    void dropInBodyComesAfterSoManyBytes()
    {
        Running r(longReply);
        auto rule = fault(Kind::DropInBody);
        rule.offset = 700001;
        r.faults->add(rule);
        const auto reply = r.get();
        QCOMPARE(reply.header("content-length"), std::string("1000000"));
        QCOMPARE(reply.body.size(), std::size_t(700001));
        QCOMPARE(reply.error, ECONNRESET);
    }

    void shortBodyEndsInGoodOrder()
    {
        for (const HttpHandler& handler : {HttpHandler(longReply), HttpHandler(jsonReply)}) {
            Running r(handler);
            auto rule = fault(Kind::ShortBody);
            rule.offset = 5;
            r.faults->add(rule);
            const auto reply = r.get();
            QCOMPARE(reply.status, 200);
            QCOMPARE(reply.body.size(), std::size_t(5));
            QVERIFY(reply.ended && !reply.complete);
            QCOMPARE(reply.error, 0);
        }
    }

    void cutBodyLooksWhole()
    {
        for (const HttpHandler& handler : {HttpHandler(longReply), HttpHandler(jsonReply)}) {
            Running r(handler);
            auto rule = fault(Kind::CutBody);
            rule.offset = 5;
            r.faults->add(rule);
            const auto reply = r.get();
            QCOMPARE(reply.header("content-length"), std::string("5"));
            QVERIFY(reply.complete);
        }
    }

    void oneByteIsWrong()
    {
        Running right(longReply);
        Running wrong(longReply);
        auto rule = fault(Kind::WrongByte);
        rule.offset = 600000;
        wrong.faults->add(rule);
        const auto good = right.get().body;
        const auto bad = wrong.get().body;
        QCOMPARE(bad.size(), good.size());
        QVERIFY(bad[600000] != good[600000]);
        QVERIFY(bad.substr(0, 600000) == good.substr(0, 600000));
        QVERIFY(bad.substr(600001) == good.substr(600001));
    }

    void notJsonKeepsTheStatus()
    {
        Running r;
        r.faults->add(fault(Kind::NotJson));
        const auto reply = r.get();
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.header("content-type"), std::string("application/json"));
        QVERIFY(QJsonDocument::fromJson(QByteArray::fromStdString(reply.body)).isNull());
    }

    void endlessGoesOnUntilTheClientGoes()
    {
        Running r;
        r.faults->add(fault(Kind::Endless));
        RawConnection connection(r.server.port());
        connection.send(requestText("GET", "/"));
        std::size_t got = 0;
        while (got < 20000000) {
            const auto part = connection.receive();
            QVERIFY(!part.empty());
            got += part.size();
        }
    }

    void silenceNeverAnswers()
    {
        Running r;
        r.faults->add(fault(Kind::Silence));
        const auto reply = r.get("/", 300);
        QCOMPARE(reply.status, 0);
        QVERIFY(!reply.ended);
        QCOMPARE(r.handled.load(), 0);
    }

    void deadServiceRefusesAndHeals()
    {
        Running r;
        const auto port = r.server.port();
        RawConnection old(port);
        QVERIFY(old.isConnected());
        auto rule = fault(Kind::Dead);
        rule.server = "keep0";
        const auto id = r.faults->add(rule);
        const RawConnection refused(port);
        QVERIFY(!refused.isConnected());
        QCOMPARE(refused.error(), ECONNREFUSED);
        QVERIFY(old.receive().empty() && old.ended());
        r.faults->remove(id);
        QCOMPARE(r.server.port(), port);
        QCOMPARE(r.get().status, 200);
    }

    void stopEndsWhateverWaits()
    {
        for (const auto kind : {Kind::Latency, Kind::Silence, Kind::Endless}) {
            Running r;
            auto rule = fault(kind);
            rule.latency = std::chrono::hours(1);
            r.faults->add(rule);
            std::vector<std::unique_ptr<RawConnection>> waiting;
            for (int i = 0; i < 5; ++i) {
                waiting.push_back(std::make_unique<RawConnection>(r.server.port()));
                waiting.back()->send(requestText("GET", "/"));
            }
            QCOMPARE(waiting.back()->receive(100).empty(), kind != Kind::Endless);
            QElapsedTimer clock;
            clock.start();
            r.server.stop();
            QVERIFY(clock.elapsed() < 500);
        }
    }

    void stopOfADeadServiceIsFine()
    {
        Running r;
        r.faults->add(fault(Kind::Dead));
        r.server.stop();
        r.faults->clear();
        QVERIFY(!RawConnection(r.server.port()).isConnected());
    }
};

QTEST_GUILESS_MAIN(TestFaults)
#include "tst_faults.moc"
