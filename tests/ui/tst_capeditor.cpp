// SPDX-License-Identifier: Apache-2.0
#include "capeditor.h"
#include "capspinbox.h"
#include "capsteps.h"
#include "support/accessibility.h"

#include <QtTest>

using namespace arv;

namespace {

constexpr std::uint64_t MiB = 1ULL << 20;

} // namespace

class tst_CapEditor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init();
    void cleanup() { m_editor.reset(); }
    void stepsGoFromEndToEnd();
    void textsNameTheirUnit();
    void typedSizesAreUnderstood();
    void nonsenseIsNoSize();
    void sliderAndNumberAgree();
    void typedSizeIsAskedForOnce();
    void typedNonsenseAsksForNothing();
    void arrowKeysStep();
    void draggingAsksOnceAtTheEnd();
    void showingAsksForNothing();
    void personIsNotDisturbed();
    void effectIsTold();
    void strangeCapsAreBounded();
    void sliderSpeaksInSizes();
    void everyControlHasAName();

private:
    [[nodiscard]] QString state() const;

    std::unique_ptr<CapEditor> m_editor;
    QSlider* m_slider = nullptr;
    CapSpinBox* m_spin = nullptr;
};

void tst_CapEditor::init()
{
    m_editor = std::make_unique<CapEditor>();
    m_slider = m_editor->findChild<QSlider*>();
    m_spin = m_editor->findChild<CapSpinBox*>();
    m_editor->showCap(128 * MiB, 128 * MiB);
}

QString tst_CapEditor::state() const
{
    return m_editor->findChildren<QLabel*>().last()->text();
}

void tst_CapEditor::stepsGoFromEndToEnd()
{
    QCOMPARE(CapSteps::mebibytes(0), 16);
    QCOMPARE(CapSteps::mebibytes(CapSteps::count), 16384);
    QCOMPARE(CapSteps::mebibytes(999), 16384);
    for (int step = 0; step < CapSteps::count; ++step) {
        QVERIFY(CapSteps::mebibytes(step) < CapSteps::mebibytes(step + 1));
        QCOMPARE(CapSteps::nearestStep(CapSteps::mebibytes(step)), step);
        QCOMPARE(CapSteps::parse(CapSteps::text(CapSteps::mebibytes(step))),
                 std::optional(CapSteps::mebibytes(step)));
    }
}

void tst_CapEditor::textsNameTheirUnit()
{
    QCOMPARE(CapSteps::text(128), QStringLiteral("128 MiB"));
    QCOMPARE(CapSteps::text(1536), QStringLiteral("1.5 GiB"));
    QCOMPARE(CapSteps::text(1500), QStringLiteral("1500 MiB"));
}

void tst_CapEditor::typedSizesAreUnderstood()
{
    QCOMPARE(CapSteps::parse(QStringLiteral(" 256 ")), std::optional(256));
    QCOMPARE(CapSteps::parse(QStringLiteral("512m")), std::optional(512));
    QCOMPARE(CapSteps::parse(QStringLiteral("1.5 GiB")), std::optional(1536));
    QCOMPARE(CapSteps::parse(QStringLiteral("2GB")), std::optional(2048));
}

