// SPDX-License-Identifier: Apache-2.0
#include "arvadosconfig.h"

#include "environmentproxy.h"

#include <QtTest>

using namespace arv;

class tst_ArvadosConfig : public QObject
{
    Q_OBJECT

private:
    // An environment whose configuration folders are those of this test.
    [[nodiscard]] QProcessEnvironment environment() const;
    void writeSettings(const QString& folder, const QByteArray& text);

    std::unique_ptr<QTemporaryDir> m_folder;

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void environmentIsEnough();
    void settingsFileIsEnough();
    void environmentGoesBeforeTheFile();
    void firstFileThatExistsCounts();
    void missingHostIsNamed();
    void missingTokenIsNamed();
    void insecureNeedsAClearYes_data();
    void insecureNeedsAClearYes();
    void caFileOfTheEnvironmentIsTaken();
    void proxyOfTheEnvironmentIsTaken();
    void accountsOwnProxyGoesBeforeTheEnvironments();
    void oddLinesArePassedOver();
    void valueMayHoldEqualsSigns();
    void eventsAreWantedUnlessSwitchedOff_data();
    void eventsAreWantedUnlessSwitchedOff();
    void anyValueMeansDebug();
};

QProcessEnvironment tst_ArvadosConfig::environment() const
{
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"),
                       m_folder->filePath(QStringLiteral("home")));
    environment.insert(QStringLiteral("XDG_CONFIG_DIRS"),
                       m_folder->filePath(QStringLiteral("etc")));
    return environment;
}

