// SPDX-License-Identifier: Apache-2.0
#include "cachesview.h"
#include "capspinbox.h"
#include "plot.h"
#include "plotpanel.h"
#include "support/accessibility.h"
#include "support/fakedesk.h"

#include <QtTest>

using namespace arv;
using test::FakeDesk;

namespace {

constexpr std::uint64_t MiB = 1ULL << 20;

Desk::Mount mountedAs(const QString& id, const QString& name)
{
    Desk::Mount mount;
    mount.settings.id = id;
    mount.settings.name = name;
    mount.snapshot.state = MountSnapshot::State::Mounted;
    mount.snapshot.openHandles = 7;
    auto& cache = mount.snapshot.cache;
    cache.bytes = 42 * MiB;
    cache.cap = 128 * MiB;
    cache.nodes = 63535;
    cache.kernelHeld = 48211;
    cache.inUse = 12;
    cache.hits = 900;
    cache.misses = 100;
    cache.evictions = 4321;
    cache.kinds[static_cast<std::size_t>(NodeKind::File)] = {61233, 18 * MiB};
    return mount;
}

} // namespace

class tst_CachesView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init();
    void cleanup();
    void numbersAreThoseOfTheSnapshot();
    void numbersFollow();
    void kindsHaveTheirRows();
    void watchesOnlyWhileItCanBeSeen();
    void destroyedViewsDoNotWatch();
    void hiddenViewsMeasureNothing();
    void quietMountsGoOnInThePlot();
    void namesChangedMeanwhileAreShown();
    void capIsAskedOfTheDesk();
    void wishIsForTheMountItWasMadeFor();
    void tableTwinHasThePlotsValues();
    void tableTwinFollows();
    void restartMakesAGap();
    void hostileNamesAreShownPlain();
    void whatIsNotMountedIsSaidToBe();
    void withoutMountsItSaysSo();
    void removedMountsLeave();
    void everyControlHasAName();

private:
    MountSnapshot& snapshot() { return m_desk->mountList[0].snapshot; }
    void pass(qint64 milliseconds)
    {
        m_now += milliseconds;
        Q_EMIT m_desk->mountChanged(QStringLiteral("m1"));
    }
    [[nodiscard]] bool shows(const QString& text) const;
    [[nodiscard]] int asked(const QString& what) const
    {
        return static_cast<int>(m_desk->asked.count(what));
    }
    PlotPanel* panel(const QString& title) const;
    QTableView* table(const QString& name) const;

    std::unique_ptr<FakeDesk> m_desk;
    std::unique_ptr<CachesView> m_view;
    qint64 m_now = 0;
};

void tst_CachesView::init()
{
    m_desk = std::make_unique<FakeDesk>();
    m_desk->mountList = {mountedAs(QStringLiteral("m1"), QStringLiteral("First")),
                         mountedAs(QStringLiteral("m2"), QStringLiteral("Second"))};
    m_now = 1000;
    m_view = std::make_unique<CachesView>(*m_desk);
    m_view->setClock([this] { return m_now; });
    m_view->show();
}

void tst_CachesView::cleanup()
{
    m_view.reset();
    m_desk.reset();
}

bool tst_CachesView::shows(const QString& text) const
{
    const auto labels = m_view->findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&text](const QLabel* label) {
        return label->text() == text && label->isVisible();
    });
}

PlotPanel* tst_CachesView::panel(const QString& title) const
{
    const auto panels = m_view->findChildren<PlotPanel*>();
    for (auto* each : panels) {
        if (each->plot().accessibleName() == title)
            return each;
    }
    return nullptr;
}

QTableView* tst_CachesView::table(const QString& name) const
{
    const auto tables = m_view->findChildren<QTableView*>();
    for (auto* each : tables) {
        if (each->accessibleName() == name)
            return each;
    }
    return nullptr;
}

void tst_CachesView::numbersAreThoseOfTheSnapshot()
{
    for (const auto* text :
         {"42.0 MiB of 128.0 MiB, 33 %", "63535", "48211", "12", "7", "900", "100", "90 %", "4321"})
        QVERIFY2(shows(QString::fromLatin1(text)), text);
    QCOMPARE(m_view->findChild<QProgressBar*>()->value(), 328);
}

void tst_CachesView::numbersFollow()
{
    snapshot().cache.bytes = 200 * MiB; // over the cap, for a moment
    for (int i = 0; i < 50; ++i)
        Q_EMIT m_desk->mountChanged(QStringLiteral("m1"));
    QTRY_VERIFY(shows(QStringLiteral("200.0 MiB of 128.0 MiB, 156 %")));
    QCOMPARE(m_view->findChild<QProgressBar*>()->value(), 1000);
}

