// SPDX-License-Identifier: Apache-2.0
#include "demo/democluster.h"

#include "demo/blockstore.h"
#include "demo/demousers.h"
#include "demo/faults.h"
#include "demo/signer.h"

#include "support/rawhttp.h"

#include <QtTest>

using namespace arv::demo;
using namespace arv::test;

namespace {

std::uint16_t portOf(const std::string& url)
{
    return static_cast<std::uint16_t>(QUrl(QString::fromStdString(url)).port());
}

DemoOptions plain()
{
    DemoOptions options;
    options.tls = false;
    return options;
}

const std::string alice = "Authorization: Bearer " + demoToken("alice") + "\r\n";

// Standard output of a program that ends by itself.
QByteArray outputOf(const QStringList& arguments)
{
    QProcess program;
    program.start(QStringLiteral(ARV_BINARY_DIR "/arvados-drive-demo"), arguments);
    return program.waitForFinished() ? program.readAllStandardOutput() : QByteArray("hangs");
}

} // namespace

class TestDemoCluster : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsAndServesApiAndKeep()
    {
        DemoCluster cluster(plain());
        QVERIFY(cluster.start());
        const auto hash = *cluster.blocks(1).add("foo");
        const auto locator =
            cluster.signer().sign(hash + "+3", demoToken("alice"), std::time(nullptr) + 1000);
        QCOMPARE(ask(portOf(cluster.keepBaseUrl(0)), "GET", '/' + locator, alice).status, 404);
        QCOMPARE(ask(portOf(cluster.keepBaseUrl(1)), "GET", '/' + locator, alice).body,
                 std::string("foo"));
        const auto user =
            ask(portOf("http://" + cluster.apiHost()), "GET", "/arvados/v1/users/current", alice);
        QCOMPARE(user.status, 200);
        QVERIFY(user.body.find("zzzzz-tpzed-alice0000000000") != std::string::npos);
        QCOMPARE(cluster.requestsSeen().size(), std::size_t(3));
        QCOMPARE(cluster.requestsSeen().back(), std::string("GET /arvados/v1/users/current"));
        cluster.forgetRequestsSeen();
        QVERIFY(cluster.requestsSeen().empty());
    }

    void keepServicesAreTold()
    {
        DemoCluster cluster(plain());
        QVERIFY(cluster.start());
        const auto reply = ask(portOf("http://" + cluster.apiHost()), "GET",
                               "/arvados/v1/keep_services/accessible", alice);
        const auto items = QJsonDocument::fromJson(QByteArray::fromStdString(reply.body))
                               .object()[QLatin1String("items")]
                               .toArray();
        QCOMPARE(items.size(), 2);
        QCOMPARE(items[0].toObject()[QLatin1String("uuid")].toString().size(), 28);
        QCOMPARE(items[1].toObject()[QLatin1String("uuid")].toString().size(), 27);
        QCOMPARE(items[1].toObject()[QLatin1String("service_port")].toInt(),
                 int(portOf(cluster.keepBaseUrl(1))));
    }

    void faultsReachTheirServer()
    {
        DemoCluster cluster(plain());
        QVERIFY(cluster.start());
        Fault fault;
        fault.kind = Fault::Kind::Dead;
        fault.server = "keep1";
        const auto id = cluster.faults().add(fault);
        QVERIFY(RawConnection(portOf(cluster.keepBaseUrl(0))).isConnected());
        QVERIFY(!RawConnection(portOf(cluster.keepBaseUrl(1))).isConnected());
        cluster.faults().remove(id);
        QVERIFY(RawConnection(portOf(cluster.keepBaseUrl(1))).isConnected());
    }

    void stopsAndStartsAgain()
    {
        DemoCluster cluster;
        QVERIFY(cluster.start());
        QVERIFY(QFile::exists(QString::fromStdString(cluster.caFile())));
        QVERIFY(
            QString::fromStdString(cluster.keepBaseUrl(0)).startsWith(QStringLiteral("https://")));
        cluster.stop();
        cluster.stop();
        QVERIFY(cluster.start());
    }

    void theProgramServesUntilItIsTold()
    {
        QProcess program;
        program.start(
            QStringLiteral(ARV_BINARY_DIR "/arvados-drive-demo"),
            {QStringLiteral("--empty"), QStringLiteral("--json"), QStringLiteral("--plain-keep")});
        QVERIFY(program.waitForReadyRead(20000));
        const auto line = QJsonDocument::fromJson(program.readAllStandardOutput()).object();
        const auto ca = line[QLatin1String("SSL_CERT_FILE")].toString();
        QVERIFY(QFile::exists(ca));
        QCOMPARE(line[QLatin1String("ARVADOS_API_TOKEN")].toString().toStdString(),
                 demoToken("alice"));
        const auto keep = line[QLatin1String("keep")].toArray()[0].toString();
        QVERIFY(keep.startsWith(QLatin1String("http://")));
        QVERIFY(RawConnection(portOf(keep.toStdString())).isConnected());
        QElapsedTimer clock;
        clock.start();
        program.terminate();
        QVERIFY(program.waitForFinished(5000));
        QVERIFY(clock.elapsed() < 2000);
        QCOMPARE(program.exitCode(), 0);
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        QVERIFY(!QFile::exists(ca));
    }

    void theProgramDiesWithItsParent()
    {
        QProcess shell;
        shell.start(
            QStringLiteral("/bin/sh"),
            {QStringLiteral("-c"),
             QStringLiteral(ARV_BINARY_DIR
                            "/arvados-drive-demo --empty --json --die-with-parent & read x")});
        QVERIFY(shell.waitForReadyRead(20000));
        const auto line = QJsonDocument::fromJson(shell.readAllStandardOutput()).object();
        const auto ca = line[QLatin1String("SSL_CERT_FILE")].toString();
        QVERIFY(QFile::exists(ca));
        shell.kill();
        QTRY_VERIFY(!QFile::exists(ca));
    }

    void theCommandLineIsRead()
    {
        QVERIFY(outputOf({QStringLiteral("--help")}).contains("--world-list"));
        const auto world = outputOf({QStringLiteral("--world-list")});
        QVERIFY(world.contains("75ae4a76d02d37feaad7f457723732c8  Genomes/Sequencing runs/"));
        QProcess wrong;
        wrong.start(QStringLiteral(ARV_BINARY_DIR "/arvados-drive-demo"),
                    {QStringLiteral("--dance")});
        QVERIFY(wrong.waitForFinished());
        QCOMPARE(wrong.exitCode(), 2);
        QVERIFY(wrong.readAllStandardError().contains("--dance"));
    }
};

QTEST_GUILESS_MAIN(TestDemoCluster)
#include "tst_democluster.moc"
