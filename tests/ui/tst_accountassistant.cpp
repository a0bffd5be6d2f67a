// SPDX-License-Identifier: Apache-2.0
#include "accountassistant.h"
#include "notice.h"
#include "support/accessibility.h"
#include "support/fakedesk.h"
#include "support/visibletexts.h"
#include "tokenfield.h"

#include <QtTest>

using namespace arv;
using namespace arv::test;

class tst_AccountAssistant : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void pastedBlockFillsTheHost();
    void pasteGoesThroughTheClipboard();
    void badInputIsNotTried_data();
    void badInputIsNotTried();
    void everyFailureIsToldAndNothingIsLost_data();
    void everyFailureIsToldAndNothingIsLost();
    void failureWithoutAnErrorHasAdvice();
    void silentClusterMayAnswerLater();
    void editingEndsTheWaitForASilentCluster();
    void checkCanBeStopped();
    void lateAnswerToAStoppedCheckCountsForNothing();
    void importFillsEverythingAndShowsTheDanger();
    void importIsOfferedOnlyIfThereIsSomething();
    void insecureSwitchIsOffAndWarns();
    void goodTokenShowsWhoAndUntilWhen();
    void accountAndMountAreMade();
    void nothingNeedsToBeMounted();
    void keychainTroubleIsToldWithAWayOn_data();
    void keychainTroubleIsToldWithAWayOn();
    void sessionOnlyLeadsToTheEnd();
    void refusedMountCanBeChanged();
    void failedStartCanBeTriedAgain();
    void badMountIsRefusedBeforeAnythingIsSaved();
    void cancelLeavesNothingBehind();
    void cancelAfterSavingRemovesTheNewAccount();
    void knownAccountGetsTheTokenAndIsNotRemoved();
    void tokenIsNeverTold();
    void hostileWordsArePlain();
    void worksByKeyboardAlone();
    void everyControlHasAName();
    void helpLeadsToWorkbenchOnly();

private:
    void paste(const QString& text);
    void press(const char* button);
    void enter(); // a token and a host, and Next
    void pass(); // as far as the second page
    void answer(AccountSnapshot::State state, const QString& error = {});
    void keychain(TokenSnapshot::State state, const QString& error = {});
    QString notices() const;
    template <class T>
    T* part(const char* name) const
    {
        return m_dialog->findChild<T*>(QLatin1String(name));
    }
    bool isShown(const char* button) const { return part<QPushButton>(button)->isVisible(); }
    int page() const { return m_dialog->findChild<QStackedWidget*>()->currentIndex(); }

    std::unique_ptr<FakeDesk> m_desk;
    std::unique_ptr<AccountAssistant> m_dialog;
};

namespace {

const QString secret = QStringLiteral("3kg6k6lzmp9kj5cpkcoxie963cmvjahbt2fod9zru30k1jqdmi");
const QString token = QStringLiteral("v2/zzzzz-gj3su-077z32aux8dg2s1/") + secret;
const QString block =
    QStringLiteral("HISTIGNORE=$HISTIGNORE:'export ARVADOS_API_TOKEN=*'\nexport "
                   "ARVADOS_API_TOKEN=%1\nexport ARVADOS_API_HOST=zzzzz.example.com\n"
                   "unset ARVADOS_API_HOST_INSECURE\n")
        .arg(token);

AccountSnapshot snapshot(AccountSnapshot::State state)
{
    AccountSnapshot account;
    account.state = state;
    account.clusterId = QStringLiteral("zzzzz");
    account.userUuid = QStringLiteral("zzzzz-tpzed-000000000000001");
    account.email = QStringLiteral("ada@example.com");
    account.workbenchUrl = QStringLiteral("https://wb.example.com/");
    return account;
}

} // namespace

void tst_AccountAssistant::init()
{
    QLocale::setDefault(QLocale::c());
    m_dialog.reset();
    m_desk = std::make_unique<FakeDesk>();
    m_dialog = std::make_unique<AccountAssistant>(*m_desk);
    m_dialog->show();
}

void tst_AccountAssistant::paste(const QString& text)
{
    m_dialog->findChild<TokenField*>()->setText(text);
}

void tst_AccountAssistant::press(const char* button)
{
    QVERIFY2(part<QPushButton>(button)->isVisible(), button);
    QVERIFY2(part<QPushButton>(button)->isEnabled(), button);
    part<QPushButton>(button)->click();
}

