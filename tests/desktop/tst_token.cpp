// SPDX-License-Identifier: Apache-2.0
#include "accounteditor.h"
#include "run.h"
#include "stored.h"
#include "support/fakebusservice.h"
#include "support/shell.h"
#include "support/smallworld.h"

#include <QMessageBox>

using namespace arv;
using namespace arv::test;
using Signed = AccountSnapshot::State;

// What becomes of a token and its account in the course of time.
class TestToken : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase();

    void revokedTokenIsRenewedWithoutUnmounting();
    void burstOfRefusalsIsOnePrompt();
    void tokenThatEndsIsToldOnce_data();
    void tokenThatEndsIsToldOnce();
    void insecureAccountIsMarked();
    void wrongCaFileIsTold_data();
    void wrongCaFileIsTold();
    void removedAccountTakesItsMountAndToken();
    void settingsOfOtherToolsAreImported();

private:
    [[nodiscard]] SessionBus& bus() { return Scene::current().bus(); }
    [[nodiscard]] QString fresh(const std::string& user, const QDateTime& expires = {});
    void start(const QString& token);
    void revoke(const QString& token);
    [[nodiscard]] QString path(const QString& below = {}) const
    {
        return m_stored->mount.directory + below;
    }
    [[nodiscard]] Outcome read(const QString& below) const
    {
        return shell(QStringLiteral("cat \"$1\""), {path(below)});
    }
    [[nodiscard]] QByteArray rootInode() const
    {
        return shell(QStringLiteral("stat -c %d:%i \"$1\""), {path()}).out;
    }
    [[nodiscard]] qsizetype notes() const { return m_notifications->callsOf("Notify").size(); }

    DemoAccount m_demo;
    std::optional<Stored> m_stored;
    std::unique_ptr<FakeBusService> m_notifications;
    std::unique_ptr<Run> m_run;
};

void TestToken::initTestCase()
{
    QVERIFY(bus().startKeyring());
    SmallWorld::addCollection(m_demo, "sample",
                              {{"read.txt", "read before\n"}, {"open.txt", "opened before\n"}});
    SmallWorld::addCollection(m_demo, "other", {{"new.txt", "read afterwards\n"}});
    m_notifications = std::make_unique<FakeBusService>(
        bus().address(), QStringLiteral("org.freedesktop.Notifications"));
    m_notifications->answer = [](const QDBusMessage& call) -> std::optional<QVariantList> {
        if (call.member() == QLatin1String("GetCapabilities"))
            return QVariantList{QStringList{QStringLiteral("body"), QStringLiteral("actions")}};
        if (call.member() == QLatin1String("Notify"))
            return QVariantList{7U};
        return QVariantList{};
    };
    QVERIFY(m_notifications->appear());
}

void TestToken::init()
{
    Scene::current().forgetEverything();
    m_stored.emplace(m_demo);
    m_notifications->calls.clear();
}

void TestToken::cleanup()
{
    m_run.reset();
    Scene::current().clearMounts();
}

void TestToken::cleanupTestCase()
{
    m_notifications.reset();
    bus().stopKeyring();
}

QString TestToken::fresh(const std::string& user, const QDateTime& expires)
{
    demo::NewToken token;
    token.user = demo::demoUserUuid(user, m_demo.cluster.store().clusterId());
    if (expires.isValid())
        token.expiresAt = expires.toString(Qt::ISODate).toStdString();
    return QString::fromStdString(m_demo.cluster.store().addToken(token));
}