void tst_CapEditor::nonsenseIsNoSize()
{
    for (const auto* text : {"", "MiB", "12 parsecs", "-5", "1e400", "nan", "0x10", "5 5 5 G"})
        QVERIFY2(!CapSteps::parse(QString::fromLatin1(text)), text);
    QVERIFY(!CapSteps::parse(QString(100'000, u'9')));
}

void tst_CapEditor::sliderAndNumberAgree()
{
    m_slider->setValue(CapSteps::nearestStep(512));
    QCOMPARE(m_spin->value(), 512);
    m_spin->setValue(1000);
    QCOMPARE(m_slider->value(), CapSteps::nearestStep(1000));
    QCOMPARE(m_editor->cap(), 1000 * MiB);
}

void tst_CapEditor::typedSizeIsAskedForOnce()
{
    QSignalSpy wanted(m_editor.get(), &CapEditor::wanted);
    m_spin->selectAll();
    QTest::keyClicks(m_spin, QStringLiteral("1.5 GiB"));
    QVERIFY(wanted.isEmpty());
    QTest::keyClick(m_spin, Qt::Key_Return);
    QTRY_COMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().first().toULongLong(), 1536 * MiB);
}

void tst_CapEditor::typedNonsenseAsksForNothing()
{
    QSignalSpy wanted(m_editor.get(), &CapEditor::wanted);
    m_spin->selectAll();
    QTest::keyClicks(m_spin, QStringLiteral("lots"));
    QTest::keyClick(m_spin, Qt::Key_Return);
    m_editor->flushWish();
    QVERIFY(wanted.isEmpty());
    QCOMPARE(m_spin->text(), QStringLiteral("128 MiB"));
}

void tst_CapEditor::arrowKeysStep()
{
    QTest::keyClick(m_spin, Qt::Key_Up);
    QCOMPARE(m_spin->value(), 144);
    m_spin->setValue(150); // between two steps
    QTest::keyClick(m_spin, Qt::Key_Up);
    QCOMPARE(m_spin->value(), 160);
    m_spin->setValue(150);
    QTest::keyClick(m_spin, Qt::Key_Down);
    QCOMPARE(m_spin->value(), 144);
    QTest::keyClick(m_slider, Qt::Key_Right);
    QCOMPARE(m_spin->value(), 160);
    QTest::keyClick(m_slider, Qt::Key_Home);
    QCOMPARE(m_spin->value(), 16);
}

void tst_CapEditor::draggingAsksOnceAtTheEnd()
{
    QSignalSpy wanted(m_editor.get(), &CapEditor::wanted);
    for (int step = 24; step <= 40; ++step)
        m_slider->setValue(step);
    QVERIFY(wanted.isEmpty());
    QTRY_COMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().first().toULongLong(), 512 * MiB);
}

void tst_CapEditor::showingAsksForNothing()
{
    QSignalSpy wanted(m_editor.get(), &CapEditor::wanted);
    m_editor->showCap(2048 * MiB, 128 * MiB);
    QCOMPARE(m_spin->value(), 2048);
    m_editor->flushWish();
    QVERIFY(wanted.isEmpty());
}

void tst_CapEditor::personIsNotDisturbed()
{
    m_slider->setValue(CapSteps::nearestStep(512));
    m_editor->showCap(128 * MiB, 128 * MiB); // figures go on while the slider moves
    QCOMPARE(m_spin->value(), 512);
    m_editor->flushWish();
    m_editor->showCap(128 * MiB, 128 * MiB); // and while the mount has not heard of it
    QCOMPARE(m_spin->value(), 512);
}

void tst_CapEditor::effectIsTold()
{
    QCOMPARE(state(), QString());
    m_slider->setValue(CapSteps::nearestStep(512));
    m_editor->flushWish();
    m_editor->showCap(512 * MiB, 128 * MiB);
    QVERIFY2(state().contains(QStringLiteral("128.0 MiB")), qPrintable(state()));
    m_editor->showCap(512 * MiB, 512 * MiB);
    QCOMPARE(state(), QStringLiteral("In effect"));
    m_editor->startAnew();
    m_editor->showCap(512 * MiB, 0);
    QCOMPARE(state(), QStringLiteral("Takes effect when it is mounted"));
}

void tst_CapEditor::strangeCapsAreBounded()
{
    m_editor->showCap(0, 0);
    QCOMPARE(m_spin->value(), 16);
    m_editor->showCap(~0ULL, ~0ULL);
    QCOMPARE(m_spin->value(), 16384);
}

void tst_CapEditor::sliderSpeaksInSizes()
{
    m_editor->showCap(512 * MiB, 512 * MiB);
    QCOMPARE(m_slider->accessibleDescription(), QStringLiteral("512 MiB"));
}

void tst_CapEditor::everyControlHasAName()
{
    QCOMPARE(test::controlsWithoutName(*m_editor), QStringList());
}

QTEST_MAIN(tst_CapEditor)
#include "tst_capeditor.moc"
