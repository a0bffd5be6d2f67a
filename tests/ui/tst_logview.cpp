// SPDX-License-Identifier: Apache-2.0
#include "logmodel.h"
#include "logview.h"
#include "support/accessibility.h"
#include "support/fakedesk.h"

#include <QtTest>

using namespace arv;
using test::FakeDesk;

class tst_LogView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init();
    void cleanup();
    void linesSoFarAreThere();
    void detailIsAskedForWhileItIsWanted();
    void levelFilters();
    void typedTextFilters();
    void categoriesCanBeChosen();
    void followsTheNewest();
    void readingStopsFollowing();
    void focusAloneGoesOnFollowing();
    void scrollingDecidesAboutFollowing();
    void pauseLetsLinesWait();
    void copyIsPlainText();
    void clearEmptiesTheView();
    void chosenLineIsShownWhole();
    void hostileLinesArePlain();
    void floodEndsInOrder();
    void everyControlHasAName();

private:
    void say(const QString& text, QtMsgType level = QtWarningMsg,
             const QString& category = QStringLiteral("arvados.keep"))
    {
        Q_EMIT m_desk->logged({QDateTime::currentDateTime(), level, category, text});
    }
    void settle() { QTRY_COMPARE(m_view->model().waiting(), std::size_t(0)); }
    [[nodiscard]] QComboBox* combo(const QString& name) const;
    [[nodiscard]] QToolButton* button(const QString& text) const;
    [[nodiscard]] int rows() const { return m_table->model()->rowCount(); }

    std::unique_ptr<FakeDesk> m_desk;
    std::unique_ptr<LogView> m_view;
    QTableView* m_table = nullptr;
    QCheckBox* m_follow = nullptr;
};

void tst_LogView::init()
{
    m_desk = std::make_unique<FakeDesk>();
    m_desk->lines = {{QDateTime::currentDateTime(), QtWarningMsg, QStringLiteral("arvados.api"),
                      QStringLiteral("first")},
                     {QDateTime::currentDateTime(), QtInfoMsg, QStringLiteral("arvados.mount"),
                      QStringLiteral("second")}};
    m_view = std::make_unique<LogView>(*m_desk);
    m_view->resize(700, 400);
    m_view->show();
    m_table = m_view->findChild<QTableView*>();
    m_follow = m_view->findChild<QCheckBox*>();
    settle();
}

void tst_LogView::cleanup()
{
    m_view.reset();
    m_desk.reset();
}

QComboBox* tst_LogView::combo(const QString& name) const
{
    const auto combos = m_view->findChildren<QComboBox*>();
    for (auto* each : combos) {
        if (each->accessibleName() == name)
            return each;
    }
    return nullptr;
}

QToolButton* tst_LogView::button(const QString& text) const
{
    const auto buttons = m_view->findChildren<QToolButton*>();
    for (auto* each : buttons) {
        if (each->text() == text)
            return each;
    }
    return nullptr;
}

void tst_LogView::linesSoFarAreThere()
{
    QCOMPARE(m_view->model().rowCount(), 2);
    QCOMPARE(rows(), 1); // warnings and worse, to begin with
}

void tst_LogView::detailIsAskedForWhileItIsWanted()
{
    QCOMPARE(m_desk->asked, QStringList());
    auto* level = combo(QStringLiteral("Level"));
    level->setCurrentText(QStringLiteral("Everything"));
    QCOMPARE(m_desk->asked.last(), QStringLiteral("setLogDetail 1"));
    level->setCurrentText(QStringLiteral("Errors"));
    QCOMPARE(m_desk->asked.last(), QStringLiteral("setLogDetail 0"));
    level->setCurrentText(QStringLiteral("Info"));
    QCOMPARE(m_desk->asked.last(), QStringLiteral("setLogDetail 1"));
    m_view.reset();
    QCOMPARE(m_desk->asked.last(), QStringLiteral("setLogDetail 0"));
}

void tst_LogView::levelFilters()
{
    say(QStringLiteral("debug"), QtDebugMsg);
    say(QStringLiteral("critical"), QtCriticalMsg);
    settle();
    auto* level = combo(QStringLiteral("Level"));
    level->setCurrentText(QStringLiteral("Errors"));
    QCOMPARE(rows(), 1);
    level->setCurrentText(QStringLiteral("Everything"));
    QCOMPARE(rows(), 4);
}

void tst_LogView::typedTextFilters()
{
    say(QStringLiteral("needle in hay"));
    settle();
    QTest::keyClicks(m_view->findChild<QLineEdit*>(), QStringLiteral("NEEDLE"));
    QTRY_COMPARE(rows(), 1);
    QTRY_COMPARE(m_table->model()->index(0, LogModel::Text).data().toString(),
                 QStringLiteral("needle in hay"));
}

void tst_LogView::categoriesCanBeChosen()
{
    auto* category = combo(QStringLiteral("Category"));
    QCOMPARE(category->count(), 3); // all, and the two so far
    category->setCurrentIndex(category->findData(QStringLiteral("arvados.api")));
    say(QStringLiteral("x"));
    settle();
    QCOMPARE(category->count(), 4);
    QCOMPARE(category->currentData().toString(), QStringLiteral("arvados.api"));
    QCOMPARE(rows(), 1);
}

