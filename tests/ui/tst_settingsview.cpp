// SPDX-License-Identifier: Apache-2.0
#include "aboutdialog.h"
#include "settingsview.h"
#include "support/accessibility.h"
#include "support/fakedesk.h"
#include "support/visibletexts.h"

#include <QtTest>

using namespace arv;
using namespace arv::test;

class tst_SettingsView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void preferencesAreApplied();
    void preferencesFromElsewhereAreShownAndNotSentBack();
    void accountsAreListed();
    void buttonsAskForTheChosenAccount();
    void choiceSurvivesChanges();
    void removingAsksFirst();
    void withoutAccountsOnlyAddingIsPossible();
    void insecureIsMarkedInWords();
    void hostileNamesArePlain();
    void everyControlHasAName();
    void aboutTellsVersionAndLicence();

private:
    template <class T>
    T* part(const char* name) const
    {
        return m_view->findChild<T*>(QLatin1String(name));
    }
    QString cell(int row, int column) const
    {
        return part<QTreeWidget>("accounts")->topLevelItem(row)->text(column);
    }

    std::unique_ptr<FakeDesk> m_desk;
    std::unique_ptr<SettingsView> m_view;
};

namespace {

Desk::Account account(const char* id, const char* name)
{
    Desk::Account made;
    made.settings.id = QLatin1String(id);
    made.settings.name = QLatin1String(name);
    made.settings.host = QStringLiteral("zzzzz.example.com");
    made.snapshot.state = AccountSnapshot::State::SignedIn;
    return made;
}

} // namespace

void tst_SettingsView::init()
{
    QLocale::setDefault(QLocale::c());
    m_view.reset();
    m_desk = std::make_unique<FakeDesk>();
    m_desk->accountList = {account("a1", "One"), account("a2", "Two")};
    m_view = std::make_unique<SettingsView>(*m_desk);
    m_view->show();
}

void tst_SettingsView::preferencesAreApplied()
{
    part<QCheckBox>("startAtLogin")->click();
    QVERIFY(m_desk->chosen.startAtLogin);
    part<QCheckBox>("keepRunning")->click();
    QVERIFY(!m_desk->chosen.keepRunning);
    part<QCheckBox>("warnOfExpiry")->click();
    QVERIFY(!m_desk->chosen.warnOfExpiry);
    QTest::keyClick(part<QComboBox>("scheme"), Qt::Key_End);
    QCOMPARE(m_desk->chosen.scheme, Preferences::Scheme::Dark);
    QCOMPARE(m_desk->asked.size(), 4);
}

void tst_SettingsView::preferencesFromElsewhereAreShownAndNotSentBack()
{
    m_desk->chosen.startAtLogin = true;
    m_desk->chosen.warnOfExpiry = false;
    m_desk->chosen.scheme = Preferences::Scheme::Light;
    Q_EMIT m_desk->preferencesChanged();
    QVERIFY(part<QCheckBox>("startAtLogin")->isChecked());
    QVERIFY(!part<QCheckBox>("warnOfExpiry")->isChecked());
    QCOMPARE(part<QComboBox>("scheme")->currentIndex(), 1);
    QCOMPARE(m_desk->asked, QStringList());
}

void tst_SettingsView::accountsAreListed()
{
    QCOMPARE(part<QTreeWidget>("accounts")->topLevelItemCount(), 2);
    QCOMPARE(cell(1, 0), QStringLiteral("Two"));
    QCOMPARE(cell(1, 4), QStringLiteral("no end date"));
    m_desk->accountList[1].snapshot.state = AccountSnapshot::State::Refused;
    Q_EMIT m_desk->accountChanged(QStringLiteral("a2"));
    QCOMPARE(cell(1, 4), QStringLiteral("not accepted"));
    Q_EMIT m_desk->accountChanged(QStringLiteral("nobody"));
    m_desk->accountList += account("a3", "Three");
    Q_EMIT m_desk->accountsChanged();
    QCOMPARE(cell(2, 0), QStringLiteral("Three"));
}

