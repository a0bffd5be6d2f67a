// SPDX-License-Identifier: Apache-2.0
#include "notice.h"
#include "support/accessibility.h"
#include "support/fakedesk.h"
#include "support/visibletexts.h"
#include "tokendialog.h"
#include "tokenfield.h"

#include <QtTest>

using namespace arv;
using namespace arv::test;

class tst_TokenDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void saysWhyItAsks();
    void goodTokenClosesIt();
    void everyFailureIsTold_data();
    void everyFailureIsTold();
    void uselessTextIsNotTried();
    void tokenOfAnotherClusterIsNotTried();
    void tokenOfSomebodyElseIsRefused();
    void oldTokenStillWorkingIsNoAnswer();
    void keychainTroubleHasAWayOn();
    void silentClusterMayAnswerLater();
    void checkCanBeStopped();
    void goesWithItsAccount();
    void unknownAccountIsHarmless();
    void tokenIsNeverTold();
    void everyControlHasAName();

private:
    void open();
    void give(const QString& pasted);
    void tell(AccountSnapshot::State state, TokenSnapshot::State token, const QString& error = {});
    QString notices() const;
    QPushButton* button(const char* name) const
    {
        return m_dialog->findChild<QPushButton*>(QLatin1String(name));
    }

    std::unique_ptr<FakeDesk> m_desk;
    std::unique_ptr<TokenDialog> m_dialog;
};

namespace {

using Token = TokenSnapshot::State;
using State = AccountSnapshot::State;

const QString id = QStringLiteral("a1");
const QString secret = QStringLiteral("3kg6k6lzmp9kj5cpkcoxie963cmvjahbt2fod9zru30k1jqdmi");

} // namespace

void tst_TokenDialog::init()
{
    QLocale::setDefault(QLocale::c());
    m_dialog.reset();
    m_desk = std::make_unique<FakeDesk>();
    Desk::Account account;
    account.settings.id = id;
    account.settings.name = QStringLiteral("Institute");
    account.settings.host = QStringLiteral("zzzzz.example.com");
    account.settings.userUuid = QStringLiteral("zzzzz-tpzed-000000000000001");
    account.settings.email = QStringLiteral("ada@example.com");
    account.snapshot.state = State::Refused;
    account.snapshot.error = QStringLiteral("Not logged in");
    account.token.state = Token::InKeychain;
    m_desk->accountList = {account};
    open();
}

void tst_TokenDialog::open()
{
    m_dialog = std::make_unique<TokenDialog>(*m_desk, id);
    m_dialog->show();
}

void tst_TokenDialog::give(const QString& pasted)
{
    m_dialog->findChild<TokenField*>()->setText(pasted);
    button("ok")->click();
}

void tst_TokenDialog::tell(AccountSnapshot::State state, TokenSnapshot::State token,
                           const QString& error)
{
    auto& account = m_desk->accountList[0];
    account.snapshot.state = state;
    account.snapshot.error = error;
    account.token.state = token;
    Q_EMIT m_desk->accountChanged(id);
}

QString tst_TokenDialog::notices() const
{
    QString words;
    for (const auto* each : m_dialog->findChildren<Notice*>()) {
        if (each->isVisible())
            words += each->text() + u'\n';
    }
    return words;
}

void tst_TokenDialog::saysWhyItAsks()
{
    QVERIFY(notices().contains(QStringLiteral("no longer takes the token of “Institute”")));
    QVERIFY(notices().contains(QStringLiteral("Not logged in")));
    m_desk->accountList[0].snapshot = {};
    m_desk->accountList[0].snapshot.state = State::SignedIn;
    m_desk->accountList[0].snapshot.tokenExpires =
        QDateTime::currentDateTimeUtc().addDays(1).addSecs(60);
    open();
    QVERIFY2(notices().contains(QStringLiteral("in 24 hour")), qPrintable(notices()));
    m_desk->accountList[0].token.state = Token::Missing;
    open();
    QVERIFY(notices().contains(QStringLiteral("keychain holds no token")));
}

void tst_TokenDialog::goodTokenClosesIt()
{
    give(secret);
    QCOMPARE(m_desk->asked, QStringList{QStringLiteral("renewToken a1 0")});
    QCOMPARE(m_desk->savedToken, secret);
    QVERIFY(!button("ok")->isEnabled());
    tell(State::Checking, Token::InKeychain);
    QVERIFY(m_dialog->isVisible());
    tell(State::SignedIn, Token::Waiting);
    QVERIFY(m_dialog->isVisible()); // not kept yet
    QVERIFY(notices().contains(QStringLiteral("Waiting for the keychain")));
    tell(State::SignedIn, Token::InKeychain);
    QCOMPARE(m_dialog->result(), static_cast<int>(QDialog::Accepted));
}

void tst_TokenDialog::everyFailureIsTold_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("word");
    const auto add = [](const char* name, State state, const char* word) {
        QTest::newRow(name) << static_cast<int>(state) << QString::fromLatin1(word);
    };
    add("no token", State::NoToken, "No token");
    add("refused", State::Refused, "does not take this token");
    add("inactive", State::Inactive, "not active yet");
    add("offline", State::Offline, "no answer from zzzzz.example.com");
    add("misconfigured", State::Misconfigured, "cannot be used like this");
}

