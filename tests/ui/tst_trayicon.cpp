// SPDX-License-Identifier: Apache-2.0
#include "support/deskvalues.h"
#include "trayicon.h"

#include <QtTest>

using namespace arv;
using namespace arv::test;

class tst_TrayIcon : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void menuHasASectionPerMount();
    void withoutMountsTheRestIsThere();
    void entriesFollowTheState_data();
    void entriesFollowTheState();
    void openMenuIsUpdatedInPlace();
    void entriesAskTheDesk();
    void heldMountCanStay();
    void transfersArePausedAndGoOn();
    void pauseThatWasNotTakenIsNotShown();
    void dialogsAreAskedFor();
    void ampersandsAndHiddenCharactersAreShown();
    void toolTipTellsEverything();
    void nothingIsHostedBeforeATrayIsKnown();

private:
    static QStringList texts(const QMenu& menu)
    {
        QStringList all;
        for (const auto* action : menu.actions())
            all += action->isSeparator() ? QStringLiteral("-") : action->text();
        return all;
    }
    static QAction* entry(const TrayIcon& tray, int at) { return tray.menu()->actions().at(at); }
};

namespace {

struct OneMount : FakeDesk
{
    OneMount()
    {
        accountList = {signedIn(QStringLiteral("a"), QStringLiteral("A"))};
        mountList = {mounted(QStringLiteral("m"), QStringLiteral("a"), QStringLiteral("Data"))};
    }
    void change(MountSnapshot::State state)
    {
        mountList[0].snapshot.state = state;
        Q_EMIT mountChanged(QStringLiteral("m"));
    }
};

} // namespace

void tst_TrayIcon::menuHasASectionPerMount()
{
    FakeDesk desk;
    fillSample(desk);
    TrayIcon tray(desk);
    const QStringList start{QStringLiteral("Everything: Mounted, reading"),
                            QStringLiteral("Unmount"),
                            QStringLiteral("Open folder"),
                            QStringLiteral("-"),
                            QStringLiteral("Exomes: Not mounted"),
                            QStringLiteral("Mount")};
    QCOMPARE(texts(*tray.menu()).mid(0, 6), start);
    QCOMPARE(tray.menu()->actions().size(), 4 * 4 + 7);
    QVERIFY(!entry(tray, 0)->isEnabled()); // a headline
    QVERIFY(!entry(tray, 0)->icon().isNull());
}

void tst_TrayIcon::withoutMountsTheRestIsThere()
{
    FakeDesk desk;
    TrayIcon tray(desk);
    const QStringList all{QStringLiteral("&Add mount…"),  QStringLiteral("&Transfers"),
                          QStringLiteral("Open &window"), QStringLiteral("&Pause transfers"),
                          QStringLiteral("&Settings…"),   QStringLiteral("-"),
                          QStringLiteral("&Quit")};
    QCOMPARE(texts(*tray.menu()), all);
    QVERIFY(!entry(tray, 0)->isEnabled()); // there is no account to add it to
    QCOMPARE(tray.state(), TrayState::NotSignedIn);
}

void tst_TrayIcon::entriesFollowTheState_data()
{
    using S = MountSnapshot::State;
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("toggle");
    QTest::addColumn<bool>("canToggle");
    QTest::addColumn<bool>("canOpen");
    QTest::newRow("stopped") << int(S::Stopped) << QStringLiteral("Mount") << true << false;
    QTest::newRow("starting") << int(S::Starting) << QStringLiteral("Unmount") << true << false;
    QTest::newRow("mounted") << int(S::Mounted) << QStringLiteral("Unmount") << true << true;
    QTest::newRow("stopping") << int(S::Stopping) << QStringLiteral("Unmount") << false << false;
}

void tst_TrayIcon::entriesFollowTheState()
{
    QFETCH(int, state);
    OneMount desk;
    TrayIcon tray(desk);
    desk.change(static_cast<MountSnapshot::State>(state));
    QTEST(entry(tray, 1)->text(), "toggle");
    QTEST(entry(tray, 1)->isEnabled(), "canToggle");
    QTEST(entry(tray, 2)->isEnabled(), "canOpen");
}

void tst_TrayIcon::openMenuIsUpdatedInPlace()
{
    OneMount desk;
    TrayIcon tray(desk);
    tray.menu()->popup({});
    QVERIFY(tray.menu()->isVisible());
    const auto before = tray.menu()->actions();
    desk.change(MountSnapshot::State::Stopped);
    QCOMPARE(tray.menu()->actions(), before); // the very same entries
    QVERIFY(tray.menu()->isVisible());
    desk.mountList.append(
        mounted(QStringLiteral("n"), QStringLiteral("a"), QStringLiteral("More")));
    Q_EMIT desk.mountsChanged();
    QVERIFY(tray.menu()->isVisible());
    QCOMPARE(entry(tray, 4)->text(), QStringLiteral("More: Mounted"));
    QCOMPARE(tray.menu()->actions().first(), before.first());
    desk.mountList.removeFirst();
    Q_EMIT desk.mountsChanged();
    QVERIFY(tray.menu()->isVisible());
    QCOMPARE(entry(tray, 0)->text(), QStringLiteral("More: Mounted"));
}