void tst_AccountAssistant::enter()
{
    paste(token);
    part<QLineEdit>("host")->setText(QStringLiteral("https://zzzzz.example.com/"));
    press("next");
}

void tst_AccountAssistant::pass()
{
    enter();
    answer(AccountSnapshot::State::SignedIn);
    QCOMPARE(page(), 1);
}

void tst_AccountAssistant::answer(AccountSnapshot::State state, const QString& error)
{
    auto outcome = snapshot(state);
    outcome.error = error;
    Q_EMIT m_desk->tried(outcome);
}

void tst_AccountAssistant::keychain(TokenSnapshot::State state, const QString& error)
{
    Desk::Account account;
    account.settings.id = QStringLiteral("a1");
    account.snapshot = snapshot(AccountSnapshot::State::SignedIn);
    account.token = {state, error};
    m_desk->accountList = {account};
    Q_EMIT m_desk->accountChanged(QStringLiteral("a1"));
}

QString tst_AccountAssistant::notices() const
{
    QString words;
    for (const auto* each : m_dialog->findChildren<Notice*>()) {
        if (each->isVisible())
            words += each->text() + u'\n';
    }
    return words;
}

void tst_AccountAssistant::pastedBlockFillsTheHost()
{
    paste(block);
    QCOMPARE(part<QLineEdit>("host")->text(), QStringLiteral("zzzzz.example.com"));
    press("next");
    QCOMPARE(m_desk->asked, QStringList{QStringLiteral("tryAccount zzzzz.example.com")});
    QCOMPARE(m_desk->savedToken, token);
    QVERIFY(!m_desk->savedAccount.insecure);
    QVERIFY(!part<QPushButton>("next")->isEnabled());
}

void tst_AccountAssistant::pasteGoesThroughTheClipboard()
{
    QGuiApplication::clipboard()->setText(block);
    part<QLineEdit>("token")->setFocus();
    part<QLineEdit>("token")->paste();
    QCOMPARE(part<QLineEdit>("host")->text(), QStringLiteral("zzzzz.example.com"));
    press("next");
    QCOMPARE(m_desk->savedToken, token);
}

void tst_AccountAssistant::badInputIsNotTried_data()
{
    QTest::addColumn<QString>("pasted");
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("caFile");
    QTest::addColumn<QString>("proxy");
    const auto host = QStringLiteral("zzzzz.example.com");
    QTest::newRow("nothing") << QString() << QString() << QString() << QString();
    QTest::newRow("no token") << QString() << host << QString() << QString();
    QTest::newRow("no host") << token << QString() << QString() << QString();
    QTest::newRow("bad host") << token << QStringLiteral("a b") << QString() << QString();
    QTest::newRow("relative CA") << token << host << QStringLiteral("ca.pem") << QString();
    QTest::newRow("password of a proxy")
        << token << host << QString() << QStringLiteral("http://me:hush@proxy:3128");
    QTest::newRow("megabytes") << QString(5'000'000, u'a') << host << QString() << QString();
}

void tst_AccountAssistant::badInputIsNotTried()
{
    QFETCH(QString, pasted);
    QFETCH(QString, host);
    QFETCH(QString, caFile);
    QFETCH(QString, proxy);
    paste(pasted);
    part<QLineEdit>("host")->setText(host);
    part<QLineEdit>("caFile")->setText(caFile);
    part<QLineEdit>("proxy")->setText(proxy);
    press("next");
    QCOMPARE(m_desk->asked, QStringList());
    QVERIFY(!notices().isEmpty());
    QCOMPARE(page(), 0);
    QCOMPARE(part<QLineEdit>("host")->text(), host);
}

void tst_AccountAssistant::everyFailureIsToldAndNothingIsLost_data()
{
    using State = AccountSnapshot::State;
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("word");
    const auto add = [](const char* name, State state, const char* word) {
        QTest::newRow(name) << static_cast<int>(state) << QString::fromLatin1(word);
    };
    add("no token", State::NoToken, "No token");
    add("refused", State::Refused, "does not take this token");
    add("inactive", State::Inactive, "not active yet");
    add("offline", State::Offline, "no answer from zzzzz.example.com");
    add("misconfigured", State::Misconfigured, "zzzzz.example.com cannot be used like this");
}

