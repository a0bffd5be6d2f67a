// SPDX-License-Identifier: Apache-2.0
#include "colouricons.h"
#include "theme.h"

#include <QStyle>
#include <QtTest>

#include <cmath>

using namespace arv;

class tst_Theme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void schemeDecidesAndDesktopOnlyWhenAsked_data();
    void schemeDecidesAndDesktopOnlyWhenAsked();
    void widgetsHearOfTheChange();
    void textIsReadable_data();
    void textIsReadable();
    void iconsAreThereAndDiffer();
    void unknownIconIsEmpty();
};

namespace {

double luminance(const QColor& colour)
{
    const auto part = [](float value) {
        const auto v = static_cast<double>(value);
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF())
        + 0.0722 * part(colour.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

} // namespace

void tst_Theme::schemeDecidesAndDesktopOnlyWhenAsked_data()
{
    using Scheme = Preferences::Scheme;
    QTest::addColumn<int>("scheme");
    QTest::addColumn<int>("desktop"); // 2: not known
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << int(Scheme::Light) << 1 << false;
    QTest::newRow("dark") << int(Scheme::Dark) << 0 << true;
    QTest::newRow("desktop, dark") << int(Scheme::Desktop) << 1 << true;
    QTest::newRow("desktop, light") << int(Scheme::Desktop) << 0 << false;
    QTest::newRow("desktop, not known") << int(Scheme::Desktop) << 2 << false;
}

void tst_Theme::schemeDecidesAndDesktopOnlyWhenAsked()
{
    QFETCH(int, scheme);
    QFETCH(int, desktop);
    applyScheme(static_cast<Preferences::Scheme>(scheme),
                desktop == 2 ? std::nullopt : std::optional<bool>(desktop == 1));
    QTEST(isDark(QApplication::palette()), "dark");
    QCOMPARE(QApplication::style()->name(), QStringLiteral("fusion"));
}

void tst_Theme::widgetsHearOfTheChange()
{
    applyScheme(Preferences::Scheme::Light, {});
    QWidget widget;
    widget.show();
    QVERIFY(!isDark(widget.palette()));
    applyScheme(Preferences::Scheme::Dark, {});
    QTRY_VERIFY(isDark(widget.palette()));
}

void tst_Theme::textIsReadable_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void tst_Theme::textIsReadable()
{
    QFETCH(bool, dark);
    const auto palette = schemePalette(dark);
    for (const auto background : {QPalette::Base, QPalette::Window, QPalette::AlternateBase}) {
        const auto behind = palette.color(background);
        QVERIFY(contrast(palette.color(QPalette::Text), behind) > 7);
        QVERIFY(contrast(palette.color(QPalette::Link), behind) > 4.5);
        for (const auto role : {StateRole::Quiet, StateRole::Good, StateRole::Working,
                                StateRole::Warning, StateRole::Bad})
            QVERIFY2(contrast(stateColor(role, palette), behind) > 4.5,
                     QByteArray::number(static_cast<int>(role)).constData());
    }
    QVERIFY(contrast(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight))
            > 4.5);
    QVERIFY(contrast(palette.color(QPalette::ButtonText), palette.color(QPalette::Button)) > 4.5);
}

// Shape, not colour: the pictures must differ even in grey.
void tst_Theme::iconsAreThereAndDiffer()
{
    QList<QImage> seen;
    for (const auto state : {TrayState::NotSignedIn, TrayState::Attention, TrayState::Paused,
                             TrayState::Offline, TrayState::Reading, TrayState::Idle}) {
        const auto icon = colourIcon(trayIconName(state));
        QVERIFY(!icon.isNull());
        for (const int size : {16, 22, 24, 32, 48})
            QCOMPARE(icon.pixmap(QSize(size, size), 1.0).size(), QSize(size, size));
        const auto grey =
            icon.pixmap(QSize(22, 22), 1.0).toImage().convertToFormat(QImage::Format_Grayscale8);
        for (const auto& other : seen) {
            int different = 0;
            for (int y = 0; y < 22; ++y) {
                for (int x = 0; x < 22; ++x)
                    different += std::abs(qGray(grey.pixel(x, y)) - qGray(other.pixel(x, y))) > 60;
            }
            QVERIFY2(different > 25, QByteArray::number(different).constData());
        }
        seen.append(grey);
    }
}

void tst_Theme::unknownIconIsEmpty()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("Cannot open")));
    QVERIFY(colourIcon(QStringLiteral("../icons/nothing")).isNull());
    QVERIFY(!colourIcon(QStringLiteral("org.arvados.Drive")).isNull());
}

QTEST_MAIN(tst_Theme)
#include "tst_theme.moc"