void TestToken::start(const QString& token)
{
    QVERIFY(m_stored->write());
    QVERIFY(m_stored->writeToken(token));
    m_run = std::make_unique<Run>();
    m_run->lookAtAccount();
    QTRY_VERIFY_WITH_TIMEOUT(m_run->isMounted(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_run->account().snapshot.state, Signed::SignedIn, patience);
}

void TestToken::revoke(const QString& token)
{
    const auto uuid = token.section(u'/', 1, 1).toStdString();
    QVERIFY(m_demo.cluster.store().removeRecord(uuid).hasValue());
}

void TestToken::revokedTokenIsRenewedWithoutUnmounting()
{
    const auto first = fresh("alice");
    const auto second = fresh("alice");
    start(first);
    QCOMPARE(read(QStringLiteral("/sample/read.txt")).out, QByteArray("read before\n"));
    const auto inode = rootInode();
    QProcess reader;
    reader.start(QStringLiteral("sh"),
                 {QStringLiteral("-c"),
                  QStringLiteral("exec 3<\"$1\"; echo open; read go; exec cat <&3"),
                  QStringLiteral("sh"), path(QStringLiteral("/sample/open.txt"))});
    QVERIFY(says(reader, "open\n"));

    revoke(first);
    QVERIFY(!read(QStringLiteral("/other/new.txt")).isSuccess());
    QTRY_COMPARE_WITH_TIMEOUT(m_run->account().snapshot.state, Signed::Refused, patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_run->dialogs<TokenDialog>(), 1, patience);
    QTRY_COMPARE_WITH_TIMEOUT(notes(), 1, patience);
    QVERIFY(m_run->isMounted());
    QCOMPARE(read(QStringLiteral("/sample/read.txt")).out, QByteArray("read before\n"));

    auto* dialog = m_run->tokenDialog();
    QVERIFY(Run::says(dialog, "no longer takes"));
    QVERIFY(Run::paste(dialog, "token", fresh("bob")));
    QVERIFY(Run::press(dialog, "ok"));
    QVERIFY(Run::says(dialog, "bob"));
    QVERIFY2(!Run::words(*dialog).contains(QStringLiteral("may have expired")),
             qPrintable(Run::words(*dialog)));
    QCOMPARE(bus().tokenInKeyring(m_stored->account.id), first.toUtf8());

    QVERIFY(Run::paste(dialog, "token", second));
    QVERIFY(Run::press(dialog, "ok"));
    QTRY_COMPARE_WITH_TIMEOUT(m_run->dialogs<TokenDialog>(), 0, patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_run->account().snapshot.state, Signed::SignedIn, patience);
    // It is stored while the account goes on with it already.
    QTRY_COMPARE_WITH_TIMEOUT(bus().tokenInKeyring(m_stored->account.id), second.toUtf8(),
                              patience);
    reader.write("go\n");
    QVERIFY(says(reader, "opened before\n"));
    QVERIFY(reader.waitForFinished(10000));
    QCOMPARE(read(QStringLiteral("/other/new.txt")).out, QByteArray("read afterwards\n"));
    QCOMPARE(rootInode(), inode);
    QTRY_COMPARE_WITH_TIMEOUT(m_run->mount().snapshot.trouble, MountSnapshot::Trouble::None,
                              patience);
    QCOMPARE(notes(), 1);
}

void TestToken::burstOfRefusalsIsOnePrompt()
{
    const auto token = fresh("alice");
    start(token);
    revoke(token);
    for (int i = 0; i < 5; ++i)
        QVERIFY(!read(QStringLiteral("/other/name %1").arg(i)).isSuccess());
    QTRY_COMPARE_WITH_TIMEOUT(m_run->dialogs<TokenDialog>(), 1, patience);
    QVERIFY(Run::press(m_run->tokenDialog(), "Cancel"));
    QTRY_COMPARE(m_run->dialogs<TokenDialog>(), 0);
    for (int i = 5; i < 10; ++i)
        QVERIFY(!read(QStringLiteral("/other/name %1").arg(i)).isSuccess());
    QTest::qWait(200); // nothing is to happen: there is no signal to wait for
    QCOMPARE(m_run->dialogs<TokenDialog>(), 0);
    QCOMPARE(notes(), 1);
    // Who looks is told, and finds the way.
    QVERIFY(Run::says(m_run->panel(), "Token refused"));
    QVERIFY(Run::press(m_run->panel(), "New token…"));
    QTRY_COMPARE(m_run->dialogs<TokenDialog>(), 1);
}

void TestToken::tokenThatEndsIsToldOnce_data()
{
    QTest::addColumn<int>("minutes");
    QTest::addColumn<QString>("words");
    QTest::newRow("two days") << 2 * 24 * 60 + 30 << QStringLiteral("in 2 days");
    QTest::newRow("half an hour") << 31 << QStringLiteral("in 30 minutes");
}

void TestToken::tokenThatEndsIsToldOnce()
{
    QFETCH(int, minutes);
    QFETCH(QString, words);
    start(fresh("alice", QDateTime::currentDateTimeUtc().addSecs(60LL * minutes)));
    QVERIFY2(Run::says(m_run->panel(), qPrintable(words)), qPrintable(Run::words(*m_run->panel())));
    QTRY_COMPARE_WITH_TIMEOUT(notes(), 1, patience);
    const auto note = m_notifications->callsOf("Notify").value(0);
    QVERIFY2(note.value(3).toString().contains(words), qPrintable(note.value(3).toString()));
    QVERIFY(note.value(3).toString().contains(QStringLiteral("Alice")));
    // Looked at again, it is no news.
    m_run->desk().askKeychainAgain(m_stored->account.id);
    QTRY_COMPARE(m_run->account().token.state, TokenSnapshot::State::InKeychain);
    QCOMPARE(notes(), 1);
    QCOMPARE(m_run->dialogs<QDialog>(), 0);
}

void TestToken::insecureAccountIsMarked()
{
    start(fresh("alice"));
    QVERIFY(!Run::words(*m_run->panel()).contains(QStringLiteral("not verified")));
    QTest::keyClick(&m_run->window(), Qt::Key_Comma, Qt::ControlModifier);
    QVERIFY(Run::press(&m_run->window(), "edit"));
    auto* editor = m_run->dialog<AccountEditor>();
    QVERIFY(editor);
    if (!Run::find<QCheckBox>(*editor, QStringLiteral("insecure")))
        QVERIFY(Run::press(editor, "Advanced"));
    QVERIFY(Run::press(editor, "insecure"));
    QVERIFY(Run::says(editor, "can read the token"));
    QVERIFY(Run::press(editor, "save"));
    QVERIFY(Run::says(m_run->panel(), "TLS not verified"));
    m_run->lookAtMount();
    QVERIFY(Run::says(m_run->panel(), "TLS not verified"));
    QTRY_VERIFY_WITH_TIMEOUT(m_run->isMounted(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_run->account().snapshot.state, Signed::SignedIn, patience);
    m_run.reset();
    m_run = std::make_unique<Run>();
    QVERIFY(m_run->account().settings.insecure);
    m_run->lookAtAccount();
    QVERIFY(Run::says(m_run->panel(), "TLS not verified"));
}

void TestToken::wrongCaFileIsTold_data()
{
    QTest::addColumn<QByteArray>("content"); // null: there is no such file
    QTest::newRow("missing") << QByteArray();
    QTest::newRow("no certificate") << QByteArray("Dear diary\n");
    QTest::newRow("empty") << QByteArray("");
}

void TestToken::wrongCaFileIsTold()
{
    QFETCH(QByteArray, content);
    const auto file = Scene::current().home() + QStringLiteral("/ca.pem");
    QFile::remove(file);
    if (!content.isNull()) {
        QFile made(file);
        QVERIFY(made.open(QIODevice::WriteOnly));
        made.write(content);
    }
    m_run = std::make_unique<Run>();
    auto* assistant = m_run->assistant();
    QVERIFY(Run::paste(assistant, "token", m_demo.credentials().token));
    QVERIFY(Run::write(assistant, "host", m_demo.credentials().host));
    QVERIFY(Run::press(assistant, "Advanced"));
    QVERIFY(Run::write(assistant, "caFile", file));
    QVERIFY(Run::press(assistant, "next"));
    const auto isTold = [assistant] {
        const auto labels = Run::visible<QLabel>(*assistant);
        return std::any_of(labels.begin(), labels.end(), [](const QLabel* each) {
            return each->text().contains(QStringLiteral("ca.pem"));
        });
    };
    QTRY_VERIFY2_WITH_TIMEOUT(isTold(), qPrintable(Run::words(*assistant)), patience);
    QVERIFY(m_run->desk().accounts().isEmpty());
}

void TestToken::removedAccountTakesItsMountAndToken()
{
    start(fresh("alice"));
    QCOMPARE(read(QStringLiteral("/sample/read.txt")).out, QByteArray("read before\n"));
    QTest::keyClick(&m_run->window(), Qt::Key_Comma, Qt::ControlModifier);
    QVERIFY(Run::press(&m_run->window(), "remove"));
    QTRY_VERIFY(m_run->dialog<QMessageBox>());
    QVERIFY(Run::says(m_run->dialog<QMessageBox>(), "removed from the keychain"));
    QVERIFY(Run::press(m_run->dialog<QMessageBox>(), "Remove"));
    QTRY_VERIFY_WITH_TIMEOUT(m_run->desk().accounts().isEmpty(), patience);
    QVERIFY(!Scene::isMounted(path()));
    QTRY_COMPARE_WITH_TIMEOUT(bus().tokenInKeyring(m_stored->account.id), QByteArray(), patience);
    Settings settings;
    QVERIFY(settings.load().hasValue());
    QVERIFY(settings.values.accounts.isEmpty());
    QVERIFY(settings.values.mounts.isEmpty());
}

void TestToken::settingsOfOtherToolsAreImported()
{
    const auto folder = Scene::current().home() + QStringLiteral("/config/arvados");
    QVERIFY(QDir().mkpath(folder));
    QFile file(folder + QStringLiteral("/settings.conf"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto credentials = m_demo.credentials();
    file.write(QStringLiteral("# written by hand\nARVADOS_API_HOST=%1\nARVADOS_API_TOKEN=%2\n")
                   .arg(credentials.host, credentials.token)
                   .toUtf8());
    file.close();
    Application::Launch launch;
    launch.elsewhere = configuredElsewhere();
    m_run = std::make_unique<Run>(launch);
    QVERIFY(file.remove());
    auto* assistant = m_run->assistant();
    QVERIFY(Run::press(assistant, "import"));
    QVERIFY(Run::says(assistant, "settings.conf"));
    QCOMPARE(Run::find<QLineEdit>(*assistant, QStringLiteral("host"))->text(), credentials.host);
    if (!Run::find<QLineEdit>(*assistant, QStringLiteral("caFile")))
        QVERIFY(Run::press(assistant, "Advanced"));
    QVERIFY(Run::write(assistant, "caFile", credentials.caFile));
    QVERIFY(Run::press(assistant, "next"));
    QVERIFY(Run::says(assistant, "Signed in as"));
    QVERIFY(Run::press(assistant, "next"));
    QVERIFY(Run::says(assistant, "Mounted at"));
    QVERIFY(Run::press(assistant, "Finish"));
    QCOMPARE(bus().tokenInKeyring(m_run->account().settings.id), credentials.token.toUtf8());
    m_run->desk().removeAccount(m_run->account().settings.id);
    QTRY_VERIFY_WITH_TIMEOUT(m_run->desk().accounts().isEmpty(), patience);
}

int main(int argc, char** argv)
{
    return runScene<TestToken>(argc, argv);
}

#include "tst_token.moc"