void tst_AccountAssistant::everyFailureIsToldAndNothingIsLost()
{
    QFETCH(int, state);
    QFETCH(QString, word);
    enter();
    answer(AccountSnapshot::State::Checking);
    QVERIFY(isShown("stopChecking"));
    answer(static_cast<AccountSnapshot::State>(state), QStringLiteral("What the server said."));
    QCOMPARE(page(), 0);
    QVERIFY2(notices().contains(word), qPrintable(notices()));
    QVERIFY(notices().contains(QStringLiteral("What the server said.")));
    QVERIFY(!isShown("stopChecking"));
    QCOMPARE(part<QLineEdit>("token")->text(), token);
    QCOMPARE(part<QLineEdit>("host")->text(), QStringLiteral("zzzzz.example.com"));
    press("next"); // and once more
    QCOMPARE(m_desk->asked.count(QStringLiteral("tryAccount zzzzz.example.com")), 2);
    QVERIFY(!notices().contains(word));
}

void tst_AccountAssistant::failureWithoutAnErrorHasAdvice()
{
    enter();
    answer(AccountSnapshot::State::Misconfigured);
    QVERIFY(notices().contains(QStringLiteral("CA file of its own")));
    QVERIFY(part<QLineEdit>("caFile")->isVisible());
}

void tst_AccountAssistant::silentClusterMayAnswerLater()
{
    enter();
    answer(AccountSnapshot::State::Offline);
    answer(AccountSnapshot::State::Checking);
    QVERIFY(part<QPushButton>("next")->isEnabled());
    answer(AccountSnapshot::State::Offline);
    QCOMPARE(page(), 0);
    answer(AccountSnapshot::State::SignedIn);
    QCOMPARE(page(), 1);
}

void tst_AccountAssistant::editingEndsTheWaitForASilentCluster()
{
    enter();
    answer(AccountSnapshot::State::Offline);
    QTest::keyClicks(part<QLineEdit>("host"), QStringLiteral("x"));
    QCOMPARE(m_desk->asked.last(), QStringLiteral("endTrial"));
    answer(AccountSnapshot::State::SignedIn);
    QCOMPARE(page(), 0);
}

void tst_AccountAssistant::checkCanBeStopped()
{
    enter();
    press("stopChecking");
    QCOMPARE(m_desk->asked.last(), QStringLiteral("endTrial"));
    QVERIFY(part<QPushButton>("next")->isEnabled());
    QCOMPARE(part<QLineEdit>("token")->text(), token);
}

void tst_AccountAssistant::lateAnswerToAStoppedCheckCountsForNothing()
{
    enter();
    press("stopChecking");
    answer(AccountSnapshot::State::SignedIn);
    QCOMPARE(page(), 0);
}

void tst_AccountAssistant::importFillsEverythingAndShowsTheDanger()
{
    m_desk->found =
        Desk::Found{QStringLiteral("https://xxxxx.example.com/"), token,
                    QStringLiteral("/etc/own.pem"), true, QStringLiteral("<b>settings.conf</b>")};
    m_dialog = std::make_unique<AccountAssistant>(*m_desk);
    m_dialog->show();
    press("import");
    part<QLineEdit>("proxy")->setText(QStringLiteral("proxy.example.com:3128"));
    QVERIFY(part<QCheckBox>("insecure")->isVisible());
    QVERIFY(notices().contains(QStringLiteral("Anybody between")));
    press("next");
    QCOMPARE(m_desk->savedAccount.host, QStringLiteral("xxxxx.example.com"));
    QCOMPARE(m_desk->savedAccount.caFile, QStringLiteral("/etc/own.pem"));
    QVERIFY(m_desk->savedAccount.insecure);
    QCOMPARE(m_desk->savedAccount.proxy, QStringLiteral("http://proxy.example.com:3128"));
    QCOMPARE(m_desk->savedToken, token);
}

void tst_AccountAssistant::importIsOfferedOnlyIfThereIsSomething()
{
    QVERIFY(!part<QPushButton>("import"));
}

void tst_AccountAssistant::insecureSwitchIsOffAndWarns()
{
    QVERIFY(!part<QCheckBox>("insecure")->isChecked());
    QVERIFY(!part<QCheckBox>("insecure")->isVisible()); // under Advanced
    paste(block + QStringLiteral("export ARVADOS_API_HOST_INSECURE=1"));
    QVERIFY(part<QCheckBox>("insecure")->isVisible());
    QVERIFY(part<QCheckBox>("insecure")->isChecked());
    QVERIFY(notices().contains(QStringLiteral("Anybody between")));
    part<QCheckBox>("insecure")->click();
    QVERIFY(!notices().contains(QStringLiteral("Anybody between")));
}