void tst_SettingsView::buttonsAskForTheChosenAccount()
{
    QSignalSpy added(m_view.get(), &SettingsView::addAccountRequested);
    QSignalSpy edited(m_view.get(), &SettingsView::editAccountRequested);
    QSignalSpy renewed(m_view.get(), &SettingsView::renewTokenRequested);
    auto* list = part<QTreeWidget>("accounts");
    QTest::keyClick(list, Qt::Key_Down);
    part<QPushButton>("add")->click();
    part<QPushButton>("edit")->click();
    part<QPushButton>("renew")->click();
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(added.size(), 1);
    QCOMPARE(edited.size(), 2);
    QCOMPARE(edited[0][0].toString(), QStringLiteral("a2"));
    QCOMPARE(edited[1][0].toString(), QStringLiteral("a2"));
    QCOMPARE(renewed[0][0].toString(), QStringLiteral("a2"));
}

void tst_SettingsView::choiceSurvivesChanges()
{
    QTest::keyClick(part<QTreeWidget>("accounts"), Qt::Key_Down);
    m_desk->accountList.prepend(account("a0", "Zero"));
    Q_EMIT m_desk->accountsChanged();
    QCOMPARE(part<QTreeWidget>("accounts")->currentItem()->text(0), QStringLiteral("Two"));
    m_desk->accountList.removeLast();
    Q_EMIT m_desk->accountsChanged();
    QCOMPARE(part<QTreeWidget>("accounts")->currentItem()->text(0), QStringLiteral("Zero"));
}

void tst_SettingsView::removingAsksFirst()
{
    part<QPushButton>("remove")->click();
    auto* question = m_view->findChild<QMessageBox*>();
    QVERIFY(question->text().contains(QStringLiteral("One")));
    QCOMPARE(m_desk->asked, QStringList());
    for (auto* each : question->buttons()) {
        if (each->text().contains(QStringLiteral("Remove")))
            each->click();
    }
    QCOMPARE(m_desk->asked, QStringList{QStringLiteral("removeAccount a1")});
}

void tst_SettingsView::withoutAccountsOnlyAddingIsPossible()
{
    m_desk->accountList.clear();
    Q_EMIT m_desk->accountsChanged();
    for (const char* each : {"edit", "renew", "remove"})
        QVERIFY(!part<QPushButton>(each)->isEnabled());
    QVERIFY(part<QPushButton>("add")->isEnabled());
}

void tst_SettingsView::insecureIsMarkedInWords()
{
    QCOMPARE(cell(0, 2), QStringLiteral("verified"));
    m_desk->accountList[0].settings.insecure = true;
    Q_EMIT m_desk->accountChanged(QStringLiteral("a1"));
    QCOMPARE(cell(0, 2), QStringLiteral("not verified"));
}

void tst_SettingsView::hostileNamesArePlain()
{
    auto& hostile = m_desk->accountList[0];
    hostile.settings.name = QStringLiteral("<b>\u202E\n").repeated(1000);
    hostile.settings.host = hostile.settings.name;
    hostile.settings.email = hostile.settings.name;
    hostile.snapshot.error = hostile.settings.name;
    hostile.snapshot.state = AccountSnapshot::State::Offline;
    Q_EMIT m_desk->accountChanged(QStringLiteral("a1"));
    for (int column = 0; column < 5; ++column) {
        QVERIFY(!cell(0, column).contains(QStringLiteral("\u202E")));
        QVERIFY(cell(0, column).size() < 300);
    }
    const auto tip = part<QTreeWidget>("accounts")->topLevelItem(0)->toolTip(4);
    QVERIFY(!tip.contains(QStringLiteral("<b>")));
    part<QPushButton>("remove")->click();
    QCOMPARE(richLabels(*m_view), QStringList());
}

void tst_SettingsView::everyControlHasAName()
{
    QCOMPARE(controlsWithoutName(*m_view), QStringList());
}

void tst_SettingsView::aboutTellsVersionAndLicence()
{
    AboutDialog dialog(*m_desk);
    dialog.show();
    QVERIFY(tells(dialog, QStringLiteral(ARV_VERSION)));
    QVERIFY(tells(dialog, QString::fromLatin1(qVersion())));
    QVERIFY(tells(dialog, QStringLiteral("Apache License 2.0")));
    QCOMPARE(controlsWithoutName(dialog), QStringList());
    dialog.findChild<QPushButton*>(QStringLiteral("website"))->click();
    QCOMPARE(m_desk->asked, QStringList{QStringLiteral("openLink https://arvados.org/")});
}

QTEST_MAIN(tst_SettingsView)
#include "tst_settingsview.moc"
