// SPDX-License-Identifier: Apache-2.0
#include "itemmenu.h"
#include "projectdetails.h"
#include "projectsview.h"
#include "projecttree.h"
#include "ui/projectfixtures.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QJsonArray>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QTableWidget>
#include <QtTest>

using namespace arv;
using namespace arv::test;

class tst_ProjectsView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init();
    void cleanup();
    void withoutAccountOneCanBeAdded();
    void accessibleTreeHasTheRows();
    void everyControlHasAName();
    void keyboardAloneFindsAndCopies();
    void returnOnAFailedRowAsksAgain();
    void returnOnACollectionOpensItsFolder();
    void f5LoadsAgainAndKeepsWhatIsOpen();
    void menuCopies_data();
    void menuCopies();
    void collectionsCanBeClearedFromTheCache();
    void menuWithoutMountCannotOpen();
    void menuOpensFolderAndLink();
    void furtherPagesComeWhenTheEndIsInSight();
    void detailsArePlainAndVisible();
    void detailsAreBounded();
    void propertiesCanBeCopied();
    void detailsFollowARefresh();
    void searchSaysWhatItLookedAt();
    void searchOpensTheWayToItsMatches();
    void iconsFollowThePalette();
    void goneAccountLeavesNoDetails();
    void twentyThousandRowsInTheWindow();

private:
    QAbstractItemModel& model() const { return *m_tree->model(); }
    QModelIndex home() const { return model().index(0, 0, model().index(0, 0)); }
    void openHome();
    void select(const QString& name);
    QMenu* openMenu();
    void runMenu(const QString& action);
    QLineEdit* search() const { return m_view->findChild<QLineEdit*>(QStringLiteral("search")); }
    QStringList detailTexts() const;

    std::unique_ptr<FakeDesk> m_desk;
    std::unique_ptr<ProjectsView> m_view;
    ProjectTree* m_tree = nullptr;
    QList<ProjectItem> m_items;
};

void tst_ProjectsView::init()
{
    QGuiApplication::clipboard()->clear();
    m_desk = std::make_unique<FakeDesk>();
    m_desk->accountList += signedInAccount(QStringLiteral("1"), QStringLiteral("Demo"));
    Desk::Mount mount;
    mount.settings.accountId = QStringLiteral("1");
    mount.settings.directory = QStringLiteral("/mnt/demo");
    mount.snapshot.state = MountSnapshot::State::Mounted;
    m_desk->mountList += mount;
    m_items = {project(QStringLiteral("alpha"), 1), collection(QStringLiteral("beta"), 2),
               collection(QStringLiteral("gamma"), 3)};
    m_desk->pages = [this](const QString&, const ProjectQuery& query) {
        return query.place == ProjectQuery::Place::Home ? pageOf(m_items) : ProjectPage();
    };
    m_view = std::make_unique<ProjectsView>(*m_desk);
    m_view->resize(900, 500);
    m_view->show();
    m_tree = m_view->findChild<ProjectTree*>();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
}

void tst_ProjectsView::cleanup()
{
    m_view.reset();
    m_desk.reset();
}

void tst_ProjectsView::openHome()
{
    m_tree->expand(model().index(0, 0));
    m_tree->expand(home());
    QTRY_VERIFY(model().rowCount(home()) >= m_items.size());
    QTRY_VERIFY(namesBelow(model(), home()).last() != QStringLiteral("Loading…"));
}

void tst_ProjectsView::select(const QString& name)
{
    const auto row = rowNamed(model(), home(), name);
    QVERIFY(row.isValid());
    m_tree->setFocus();
    m_tree->setCurrentIndex(row);
}

QMenu* tst_ProjectsView::openMenu()
{
    QTest::keyClick(m_tree, Qt::Key_F10, Qt::ShiftModifier);
    return qobject_cast<QMenu*>(QApplication::activePopupWidget());
}

