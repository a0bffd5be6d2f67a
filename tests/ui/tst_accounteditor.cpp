// SPDX-License-Identifier: Apache-2.0
#include "accounteditor.h"
#include "notice.h"
#include "support/accessibility.h"
#include "support/fakedesk.h"
#include "support/visibletexts.h"

#include <QtTest>

using namespace arv;
using namespace arv::test;

class tst_AccountEditor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void changesAreSaved();
    void nothingChangedIsNothingAsked();
    void whatACheckWroteMeanwhileStays();
    void badFieldsAreRefused();
    void proxyIsReadAndSaved_data();
    void proxyIsReadAndSaved();
    void badProxiesAreRefused_data();
    void badProxiesAreRefused();
    void insecureIsMarked();
    void stateIsFollowed();
    void newTokenIsAskedForOutside();
    void removingNamesTheMounts();
    void goesWithItsAccount();
    void hostileNamesArePlain();
    void everyControlHasAName();

private:
    void open();
    QString notices() const;
    template <class T>
    T* part(const char* name) const
    {
        return m_dialog->findChild<T*>(QLatin1String(name));
    }

    std::unique_ptr<FakeDesk> m_desk;
    std::unique_ptr<AccountEditor> m_dialog;
};

namespace {

const QString id = QStringLiteral("a1");

Desk::Mount mount(int number, const QString& accountId)
{
    Desk::Mount made;
    made.settings.id = QStringLiteral("m%1").arg(number);
    made.settings.accountId = accountId;
    made.settings.name = QStringLiteral("Mount%1").arg(number);
    made.settings.directory = QStringLiteral("/mnt/%1").arg(number);
    return made;
}

} // namespace

void tst_AccountEditor::init()
{
    QLocale::setDefault(QLocale::c());
    m_dialog.reset();
    m_desk = std::make_unique<FakeDesk>();
    Desk::Account account;
    account.settings.id = id;
    account.settings.name = QStringLiteral("Institute");
    account.settings.host = QStringLiteral("zzzzz.example.com");
    account.snapshot.state = AccountSnapshot::State::SignedIn;
    account.snapshot.email = QStringLiteral("ada@example.com");
    account.token.state = TokenSnapshot::State::InKeychain;
    m_desk->accountList = {account};
    open();
}

void tst_AccountEditor::open()
{
    m_dialog = std::make_unique<AccountEditor>(*m_desk, id);
    m_dialog->show();
}

QString tst_AccountEditor::notices() const
{
    QString words;
    for (const auto* each : m_dialog->findChildren<Notice*>()) {
        if (each->isVisible())
            words += each->text() + u'\n';
    }
    return words;
}

void tst_AccountEditor::changesAreSaved()
{
    part<QLineEdit>("name")->setText(QStringLiteral(" New "));
    part<QLineEdit>("caFile")->setText(QStringLiteral("/etc/own.pem"));
    part<QCheckBox>("insecure")->click();
    part<QPushButton>("save")->click();
    QCOMPARE(m_desk->asked, QStringList{QStringLiteral("changeAccount a1")});
    QCOMPARE(m_desk->savedAccount.name, QStringLiteral("New"));
    QCOMPARE(m_desk->savedAccount.caFile, QStringLiteral("/etc/own.pem"));
    QVERIFY(m_desk->savedAccount.insecure);
    QCOMPARE(m_desk->savedAccount.host, QStringLiteral("zzzzz.example.com"));
    QVERIFY(!m_dialog->isVisible());
}

void tst_AccountEditor::nothingChangedIsNothingAsked()
{
    part<QPushButton>("save")->click();
    QCOMPARE(m_desk->asked, QStringList());
    QVERIFY(!m_dialog->isVisible());
}

