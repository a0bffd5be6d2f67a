// SPDX-License-Identifier: Apache-2.0
#include "plot.h"
#include "plotpainter.h"

#include <QtTest>
#include <QtWidgets>

using namespace arv;

class tst_Plot : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init();
    void cleanup() { m_plot.reset(); }
    void bytesHaveRoundTicks();
    void ratesHaveRoundTicks();
    void speedsAreSizesPerSecond();
    void scalesOfNonsenseAreScales();
    void latestValuesAreTheDescription();
    void keysMoveTheReadingPoint();
    void movedReadingIsAnnounced();
    void readingSkipsGaps();
    void mirroredKeysFollowTheScreen();
    void mirroredTimesRunTheOtherWay();
    void mouseReadsTheNearestPoint();
    void readingLeftBehindIsDropped();
    void hiddenPlotsDoNotPaint();
    void seriesOfWrongNumberAreNotShown();
    void gapsAreNotDrawnOver();
    void linesCanBeToldFromTheBase();

private:
    TimeSeries m_kept{1000};
    TimeSeries m_cap{1000};
    std::unique_ptr<Plot> m_plot;
};

void tst_Plot::init()
{
    m_kept = TimeSeries(1000);
    m_cap = TimeSeries(1000);
    m_plot =
        std::make_unique<Plot>(QStringLiteral("Memory"), ValueScale::Unit::Bytes,
                               QList<PlotLine>{{QStringLiteral("Kept"), PlotLine::Ink::Accent,
                                                Qt::SolidLine, PlotLine::Marker::Dot, true},
                                               {QStringLiteral("Cap"), PlotLine::Ink::Text,
                                                Qt::DashLine, PlotLine::Marker::Square, false}});
    for (int second = 0; second <= 10; ++second) {
        m_kept.add(1000LL * second, second * 1048576.0);
        m_cap.add(1000LL * second, 16 * 1048576.0);
    }
    m_plot->resize(600, 200);
    m_plot->showSeries({&m_kept, &m_cap});
    m_plot->setNow(10'000);
}

void tst_Plot::bytesHaveRoundTicks()
{
    const ValueScale scale(ValueScale::Unit::Bytes, 130.0 * 1048576, 5);
    QCOMPARE(scale.ticks().size(), 6);
    QCOMPARE(scale.top(), 160.0 * 1048576);
    QCOMPARE(scale.tickText(0), QStringLiteral("0"));
    QCOMPARE(scale.tickText(scale.ticks().at(1)), QStringLiteral("32 MiB"));
    const ValueScale halves(ValueScale::Unit::Bytes, 2.5 * 1073741824, 5);
    QCOMPARE(halves.tickText(halves.ticks().at(3)), QStringLiteral("1.5 GiB"));
}

void tst_Plot::ratesHaveRoundTicks()
{
    const ValueScale scale(ValueScale::Unit::PerSecond, 47, 5);
    QCOMPARE(scale.ticks(), (QList<double>{0, 10, 20, 30, 40, 50}));
    QCOMPARE(scale.tickText(20), QStringLiteral("20/s"));
    QCOMPARE(ValueScale(ValueScale::Unit::PerSecond, 0, 2).tickText(0.5), QStringLiteral("0.5/s"));
    QCOMPARE(ValueScale::valueText(ValueScale::Unit::PerSecond, 3.44), QStringLiteral("3.4/s"));
    QCOMPARE(ValueScale::valueText(ValueScale::Unit::PerSecond, 344.4), QStringLiteral("344/s"));
}

void tst_Plot::speedsAreSizesPerSecond()
{
    const ValueScale scale(ValueScale::Unit::BytesPerSecond, 130.0 * 1048576, 5);
    QCOMPARE(scale.tickText(0), QStringLiteral("0"));
    QCOMPARE(scale.tickText(scale.ticks().at(1)), QStringLiteral("32 MiB/s"));
    QCOMPARE(ValueScale::valueText(ValueScale::Unit::BytesPerSecond, 1.5 * 1048576),
             QStringLiteral("1.5 MiB/s"));
}

void tst_Plot::scalesOfNonsenseAreScales()
{
    for (const double greatest : {0.0, -5.0, 1e300, qQNaN(), qInf()}) {
        for (const auto unit : {ValueScale::Unit::Bytes, ValueScale::Unit::PerSecond,
                                ValueScale::Unit::BytesPerSecond}) {
            const ValueScale scale(unit, greatest, 0);
            QVERIFY(scale.top() > 0);
            QVERIFY(scale.ticks().size() < 10);
            QVERIFY(!ValueScale::valueText(unit, greatest).isEmpty());
        }
    }
}

void tst_Plot::latestValuesAreTheDescription()
{
    auto* reader = QAccessible::queryAccessibleInterface(m_plot.get());
    QVERIFY(reader);
    QCOMPARE(reader->role(), QAccessible::Chart);
    QCOMPARE(reader->text(QAccessible::Name), QStringLiteral("Memory"));
    const auto words = reader->text(QAccessible::Description);
    QVERIFY2(words.contains(QStringLiteral("Kept: 10.0 MiB")), qPrintable(words));
    QVERIFY2(words.contains(QStringLiteral("Cap: 16.0 MiB")), qPrintable(words));
    m_plot->showSeries({});
    QCOMPARE(reader->text(QAccessible::Value), QStringLiteral("Nothing was measured yet."));
}

void tst_Plot::keysMoveTheReadingPoint()
{
    QTest::keyClick(m_plot.get(), Qt::Key_Left);
    QCOMPARE(m_plot->reading(), std::optional<qint64>(10'000));
    QTest::keyClick(m_plot.get(), Qt::Key_Left);
    QCOMPARE(m_plot->reading(), std::optional<qint64>(9'000));
    QVERIFY2(m_plot->words().contains(QStringLiteral("Kept: 9.0 MiB")),
             qPrintable(m_plot->words()));
    QTest::keyClick(m_plot.get(), Qt::Key_Home);
    QCOMPARE(m_plot->reading(), std::optional<qint64>(0));
    QTest::keyClick(m_plot.get(), Qt::Key_Left);
    QCOMPARE(m_plot->reading(), std::optional<qint64>(0));
    QTest::keyClick(m_plot.get(), Qt::Key_Right);
    QCOMPARE(m_plot->reading(), std::optional<qint64>(1000));
    QTest::keyClick(m_plot.get(), Qt::Key_Escape);
    QVERIFY(!m_plot->reading());
}

void tst_Plot::movedReadingIsAnnounced()
{
    QSignalSpy moved(m_plot.get(), &Plot::readingMoved);
    QTest::keyClick(m_plot.get(), Qt::Key_Home);
    m_plot->setNow(10'500); // time alone is not announced
    QCOMPARE(moved.size(), 1);
    const auto words = moved.first().first().toString();
    QVERIFY2(words.contains(QStringLiteral("Kept: 0 bytes")), qPrintable(words));
}

void tst_Plot::readingSkipsGaps()
{
    m_kept.addGap(11'000);
    m_cap.addGap(11'000);
    m_kept.add(15'000, 1);
    m_cap.add(15'000, 1);
    m_plot->setNow(15'000);
    QTest::keyClick(m_plot.get(), Qt::Key_End);
    QTest::keyClick(m_plot.get(), Qt::Key_Left);
    QCOMPARE(m_plot->reading(), std::optional<qint64>(10'000));
}

void tst_Plot::mirroredKeysFollowTheScreen()
{
    m_plot->setLayoutDirection(Qt::RightToLeft);
    QTest::keyClick(m_plot.get(), Qt::Key_End);
    QTest::keyClick(m_plot.get(), Qt::Key_Right);
    QCOMPARE(m_plot->reading(), std::optional<qint64>(9'000));
}

void tst_Plot::mirroredTimesRunTheOtherWay()
{
    const auto frame = m_plot->frame();
    QVERIFY(frame.x(10'000) > frame.x(0));
    QVERIFY(frame.area.left() > 600 - frame.area.right()); // the axis is at the start
    m_plot->setLayoutDirection(Qt::RightToLeft);
    const auto mirrored = m_plot->frame();
    QVERIFY(mirrored.x(10'000) < mirrored.x(0));
    QVERIFY(mirrored.area.left() < 600 - mirrored.area.right());
    QVERIFY(qAbs(mirrored.whenAt(mirrored.x(5'000)) - 5'000) <= 1);
}

void tst_Plot::mouseReadsTheNearestPoint()
{
    m_plot->show();
    const auto frame = m_plot->frame();
    QTest::mouseMove(m_plot.get(), QPointF(frame.x(4'100), frame.area.center().y()).toPoint());
    QTRY_VERIFY(m_plot->reading());
    QVERIFY(qAbs(*m_plot->reading() - 4'000) <= 1000); // a pixel is half a second
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(m_plot.get(), &leave);
    QVERIFY(!m_plot->reading());
}

void tst_Plot::readingLeftBehindIsDropped()
{
    QTest::keyClick(m_plot.get(), Qt::Key_Home);
    m_plot->setNow(Plot::span + 1);
    QVERIFY(!m_plot->reading());
}

void tst_Plot::hiddenPlotsDoNotPaint()
{
    struct Counter : QObject
    {
        int paints = 0;
        bool eventFilter(QObject*, QEvent* event) override
        {
            paints += event->type() == QEvent::Paint || event->type() == QEvent::UpdateRequest;
            return false;
        }
    } counter;
    m_plot->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_plot.get()));
    m_plot->installEventFilter(&counter);
    m_plot->setNow(11'000);
    QTRY_VERIFY(counter.paints > 0);
    m_plot->hide();
    QCoreApplication::processEvents();
    counter.paints = 0;
    m_plot->setNow(12'000);
    QCoreApplication::processEvents();
    QCOMPARE(counter.paints, 0);
}

void tst_Plot::seriesOfWrongNumberAreNotShown()
{
    m_plot->showSeries({&m_kept});
    QVERIFY(m_plot->series().isEmpty());
    QVERIFY(!m_plot->grab().isNull());
}

void tst_Plot::gapsAreNotDrawnOver()
{
    TimeSeries whole(100);
    TimeSeries torn(100);
    for (const int when : {-200'000, -150'000, -100'000, -50'000}) {
        whole.add(when, 1e6);
        torn.add(when, 1e6);
        if (when == -150'000)
            torn.addGap(-149'000);
    }
    const auto inkAt = [this](const TimeSeries& series, qint64 when) {
        m_plot->showSeries({&series, &series});
        m_plot->setNow(0);
        const auto frame = m_plot->frame();
        const QPointF at(frame.x(when), frame.y(0.5e6));
        return m_plot->grab().toImage().pixelColor(at.toPoint());
    };
    QVERIFY(inkAt(whole, -125'000) != inkAt(torn, -125'000));
    QCOMPARE(inkAt(whole, -75'000), inkAt(torn, -75'000));
}

void tst_Plot::linesCanBeToldFromTheBase()
{
    const QColor base(250, 250, 250);
    QCOMPARE(PlotPainter::readable(Qt::blue, base, Qt::black), QColor(Qt::blue));
    QVERIFY(PlotPainter::readable(QColor(245, 245, 255), base, Qt::black).lightness() < 160);
}

QTEST_MAIN(tst_Plot)
#include "tst_plot.moc"