void tst_ProjectsView::runMenu(const QString& action)
{
    auto* menu = openMenu();
    QVERIFY(menu);
    auto* found = menu->findChild<QAction*>(action);
    QVERIFY(found);
    found->trigger();
    menu->close();
}

QStringList tst_ProjectsView::detailTexts() const
{
    QStringList texts;
    const auto labels = m_view->findChild<ProjectDetails*>()->findChildren<QLabel*>();
    for (const auto* label : labels) {
        if (label->isVisible())
            texts += label->text();
    }
    const auto lines = m_view->findChild<ProjectDetails*>()->findChildren<QLineEdit*>();
    for (const auto* line : lines) {
        if (line->isVisible())
            texts += line->text();
    }
    return texts;
}

void tst_ProjectsView::withoutAccountOneCanBeAdded()
{
    m_desk->accountList.clear();
    Q_EMIT m_desk->accountsChanged();
    QVERIFY(!m_tree->isVisible());
    QSignalSpy wanted(m_view.get(), &ProjectsView::addAccountRequested);
    auto* add = m_view->findChild<QPushButton*>(QStringLiteral("addAccount"));
    QVERIFY(add->isVisible());
    add->setFocus();
    QTest::keyClick(add, Qt::Key_Space);
    QCOMPARE(wanted.size(), 1);
    m_desk->accountList += signedInAccount(QStringLiteral("2"), QStringLiteral("Work"));
    Q_EMIT m_desk->accountsChanged();
    QVERIFY(m_tree->isVisible());
}

void tst_ProjectsView::accessibleTreeHasTheRows()
{
    openHome();
    QCoreApplication::processEvents(); // the layout of the new rows
    auto* tree = QAccessible::queryAccessibleInterface(m_tree);
    QVERIFY(tree);
    QCOMPARE(tree->role(), QAccessible::Tree);
    QStringList texts;
    for (int i = 0; i < tree->childCount(); ++i)
        texts += tree->child(i)->text(QAccessible::Name);
    for (const auto* name : {"Demo", "Home", "Shared with me", "alpha", "beta", "gamma",
                             "Collection", "Project", "2.0 KiB"})
        QVERIFY2(texts.contains(QString::fromLatin1(name)), name);
    auto* table = tree->tableInterface();
    QVERIFY(table);
    QCOMPARE(table->rowCount(), 6);
    QCOMPARE(table->columnCount(), 4);
}

void tst_ProjectsView::everyControlHasAName()
{
    openHome();
    select(QStringLiteral("beta"));
    const auto widgets = m_view->findChildren<QWidget*>();
    for (const auto* widget : widgets) {
        if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
            continue;
        if (qobject_cast<const QSplitter*>(widget->parentWidget()) && !widget->layout()
            && !qobject_cast<const QAbstractItemView*>(widget))
            continue; // handles
        auto* face = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
        QVERIFY2(face && !face->text(QAccessible::Name).isEmpty(),
                 widget->metaObject()->className());
    }
    for (const auto* window : QApplication::topLevelWidgets())
        QVERIFY(!window->isVisible() || window == m_view.get());
}