void tst_AccountAssistant::goodTokenShowsWhoAndUntilWhen()
{
    enter();
    auto outcome = snapshot(AccountSnapshot::State::SignedIn);
    outcome.tokenExpires = QDateTime::currentDateTimeUtc().addDays(2).addSecs(3600);
    Q_EMIT m_desk->tried(outcome);
    QVERIFY2(notices().contains(QStringLiteral("ada@example.com on zzzzz")), qPrintable(notices()));
    QVERIFY(notices().contains(QStringLiteral("in 2 day")));
    QVERIFY(notices().contains(QStringLiteral("soon")));
    press("back");
    press("next");
    answer(AccountSnapshot::State::SignedIn);
    QVERIFY(notices().contains(QStringLiteral("no end date")));
    QVERIFY(!notices().contains(QStringLiteral("soon")));
}

void tst_AccountAssistant::accountAndMountAreMade()
{
    pass();
    QCOMPARE(part<QLineEdit>("directory")->text(), QStringLiteral("/home/someone/Arvados/zzzzz"));
    press("next");
    QCOMPARE(m_desk->savedAccount.email, QStringLiteral("ada@example.com"));
    QCOMPARE(m_desk->savedAccount.userUuid, QStringLiteral("zzzzz-tpzed-000000000000001"));
    keychain(TokenSnapshot::State::Waiting);
    QVERIFY(notices().contains(QStringLiteral("Waiting for the keychain")));
    QVERIFY(!part<QPushButton>("next")->isEnabled());
    QVERIFY(!m_desk->asked.contains(QStringLiteral("saveMount zzzzz")));
    keychain(TokenSnapshot::State::InKeychain);
    keychain(TokenSnapshot::State::InKeychain); // heard again: not made again
    QCOMPARE(m_desk->asked.mid(1),
             (QStringList{QStringLiteral("saveAccount zzzzz.example.com"),
                          QStringLiteral("saveMount zzzzz"), QStringLiteral("startMount m1")}));
    QCOMPARE(m_desk->savedMount.accountId, QStringLiteral("a1"));
    press("next");
    QCOMPARE(m_dialog->result(), static_cast<int>(QDialog::Accepted));
    QVERIFY(!m_desk->asked.contains(QStringLiteral("removeAccount a1")));
}

void tst_AccountAssistant::nothingNeedsToBeMounted()
{
    pass();
    part<QCheckBox>("mountNow")->click();
    part<QLineEdit>("name")->clear();
    press("next");
    keychain(TokenSnapshot::State::InKeychain);
    QVERIFY(part<QPushButton>("next")->isEnabled());
    QVERIFY(m_desk->asked.filter(QStringLiteral("Mount")).isEmpty());
}

void tst_AccountAssistant::keychainTroubleIsToldWithAWayOn_data()
{
    using State = TokenSnapshot::State;
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("word");
    QTest::newRow("locked") << static_cast<int>(State::Locked) << QStringLiteral("locked");
    QTest::newRow("absent") << static_cast<int>(State::NoService)
                            << QStringLiteral("gnome-keyring");
    QTest::newRow("failed") << static_cast<int>(State::Failed) << QStringLiteral("did not");
}

void tst_AccountAssistant::keychainTroubleIsToldWithAWayOn()
{
    QFETCH(int, state);
    QFETCH(QString, word);
    pass();
    press("next");
    keychain(static_cast<TokenSnapshot::State>(state), QStringLiteral("What the keychain said."));
    QVERIFY2(notices().contains(word), qPrintable(notices()));
    QVERIFY(notices().contains(QStringLiteral("What the keychain said.")));
    QVERIFY(!part<QPushButton>("next")->isEnabled());
    QVERIFY(isShown("sessionOnly"));
    press("keychainAgain");
    QCOMPARE(m_desk->asked.last(), QStringLiteral("askKeychainAgain a1"));
    QVERIFY(notices().contains(QStringLiteral("Waiting")));
    QVERIFY(!isShown("keychainAgain"));
    keychain(TokenSnapshot::State::InKeychain);
    QVERIFY(part<QPushButton>("next")->isEnabled());
}

