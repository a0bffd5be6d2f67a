// SPDX-License-Identifier: Apache-2.0
#include "run.h"
#include "stored.h"
#include "support/fakesecretservice.h"
#include "support/shell.h"
#include "support/smallworld.h"

using namespace arv;
using namespace arv::test;
using State = TokenSnapshot::State;
using Signed = AccountSnapshot::State;

// The program where the keychain is not as one would wish: what a person is told, and the way on.
class TestKeychain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void unlockedKeyringIsAskedByItself();
    void lockedKeychainIsToldAndTriedAgain();
    void absentKeychainIsToldAndTheSessionWillDo();
    void keychainThatComesLaterIsAskedByItself();
    void slowKeychainIsWaitedForVisibly();
    void failingKeychainIsToldAndTriedAgain();
    void exchangedKeychainIsAskedForTheTruth();
    void exchangeWhileSignedInIsNotFelt();
    void emptyKeychainAsksForAToken();
    void assistantWithoutKeychainKeepsForTheSession();
    void assistantTriesAgainWhenAKeychainHasCome();
    void tokenGoesIntoAKeychainThatComesLater();

private:
    [[nodiscard]] SessionBus& bus() { return Scene::current().bus(); }
    [[nodiscard]] QString token() const { return m_demo.credentials().token; }
    // Starts; whatever the keychain does, the mount is there, and nobody asks for a token.
    void start();
    [[nodiscard]] bool panelSays(const char* words);
    [[nodiscard]] bool isReading() const;
    void expectSignedIn();
    void goThroughAssistant();

    DemoAccount m_demo;
    std::optional<Stored> m_stored;
    std::unique_ptr<FakeSecretService> m_service;
    std::unique_ptr<Run> m_run;
};

void TestKeychain::initTestCase()
{
    SmallWorld::addCollection(m_demo, "sample", {{"hello.txt", "Hello\n"}});
}

void TestKeychain::init()
{
    Scene::current().forgetEverything();
    m_stored.emplace(m_demo);
}

void TestKeychain::cleanup()
{
    m_run.reset();
    m_service.reset();
    bus().stopKeyring();
    Scene::current().clearMounts();
}

void TestKeychain::start()
{
    QVERIFY(m_stored->write());
    m_run = std::make_unique<Run>();
    m_run->lookAtAccount();
    QTRY_VERIFY_WITH_TIMEOUT(m_run->isMounted(), patience);
    QVERIFY(Scene::isMounted(m_stored->mount.directory));
}

bool TestKeychain::panelSays(const char* words)
{
    const auto isSaid = [&] { return Run::words(*m_run->panel()).contains(QLatin1String(words)); };
    if (QTest::qWaitFor(isSaid, patience))
        return true;
    qWarning() << "it says" << Run::words(*m_run->panel());
    return false;
}

bool TestKeychain::isReading() const
{
    return shell(QStringLiteral("cat \"$1/sample/hello.txt\""), {m_stored->mount.directory}).out
        == "Hello\n";
}

void TestKeychain::expectSignedIn()
{
    QTRY_COMPARE_WITH_TIMEOUT(m_run->account().snapshot.state, Signed::SignedIn, patience);
    QVERIFY(isReading());
    QTRY_COMPARE(m_run->mount().snapshot.trouble, MountSnapshot::Trouble::None);
}

void TestKeychain::unlockedKeyringIsAskedByItself()
{
    QVERIFY(bus().startKeyring());
    QVERIFY(m_stored->writeToken(token()));
    QVERIFY(bus().lockKeyring());
    start();
    QVERIFY(panelSays("Keychain is locked"));
    QCOMPARE(m_run->account().token.state, State::Locked);
    QCOMPARE(m_run->dialogs<QDialog>(), 0);
    QVERIFY(bus().unlockKeyring());
    expectSignedIn();
    QVERIFY(panelSays("In the keychain"));
}

void TestKeychain::lockedKeychainIsToldAndTriedAgain()
{
    m_service = std::make_unique<FakeSecretService>(bus().address());
    m_service->token = token();
    m_service->isLocked = true;
    QVERIFY(m_service->appear());
    start();
    QVERIFY(panelSays("Keychain is locked"));
    m_run->lookAtMount();
    QVERIFY(!isReading());
    QVERIFY(panelSays("not there yet"));
    QVERIFY(!Run::words(*m_run->panel()).contains(QStringLiteral("does not accept")));
    m_run->lookAtAccount();
    QVERIFY(Run::press(m_run->panel(), "Try again"));
    QVERIFY(panelSays("Keychain is locked"));
    QCOMPARE(m_run->dialogs<QDialog>(), 0);
    m_service->isLocked = false;
    QTRY_COMPARE(m_run->account().token.state, State::Locked);
    QVERIFY(Run::press(m_run->panel(), "Try again"));
    expectSignedIn();
}

