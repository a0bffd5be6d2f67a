// SPDX-License-Identifier: Apache-2.0
#include "holdersdialog.h"
#include "mainwindow.h"
#include "mountlistview.h"
#include "support/accessibility.h"
#include "support/deskvalues.h"
#include "theme.h"

#include <QtTest>

using namespace arv;
using namespace arv::test;

class tst_MainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutAccountThereIsOneBigButton();
    void firstAccountBringsTheList();
    void everyControlHasAName();
    void everyActionHasAKey();
    void tabOrderReachesListPagesAndButtons();
    void pagesHaveNumbers();
    void iconsOfPagesFollowThePalette();
    void keysAskTheDesk();
    void keysAskForDialogs();
    void panelTellsTheSelectedMount();
    void panelShowsButtonsThatMakeSense();
    void keychainIsAskedAgain();
    void removingIsAskedFirst();
    void removingAnAccountIsAskedFirst();
    void heldMountOpensTheQuestionOnce();
    void complaintsAreTold();
    void hostileTextStaysPlain();
    void closingCanBeLeftToOthers();
    void lookIsRestored();
    void brokenLookIsRefused_data();
    void brokenLookIsRefused();
};

namespace {

struct Shown
{
    FakeDesk desk;
    std::unique_ptr<MainWindow> window;

    explicit Shown(bool isFilled = true)
    {
        if (isFilled)
            fillSample(desk);
        window = std::make_unique<MainWindow>(desk);
        window->show();
        window->activateWindow();
        if (!QTest::qWaitForWindowActive(window.get()))
            qWarning("not active");
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        auto* target = QApplication::focusWidget() ? QApplication::focusWidget() : window.get();
        QTest::keyClick(target, key, modifiers);
    }
    [[nodiscard]] QPushButton* button(const QString& text) const
    {
        for (auto* each : window->findChildren<QPushButton*>()) {
            if (each->text() == text && each->isVisibleTo(window.get()))
                return each;
        }
        return nullptr;
    }
    [[nodiscard]] bool says(const QString& text) const
    {
        const auto labels = window->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel* each) {
            return each->isVisibleTo(window.get()) && each->text().contains(text);
        });
    }
    void changeFirst(const std::function<void(Desk::Mount&)>& change)
    {
        change(desk.mountList[0]);
        Q_EMIT desk.mountChanged(desk.mountList[0].settings.id);
    }
};

} // namespace