void tst_ArvadosConfig::writeSettings(const QString& folder, const QByteArray& text)
{
    QVERIFY(QDir(m_folder->path()).mkpath(folder));
    QFile file(m_folder->filePath(folder + QStringLiteral("/settings.conf")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

void tst_ArvadosConfig::environmentIsEnough()
{
    auto given = environment();
    given.insert(QStringLiteral("ARVADOS_API_HOST"), QStringLiteral("zzzzz.example.com:8443"));
    given.insert(QStringLiteral("ARVADOS_API_TOKEN"), QStringLiteral("secret"));
    const auto credentials = ArvadosConfig(given).credentials();
    QVERIFY(credentials);
    QCOMPARE(credentials->host, QStringLiteral("zzzzz.example.com:8443"));
    QCOMPARE(credentials->token, QStringLiteral("secret"));
    QVERIFY(!credentials->insecure);
}

void tst_ArvadosConfig::settingsFileIsEnough()
{
    writeSettings(QStringLiteral("home/arvados"),
                  "ARVADOS_API_HOST=a.example.com\nARVADOS_API_TOKEN=fromfile\n");
    const auto credentials = ArvadosConfig(environment()).credentials();
    QVERIFY(credentials);
    QCOMPARE(credentials->host, QStringLiteral("a.example.com"));
    QCOMPARE(credentials->token, QStringLiteral("fromfile"));
}

void tst_ArvadosConfig::environmentGoesBeforeTheFile()
{
    writeSettings(QStringLiteral("home/arvados"),
                  "ARVADOS_API_HOST=a.example.com\nARVADOS_API_TOKEN=fromfile\n");
    auto given = environment();
    given.insert(QStringLiteral("ARVADOS_API_HOST"), QStringLiteral("b.example.com"));
    const auto credentials = ArvadosConfig(given).credentials();
    QVERIFY(credentials);
    QCOMPARE(credentials->host, QStringLiteral("b.example.com"));
    QCOMPARE(credentials->token, QStringLiteral("fromfile"));
}

void tst_ArvadosConfig::firstFileThatExistsCounts()
{
    writeSettings(QStringLiteral("unit"), "ARVADOS_API_HOST=unit\nARVADOS_API_TOKEN=t\n");
    writeSettings(QStringLiteral("etc/arvados"), "ARVADOS_API_HOST=etc\nARVADOS_API_TOKEN=t\n");
    QCOMPARE(ArvadosConfig(environment()).credentials()->host, QStringLiteral("etc"));
    auto given = environment();
    given.insert(QStringLiteral("CONFIGURATION_DIRECTORY"),
                 QStringLiteral("relative:") + m_folder->filePath(QStringLiteral("unit")));
    QCOMPARE(ArvadosConfig(given).credentials()->host, QStringLiteral("unit"));
}

void tst_ArvadosConfig::missingHostIsNamed()
{
    const auto credentials = ArvadosConfig(environment()).credentials();
    QVERIFY(!credentials);
    QVERIFY(credentials.error().text.contains(QStringLiteral("ARVADOS_API_HOST")));
}

void tst_ArvadosConfig::missingTokenIsNamed()
{
    writeSettings(QStringLiteral("home/arvados"), "ARVADOS_API_HOST=a.example.com\n");
    const auto credentials = ArvadosConfig(environment()).credentials();
    QVERIFY(!credentials);
    QVERIFY(credentials.error().text.contains(QStringLiteral("ARVADOS_API_TOKEN")));
}

void tst_ArvadosConfig::insecureNeedsAClearYes_data()
{
    QTest::addColumn<bool>("expected");
    for (const char* yes : {"1", "t", "true", "y", "yes", "YES", "True"})
        QTest::newRow(yes) << true;
    for (const char* no : {"", "0", "no", "false", "maybe", "2"})
        QTest::newRow(no) << false;
}

void tst_ArvadosConfig::insecureNeedsAClearYes()
{
    QFETCH(bool, expected);
    auto given = environment();
    given.insert(QStringLiteral("ARVADOS_API_HOST"), QStringLiteral("h"));
    given.insert(QStringLiteral("ARVADOS_API_TOKEN"), QStringLiteral("t"));
    given.insert(QStringLiteral("ARVADOS_API_HOST_INSECURE"),
                 QString::fromLatin1(QTest::currentDataTag()));
    QCOMPARE(ArvadosConfig(given).credentials()->insecure, expected);
}

void tst_ArvadosConfig::caFileOfTheEnvironmentIsTaken()
{
    auto given = environment();
    given.insert(QStringLiteral("ARVADOS_API_HOST"), QStringLiteral("h"));
    given.insert(QStringLiteral("ARVADOS_API_TOKEN"), QStringLiteral("t"));
    given.insert(QStringLiteral("SSL_CERT_FILE"), QStringLiteral("/some/ca.pem"));
    QCOMPARE(ArvadosConfig(given).credentials()->caFile, QStringLiteral("/some/ca.pem"));
}

void tst_ArvadosConfig::proxyOfTheEnvironmentIsTaken()
{
    auto given = environment();
    given.insert(QStringLiteral("ARVADOS_API_HOST"), QStringLiteral("h"));
    given.insert(QStringLiteral("ARVADOS_API_TOKEN"), QStringLiteral("t"));
    given.insert(QStringLiteral("http_proxy"), QStringLiteral("http://clear:1"));
    QCOMPARE(ArvadosConfig(given).credentials()->proxy, QString());
    given.insert(QStringLiteral("HTTPS_PROXY"), QStringLiteral("http://capital:2"));
    given.insert(QStringLiteral("NO_PROXY"), QStringLiteral("inside"));
    QCOMPARE(ArvadosConfig(given).credentials()->proxy, QStringLiteral("http://capital:2"));
    QVERIFY(ArvadosConfig(given).credentials()->noProxy.startsWith(QStringLiteral("inside,")));
    given.insert(QStringLiteral("https_proxy"), QStringLiteral("http://me:hush@small:3"));
    given.insert(QStringLiteral("no_proxy"), QStringLiteral(".example.com"));
    const auto credentials = ArvadosConfig(given).credentials();
    QCOMPARE(credentials->proxy, QStringLiteral("http://me:hush@small:3"));
    QCOMPARE(credentials->noProxy, QStringLiteral(".example.com,localhost,127.0.0.0/8,::1"));
}

void tst_ArvadosConfig::accountsOwnProxyGoesBeforeTheEnvironments()
{
    QProcessEnvironment given;
    given.insert(QStringLiteral("https_proxy"), QStringLiteral("http://outside:3"));
    AccountSettings account;
    QCOMPARE(connectable(account, QProcessEnvironment()).proxy, QString());
    QCOMPARE(connectable(account, given).proxy, QStringLiteral("http://outside:3"));
    QVERIFY(connectable(account, given).noProxy.contains(QStringLiteral("localhost")));
    for (const auto& own : {QStringLiteral("none"), QStringLiteral("http://own:1")}) {
        account.proxy = own;
        QCOMPARE(connectable(account, given).proxy, own);
        QCOMPARE(connectable(account, given).noProxy, QString());
    }
}

void tst_ArvadosConfig::oddLinesArePassedOver()
{
    const auto settings = parseSettings("# a comment\n\n  ARVADOS_API_HOST =  h  \nno equals sign\n"
                                        "PATH=/bin\n=x\n\xff\xfe=1\nARVADOS_API_TOKEN=t");
    QCOMPARE(settings.size(), 2);
    QCOMPARE(settings.value(QStringLiteral("ARVADOS_API_HOST")), QStringLiteral("h"));
    QCOMPARE(settings.value(QStringLiteral("ARVADOS_API_TOKEN")), QStringLiteral("t"));
}

void tst_ArvadosConfig::valueMayHoldEqualsSigns()
{
    const auto settings = parseSettings("ARVADOS_API_TOKEN=a=b=\n");
    QCOMPARE(settings.value(QStringLiteral("ARVADOS_API_TOKEN")), QStringLiteral("a=b="));
}

void tst_ArvadosConfig::eventsAreWantedUnlessSwitchedOff_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("wanted");
    QTest::newRow("1") << QStringLiteral("1") << false;
    QTest::newRow("TRUE") << QStringLiteral("TRUE") << false;
    QTest::newRow("yes") << QStringLiteral("yes") << false;
    QTest::newRow("0") << QStringLiteral("0") << true;
    QTest::newRow("no") << QStringLiteral("no") << true;
    QTest::newRow("empty") << QString() << true;
}

void tst_ArvadosConfig::eventsAreWantedUnlessSwitchedOff()
{
    QFETCH(QString, value);
    QFETCH(bool, wanted);
    QVERIFY(ArvadosConfig(environment()).wantsEvents());
    auto given = environment();
    given.insert(QStringLiteral("ARVADOS_DISABLE_WEBSOCKETS"), value);
    QCOMPARE(ArvadosConfig(given).wantsEvents(), wanted);
    writeSettings(QStringLiteral("home/arvados"),
                  "ARVADOS_DISABLE_WEBSOCKETS=" + value.toLatin1() + '\n');
    QCOMPARE(ArvadosConfig(environment()).wantsEvents(), wanted);
}

void tst_ArvadosConfig::anyValueMeansDebug()
{
    QVERIFY(!ArvadosConfig(environment()).wantsDebug());
    auto given = environment();
    given.insert(QStringLiteral("ARVADOS_DEBUG"), QStringLiteral("0"));
    QVERIFY(ArvadosConfig(given).wantsDebug());
}

QTEST_GUILESS_MAIN(tst_ArvadosConfig)
#include "tst_arvadosconfig.moc"
