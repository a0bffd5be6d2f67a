// SPDX-License-Identifier: Apache-2.0
#include "activityview.h"
#include "bandwidthfield.h"
#include "plot.h"
#include "plotpanel.h"
#include "support/accessibility.h"
#include "support/fakedesk.h"
#include "transfersmodel.h"

#include <QtTest>

using namespace arv;
using test::FakeDesk;

namespace {

constexpr std::uint64_t MiB = 1ULL << 20;

Transfer transfer(std::uint64_t id, const QString& file)
{
    Transfer made;
    made.id = id;
    made.file = file;
    made.size = 64 * MiB;
    return made;
}

} // namespace

class tst_ActivityView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init();
    void cleanup();
    void transfersComeAndGo();
    void withoutTransfersItSaysSo();
    void chosenTransferStaysChosen();
    void chosenTransferIsToldInFull();
    void everyFigureIsShownEvenBetweenTwoSeconds();
    void pauseIsAskedOfTheDeskAndShown();
    void limitIsAskedOfTheDesk();
    void limitFromElsewhereIsShownAndNotSentBack();
    void tinyLimitIsNotShownAsNone();
    void wishOfHiddenViewsIsNotLost();
    void watchesOnlyWhileItCanBeSeen();
    void destroyedViewsDoNotWatch();
    void throughputIsPlotted();
    void hiddenViewsMeasureNothing();
    void barsAreDrawnInBothDirections();
    void keyboardReachesEverything();
    void everyControlHasAName();

private:
    template <class T>
    T* part(const char* name) const
    {
        return m_view->findChild<T*>(QLatin1String(name));
    }
    [[nodiscard]] TransferFigures& figures() { return m_desk->dataNow.transfers; }
    [[nodiscard]] QTableView* table() const
    {
        for (auto* each : m_view->findChildren<QTableView*>()) {
            if (each->accessibleName() == QStringLiteral("Transfers"))
                return each;
        }
        return nullptr;
    }
    void tell() { Q_EMIT m_desk->dataChanged(); }

    std::unique_ptr<FakeDesk> m_desk;
    std::unique_ptr<ActivityView> m_view;
    qint64 m_now = 1000;
};

void tst_ActivityView::init()
{
    m_desk = std::make_unique<FakeDesk>();
    m_now = 1000;
    m_view = std::make_unique<ActivityView>(*m_desk);
    m_view->setClock([this] { return m_now; });
    m_view->resize(900, 600);
    m_view->show();
}

void tst_ActivityView::cleanup()
{
    m_view.reset();
    m_desk.reset();
}

void tst_ActivityView::transfersComeAndGo()
{
    figures().transfers = {transfer(1, QStringLiteral("a.bam")),
                           transfer(2, QStringLiteral("b.bam"))};
    figures().rate = 3.0 * static_cast<double>(MiB);
    figures().received = 1536 * MiB;
    tell();
    QVERIFY(table()->isVisible());
    QCOMPARE(table()->model()->rowCount(), 2);
    QCOMPARE(part<QLabel>("summary")->text(), QStringLiteral("2 transfer(s) at 3.0 MiB/s"));
    QCOMPARE(part<QLabel>("received")->text(), QStringLiteral("1.5 GiB received since the start"));
    figures().transfers.removeFirst();
    tell();
    QCOMPARE(table()->model()->rowCount(), 1);
    QCOMPARE(table()->model()->index(0, 0).data().toString(), QStringLiteral("b.bam"));
}

void tst_ActivityView::withoutTransfersItSaysSo()
{
    QVERIFY(!table()->isVisible());
    QVERIFY(part<QLabel>("absence")->isVisible());
    QCOMPARE(part<QLabel>("summary")->text(), QStringLiteral("Nothing is being transferred."));
    QVERIFY(part<QLabel>("absence")->text().contains(QStringLiteral("while they are fetched")));
    figures().isPaused = true;
    tell();
    QVERIFY(part<QLabel>("absence")->text().contains(QStringLiteral("until you resume")));
    QCOMPARE(part<QLabel>("summary")->text(), QStringLiteral("Transfers are paused."));
}