void tst_LogView::followsTheNewest()
{
    for (int i = 0; i < 200; ++i)
        say(QString::number(i));
    settle();
    const auto* bar = m_table->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0);
    QTRY_COMPARE(bar->value(), bar->maximum());
    say(QStringLiteral("one more"));
    settle();
    QTRY_COMPARE(bar->value(), bar->maximum());
}

void tst_LogView::readingStopsFollowing()
{
    for (int i = 0; i < 200; ++i)
        say(QString::number(i));
    settle();
    m_table->selectRow(3);
    QVERIFY(!m_follow->isChecked());
    const auto before = m_table->verticalScrollBar()->value();
    say(QStringLiteral("one more"));
    settle();
    QCOMPARE(m_table->verticalScrollBar()->value(), before);
    m_follow->click();
    QCOMPARE(m_table->verticalScrollBar()->value(), m_table->verticalScrollBar()->maximum());
}

void tst_LogView::focusAloneGoesOnFollowing()
{
    for (int i = 0; i < 200; ++i)
        say(QString::number(i));
    settle();
    m_view->activateWindow();
    m_table->setFocus(Qt::TabFocusReason);
    QVERIFY(m_follow->isChecked());
}

void tst_LogView::scrollingDecidesAboutFollowing()
{
    for (int i = 0; i < 200; ++i)
        say(QString::number(i));
    settle();
    auto* bar = m_table->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0);
    bar->triggerAction(QAbstractSlider::SliderPageStepSub);
    QVERIFY(!m_follow->isChecked());
    bar->triggerAction(QAbstractSlider::SliderToMaximum);
    QVERIFY(m_follow->isChecked());
}

void tst_LogView::pauseLetsLinesWait()
{
    button(QStringLiteral("Pause"))->click();
    say(QStringLiteral("later"));
    const auto labels = m_view->findChildren<QLabel*>();
    QTRY_VERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
        return label->text().contains(QStringLiteral("paused, 1 waiting"));
    }));
    QCOMPARE(rows(), 1);
    button(QStringLiteral("Pause"))->click();
    QCOMPARE(rows(), 2);
}

void tst_LogView::copyIsPlainText()
{
    say(QStringLiteral("<b>bold</b>"));
    settle();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    m_table->setFocus();
    m_table->selectAll();
    QGuiApplication::clipboard()->clear();
    QTest::keyClick(m_table, Qt::Key_C, Qt::ControlModifier);
    const auto byKey = QGuiApplication::clipboard()->text();
    button(QStringLiteral("Copy"))->click();
    QCOMPARE(byKey, QGuiApplication::clipboard()->text());
    const auto* data = QGuiApplication::clipboard()->mimeData();
    QVERIFY(!data->hasHtml());
    const auto lines = data->text().split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines.at(0).endsWith(QStringLiteral("Warning arvados.api: first")));
    QVERIFY(lines.at(1).endsWith(QStringLiteral("Warning arvados.keep: <b>bold</b>")));
}

void tst_LogView::clearEmptiesTheView()
{
    m_table->selectRow(0);
    button(QStringLiteral("Clear"))->click();
    QCOMPARE(rows(), 0);
    QCOMPARE(m_view->findChild<QPlainTextEdit*>()->toPlainText(), QString());
    say(QStringLiteral("goes on"));
    settle();
    QCOMPARE(rows(), 1);
}

void tst_LogView::chosenLineIsShownWhole()
{
    const auto longText = QStringLiteral("word ").repeated(200) + QStringLiteral("end");
    say(longText);
    settle();
    m_table->selectRow(1);
    QVERIFY(m_view->findChild<QPlainTextEdit*>()->toPlainText().endsWith(longText));
}

void tst_LogView::hostileLinesArePlain()
{
    say(QStringLiteral("<img src=x>\u202E\r\nfake line"), QtWarningMsg, QStringLiteral("<b>c</b>"));
    settle();
    m_table->selectRow(1);
    const auto whole = m_view->findChild<QPlainTextEdit*>()->toPlainText();
    QVERIFY(whole.contains(QStringLiteral("<img src=x>")));
    QVERIFY(!whole.contains(u'\n') && !whole.contains(QChar(0x202E)));
    QVERIFY(m_table->model()->index(1, LogModel::Text).data(Qt::ToolTipRole).isNull());
}

void tst_LogView::floodEndsInOrder()
{
    QElapsedTimer clock;
    clock.start();
    qint64 longest = 0;
    for (int i = 0; i < 100'000; ++i) {
        say(QString::number(i));
        if (i % 500 == 0) {
            const auto before = clock.elapsed();
            QCoreApplication::processEvents();
            longest = qMax(longest, clock.elapsed() - before);
        }
    }
    settle();
    QCOMPARE(rows(), 10'000);
    QCOMPARE(m_table->model()->index(9'999, LogModel::Text).data().toString(),
             QStringLiteral("99999"));
    qInfo("a flood of 100000 lines: longest stall %lld ms", static_cast<long long>(longest));
}

void tst_LogView::everyControlHasAName()
{
    QCOMPARE(test::controlsWithoutName(*m_view), QStringList());
}

QTEST_MAIN(tst_LogView)
#include "tst_logview.moc"
