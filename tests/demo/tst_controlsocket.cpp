// SPDX-License-Identifier: Apache-2.0
#include "demo/controlsocket.h"

#include <QtNetwork/QLocalSocket>
#include <QtTest>

using namespace arv::demo;

namespace {

struct Control
{
    std::shared_ptr<Faults> faults = std::make_shared<Faults>();
    std::vector<std::string> seen{"GET /x?y=\"\xff"};
    ControlSocket socket{faults, {[this] { return seen; }, [this] { seen.clear(); }}};

    QJsonObject ask(const std::string& line) const
    {
        return QJsonDocument::fromJson(QByteArray::fromStdString(socket.answer(line))).object();
    }
};

} // namespace

class TestControlSocket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rulesComeAndGo()
    {
        Control c;
        QCOMPARE(
            c.ask(R"({"add":{"kind":"status","server":"api","status":500,"body":"x","times":3}})"),
            (QJsonObject{{QStringLiteral("id"), 1}}));
        const auto effect = c.faults->take("api", "GET", "/");
        QVERIFY(effect.fault);
        QCOMPARE(effect.fault->status, 500);
        QCOMPARE(effect.fault->body, std::string("x"));
        QVERIFY(!c.faults->take("keep0", "GET", "/").fault);
        QVERIFY(c.ask(R"({"remove":1})")[QLatin1String("removed")].toBool());
        QVERIFY(!c.ask(R"({"remove":1})")[QLatin1String("removed")].toBool());
        QVERIFY(!c.faults->take("api", "GET", "/").fault);
        c.ask(R"({"add":{"kind":"latency","latency":1500}})");
        QCOMPARE(c.faults->take("api", "GET", "/").latency, std::chrono::milliseconds(1500));
        c.ask(R"({"add":{"kind":"slow","bytes_per_second":5000}})");
        QCOMPARE(c.faults->take("api", "GET", "/").bytesPerSecond, std::uint64_t(5000));
        QVERIFY(c.ask(R"({"clear":true})").contains(QLatin1String("cleared")));
        QCOMPARE(c.faults->take("api", "GET", "/").latency, std::chrono::milliseconds(0));
    }

    void requestsAreTold()
    {
        Control c;
        QCOMPARE(c.ask(R"({"requests":true})")[QLatin1String("requests")].toArray().size(), 1);
        c.ask(R"({"requests":"forget"})");
        QCOMPARE(c.ask(R"({"requests":true})")[QLatin1String("requests")].toArray().size(), 0);
    }

    void nonsenseIsAnError_data()
    {
        QTest::addColumn<QByteArray>("line");
        int row = 0;
        for (const char* line :
             {"", "x", "[]", "{}", "{\"add\":1}", "{\"add\":{}}", "{\"add\":{\"kind\":\"funny\"}}",
              "{\"add\":{\"kind\":\"status\",\"status\":\"x\"}}", "{\"add\":{\"kind\":\"slow\"}}",
              "{\"add\":{\"kind\":\"status\",\"colour\":1}}", "{\"remove\":\"x\"}",
              "{\"dance\":true}", "{\"clear\":true,\"remove\":1}", "{\"add\":\xff}", "null", "7"})
            QTest::addRow("%d", row++) << QByteArray(line);
    }

    void nonsenseIsAnError()
    {
        QFETCH(QByteArray, line);
        Control c;
        QVERIFY(c.ask(line.toStdString()).contains(QLatin1String("error")));
    }

    void theSocketIsPrivateAndServesLines()
    {
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("control"));
        Control c;
        QVERIFY(c.socket.start(path.toStdString()));
        QCOMPARE(QFileInfo(path).permissions() & QFileDevice::Permissions(0x0077),
                 QFileDevice::Permissions());
        for (int client = 0; client < 2; ++client) {
            QLocalSocket socket;
            socket.connectToServer(path);
            QVERIFY(socket.waitForConnected());
            socket.write("{\"clear\":true}\nnonsense\n");
            QByteArray got;
            while (got.count('\n') < 2 && socket.waitForReadyRead(5000))
                got += socket.readAll();
            QCOMPARE(got.split('\n').at(0), QByteArray("{\"cleared\":true}"));
            QVERIFY(got.split('\n').at(1).startsWith("{\"error\":"));
        }
        c.socket.stop();
        QVERIFY(!QFile::exists(path));
    }

    void stopDoesNotWaitForAClient()
    {
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("control"));
        Control c;
        QVERIFY(c.socket.start(path.toStdString()));
        QLocalSocket socket;
        socket.connectToServer(path);
        QVERIFY(socket.waitForConnected());
        QElapsedTimer clock;
        clock.start();
        c.socket.stop();
        QVERIFY(clock.elapsed() < 500);
    }

    void foreignFilesAreNotReplaced()
    {
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("precious"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        Control c;
        QVERIFY(!c.socket.start(path.toStdString()));
        QVERIFY(QFile::exists(path));
        QVERIFY(!c.socket.start(std::string(300, 'p')));
    }
};

QTEST_GUILESS_MAIN(TestControlSocket)
#include "tst_controlsocket.moc"