void tst_ActivityView::chosenTransferStaysChosen()
{
    figures().transfers = {transfer(1, QStringLiteral("a")), transfer(2, QStringLiteral("b"))};
    tell();
    table()->selectRow(1);
    figures().transfers.removeFirst();
    figures().transfers += transfer(3, QStringLiteral("c"));
    tell();
    QCOMPARE(table()->currentIndex().row(), 0);
    QCOMPARE(table()->currentIndex().siblingAtColumn(0).data().toString(), QStringLiteral("b"));
}

void tst_ActivityView::chosenTransferIsToldInFull()
{
    auto* details = part<QLabel>("details");
    auto failed = transfer(1, QStringLiteral("<b>a</b>\u202E"));
    failed.service = QStringLiteral("keep0");
    failed.cluster = QStringLiteral("zzzzz");
    failed.lastFailure = QString(200, u'x') + QStringLiteral(" answered 503");
    figures().transfers = {failed};
    tell();
    QVERIFY(!details->isVisible());
    table()->selectRow(0);
    QVERIFY(details->isVisible());
    QCOMPARE(details->textFormat(), Qt::PlainText);
    for (const auto* part : {"<b>a</b>", "keep0", "zzzzz", "A program waits for it", "503"})
        QVERIFY2(details->text().remove(QChar(0x200b)).contains(QLatin1String(part)), part);
    QVERIFY(!details->text().contains(QChar(0x202e)));
    QCOMPARE(table()->accessibleDescription(), details->text());
    figures().transfers.clear();
    tell();
    figures().transfers = {transfer(2, QStringLiteral("b"))};
    tell();
    QVERIFY(!details->isVisible());
}

void tst_ActivityView::everyFigureIsShownEvenBetweenTwoSeconds()
{
    for (std::uint64_t mebibytes = 1; mebibytes <= 5; ++mebibytes) {
        figures().received = mebibytes * MiB;
        tell();
        QCOMPARE(part<QLabel>("received")->text(),
                 QStringLiteral("%1.0 MiB received since the start").arg(mebibytes));
    }
}

void tst_ActivityView::pauseIsAskedOfTheDeskAndShown()
{
    auto* pause = part<QPushButton>("pause");
    QCOMPARE(pause->text(), QStringLiteral("&Pause"));
    QTest::keyClick(pause, Qt::Key_Space);
    QCOMPARE(m_desk->asked, QStringList{QStringLiteral("setPaused 1")});
    QCOMPARE(pause->text(), QStringLiteral("&Resume"));
    pause->click();
    QCOMPARE(m_desk->asked.last(), QStringLiteral("setPaused 0"));
    QCOMPARE(pause->text(), QStringLiteral("&Pause"));
}

void tst_ActivityView::limitIsAskedOfTheDesk()
{
    auto* limit = m_view->findChild<BandwidthField*>();
    QCOMPARE(limit->text(), QStringLiteral("No limit"));
    limit->setFocus();
    limit->selectAll();
    QTest::keyClicks(limit, QStringLiteral("2.5"));
    QCOMPARE(m_desk->asked, QStringList()); // half a number is no wish
    QTest::keyClick(limit, Qt::Key_Return);
    QTRY_COMPARE(m_desk->asked, QStringList{QStringLiteral("setBandwidthLimit 2621440")});
    limit->setValue(0);
    QTRY_COMPARE(m_desk->asked.last(), QStringLiteral("setBandwidthLimit 0"));
}

void tst_ActivityView::limitFromElsewhereIsShownAndNotSentBack()
{
    auto* limit = m_view->findChild<BandwidthField*>();
    figures().limit = 10 * MiB + 7;
    tell();
    QCOMPARE(limit->text(), QStringLiteral("10.0 MiB/s"));
    limit->flushWish();
    m_view->hide();
    QCOMPARE(m_desk->asked, QStringList());
}

void tst_ActivityView::tinyLimitIsNotShownAsNone()
{
    figures().limit = 16 << 10;
    tell();
    QCOMPARE(m_view->findChild<BandwidthField*>()->text(), QStringLiteral("0.1 MiB/s"));
}

void tst_ActivityView::wishOfHiddenViewsIsNotLost()
{
    m_view->findChild<BandwidthField*>()->setValue(4);
    m_view->hide();
    QCOMPARE(m_desk->asked, QStringList{QStringLiteral("setBandwidthLimit 4194304")});
}