void tst_ProjectsView::keyboardAloneFindsAndCopies()
{
    openHome();
    QTest::keyClick(m_tree, Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(search()->hasFocus());
    QTest::keyClicks(search(), QStringLiteral("gam"));
    QTRY_COMPARE(namesBelow(model(), home()), QStringList{QStringLiteral("gamma")});
    QTest::keyClick(search(), Qt::Key_Down);
    QVERIFY(m_tree->hasFocus());
    QTest::keyClicks(m_tree, QStringLiteral("gam")); // type-ahead
    QCOMPARE(m_tree->currentIndex().data().toString(), QStringLiteral("gamma"));
    auto* menu = openMenu();
    QVERIFY(menu);
    QTest::keyClick(menu, Qt::Key_U);
    QCOMPARE(QGuiApplication::clipboard()->text(), m_items.at(2).uuid);
    QTest::keyClick(m_tree, Qt::Key_F, Qt::ControlModifier);
    QTest::keyClick(search(), Qt::Key_Escape);
    QCOMPARE(model().rowCount(home()), 3);
}

void tst_ProjectsView::returnOnAFailedRowAsksAgain()
{
    bool isDown = true;
    m_desk->pages = [&](const QString&, const ProjectQuery&) {
        return isDown ? failedPage(QStringLiteral("down")) : pageOf(m_items);
    };
    m_tree->expand(home());
    QTRY_VERIFY(namesBelow(model(), home()).value(0).contains(QStringLiteral("down")));
    isDown = false;
    m_tree->setFocus();
    m_tree->setCurrentIndex(model().index(0, 0, home()));
    QTest::keyClick(m_tree, Qt::Key_Return);
    QTRY_COMPARE(model().rowCount(home()), 3);
}

void tst_ProjectsView::returnOnACollectionOpensItsFolder()
{
    openHome();
    select(QStringLiteral("beta"));
    QTest::keyClick(m_tree, Qt::Key_Return);
    QCOMPARE(m_desk->asked.last(), QStringLiteral("openFolder /mnt/demo/home/beta"));
}

void tst_ProjectsView::f5LoadsAgainAndKeepsWhatIsOpen()
{
    openHome();
    select(QStringLiteral("alpha"));
    m_items += collection(QStringLiteral("delta"), 4);
    m_tree->setCurrentIndex(home());
    QTest::keyClick(m_tree, Qt::Key_F5);
    QTRY_COMPARE(model().rowCount(home()), 4);
    QVERIFY(m_tree->isExpanded(home()));
    QCOMPARE(m_tree->currentIndex(), home());
}

void tst_ProjectsView::menuCopies_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("copied");
    const auto beta = collection(QStringLiteral("beta"), 2);
    QTest::newRow("UUID") << QStringLiteral("copyUuid") << beta.uuid;
    QTest::newRow("hash") << QStringLiteral("copyHash") << beta.portableDataHash;
    QTest::newRow("path") << QStringLiteral("copyPath") << QStringLiteral("/mnt/demo/home/beta");
    QTest::newRow("link") << QStringLiteral(
        "copyLink") << QStringLiteral("https://workbench.example.org/collections/") + beta.uuid;
}

void tst_ProjectsView::menuCopies()
{
    QFETCH(QString, action);
    QFETCH(QString, copied);
    openHome();
    select(QStringLiteral("beta"));
    runMenu(action);
    QCOMPARE(QGuiApplication::clipboard()->text(), copied);
}

void tst_ProjectsView::collectionsCanBeClearedFromTheCache()
{
    openHome();
    select(QStringLiteral("beta"));
    runMenu(QStringLiteral("clearBlocks"));
    const auto beta = collection(QStringLiteral("beta"), 2);
    QCOMPARE(m_desk->asked.last(), QStringLiteral("clearBlockCacheOf 1 ") + beta.uuid);
    m_tree->setCurrentIndex(home());
    ItemMenu menu(*m_desk, {QStringLiteral("1"), ItemPlace::Where::Home, {}}, nullptr);
    menu.setAttribute(Qt::WA_DeleteOnClose, false);
    QVERIFY(!menu.findChild<QAction*>(QStringLiteral("clearBlocks"))->isEnabled());
}

void tst_ProjectsView::menuWithoutMountCannotOpen()
{
    m_desk->mountList[0].snapshot.state = MountSnapshot::State::Stopped;
    openHome();
    select(QStringLiteral("alpha"));
    auto* menu = openMenu();
    QVERIFY(menu);
    QVERIFY(!menu->findChild<QAction*>(QStringLiteral("openFolder"))->isEnabled());
    QVERIFY(menu->findChild<QAction*>(QStringLiteral("copyPath"))->isEnabled());
    QVERIFY(!menu->findChild<QAction*>(QStringLiteral("copyHash"))->isEnabled()); // a project
    menu->close();
}