void tst_TrayIcon::entriesAskTheDesk()
{
    OneMount desk;
    TrayIcon tray(desk);
    entry(tray, 1)->trigger();
    entry(tray, 2)->trigger();
    desk.change(MountSnapshot::State::Stopped);
    entry(tray, 1)->trigger();
    tray.menu()->actions().last()->trigger();
    const QStringList asked{QStringLiteral("stopMount m"),
                            QStringLiteral("openFolder /home/rosa/Arvados/Data"),
                            QStringLiteral("startMount m"), QStringLiteral("quit")};
    QCOMPARE(desk.asked, asked);
}

void tst_TrayIcon::heldMountCanStay()
{
    OneMount desk;
    TrayIcon tray(desk);
    desk.mountList[0].snapshot.waitsForHolders = true;
    desk.change(MountSnapshot::State::Stopping);
    QCOMPARE(entry(tray, 0)->text(), QStringLiteral("Data: Waits for programs"));
    QCOMPARE(entry(tray, 1)->text(), QStringLiteral("Keep mounted"));
    entry(tray, 1)->trigger();
    QCOMPARE(desk.asked, QStringList{QStringLiteral("stayMounted m")});
    QCOMPARE(tray.state(), TrayState::Attention);
}

void tst_TrayIcon::transfersArePausedAndGoOn()
{
    OneMount desk;
    TrayIcon tray(desk);
    auto* pause = entry(tray, 7);
    QVERIFY(pause->isCheckable() && !pause->isChecked());
    pause->trigger();
    QVERIFY(pause->isChecked());
    QCOMPARE(tray.state(), TrayState::Paused);
    QCOMPARE(tray.toolTip().section(u'\n', 0, 0), QStringLiteral("Arvados Drive: Paused"));
    pause->trigger();
    QCOMPARE(tray.state(), TrayState::Idle);
    QCOMPARE(desk.asked,
             (QStringList{QStringLiteral("setPaused 1"), QStringLiteral("setPaused 0")}));
    desk.dataNow.transfers.isPaused = true; // from the window
    Q_EMIT desk.dataChanged();
    QVERIFY(pause->isChecked());
    QCOMPARE(tray.state(), TrayState::Paused);
}

void tst_TrayIcon::pauseThatWasNotTakenIsNotShown()
{
    struct Stubborn : OneMount
    {
        void setPaused(bool) override { Q_EMIT complained(QStringLiteral("No.")); }
    } desk;
    TrayIcon tray(desk);
    entry(tray, 7)->trigger();
    QVERIFY(!entry(tray, 7)->isChecked());
    QCOMPARE(tray.state(), TrayState::Idle);
}

void tst_TrayIcon::dialogsAreAskedFor()
{
    OneMount desk;
    TrayIcon tray(desk);
    QSignalSpy add(&tray, &TrayIcon::addMountRequested);
    QSignalSpy window(&tray, &TrayIcon::openWindowRequested);
    QSignalSpy settings(&tray, &TrayIcon::settingsRequested);
    QSignalSpy transfers(&tray, &TrayIcon::transfersRequested);
    for (const int at : {4, 5, 6, 8})
        entry(tray, at)->trigger();
    QCOMPARE(add.size(), 1);
    QCOMPARE(transfers.size(), 1);
    QCOMPARE(window.size(), 1);
    QCOMPARE(settings.size(), 1);
}

void tst_TrayIcon::ampersandsAndHiddenCharactersAreShown()
{
    OneMount desk;
    desk.mountList[0].settings.name = QStringLiteral("R&D\u202E") + QString(500, u'x');
    TrayIcon tray(desk);
    const auto title = entry(tray, 0)->text();
    QVERIFY(title.startsWith(QStringLiteral("R&&D")));
    QVERIFY(!title.contains(QChar(0x202e)));
    QVERIFY(title.size() < 200);
}

void tst_TrayIcon::toolTipTellsEverything()
{
    FakeDesk desk;
    fillSample(desk);
    TrayIcon tray(desk);
    const auto lines = tray.toolTip().split(u'\n');
    QCOMPARE(lines.size(), 5);
    QCOMPARE(lines.first(), QStringLiteral("Arvados Drive: Needs attention"));
    QCOMPARE(lines.at(3), QStringLiteral("Trial: Mounted, offline"));
}

void tst_TrayIcon::nothingIsHostedBeforeATrayIsKnown()
{
    OneMount desk;
    TrayIcon tray(desk);
    QSignalSpy changed(&tray, &TrayIcon::hostedChanged);
    tray.hostMayHaveChanged(false, false);
    QVERIFY(!tray.isHosted());
    QCOMPARE(changed.size(), 0);
    tray.hostMayHaveChanged(false, true);
    QVERIFY(tray.isHosted());
    tray.hostMayHaveChanged(true, false); // of the kind that this process does not speak any more
    QVERIFY(!tray.isHosted());
    tray.hostMayHaveChanged(true, true);
    QVERIFY(tray.isHosted());
    QCOMPARE(changed.size(), 3);
}

QTEST_MAIN(tst_TrayIcon)
#include "tst_trayicon.moc"