void tst_MainWindow::withoutAccountThereIsOneBigButton()
{
    const Shown shown(false);
    QVERIFY(shown.says(QStringLiteral("No account yet")));
    auto* button = shown.button(QStringLiteral("Add &account…"));
    QVERIFY(button);
    QSignalSpy asked(shown.window.get(), &MainWindow::addAccountRequested);
    button->setFocus();
    shown.press(Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
}

void tst_MainWindow::firstAccountBringsTheList()
{
    Shown shown(false);
    fillSample(shown.desk);
    Q_EMIT shown.desk.accountsChanged();
    QVERIFY(!shown.says(QStringLiteral("No account yet")));
    QVERIFY(shown.window->findChild<MountListView*>()->isVisible());
    QVERIFY(!shown.window->currentAccount().isEmpty());
}

void tst_MainWindow::everyControlHasAName()
{
    const Shown shown;
    const auto nameless = controlsWithoutName(*shown.window);
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
}

void tst_MainWindow::everyActionHasAKey()
{
    const Shown shown;
    shown.window->addPage(new QWidget, QStringLiteral("Page"), QIcon());
    QSet<QKeySequence> keys;
    for (const auto* title : shown.window->menuBar()->actions()) {
        QVERIFY(title->text().contains(u'&'));
        for (const auto* action : title->menu()->actions()) {
            if (action->isSeparator())
                continue;
            QVERIFY2(!action->shortcut().isEmpty(), qPrintable(action->text()));
            QVERIFY2(!keys.contains(action->shortcut()), qPrintable(action->text()));
            keys.insert(action->shortcut());
        }
    }
    QVERIFY(keys.size() >= 12);
}

void tst_MainWindow::tabOrderReachesListPagesAndButtons()
{
    const Shown shown;
    shown.window->addPage(new QLineEdit, QStringLiteral("Page"), QIcon());
    auto* list = shown.window->findChild<MountListView*>();
    list->setFocus();
    QSet<const QWidget*> reached;
    for (int i = 0; i < 60 && !reached.contains(QApplication::focusWidget()); ++i) {
        reached.insert(QApplication::focusWidget());
        shown.press(Qt::Key_Tab);
    }
    QVERIFY(reached.contains(list));
    QVERIFY(reached.contains(shown.window->findChild<QTabBar*>()));
    QVERIFY(reached.contains(shown.window->findChild<QLineEdit*>()));
    for (const auto* button : shown.window->findChildren<QPushButton*>())
        QVERIFY2(!button->isVisible() || !button->isEnabled() || reached.contains(button),
                 qPrintable(button->text()));
}

void tst_MainWindow::pagesHaveNumbers()
{
    const Shown shown;
    auto* first = new QLineEdit;
    auto* second = new QLineEdit;
    shown.window->addPage(first, QStringLiteral("First"), QIcon());
    shown.window->addPage(second, QStringLiteral("Second"), QIcon());
    QVERIFY(first->isVisible());
    shown.press(Qt::Key_2, Qt::ControlModifier);
    QVERIFY(second->isVisible());
    QVERIFY(second->hasFocus());
    shown.press(Qt::Key_1, Qt::ControlModifier);
    QVERIFY(first->isVisible());
    shown.press(Qt::Key_0, Qt::ControlModifier);
    QVERIFY(shown.window->findChild<MountListView*>()->hasFocus());
}

void tst_MainWindow::iconsOfPagesFollowThePalette()
{
    const Shown shown;
    shown.window->addPage(new QWidget, QStringLiteral("Page"), QStringLiteral("project"));
    const auto brightness = [&] {
        const auto icon = shown.window->findChild<QTabBar*>()->tabIcon(0);
        const auto picture = icon.pixmap(QSize(32, 32), 1.0).toImage();
        int sum = 0;
        for (int y = 0; y < picture.height(); ++y) {
            for (int x = 0; x < picture.width(); ++x)
                sum += picture.pixelColor(x, y).value();
        }
        return sum;
    };
    applyScheme(Preferences::Scheme::Light, {});
    const int dark = brightness();
    applyScheme(Preferences::Scheme::Dark, {});
    QTRY_VERIFY(brightness() > 2 * dark);
    applyScheme(Preferences::Scheme::Light, {});
}

void tst_MainWindow::keysAskTheDesk()
{
    const Shown shown;
    shown.window->selectMount(QStringLiteral("m1"));
    shown.press(Qt::Key_O, Qt::ControlModifier);
    shown.press(Qt::Key_M, Qt::ControlModifier);
    shown.window->selectMount(QStringLiteral("m2"));
    shown.press(Qt::Key_O, Qt::ControlModifier); // not mounted: nothing to open
    shown.press(Qt::Key_M, Qt::ControlModifier);
    shown.window->selectMount(QStringLiteral("m4"));
    shown.press(Qt::Key_R, Qt::ControlModifier);
    shown.press(Qt::Key_Q, Qt::ControlModifier);
    const QStringList asked{QStringLiteral("openFolder /home/rosa/Arvados/Everything"),
                            QStringLiteral("stopMount m1"), QStringLiteral("startMount m2"),
                            QStringLiteral("startMount m4"), QStringLiteral("quit")};
    QCOMPARE(shown.desk.asked, asked);
}

void tst_MainWindow::keysAskForDialogs()
{
    const Shown shown;
    QSignalSpy addMount(shown.window.get(), &MainWindow::addMountRequested);
    QSignalSpy addAccount(shown.window.get(), &MainWindow::addAccountRequested);
    QSignalSpy edit(shown.window.get(), &MainWindow::editMountRequested);
    QSignalSpy renew(shown.window.get(), &MainWindow::renewTokenRequested);
    QSignalSpy settings(shown.window.get(), &MainWindow::settingsRequested);
    QSignalSpy about(shown.window.get(), &MainWindow::aboutRequested);
    shown.window->selectMount(QStringLiteral("m3"));
    shown.press(Qt::Key_N, Qt::ControlModifier);
    shown.press(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    shown.press(Qt::Key_E, Qt::ControlModifier);
    shown.press(Qt::Key_T, Qt::ControlModifier);
    shown.press(Qt::Key_Comma, Qt::ControlModifier);
    shown.press(Qt::Key_F1);
    QCOMPARE(addMount.value(0), QVariantList{QStringLiteral("a2")});
    QCOMPARE(addAccount.size(), 1);
    QCOMPARE(edit.value(0), QVariantList{QStringLiteral("m3")});
    QCOMPARE(renew.value(0), QVariantList{QStringLiteral("a2")});
    QSignalSpy editAccount(shown.window.get(), &MainWindow::editAccountRequested);
    shown.window->selectAccount(QStringLiteral("a1"));
    shown.press(Qt::Key_E, Qt::ControlModifier);
    QCOMPARE(editAccount.value(0), QVariantList{QStringLiteral("a1")});
    QCOMPARE(settings.size(), 1);
    QCOMPARE(about.size(), 1);
}

void tst_MainWindow::panelTellsTheSelectedMount()
{
    Shown shown;
    shown.window->selectMount(QStringLiteral("m1"));
    for (const auto& text :
         {QStringLiteral("Mounted, reading"), QStringLiteral("/home/rosa/Arvados/Everything"),
          QStringLiteral("Everything: home, shared"), QStringLiteral("Sequencing cluster"),
          QStringLiteral("Changes are looked for")})
        QVERIFY2(shown.says(text), qPrintable(text));
    shown.changeFirst(
        [](Desk::Mount& mount) { mount.snapshot.feed = MountSnapshot::Feed::Connected; });
    QVERIFY(shown.says(QStringLiteral("Changes arrive at once")));
    shown.changeFirst([](Desk::Mount& mount) {
        mount.snapshot.trouble = MountSnapshot::Trouble::Other;
        mount.snapshot.error = QStringLiteral("disk full");
    });
    QVERIFY(shown.says(QStringLiteral("disk full")));
    shown.changeFirst([](Desk::Mount& mount) {
        mount.snapshot.trouble = MountSnapshot::Trouble::None;
        mount.snapshot.error.clear();
        mount.snapshot.lastFailure = QStringLiteral("block 0a1b is nowhere right");
        mount.snapshot.lastFailureAt = QDateTime(QDate(2026, 3, 1), QTime(12, 0), Qt::UTC);
    });
    QVERIFY(shown.says(QStringLiteral("block 0a1b is nowhere right")));
    shown.window->selectAccount(QStringLiteral("a2"));
    QVERIFY(shown.says(QStringLiteral("TLS not verified")));
    QVERIFY(shown.says(QStringLiteral("trial.example.org:8443")));
}

void tst_MainWindow::panelShowsButtonsThatMakeSense()
{
    Shown shown;
    shown.window->selectMount(QStringLiteral("m1"));
    QVERIFY(shown.button(QStringLiteral("&Open folder")));
    QVERIFY(shown.button(QStringLiteral("Un&mount")));
    QVERIFY(!shown.button(QStringLiteral("&Try again")));
    QVERIFY(!shown.button(QStringLiteral("New to&ken…")));
    shown.changeFirst(
        [](Desk::Mount& mount) { mount.snapshot.trouble = MountSnapshot::Trouble::NotSignedIn; });
    QVERIFY(shown.button(QStringLiteral("New to&ken…")));
    shown.window->selectMount(QStringLiteral("m4"));
    QVERIFY(shown.button(QStringLiteral("&Try again")));
    QVERIFY(!shown.button(QStringLiteral("&Open folder"))->isEnabled());
}

void tst_MainWindow::keychainIsAskedAgain()
{
    Shown shown;
    shown.window->selectAccount(QStringLiteral("a1"));
    QVERIFY(!shown.button(QStringLiteral("&Try again")));
    shown.desk.accountList[0].snapshot.state = AccountSnapshot::State::NoToken;
    shown.desk.accountList[0].token.state = TokenSnapshot::State::Locked;
    Q_EMIT shown.desk.accountChanged(QStringLiteral("a1"));
    QVERIFY(shown.says(QStringLiteral("Keychain is locked")));
    shown.button(QStringLiteral("&Try again"))->click();
    QCOMPARE(shown.desk.asked, QStringList{QStringLiteral("askKeychainAgain a1")});
}

void tst_MainWindow::removingIsAskedFirst()
{
    const Shown shown;
    shown.window->selectMount(QStringLiteral("m2"));
    shown.window->findChild<MountListView*>()->setFocus();
    shown.press(Qt::Key_Delete);
    auto* box = shown.window->findChild<QMessageBox*>();
    QVERIFY(box);
    QCOMPARE(box->textFormat(), Qt::PlainText);
    QTest::keyClick(box, Qt::Key_Return); // the default does no harm
    QTRY_VERIFY(!shown.window->findChild<QMessageBox*>());
    QCOMPARE(shown.desk.asked, QStringList());
    shown.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(shown.window.get()));
    shown.press(Qt::Key_Delete);
    box = shown.window->findChild<QMessageBox*>();
    QTRY_COMPARE(QApplication::activeWindow(), box);
    QTest::keyClick(box, Qt::Key_R, Qt::AltModifier);
    QTRY_COMPARE(shown.desk.asked, QStringList{QStringLiteral("removeMount m2")});
}

void tst_MainWindow::removingAnAccountIsAskedFirst()
{
    const Shown shown;
    shown.window->selectAccount(QStringLiteral("a2"));
    shown.button(QStringLiteral("&Remove account…"))->click();
    auto* box = shown.window->findChild<QMessageBox*>();
    QVERIFY(box && box->text().contains(QStringLiteral("Trial cluster")));
    QTRY_COMPARE(QApplication::activeWindow(), box);
    QTest::keyClick(box, Qt::Key_R, Qt::AltModifier);
    QTRY_COMPARE(shown.desk.asked, QStringList{QStringLiteral("removeAccount a2")});
}

void tst_MainWindow::heldMountOpensTheQuestionOnce()
{
    Shown shown;
    const auto hold = [](Desk::Mount& mount) {
        mount.snapshot.state = MountSnapshot::State::Stopping;
        mount.snapshot.waitsForHolders = true;
    };
    const auto dialogs = [&] { return shown.window->findChildren<HoldersDialog*>().size(); };
    shown.changeFirst(hold);
    QCOMPARE(dialogs(), 1);
    shown.window->findChild<HoldersDialog*>()->close();
    QTRY_COMPARE(dialogs(), 0);
    shown.changeFirst(hold); // waits on; nobody is asked again
    QCOMPARE(dialogs(), 0);
    shown.window->selectMount(QStringLiteral("m1"));
    shown.button(QStringLiteral("&Programs that use it…"))->click();
    QCOMPARE(dialogs(), 1);
    shown.changeFirst([](Desk::Mount& mount) { mount.snapshot = {}; });
    QTRY_COMPARE(dialogs(), 0);
    shown.changeFirst(hold); // another time
    QCOMPARE(dialogs(), 1);
}

void tst_MainWindow::complaintsAreTold()
{
    Shown shown;
    Q_EMIT shown.desk.complained(QStringLiteral("No file manager\u202E"));
    QVERIFY(
        shown.window->statusBar()->currentMessage().startsWith(QStringLiteral("No file manager")));
    QVERIFY(!shown.window->statusBar()->currentMessage().contains(QChar(0x202e)));
}

void tst_MainWindow::hostileTextStaysPlain()
{
    Shown shown;
    shown.desk.accountList[0].settings.name = QStringLiteral("<h1>A</h1>");
    Q_EMIT shown.desk.accountChanged(QStringLiteral("a1"));
    shown.window->selectMount(QStringLiteral("m1"));
    shown.changeFirst([](Desk::Mount& mount) {
        mount.settings.name = QStringLiteral("<b>x</b>\u202E");
        mount.settings.directory = QString(100000, u'/');
        mount.snapshot.trouble = MountSnapshot::Trouble::Other;
        mount.snapshot.error = QStringLiteral("<a href=x>y</a>") + QString(100000, u'e');
    });
    for (const auto* label : shown.window->findChildren<QLabel*>()) {
        QVERIFY2(!label->text().contains(u'<') || label->textFormat() == Qt::PlainText,
                 qPrintable(label->text().left(60)));
        QVERIFY(!label->text().contains(QChar(0x202e)));
        QVERIFY(label->text().size() < 5000);
    }
    QVERIFY(shown.window->grab().width() < 3000); // long words do not stretch the window
}

void tst_MainWindow::closingCanBeLeftToOthers()
{
    const Shown shown;
    QSignalSpy asked(shown.window.get(), &MainWindow::closeRequested);
    shown.window->setHidesOnClose(true);
    QVERIFY(!shown.window->close());
    QVERIFY(shown.window->isVisible());
    shown.window->setHidesOnClose(false);
    QVERIFY(shown.window->close());
    QCOMPARE(asked.size(), 2);
}

void tst_MainWindow::lookIsRestored()
{
    const Shown shown;
    auto* split = shown.window->findChild<QSplitter*>();
    shown.window->resize(900, 600);
    const auto saved = shown.window->saveLook();
    const auto sizes = split->sizes();
    shown.window->resize(1200, 700);
    QVERIFY(shown.window->restoreLook(saved));
    QCOMPARE(shown.window->size(), QSize(900, 600));
    QTRY_COMPARE(split->sizes(), sizes);
}

void tst_MainWindow::brokenLookIsRefused_data()
{
    QTest::addColumn<QByteArray>("look");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("noise") << QByteArray("hello, world: this is not a look at all");
    QTest::newRow("huge") << QByteArray(10 << 20, '\1');
    QTest::newRow("cut") << Shown().window->saveLook().left(40);
}

void tst_MainWindow::brokenLookIsRefused()
{
    QFETCH(QByteArray, look);
    const Shown shown;
    const auto size = shown.window->size();
    QVERIFY(!shown.window->restoreLook(look));
    QCOMPARE(shown.window->size(), size);
}

QTEST_MAIN(tst_MainWindow)
#include "tst_mainwindow.moc"