void tst_AccountEditor::whatACheckWroteMeanwhileStays()
{
    part<QLineEdit>("name")->setText(QStringLiteral("New"));
    m_desk->accountList[0].settings.userUuid = QStringLiteral("zzzzz-tpzed-000000000000001");
    part<QPushButton>("save")->click();
    QCOMPARE(m_desk->savedAccount.userUuid, QStringLiteral("zzzzz-tpzed-000000000000001"));
}

void tst_AccountEditor::badFieldsAreRefused()
{
    part<QLineEdit>("name")->setText(QStringLiteral("  "));
    part<QPushButton>("save")->click();
    QVERIFY(notices().contains(QStringLiteral("a name")));
    part<QLineEdit>("name")->setText(QStringLiteral("a\u202Eb"));
    part<QPushButton>("save")->click();
    QVERIFY(notices().contains(QStringLiteral("hidden characters")));
    part<QLineEdit>("name")->setText(QStringLiteral("Good"));
    part<QLineEdit>("caFile")->setText(QStringLiteral("own.pem"));
    part<QPushButton>("save")->click();
    QVERIFY(notices().contains(QStringLiteral("absolute")));
    QCOMPARE(m_desk->asked, QStringList());
    QVERIFY(m_dialog->isVisible());
}

void tst_AccountEditor::proxyIsReadAndSaved_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("saved");
    const auto row = [](const char* given, const char* saved) {
        QTest::newRow(given) << QString::fromLatin1(given) << QString::fromLatin1(saved);
    };
    row("http://proxy.example.com:3128", "http://proxy.example.com:3128");
    row(" proxy.example.com:3128 ", "http://proxy.example.com:3128");
    row("HTTP://Proxy.Example.com:3128/", "http://proxy.example.com:3128");
    row("[fe80::1]:8080", "http://[fe80::1]:8080");
    row("none", "none");
    row("Direct", "none");
}

void tst_AccountEditor::proxyIsReadAndSaved()
{
    QFETCH(QString, given);
    QFETCH(QString, saved);
    part<QLineEdit>("proxy")->setText(given);
    part<QPushButton>("save")->click();
    QCOMPARE(m_desk->savedAccount.proxy, saved);
    QVERIFY(!m_dialog->isVisible());
    m_desk->accountList[0].settings.proxy = saved;
    open();
    QCOMPARE(part<QLineEdit>("proxy")->text(), saved);
    part<QLineEdit>("proxy")->clear(); // as the environment says, again
    part<QPushButton>("save")->click();
    QCOMPARE(m_desk->savedAccount.proxy, QString());
}

void tst_AccountEditor::badProxiesAreRefused_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("word");
    const auto row = [](const char* given, const char* word) {
        QTest::newRow(given) << QString::fromLatin1(given) << QString::fromLatin1(word);
    };
    row("http://me:hush@proxy.example.com:3128", "https_proxy");
    row("me@proxy.example.com:3128", "https_proxy");
    row("https://proxy.example.com:3128", "Only HTTP proxies");
    row("socks5://proxy.example.com:1080", "Only HTTP proxies");
    row("proxy.example.com", "port");
    row("[fe80::1]", "port");
    row("proxy.example.com:99999", "no proxy");
    row("proxy.example.com:3128/path", "no proxy");
    row("two words:3128", "no proxy");
    row("http://", "no proxy");
    QTest::newRow("long") << QString(100000, u'x') << QStringLiteral("too long");
}

void tst_AccountEditor::badProxiesAreRefused()
{
    QFETCH(QString, given);
    QFETCH(QString, word);
    part<QLineEdit>("proxy")->setMaxLength(200000);
    part<QLineEdit>("proxy")->setText(given);
    part<QPushButton>("save")->click();
    QVERIFY2(notices().contains(word), qPrintable(notices()));
    QVERIFY(!notices().contains(QStringLiteral("hush")));
    QCOMPARE(m_desk->asked, QStringList());
    QVERIFY(m_dialog->isVisible());
}

