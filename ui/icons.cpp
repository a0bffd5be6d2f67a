// SPDX-License-Identifier: Apache-2.0
#include "icons.h"

#include <QFile>
#include <QHash>
#include <QImage>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

#include <array>

// Q_INIT_RESOURCE works outside of namespaces only.
static void registerDrawings()
{
    Q_INIT_RESOURCE(resources);
}

namespace arv {

namespace {

constexpr std::array<int, 8> sizes{16, 22, 24, 32, 44, 48, 64, 96}; // pixels

QImage shapeOf(QSvgRenderer& drawing, int size)
{
    QImage shape(size, size, QImage::Format_ARGB32_Premultiplied);
    shape.fill(Qt::transparent);
    QPainter painter(&shape);
    drawing.render(&painter, QRectF(0, 0, size, size));
    return shape;
}

QPixmap coloured(const QImage& shape, const QColor& colour)
{
    auto image = shape;
    {
        QPainter painter(&image);
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(image.rect(), colour);
    }
    // What was painted on keeps the painter's buffers, which are larger than an icon.
    return QPixmap::fromImage(image.copy());
}

QIcon drawnIcon(const QString& name, const std::array<QColor, 3>& colours)
{
    const auto path = QStringLiteral(":/icons/%1.svg").arg(name);
    if (!QFile::exists(path))
        return {};
    QSvgRenderer drawing(path);
    QIcon icon;
    constexpr std::array modes{QIcon::Normal, QIcon::Selected, QIcon::Disabled};
    for (const int size : sizes) {
        const auto shape = shapeOf(drawing, size);
        for (std::size_t i = 0; i < modes.size(); ++i)
            icon.addPixmap(coloured(shape, colours.at(i)), modes.at(i));
    }
    return icon;
}

} // namespace

void initResources()
{
    registerDrawings();
}

QIcon themedIcon(const QString& name, const QPalette& palette)
{
    static QHash<QString, QIcon> kept; // few: our names times the palettes of one session
    const std::array colours{palette.color(QPalette::Active, QPalette::Text),
                             palette.color(QPalette::Active, QPalette::HighlightedText),
                             palette.color(QPalette::Disabled, QPalette::Text)};
    auto key = name;
    for (const auto& colour : colours)
        key += u' ' + colour.name(QColor::HexArgb);
    const auto found = kept.constFind(key);
    if (found != kept.constEnd())
        return *found;
    initResources();
    return *kept.insert(key, drawnIcon(name, colours));
}

} // namespace arv