void tst_ProjectsView::menuOpensFolderAndLink()
{
    openHome();
    select(QStringLiteral("alpha"));
    runMenu(QStringLiteral("openFolder"));
    QCOMPARE(m_desk->asked.last(), QStringLiteral("openFolder /mnt/demo/home/alpha"));
    runMenu(QStringLiteral("openLink"));
    QCOMPARE(m_desk->asked.last(),
             QStringLiteral("openLink https://workbench.example.org/projects/")
                 + m_items.at(0).uuid);
}

void tst_ProjectsView::furtherPagesComeWhenTheEndIsInSight()
{
    m_desk->pages = bigHome(1000, 100);
    m_tree->expand(home());
    QTRY_COMPARE(model().rowCount(home()), 100);
    QTest::qWait(50); // nothing else comes by itself
    QCOMPARE(model().rowCount(home()), 100);
    m_tree->verticalScrollBar()->setValue(m_tree->verticalScrollBar()->maximum());
    QTRY_COMPARE(model().rowCount(home()), 200);
    m_tree->setCurrentIndex(model().index(190, 0, home()));
    QTest::keyClick(m_tree, Qt::Key_Down); // one height ahead
    QTRY_COMPARE(model().rowCount(home()), 300);
    for (int pages = 4; pages <= 10; ++pages) {
        m_tree->verticalScrollBar()->setValue(m_tree->verticalScrollBar()->maximum());
        QTRY_COMPARE(model().rowCount(home()), pages * 100);
        QTRY_COMPARE(m_tree->verticalScrollBar()->maximum() > pages * 90, true);
    }
    QTest::qWait(50);
    QCOMPARE(model().rowCount(home()), 1000);
}

void tst_ProjectsView::detailsArePlainAndVisible()
{
    m_items[1].name = QStringLiteral("<b>be</b>\u202eta");
    m_items[1].ownerUuid = m_desk->accountList.at(0).snapshot.userUuid;
    m_items[1].properties = {{QStringLiteral("<i>k</i>"), QStringLiteral("a\nb")},
                             {QStringLiteral("list"), QJsonArray{1, QStringLiteral("x")}}};
    openHome();
    const auto shown = QStringLiteral("<b>be</b>\\x202eta");
    select(shown);
    const auto texts = detailTexts();
    QVERIFY(texts.contains(shown));
    QVERIFY(texts.contains(m_items.at(1).uuid));
    QVERIFY(texts.contains(m_items.at(1).portableDataHash));
    QVERIFY(texts.contains(QStringLiteral("Home"))); // its owner
    const auto labels = m_view->findChild<ProjectDetails*>()->findChildren<QLabel*>();
    for (const auto* label : labels) {
        if (label->text() == shown)
            QCOMPARE(label->textFormat(), Qt::PlainText);
    }
    const auto* table = m_view->findChild<QTableWidget*>();
    QCOMPARE(table->item(0, 0)->text(), QStringLiteral("<i>k</i>"));
    QCOMPARE(table->item(0, 1)->text(), QStringLiteral("a\\x0ab"));
    QVERIFY(!table->item(0, 0)->toolTip().contains(u'<'));
    QCOMPARE(table->item(1, 1)->text(), QStringLiteral("[1,\"x\"]"));
}

void tst_ProjectsView::detailsAreBounded()
{
    for (int i = 0; i < 10'000; ++i)
        m_items[1].properties[QStringLiteral("key %1").arg(i)] = i;
    m_items[1].properties[QStringLiteral("!")] = QString(2'000'000, u'x');
    m_items[1].name = QString(1'000'000, u'n');
    openHome();
    m_tree->setCurrentIndex(model().index(2, 0, home()));
    const auto* table = m_view->findChild<QTableWidget*>();
    QCOMPARE(table->rowCount(), ProjectDetails::mostProperties);
    QVERIFY(table->item(0, 1)->text().size() <= 2000);
    QVERIFY(m_view->width() < 2000);
}

void tst_ProjectsView::propertiesCanBeCopied()
{
    m_items[1].properties = {{QStringLiteral("a"), 1}, {QStringLiteral("b"), true}};
    openHome();
    select(QStringLiteral("beta"));
    auto* table = m_view->findChild<QTableWidget*>();
    table->setFocus();
    table->selectAll();
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("a\t1\nb\ttrue\n"));
}