void tst_ActivityView::watchesOnlyWhileItCanBeSeen()
{
    QCOMPARE(m_desk->dataWatchers, 1);
    m_view->hide();
    QCOMPARE(m_desk->dataWatchers, 0);
    QTabWidget tabs;
    tabs.addTab(new QWidget, QStringLiteral("other"));
    tabs.addTab(m_view.get(), QStringLiteral("activity"));
    tabs.show();
    QCOMPARE(m_desk->dataWatchers, 0);
    tabs.setCurrentIndex(1);
    QCOMPARE(m_desk->dataWatchers, 1);
    tabs.showMinimized();
    QTRY_COMPARE(m_desk->dataWatchers, 0);
    tabs.showNormal();
    QTRY_COMPARE(m_desk->dataWatchers, 1);
    tabs.setCurrentIndex(0);
    QCOMPARE(m_desk->dataWatchers, 0);
    m_view->setParent(nullptr);
}

void tst_ActivityView::destroyedViewsDoNotWatch()
{
    m_view.reset();
    QCOMPARE(m_desk->dataWatchers, 0);
}

void tst_ActivityView::throughputIsPlotted()
{
    const auto& plot = m_view->findChild<PlotPanel*>()->plot();
    const auto& series = *plot.series().first();
    QVERIFY(!series.latest());
    m_now += 1000;
    QTRY_VERIFY(series.latest()); // by its own timer
    figures().received += 8 * MiB;
    m_now += 2000;
    QTRY_COMPARE(series.latest()->value, 4.0 * static_cast<double>(MiB));
    QCOMPARE(plot.accessibleName(), QStringLiteral("Throughput"));
    QVERIFY2(plot.words().contains(QStringLiteral("4.0 MiB/s")), qPrintable(plot.words()));
}

void tst_ActivityView::hiddenViewsMeasureNothing()
{
    const auto& series = *m_view->findChild<PlotPanel*>()->plot().series().first();
    m_now += 1000;
    QTRY_VERIFY(series.latest());
    m_view->hide();
    QVERIFY(!series.latest());
    figures().transfers = {transfer(1, QStringLiteral("a"))};
    tell();
    QCOMPARE(table()->model()->rowCount(), 0);
    m_view->show();
    QCOMPARE(table()->model()->rowCount(), 1);
}

// The bar grows from where lines of text begin.
void tst_ActivityView::barsAreDrawnInBothDirections()
{
    auto half = transfer(1, QStringLiteral("a"));
    half.bytes = half.size / 2;
    figures().transfers = {half};
    tell();
    const auto accent = [this](Qt::LayoutDirection direction, bool atLeft) {
        m_view->setLayoutDirection(direction);
        auto* view = table();
        const auto rect = view->visualRect(view->model()->index(0, TransfersModel::Progress))
                              .adjusted(8, 4, -8, -4);
        const auto image = view->viewport()->grab(rect).toImage();
        const auto colour = image.pixelColor(atLeft ? 1 : image.width() - 2, image.height() / 2);
        return colour == view->palette().color(QPalette::Highlight);
    };
    QVERIFY(accent(Qt::LeftToRight, true));
    QVERIFY(!accent(Qt::LeftToRight, false));
    QVERIFY(accent(Qt::RightToLeft, false));
    QVERIFY(!accent(Qt::RightToLeft, true));
}

void tst_ActivityView::keyboardReachesEverything()
{
    figures().transfers = {transfer(1, QStringLiteral("a"))};
    tell();
    for (const QWidget* each :
         {static_cast<QWidget*>(table()), static_cast<QWidget*>(part<QPushButton>("pause")),
          static_cast<QWidget*>(m_view->findChild<BandwidthField*>()),
          static_cast<QWidget*>(&m_view->findChild<PlotPanel*>()->plot())})
        QVERIFY(each->focusPolicy() & Qt::TabFocus);
    QVERIFY(!table()->tabKeyNavigation()); // Tab leaves it
}

void tst_ActivityView::everyControlHasAName()
{
    QCOMPARE(test::controlsWithoutName(*m_view), QStringList());
}

QTEST_MAIN(tst_ActivityView)
#include "tst_activityview.moc"