void TestKeychain::absentKeychainIsToldAndTheSessionWillDo()
{
    start();
    QVERIFY(panelSays("No keychain"));
    QVERIFY(panelSays("session only"));
    QCOMPARE(m_run->dialogs<QDialog>(), 0);
    QVERIFY(Run::press(m_run->panel(), "New token…"));
    auto* dialog = m_run->tokenDialog();
    QVERIFY(Run::paste(dialog, "token", token()));
    QVERIFY(Run::press(dialog, "ok"));
    QVERIFY(Run::says(dialog, "No keychain runs in this session"));
    QVERIFY(Run::press(dialog, "sessionOnly"));
    QTRY_VERIFY_WITH_TIMEOUT(!m_run->tokenDialog(), patience);
    QCOMPARE(m_run->account().token.state, State::SessionOnly);
    expectSignedIn();
    QVERIFY(panelSays("session only"));
}

void TestKeychain::keychainThatComesLaterIsAskedByItself()
{
    QVERIFY(bus().startKeyring());
    QVERIFY(m_stored->writeToken(token()));
    bus().stopKeyring();
    start();
    QVERIFY(panelSays("No keychain"));
    QVERIFY(bus().startKeyring());
    expectSignedIn();
    QCOMPARE(m_run->account().token.state, State::InKeychain);
}

void TestKeychain::slowKeychainIsWaitedForVisibly()
{
    m_service = std::make_unique<FakeSecretService>(bus().address());
    m_service->token = token();
    m_service->delay = 900;
    QVERIFY(m_service->appear());
    start();
    QVERIFY(panelSays("Waiting for the keychain"));
    QVERIFY(panelSays("takes long"));
    QCOMPARE(m_run->dialogs<QDialog>(), 0);
    expectSignedIn();
}

void TestKeychain::failingKeychainIsToldAndTriedAgain()
{
    m_service = std::make_unique<FakeSecretService>(bus().address());
    m_service->token = token();
    m_service->failing = {QStringLiteral("SearchItems")};
    QVERIFY(m_service->appear());
    start();
    QVERIFY(panelSays("Keychain failed"));
    QVERIFY(panelSays("on fire"));
    QVERIFY(!Run::words(*m_run->panel()).contains(QChar(0x202e)));
    QCOMPARE(m_run->dialogs<QDialog>(), 0);
    m_service->failing.clear();
    QVERIFY(Run::press(m_run->panel(), "Try again"));
    expectSignedIn();
}

void TestKeychain::exchangedKeychainIsAskedForTheTruth()
{
    QVERIFY(bus().startKeyring());
    QVERIFY(m_stored->writeToken(token()));
    bus().stopKeyring();
    m_service = std::make_unique<FakeSecretService>(bus().address());
    m_service->silent = {QStringLiteral("ReadAlias")};
    QVERIFY(m_service->appear());
    start();
    QTRY_VERIFY(m_service->asked.contains(QStringLiteral("ReadAlias")));
    m_service->vanish();
    QVERIFY(bus().startKeyring());
    m_service.reset();
    expectSignedIn();
}

void TestKeychain::exchangeWhileSignedInIsNotFelt()
{
    QVERIFY(bus().startKeyring());
    QVERIFY(m_stored->writeToken(token()));
    start();
    expectSignedIn();
    bus().stopKeyring();
    m_service = std::make_unique<FakeSecretService>(bus().address());
    QVERIFY(m_service->appear());
    QTest::qWait(100); // nothing is to happen: there is no signal to wait for
    QCOMPARE(m_run->account().snapshot.state, Signed::SignedIn);
    QCOMPARE(m_run->account().token.state, State::InKeychain);
    QVERIFY(isReading());
}