void tst_AccountAssistant::sessionOnlyLeadsToTheEnd()
{
    pass();
    press("next");
    keychain(TokenSnapshot::State::NoService);
    m_desk->savedToken.clear();
    press("sessionOnly");
    QVERIFY(m_desk->savedAccount.sessionOnly);
    QCOMPARE(m_desk->savedAccount.id, QStringLiteral("a1")); // no second one
    QCOMPARE(m_desk->savedToken, token);
    keychain(TokenSnapshot::State::SessionOnly);
    QVERIFY(notices().contains(QStringLiteral("until the program ends")));
    QCOMPARE(m_desk->asked.last(), QStringLiteral("startMount m1"));
    QVERIFY(part<QPushButton>("next")->isEnabled());
}

void tst_AccountAssistant::refusedMountCanBeChanged()
{
    pass();
    m_desk->saveAnswer = Error{Errc::NameTaken, QStringLiteral("Another mount is there.")};
    press("next");
    keychain(TokenSnapshot::State::InKeychain);
    QVERIFY(notices().contains(QStringLiteral("Another mount is there.")));
    QVERIFY(!part<QPushButton>("next")->isEnabled());
    press("back");
    QVERIFY(!part<QPushButton>("back")->isEnabled()); // the account is taken in already
    part<QLineEdit>("directory")->setText(QStringLiteral("/home/someone/else"));
    m_desk->saveAnswer = QStringLiteral("m1");
    press("next");
    QCOMPARE(m_desk->savedMount.directory, QStringLiteral("/home/someone/else"));
    QCOMPARE(m_desk->asked.filter(QStringLiteral("saveAccount")).size(), 1);
    QVERIFY(part<QPushButton>("next")->isEnabled());
}

void tst_AccountAssistant::failedStartCanBeTriedAgain()
{
    pass();
    press("next");
    keychain(TokenSnapshot::State::InKeychain);
    Desk::Mount mount;
    mount.settings.id = QStringLiteral("m1");
    mount.snapshot.error = QStringLiteral("The directory is not empty.");
    m_desk->mountList = {mount};
    Q_EMIT m_desk->mountChanged(QStringLiteral("m1"));
    QVERIFY(notices().contains(QStringLiteral("The directory is not empty.")));
    press("startMount");
    QCOMPARE(m_desk->asked.count(QStringLiteral("startMount m1")), 2);
    m_desk->mountList[0].snapshot = {};
    m_desk->mountList[0].snapshot.state = MountSnapshot::State::Mounted;
    Q_EMIT m_desk->mountChanged(QStringLiteral("m1"));
    press("openFolder");
    QCOMPARE(m_desk->asked.last(), QStringLiteral("openFolder /home/someone/Arvados/zzzzz"));
}

void tst_AccountAssistant::badMountIsRefusedBeforeAnythingIsSaved()
{
    pass();
    auto* show = part<QComboBox>("show");
    show->setCurrentIndex(show->findData(static_cast<int>(MountSettings::Show::Project)));
    press("next");
    QCOMPARE(page(), 1);
    QVERIFY(notices().contains(QStringLiteral("UUID of a project")));
    part<QLineEdit>("object")->setText(QStringLiteral("zzzzz-j7d0g-0123456789abcde"));
    part<QLineEdit>("directory")->setText(QStringLiteral("relative"));
    press("next");
    QVERIFY(notices().contains(QStringLiteral("absolute")));
    QVERIFY(m_desk->asked.filter(QStringLiteral("save")).isEmpty());
}

void tst_AccountAssistant::cancelLeavesNothingBehind()
{
    enter();
    press("cancel");
    QCOMPARE(m_desk->asked.last(), QStringLiteral("endTrial"));
    QVERIFY(part<QLineEdit>("token")->text().isEmpty());
    init();
    pass();
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QVERIFY(!m_dialog->isVisible());
    QVERIFY(m_desk->asked.contains(QStringLiteral("endTrial")));
    QVERIFY(m_desk->asked.filter(QStringLiteral("save")).isEmpty());
}

void tst_AccountAssistant::cancelAfterSavingRemovesTheNewAccount()
{
    pass();
    press("next");
    keychain(TokenSnapshot::State::Locked);
    press("cancel");
    QCOMPARE(m_desk->asked.last(), QStringLiteral("removeAccount a1"));
    QVERIFY(!m_dialog->isVisible());
}

void tst_AccountAssistant::knownAccountGetsTheTokenAndIsNotRemoved()
{
    Desk::Account known;
    known.settings.id = QStringLiteral("a7");
    known.settings.name = QStringLiteral("Institute");
    known.settings.host = QStringLiteral("zzzzz.example.com");
    known.settings.userUuid = QStringLiteral("zzzzz-tpzed-000000000000001");
    m_desk->accountList = {known};
    pass();
    QVERIFY(notices().contains(QStringLiteral("already here as “Institute”")));
    press("next");
    QCOMPARE(m_desk->savedAccount.id, QStringLiteral("a7"));
    QCOMPARE(m_desk->savedAccount.name, QStringLiteral("Institute"));
    press("cancel");
    QVERIFY(!m_desk->asked.contains(QStringLiteral("removeAccount a7")));
}