void tst_CachesView::kindsHaveTheirRows()
{
    const auto* model = table(QStringLiteral("Entries by kind"))->model();
    QCOMPARE(model->rowCount(), 7);
    QCOMPARE(model->index(4, 0).data().toString(), QStringLiteral("Files"));
    QCOMPARE(model->index(4, 1).data().toString(), QStringLiteral("61233"));
    QCOMPARE(model->index(4, 2).data().toString(), QStringLiteral("18.0 MiB"));
    QCOMPARE(model->index(6, 1).data().toString(), QStringLiteral("63535"));
}

void tst_CachesView::watchesOnlyWhileItCanBeSeen()
{
    QCOMPARE(m_desk->asked, QStringList(QStringLiteral("watchFigures 1")));
    m_view->hide();
    QCOMPARE(m_desk->asked.last(), QStringLiteral("watchFigures 0"));
    QTabWidget tabs;
    tabs.addTab(new QWidget, QStringLiteral("other"));
    tabs.addTab(m_view.get(), QStringLiteral("caches"));
    m_desk->asked.clear();
    tabs.show();
    QCOMPARE(m_desk->asked, QStringList());
    tabs.setCurrentIndex(1);
    QCOMPARE(m_desk->asked, QStringList(QStringLiteral("watchFigures 1")));
    tabs.showMinimized();
    QTRY_COMPARE(m_desk->asked.last(), QStringLiteral("watchFigures 0"));
    tabs.showNormal();
    QTRY_COMPARE(m_desk->asked.last(), QStringLiteral("watchFigures 1"));
    tabs.setCurrentIndex(0);
    QCOMPARE(m_desk->asked.last(), QStringLiteral("watchFigures 0"));
    m_view->setParent(nullptr);
}

void tst_CachesView::destroyedViewsDoNotWatch()
{
    m_view.reset();
    QCOMPARE(m_desk->asked.last(), QStringLiteral("watchFigures 0"));
}

void tst_CachesView::hiddenViewsMeasureNothing()
{
    pass(1000);
    const auto& bytes = *panel(QStringLiteral("Memory"))->plot().series().first();
    QVERIFY(bytes.latest());
    m_view->hide();
    QVERIFY(!bytes.latest());
    pass(1000);
    QVERIFY(!bytes.latest());
}

void tst_CachesView::quietMountsGoOnInThePlot()
{
    const auto& bytes = *panel(QStringLiteral("Memory"))->plot().series().first();
    const auto before = bytes.size();
    m_now += 1000; // nobody says that anything changed
    QTRY_VERIFY(bytes.size() > before);
}

void tst_CachesView::namesChangedMeanwhileAreShown()
{
    m_view->hide();
    m_desk->mountList[0].settings.name = QStringLiteral("Renamed");
    pass(1000);
    m_view->show();
    QCOMPARE(m_view->findChild<QComboBox*>()->currentText(), QStringLiteral("Renamed"));
}

void tst_CachesView::capIsAskedOfTheDesk()
{
    auto* spin = m_view->findChild<CapSpinBox*>();
    QCOMPARE(spin->value(), 128);
    spin->setValue(256);
    QTRY_COMPARE(asked(QStringLiteral("setCacheCap m1 268435456")), 1);
    snapshot().cache.cap = 256 * MiB;
    m_desk->mountList[0].settings.cacheCap = 256 * MiB;
    pass(1000);
    QTRY_VERIFY(shows(QStringLiteral("In effect")));
}

void tst_CachesView::wishIsForTheMountItWasMadeFor()
{
    m_view->findChild<CapSpinBox*>()->setValue(256);
    m_view->showMount(QStringLiteral("m2"));
    QCOMPARE(asked(QStringLiteral("setCacheCap m1 268435456")), 1);
    QCOMPARE(m_view->findChild<CapSpinBox*>()->value(), 128);
    m_view->findChild<CapSpinBox*>()->setValue(64);
    m_view->hide();
    QCOMPARE(asked(QStringLiteral("setCacheCap m2 67108864")), 1);
}

void tst_CachesView::tableTwinHasThePlotsValues()
{
    for (int i = 0; i < 20; ++i) {
        snapshot().cache.hits += 50;
        snapshot().cache.bytes += MiB;
        pass(1000);
    }
    for (auto* each : m_view->findChildren<PlotPanel*>()) {
        each->setNow(m_now);
        each->showTable(true);
        const auto& series = each->plot().series();
        const auto* model = each->table().model();
        QCOMPARE(model->rowCount(), static_cast<int>(series.first()->size()));
        for (int row = 0; row < model->rowCount(); ++row) {
            for (int column = 1; column < model->columnCount(); ++column) {
                const auto& line = *series.at(column - 1);
                const auto value = line.at(line.size() - 1 - static_cast<std::size_t>(row)).value;
                QCOMPARE(model->index(row, column).data().toString(),
                         ValueScale::valueText(each->plot().unit(), value));
            }
        }
    }
    const auto* hits = panel(QStringLiteral("Hits and misses"))->table().model();
    QCOMPARE(hits->index(0, 1).data().toString(), QStringLiteral("50.0/s"));
    QCOMPARE(hits->headerData(1, Qt::Horizontal).toString(), QStringLiteral("Hits"));
}

