// SPDX-License-Identifier: Apache-2.0
#include "icons.h"

#include <QDir>
#include <QtTest>

using namespace arv;

class tst_Icons : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyDrawingCanBeDrawn();
    void iconHasThePalettesColour();
    void selectedIconHasTheColourOfSelectedText();
    void iconIsSharpOnFinerScreens();
    void unknownNameGivesAnEmptyIcon();
};

namespace {

// The colour of the most opaque pixel.
QColor colourOf(const QPixmap& pixmap)
{
    QColor most(Qt::transparent);
    const auto image = pixmap.toImage();
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const auto here = image.pixelColor(x, y);
            if (here.alpha() > most.alpha())
                most = here;
        }
    }
    return most;
}

QPalette paletteOf(const QColor& text)
{
    QPalette palette;
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::HighlightedText, QColor(1, 2, 3));
    return palette;
}

} // namespace

void tst_Icons::everyDrawingCanBeDrawn()
{
    initResources();
    const auto files = QDir(QStringLiteral(":/icons")).entryList();
    QVERIFY(files.size() >= 7);
    for (const auto& file : files) {
        const auto icon = themedIcon(file.chopped(4), paletteOf(Qt::red));
        QVERIFY2(colourOf(icon.pixmap(16, 16)).alpha() > 100, qPrintable(file));
    }
}

void tst_Icons::iconHasThePalettesColour()
{
    for (const QColor colour : {QColor(Qt::white), QColor(Qt::black), QColor(200, 10, 20)}) {
        const auto icon = themedIcon(QStringLiteral("project"), paletteOf(colour));
        QCOMPARE(colourOf(icon.pixmap(48, 48)).rgb(), colour.rgb());
    }
}

void tst_Icons::selectedIconHasTheColourOfSelectedText()
{
    const auto icon = themedIcon(QStringLiteral("home"), paletteOf(Qt::white));
    QCOMPARE(colourOf(icon.pixmap(QSize(48, 48), QIcon::Selected)).rgb(), QColor(1, 2, 3).rgb());
}

void tst_Icons::iconIsSharpOnFinerScreens()
{
    const auto icon = themedIcon(QStringLiteral("collection"), paletteOf(Qt::black));
    QCOMPARE(icon.pixmap(QSize(16, 16), 2.0).size(), QSize(32, 32));
}

void tst_Icons::unknownNameGivesAnEmptyIcon()
{
    QVERIFY(themedIcon(QStringLiteral("nothing of that name"), QPalette()).isNull());
}

QTEST_MAIN(tst_Icons)
#include "tst_icons.moc"
