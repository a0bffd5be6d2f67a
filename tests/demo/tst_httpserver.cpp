// SPDX-License-Identifier: Apache-2.0
#include "demo/httpserver.h"
#include "demo/requestlog.h"

#include "support/rawhttp.h"

#include <QtTest>

#include <future>

using namespace arv::demo;
using namespace arv::test;

namespace {

HttpResponse plainText(std::string text)
{
    HttpResponse response;
    response.contentType = "text/plain";
    response.body = std::move(text);
    return response;
}

HttpResponse echo(const HttpRequest& request)
{
    return plainText(request.method + '|' + request.path + '|' + request.query + '|'
                     + request.header("x-thing") + '|' + request.body);
}

std::string longPath(std::size_t length)
{
    std::string path(length, 'a');
    path.front() = '/';
    return path;
}

struct Running
{
    explicit Running(HttpHandler handler, bool tls = false)
        : log(std::make_shared<RequestLog>())
        , certificate(tls ? *Certificate::make() : nullptr)
        , server({"api", certificate, log, nullptr}, std::move(handler))
    {
        started = server.start(0).hasValue();
    }
    std::shared_ptr<RequestLog> log;
    std::shared_ptr<const Certificate> certificate;
    HttpServer server;
    bool started = false;
};

} // namespace

class TestHttpServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMethodReachesTheHandler()
    {
        Running r(echo);
        QVERIFY(r.started);
        for (const char* method : {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
            const auto reply = ask(r.server.port(), method, "/a%2Fb%0A?q=%20", "X-Thing: yes\r\n");
            QCOMPARE(reply.status, 200);
            QCOMPARE(reply.body, std::string(method) + "|/a/b\n|q=%20|yes|");
        }
        const auto head = ask(r.server.port(), "HEAD", "/x");
        QCOMPARE(head.status, 200);
        QVERIFY(head.body.empty());
        QCOMPARE(head.header("content-length"), std::string("10"));
        QCOMPARE(r.log->lines().size(), std::size_t(7));
        QCOMPARE(r.log->lines().front(), std::string("GET /a%2Fb%0A?q=%20"));
    }

    void bodiesArriveWhole_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("type");
        for (const char* method : {"POST", "PUT", "PATCH", "DELETE"}) {
            QTest::newRow(method) << QByteArray(method) << QByteArray("application/json");
            QTest::addRow("%s form", method)
                << QByteArray(method) << QByteArray("application/x-www-form-urlencoded");
        }
    }

    void bodiesArriveWhole()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, type);
        Running r(echo);
        const std::string body(100000, 'b');
        const auto reply = ask(r.server.port(), method.toStdString(), "/",
                               "Content-Type: " + type.toStdString() + "\r\n", body);
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.body.size(),
                 std::string(method.toStdString() + "|/|||").size() + body.size());
    }

    void sixtyFourMebibytesGoThere()
    {
        Running r([](const HttpRequest& request) {
            return plainText(std::to_string(request.body.size()));
        });
        const std::string block(64 << 20, 'x');
        QCOMPARE(ask(r.server.port(), "PUT", "/", {}, block).body, std::string("67108864"));
    }

    void bodiesMadeAsTheyGoArriveWhole()
    {
        Running r([](const HttpRequest&) {
            HttpResponse response;
            response.bodySize = 3000001;
            response.makeBody = [](std::uint64_t offset, std::size_t length, char* to) {
                for (std::size_t i = 0; i < length; ++i)
                    to[i] = static_cast<char>('a' + (offset + i) % 26);
            };
            return response;
        });
        const auto reply = ask(r.server.port(), "GET", "/");
        QVERIFY(reply.complete);
        QCOMPARE(reply.body.size(), std::size_t(3000001));
        QCOMPARE(reply.body[2999999], static_cast<char>('a' + 2999999 % 26));
    }

    void promisedBytesThatAreNotThereEndTheConnection()
    {
        Running r([](const HttpRequest&) {
            auto response = plainText("foo");
            response.promisedSize = 4;
            return response;
        });
        const auto reply = ask(r.server.port(), "GET", "/");
        QCOMPARE(reply.header("content-length"), std::string("4"));
        QCOMPARE(reply.body, std::string("foo"));
        QVERIFY(reply.ended && !reply.complete);
    }

    void rangesAndCompressionAreNotForUs()
    {
        Running r([](const HttpRequest&) { return plainText(std::string(5000, 'a')); });
        const auto reply =
            ask(r.server.port(), "GET", "/", "Range: bytes=1-2\r\nAccept-Encoding: gzip, br\r\n");
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.body.size(), std::size_t(5000));
        QVERIFY(reply.header("content-encoding").empty());
    }

    void oneConnectionServesManyRequests()
    {
        Running r(echo);
        RawConnection connection(r.server.port());
        for (int i = 0; i < 300; ++i) {
            connection.send(requestText("PUT", "/", {}, std::to_string(i)));
            QCOMPARE(readReply(connection).body, "PUT|/|||" + std::to_string(i));
        }
    }

    void idleConnectionsDoNotDelayAnother()
    {
        Running r(echo);
        std::vector<std::unique_ptr<RawConnection>> idle;
        for (int i = 0; i < 200; ++i) {
            idle.push_back(std::make_unique<RawConnection>(r.server.port()));
            idle.back()->send(requestText("GET", "/"));
            QCOMPARE(readReply(*idle.back()).status, 200);
        }
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(ask(r.server.port(), "GET", "/").status, 200);
        QVERIFY2(clock.elapsed() < 1000, "a new connection had to wait for an idle one");
    }

    void handlersThatThrowGiveServerErrors()
    {
        Running r([](const HttpRequest& request) -> HttpResponse {
            if (request.path == "/odd")
                throw 1;
            throw std::runtime_error("no");
        });
        QCOMPARE(ask(r.server.port(), "GET", "/").status, 500);
        QCOMPARE(ask(r.server.port(), "PUT", "/odd", {}, "x").status, 500);
    }

    void nonsenseIsAnsweredAndSurvived()
    {
        Running r(echo);
        for (const char* text :
             {"\r\n\r\n", "GET\r\n\r\n", "BREW / HTTP/1.1\r\n\r\n", "GET / HTTP/9\r\n\r\n",
              "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
              "GET / HTTP/1.1\r\nRange: bytes=x\r\n\r\n"}) {
            RawConnection connection(r.server.port());
            connection.send(text);
            ::usleep(1000);
            if (std::string_view(text).find("POST") == std::string_view::npos)
                QVERIFY(readReply(connection).status >= 400);
        }
        QCOMPARE(ask(r.server.port(), "GET", longPath(8000)).status, 200);
        QCOMPARE(ask(r.server.port(), "GET", longPath(20000)).status, 414);
        QCOMPARE(ask(r.server.port(), "GET", "/").status, 200);
    }

    void stopIsPromptWithOpenConnectionsAndStuckHandlers()
    {
        auto release = std::make_shared<std::promise<void>>();
        auto released = std::make_shared<std::shared_future<void>>(release->get_future());
        std::atomic<bool> entered{false};
        Running r([released, &entered](const HttpRequest& request) {
            if (request.path == "/stuck") {
                entered = true;
                released->wait();
            }
            return plainText("late");
        });
        std::vector<std::unique_ptr<RawConnection>> open;
        for (int i = 0; i < 50; ++i)
            open.push_back(std::make_unique<RawConnection>(r.server.port()));
        RawConnection stuck(r.server.port());
        stuck.send(requestText("GET", "/stuck"));
        QTRY_VERIFY(entered);
        QElapsedTimer clock;
        clock.start();
        r.server.stop();
        QVERIFY2(clock.elapsed() < 1000, "stop() waited");
        QVERIFY(!RawConnection(r.server.port()).isConnected());
        release->set_value();
    }

    void stopIsImmediateWhenNothingIsStuck()
    {
        Running r(echo);
        std::vector<std::unique_ptr<RawConnection>> open;
        for (int i = 0; i < 50; ++i)
            open.push_back(std::make_unique<RawConnection>(r.server.port()));
        QCOMPARE(ask(r.server.port(), "GET", "/").status, 200);
        QElapsedTimer clock;
        clock.start();
        r.server.stop();
        QVERIFY(clock.elapsed() < 400);
        QVERIFY(r.server.start(r.server.port()).hasValue());
        QCOMPARE(ask(r.server.port(), "GET", "/").status, 200);
    }

    void aTakenPortIsAnError()
    {
        Running r(echo);
        HttpServer other({"keep0", nullptr, nullptr, nullptr}, echo);
        const auto started = other.start(r.server.port());
        QVERIFY(!started);
        QVERIFY(started.error().text.contains(QString::number(r.server.port())));
    }

    void theCertificateIsGoodForAllNamesOfThisMachine()
    {
        Running r(echo, true);
        QVERIFY(r.started);
        const auto ca = QString::fromStdString(r.certificate->caFile());
        const QFileInfo file(ca);
        QCOMPARE(file.permissions() & QFileDevice::Permissions(0x0077), QFileDevice::Permissions());
        for (const char* host : {"localhost", "127.0.0.1"}) {
            QProcess curl;
            curl.start(QStringLiteral("curl"),
                       {QStringLiteral("-sS"), QStringLiteral("--cacert"), ca,
                        QStringLiteral("https://%1:%2/tls")
                            .arg(QLatin1String(host))
                            .arg(r.server.port())});
            QVERIFY(curl.waitForFinished());
            QCOMPARE(curl.readAllStandardOutput(), QByteArray("GET|/tls|||"));
            QCOMPARE(curl.readAllStandardError(), QByteArray());
        }
        // A client that speaks no TLS is no trouble.
        QCOMPARE(ask(r.server.port(), "GET", "/").status, 0);
    }

    void theCertificateFileGoesWithTheCertificate()
    {
        auto certificate = *Certificate::make();
        const auto path = QString::fromStdString(certificate->caFile());
        QVERIFY(QFile::exists(path));
        certificate.reset();
        QVERIFY(!QFile::exists(path));
        QVERIFY(!QFileInfo::exists(QFileInfo(path).path()));
    }
};

QTEST_GUILESS_MAIN(TestHttpServer)
#include "tst_httpserver.moc"