void tst_AccountAssistant::tokenIsNeverTold()
{
    paste(block);
    QVERIFY(!tells(*m_dialog, secret.left(12)));
    part<QToolButton>("reveal")->click();
    QVERIFY(tells(*m_dialog, secret)); // the walk finds it where it is
    part<QToolButton>("reveal")->click();
    press("next");
    answer(AccountSnapshot::State::Refused, QStringLiteral("Not logged in"));
    QVERIFY(!tells(*m_dialog, secret.left(12)));
    part<QToolButton>("reveal")->click();
    press("next");
    answer(AccountSnapshot::State::SignedIn);
    QVERIFY(!tells(*m_dialog, secret.left(12))); // hidden again with its page
    press("next");
    keychain(TokenSnapshot::State::Locked);
    QVERIFY(!tells(*m_dialog, secret.left(12)));
    press("cancel");
    part<QToolButton>("reveal")->click();
    part<QLineEdit>("token")->undo();
    QVERIFY(!tells(*m_dialog, secret.left(12)));
}

void tst_AccountAssistant::hostileWordsArePlain()
{
    const auto hostile = QStringLiteral("<b>bold</b><img src=x>\u202Egnp.exe\n").repeated(100);
    enter();
    answer(AccountSnapshot::State::Refused, hostile);
    QCOMPARE(richLabels(*m_dialog), QStringList());
    QVERIFY(!tells(*m_dialog, QStringLiteral("\u202E")));
    press("next");
    auto outcome = snapshot(AccountSnapshot::State::SignedIn);
    outcome.fullName = hostile;
    outcome.email = hostile;
    outcome.clusterId = hostile;
    Q_EMIT m_desk->tried(outcome);
    QCOMPARE(richLabels(*m_dialog), QStringList());
    QVERIFY(!tells(*m_dialog, QStringLiteral("\u202E")));
    QVERIFY(m_dialog->minimumSizeHint().width() < 800);
}

void tst_AccountAssistant::worksByKeyboardAlone()
{
    m_dialog->activateWindow();
    QTRY_VERIFY(part<QLineEdit>("token")->hasFocus());
    QTest::keyClicks(QApplication::focusWidget(), token);
    part<QLineEdit>("host")->setFocus(Qt::TabFocusReason);
    QTest::keyClicks(part<QLineEdit>("host"), QStringLiteral("zzzzz.example.com"));
    QTest::keyClick(part<QLineEdit>("host"), Qt::Key_Return);
    QCOMPARE(m_desk->asked, QStringList{QStringLiteral("tryAccount zzzzz.example.com")});
    answer(AccountSnapshot::State::SignedIn);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    keychain(TokenSnapshot::State::InKeychain);
    QVERIFY(part<QPushButton>("next")->hasFocus());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(m_dialog->result(), static_cast<int>(QDialog::Accepted));
}

void tst_AccountAssistant::everyControlHasAName()
{
    QCOMPARE(controlsWithoutName(*m_dialog), QStringList());
}

void tst_AccountAssistant::helpLeadsToWorkbenchOnly()
{
    press("help");
    QVERIFY(m_desk->asked.last().startsWith(QStringLiteral("openLink https://doc.arvados.org/")));
    part<QLineEdit>("host")->setText(QStringLiteral("zzzzz.example.com:443"));
    press("help");
    QCOMPARE(m_desk->asked.last(), QStringLiteral("openLink https://workbench.zzzzz.example.com/"));
    enter();
    answer(AccountSnapshot::State::Refused);
    press("help");
    QCOMPARE(m_desk->asked.last(), QStringLiteral("openLink https://wb.example.com/"));
    press("next");
    auto outcome = snapshot(AccountSnapshot::State::Inactive);
    outcome.workbenchUrl = QStringLiteral("file:///usr/bin/xterm");
    Q_EMIT m_desk->tried(outcome);
    press("help");
    QCOMPARE(m_desk->asked.last(), QStringLiteral("openLink https://workbench.zzzzz.example.com/"));
}

QTEST_MAIN(tst_AccountAssistant)
#include "tst_accountassistant.moc"