void tst_CachesView::tableTwinFollows()
{
    auto* memory = panel(QStringLiteral("Memory"));
    pass(1000);
    memory->setNow(m_now);
    memory->showTable(true);
    auto* model = memory->table().model();
    QAbstractItemModelTester tester(model);
    const auto rows = model->rowCount();
    memory->table().selectRow(0);
    for (int i = 0; i < 3; ++i)
        pass(1000);
    memory->setNow(m_now);
    QCOMPARE(model->rowCount(), rows + 3);
    QCOMPARE(memory->table().currentIndex().row(), 3); // the moment stays chosen
    m_now += Plot::span + 10'000;
    memory->setNow(m_now);
    QCOMPARE(model->rowCount(), 0);
}

void tst_CachesView::restartMakesAGap()
{
    const auto& hits = *panel(QStringLiteral("Hits and misses"))->plot().series().first();
    pass(1000);
    pass(1000);
    QVERIFY(hits.latest());
    snapshot().cache.hits = 3;
    pass(1000);
    QVERIFY(!hits.latest());
    snapshot().cache.hits = 13;
    pass(1000);
    QCOMPARE(hits.latest()->value, 10.0);
}

void tst_CachesView::hostileNamesAreShownPlain()
{
    snapshot().cache.largest = {
        {QStringLiteral("home/<img src=x>\u202Etxt.exe\n"), NodeKind::Collection, 5 * MiB, true}};
    m_desk->mountList[0].settings.name = QStringLiteral("<b>First</b>\u202E");
    pass(1000);
    const auto* model = table(QStringLiteral("Largest collections and projects"))->model();
    QTRY_COMPARE(model->rowCount(), 1);
    const auto path = model->index(0, 0).data().toString();
    QVERIFY(path.contains(QStringLiteral("<img src=x>")));
    QVERIFY(!path.contains(QChar(0x202E)) && !path.contains(u'\n'));
    const auto tip = model->index(0, 0).data(Qt::ToolTipRole).toString();
    QVERIFY(tip.contains(QStringLiteral("&lt;img")));
    snapshot().state = MountSnapshot::State::Stopped;
    pass(1000);
    const auto* absence = m_view->findChild<QLabel*>(QStringLiteral("absence"));
    QTRY_VERIFY(absence->text().contains(QStringLiteral("<b>First</b>")));
    QCOMPARE(absence->textFormat(), Qt::PlainText);
    QVERIFY(!absence->text().contains(QChar(0x202E)));
}

void tst_CachesView::whatIsNotMountedIsSaidToBe()
{
    snapshot().state = MountSnapshot::State::Stopped;
    pass(1000);
    auto* mountIt = m_view->findChild<QPushButton*>();
    QTRY_VERIFY(mountIt->isVisible());
    QVERIFY(!m_view->findChild<QLabel*>(QStringLiteral("gauge"))->isVisible());
    mountIt->click();
    QCOMPARE(m_desk->asked.last(), QStringLiteral("startMount m1"));
    snapshot().state = MountSnapshot::State::Mounted;
    pass(1000);
    QTRY_VERIFY(m_view->findChild<QLabel*>(QStringLiteral("gauge"))->isVisible());
}

void tst_CachesView::withoutMountsItSaysSo()
{
    m_desk->mountList.clear();
    Q_EMIT m_desk->mountsChanged();
    QVERIFY(m_view->findChild<QLabel*>(QStringLiteral("absence"))->isVisible());
    QVERIFY(!m_view->findChild<CapSpinBox*>()->isEnabled());
    QVERIFY(panel(QStringLiteral("Memory"))->plot().series().isEmpty());
    QCOMPARE(m_view->shownMount(), QString());
}

void tst_CachesView::removedMountsLeave()
{
    m_view->showMount(QStringLiteral("m2"));
    pass(1000);
    m_desk->mountList.removeLast();
    Q_EMIT m_desk->mountsChanged();
    QCOMPARE(m_view->shownMount(), QStringLiteral("m1"));
    pass(1000);
    QVERIFY(!m_view->grab().isNull());
}

void tst_CachesView::everyControlHasAName()
{
    QCOMPARE(test::controlsWithoutName(*m_view), QStringList());
}

QTEST_MAIN(tst_CachesView)
#include "tst_cachesview.moc"