void tst_TokenDialog::everyFailureIsTold()
{
    QFETCH(int, state);
    QFETCH(QString, word);
    give(secret);
    tell(State::Checking, Token::InKeychain);
    tell(static_cast<State>(state), Token::InKeychain, QStringLiteral("What the server said."));
    QVERIFY2(notices().contains(word), qPrintable(notices()));
    QVERIFY(notices().contains(QStringLiteral("What the server said.")));
    QVERIFY(!m_dialog->findChild<TokenField*>()->isEmpty());
    button("ok")->click();
    QCOMPARE(m_desk->asked.size(), 2);
}

void tst_TokenDialog::uselessTextIsNotTried()
{
    for (const auto& pasted : {QString(), QStringLiteral("hunter2"), QString(3'000'000, u'a')}) {
        give(pasted);
        QCOMPARE(m_desk->asked, QStringList());
        QVERIFY(notices().contains(u'.'));
    }
}

void tst_TokenDialog::tokenOfAnotherClusterIsNotTried()
{
    give(QStringLiteral("ARVADOS_API_HOST=xxxxx.example.com\nARVADOS_API_TOKEN=") + secret);
    QCOMPARE(m_desk->asked, QStringList());
    QVERIFY(notices().contains(QStringLiteral("belongs to xxxxx.example.com")));
}

void tst_TokenDialog::tokenOfSomebodyElseIsRefused()
{
    give(secret);
    tell(State::Checking, Token::InKeychain);
    m_desk->accountList[0].snapshot.userUuid = QStringLiteral("zzzzz-tpzed-000000000000002");
    m_desk->accountList[0].snapshot.email = QStringLiteral("bob@example.com");
    tell(State::SignedIn, Token::InKeychain);
    QVERIFY(m_dialog->isVisible());
    QVERIFY2(notices().contains(QStringLiteral("somebody else: bob@example.com")),
             qPrintable(notices()));
    QVERIFY(notices().contains(QStringLiteral("ada@example.com")));
}

void tst_TokenDialog::oldTokenStillWorkingIsNoAnswer()
{
    tell(State::SignedIn, Token::InKeychain);
    give(secret);
    tell(State::SignedIn, Token::InKeychain); // something else about the account
    QVERIFY(m_dialog->isVisible());
    QVERIFY(!button("ok")->isEnabled());
    m_desk->accountList[0].snapshot.tokenExpires = QDateTime::currentDateTimeUtc().addDays(30);
    tell(State::SignedIn, Token::InKeychain);
    QVERIFY(!m_dialog->isVisible());
}

void tst_TokenDialog::keychainTroubleHasAWayOn()
{
    give(secret);
    tell(State::Checking, Token::InKeychain);
    tell(State::SignedIn, Token::Locked);
    QVERIFY(m_dialog->isVisible());
    QVERIFY(notices().contains(QStringLiteral("keychain is locked")));
    button("keychainAgain")->click();
    QCOMPARE(m_desk->asked.last(), QStringLiteral("askKeychainAgain a1"));
    tell(State::SignedIn, Token::Failed);
    m_desk->savedToken.clear();
    button("sessionOnly")->click();
    QCOMPARE(m_desk->asked.last(), QStringLiteral("saveAccount zzzzz.example.com"));
    QCOMPARE(m_desk->savedAccount.id, id);
    QVERIFY(m_desk->savedAccount.sessionOnly);
    QCOMPARE(m_desk->savedToken, secret);
    tell(State::SignedIn, Token::SessionOnly);
    QCOMPARE(m_dialog->result(), static_cast<int>(QDialog::Accepted));
}

void tst_TokenDialog::silentClusterMayAnswerLater()
{
    give(secret);
    tell(State::Checking, Token::InKeychain);
    tell(State::Offline, Token::InKeychain);
    QVERIFY(button("ok")->isEnabled());
    tell(State::Checking, Token::InKeychain);
    tell(State::SignedIn, Token::InKeychain);
    QCOMPARE(m_dialog->result(), static_cast<int>(QDialog::Accepted));
}

void tst_TokenDialog::checkCanBeStopped()
{
    give(secret);
    button("stopChecking")->click();
    QVERIFY(button("ok")->isEnabled());
    tell(State::SignedIn, Token::InKeychain);
    QVERIFY(m_dialog->isVisible());
    m_dialog->reject();
    QVERIFY(m_dialog->findChild<TokenField*>()->isEmpty());
}

void tst_TokenDialog::goesWithItsAccount()
{
    m_desk->accountList.clear();
    Q_EMIT m_desk->accountsChanged();
    QVERIFY(!m_dialog->isVisible());
}

void tst_TokenDialog::unknownAccountIsHarmless()
{
    m_dialog = std::make_unique<TokenDialog>(*m_desk, QStringLiteral("nobody"));
    m_dialog->show();
    button("help")->click();
    give(secret);
    QVERIFY(!m_dialog->isVisible());
    QCOMPARE(m_desk->asked, QStringList());
}

void tst_TokenDialog::tokenIsNeverTold()
{
    give(secret);
    QVERIFY(!tells(*m_dialog, secret.left(12)));
    tell(State::Checking, Token::InKeychain);
    tell(State::Refused, Token::InKeychain, QStringLiteral("<b>no</b>\u202E"));
    QVERIFY(!tells(*m_dialog, secret.left(12)));
    QVERIFY(!tells(*m_dialog, QStringLiteral("\u202E")));
    QCOMPARE(richLabels(*m_dialog), QStringList());
    give(QStringLiteral("v2/") + secret);
    QVERIFY(!tells(*m_dialog, secret.left(12)));
}

void tst_TokenDialog::everyControlHasAName()
{
    QCOMPARE(controlsWithoutName(*m_dialog), QStringList());
}

QTEST_MAIN(tst_TokenDialog)
#include "tst_tokendialog.moc"