void tst_AccountEditor::insecureIsMarked()
{
    QVERIFY(!notices().contains(QStringLiteral("Anybody between")));
    m_desk->accountList[0].settings.insecure = true;
    open();
    QVERIFY(part<QCheckBox>("insecure")->isVisible());
    QVERIFY(notices().contains(QStringLiteral("Anybody between")));
}

void tst_AccountEditor::stateIsFollowed()
{
    QVERIFY(notices().contains(QStringLiteral("Signed in as ada@example.com")));
    QVERIFY(notices().contains(QStringLiteral("The token is in the keychain.")));
    m_desk->accountList[0].snapshot.state = AccountSnapshot::State::Refused;
    m_desk->accountList[0].token.state = TokenSnapshot::State::Locked;
    Q_EMIT m_desk->accountChanged(id);
    QVERIFY(notices().contains(QStringLiteral("does not take this token")));
    QVERIFY(notices().contains(QStringLiteral("keychain is locked")));
    part<QPushButton>("keychainAgain")->click();
    QCOMPARE(m_desk->asked, QStringList{QStringLiteral("askKeychainAgain a1")});
    QVERIFY(!part<QPushButton>("sessionOnly")->isVisible()); // there is no token here to keep
}

void tst_AccountEditor::newTokenIsAskedForOutside()
{
    QSignalSpy requested(m_dialog.get(), &AccountEditor::renewTokenRequested);
    part<QPushButton>("renew")->click();
    QCOMPARE(requested.size(), 1);
    QCOMPARE(requested[0][0].toString(), id);
}

void tst_AccountEditor::removingNamesTheMounts()
{
    for (int i = 1; i <= 15; ++i)
        m_desk->mountList += mount(i, id);
    m_desk->mountList += mount(77, QStringLiteral("a2"));
    part<QPushButton>("remove")->click();
    auto* question = m_dialog->findChild<QMessageBox*>();
    QVERIFY(question->text().contains(QStringLiteral("Institute")));
    const auto details = question->informativeText();
    QVERIFY(details.contains(QStringLiteral("Mount1 at /mnt/1")));
    QVERIFY(details.contains(QStringLiteral("and 5 more")));
    QVERIFY(!details.contains(QStringLiteral("Mount77")));
    QVERIFY(details.contains(QStringLiteral("token is removed from the keychain")));
    QCOMPARE(m_desk->asked, QStringList());
    for (auto* each : question->buttons()) {
        if (each->text().contains(QStringLiteral("Remove")))
            each->click();
    }
    QCOMPARE(m_desk->asked, QStringList{QStringLiteral("removeAccount a1")});
}

void tst_AccountEditor::goesWithItsAccount()
{
    m_desk->accountList.clear();
    Q_EMIT m_desk->accountsChanged();
    QVERIFY(!m_dialog->isVisible());
}

void tst_AccountEditor::hostileNamesArePlain()
{
    auto& account = m_desk->accountList[0];
    account.settings.host = QStringLiteral("<b>\u202E").repeated(1000);
    account.snapshot.error = QStringLiteral("<img src=x>\u202E").repeated(10'000);
    account.token.error = account.snapshot.error;
    account.snapshot.email = account.snapshot.error;
    m_desk->mountList = {mount(1, id)};
    m_desk->mountList[0].settings.name = QStringLiteral("<h1>\u202E").repeated(1000);
    open();
    part<QPushButton>("remove")->click();
    QCOMPARE(richLabels(*m_dialog), QStringList());
    for (const auto* each : m_dialog->findChild<QMessageBox*>()->findChildren<QLabel*>())
        QVERIFY(each->text().isEmpty() || each->textFormat() == Qt::PlainText);
    QVERIFY(!tells(*m_dialog, QStringLiteral("\u202E")));
    QVERIFY(m_dialog->minimumSizeHint().width() < 800);
}

void tst_AccountEditor::everyControlHasAName()
{
    QCOMPARE(controlsWithoutName(*m_dialog), QStringList());
}

QTEST_MAIN(tst_AccountEditor)
#include "tst_accounteditor.moc"