void TestKeychain::emptyKeychainAsksForAToken()
{
    QVERIFY(bus().startKeyring());
    m_stored->account.id = m_stored->mount.accountId = QStringLiteral("nobody");
    start();
    QTRY_COMPARE_WITH_TIMEOUT(m_run->account().token.state, State::Missing, patience);
    QVERIFY(panelSays("No token"));
    QTRY_COMPARE(m_run->dialogs<TokenDialog>(), 1);
    auto* dialog = m_run->tokenDialog();
    QVERIFY(Run::says(dialog, "holds no token"));
    QVERIFY(Run::paste(dialog, "token", token()));
    QVERIFY(Run::press(dialog, "ok"));
    QTRY_VERIFY_WITH_TIMEOUT(!m_run->tokenDialog(), patience);
    expectSignedIn();
    QCOMPARE(bus().tokenInKeyring(m_stored->account.id), token().toUtf8());
}

void TestKeychain::goThroughAssistant()
{
    auto* assistant = m_run->assistant();
    QVERIFY(Run::paste(assistant, "token", token()));
    QVERIFY(Run::write(assistant, "host", m_demo.credentials().host));
    QVERIFY(Run::press(assistant, "Advanced"));
    QVERIFY(Run::write(assistant, "caFile", m_demo.credentials().caFile));
    QVERIFY(Run::press(assistant, "next"));
    QVERIFY(Run::says(assistant, "Signed in as"));
    const auto* line = Run::find<QLineEdit>(*assistant, QStringLiteral("directory"));
    m_stored->mount.directory = line->text() + QStringLiteral("/home");
    QVERIFY(Run::press(assistant, "next"));
}

void TestKeychain::assistantWithoutKeychainKeepsForTheSession()
{
    m_run = std::make_unique<Run>();
    goThroughAssistant();
    auto* assistant = m_run->assistant();
    QVERIFY(Run::says(assistant, "No keychain runs in this session"));
    QVERIFY(Run::says(assistant, "apt install"));
    QVERIFY(Run::press(assistant, "sessionOnly"));
    QVERIFY(Run::says(assistant, "Mounted at"));
    QVERIFY(Run::press(assistant, "Finish"));
    expectSignedIn();
    QCOMPARE(m_run->account().token.state, State::SessionOnly);
    m_run.reset();

    m_run = std::make_unique<Run>();
    QTRY_VERIFY_WITH_TIMEOUT(m_run->isMounted(), patience);
    QTRY_COMPARE(m_run->dialogs<TokenDialog>(), 1);
    auto* dialog = m_run->tokenDialog();
    QVERIFY(Run::says(dialog, "for one session only"));
    QVERIFY(Run::paste(dialog, "token", token()));
    QVERIFY(Run::press(dialog, "ok"));
    QTRY_VERIFY_WITH_TIMEOUT(!m_run->tokenDialog(), patience);
    expectSignedIn();
    QCOMPARE(m_run->account().token.state, State::SessionOnly);
}

void TestKeychain::assistantTriesAgainWhenAKeychainHasCome()
{
    m_run = std::make_unique<Run>();
    goThroughAssistant();
    auto* assistant = m_run->assistant();
    QVERIFY(Run::says(assistant, "No keychain runs in this session"));
    QVERIFY(bus().startKeyring());
    // By itself or by the button, whichever is first.
    auto* again = Run::find<QPushButton>(*assistant, QStringLiteral("keychainAgain"));
    if (again)
        QTest::mouseClick(again, Qt::LeftButton);
    QVERIFY(Run::says(assistant, "The token is in the keychain"));
    QVERIFY(Run::says(assistant, "Mounted at"));
    QVERIFY(Run::press(assistant, "Finish"));
    QCOMPARE(bus().tokenInKeyring(m_run->account().settings.id), token().toUtf8());
}

void TestKeychain::tokenGoesIntoAKeychainThatComesLater()
{
    start();
    QVERIFY(panelSays("No keychain"));
    QVERIFY(Run::press(m_run->panel(), "New token…"));
    auto* dialog = m_run->tokenDialog();
    QVERIFY(Run::paste(dialog, "token", token()));
    QVERIFY(Run::press(dialog, "ok"));
    QVERIFY(Run::says(dialog, "No keychain runs in this session"));
    QVERIFY(bus().startKeyring());
    QTRY_VERIFY_WITH_TIMEOUT(!m_run->tokenDialog(), patience);
    QCOMPARE(bus().tokenInKeyring(m_stored->account.id), token().toUtf8());
    expectSignedIn();
}

int main(int argc, char** argv)
{
    return runScene<TestKeychain>(argc, argv);
}

#include "tst_keychain.moc"