void tst_ProjectsView::detailsFollowARefresh()
{
    openHome();
    select(QStringLiteral("beta"));
    m_items[1].name = QStringLiteral("renamed");
    m_items[1].totalSize = 77;
    QTest::keyClick(m_tree, Qt::Key_F5);
    QTRY_VERIFY(detailTexts().contains(QStringLiteral("renamed")));
    QCOMPARE(m_tree->currentIndex(), rowNamed(model(), home(), QStringLiteral("renamed")));
}

void tst_ProjectsView::searchSaysWhatItLookedAt()
{
    openHome();
    search()->setText(QStringLiteral("beta"));
    QTest::keyClick(search(), Qt::Key_Return);
    const auto labels = m_view->findChildren<QLabel*>();
    const bool isSaid = std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
        return label->isVisible() && label->text().startsWith(QStringLiteral("1 of 3 entries"));
    });
    QVERIFY(isSaid);
}

void tst_ProjectsView::searchOpensTheWayToItsMatches()
{
    openHome();
    m_tree->collapse(home());
    search()->setText(QStringLiteral("beta"));
    QTRY_VERIFY(m_tree->isExpanded(home()));
    QCOMPARE(namesBelow(model(), home()), QStringList{QStringLiteral("beta")});
}

void tst_ProjectsView::iconsFollowThePalette()
{
    const auto before = home().data(Qt::DecorationRole).value<QIcon>().pixmap(32, 32).toImage();
    auto colours = m_view->palette();
    colours.setColor(QPalette::Text, Qt::magenta);
    m_view->setPalette(colours);
    const auto after = home().data(Qt::DecorationRole).value<QIcon>().pixmap(32, 32).toImage();
    QVERIFY(before != after);
}

void tst_ProjectsView::goneAccountLeavesNoDetails()
{
    m_desk->accountList += signedInAccount(QStringLiteral("2"), QStringLiteral("Work"));
    Q_EMIT m_desk->accountsChanged();
    openHome();
    select(QStringLiteral("beta"));
    QVERIFY(detailTexts().contains(m_items.at(1).uuid));
    m_desk->accountList.removeFirst();
    Q_EMIT m_desk->accountsChanged();
    QVERIFY(!detailTexts().contains(m_items.at(1).uuid));
}

void tst_ProjectsView::twentyThousandRowsInTheWindow()
{
    m_desk->pages = bigHome(20'000, 1000);
    const bool wasActive = QAccessible::isActive();
    QAccessible::setActive(true); // as with a screen reader
    m_tree->expand(home());
    QTRY_VERIFY(model().rowCount(home()) >= 1000);
    {
        StallMeter meter;
        search()->setText(QStringLiteral("run"));
        QTRY_COMPARE_WITH_TIMEOUT(model().rowCount(home()), 20'000, 40'000);
        qInfo("20,000 rows arrive in the window: longest turn of the event loop %s",
              qPrintable(meter.longest()));
    }
    for (const auto* text : {"7", "sample 123", ""}) {
        StallMeter meter;
        search()->setText(QString::fromLatin1(text));
        QTest::qWait(3 * ProjectFilterModel::typingPause);
        qInfo("\"%s\" sought: longest turn %s", text, qPrintable(meter.longest()));
    }
    m_tree->setFocus();
    m_tree->setCurrentIndex(home());
    QElapsedTimer typing;
    typing.start();
    QTest::keyClicks(m_tree, QStringLiteral("zz"));
    qInfo("type-ahead that finds nothing: %lld ms a key", typing.elapsed() / 2);
    QAccessible::setActive(wasActive);
    QCOMPARE(model().rowCount(home()), 20'000);
}

QTEST_MAIN(tst_ProjectsView)
#include "tst_projectsview.moc"
