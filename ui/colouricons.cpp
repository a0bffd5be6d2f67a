// SPDX-License-Identifier: Apache-2.0
#include "colouricons.h"

#include "icons.h"

#include <QHash>
#include <QImage>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

namespace arv {

namespace {

QIcon drawnIcon(const QString& name)
{
    initResources();
    QSvgRenderer drawing(QStringLiteral(":/icons/%1.svg").arg(name));
    QIcon icon;
    if (!drawing.isValid())
        return icon;
    // Pixmaps, not a drawing: tray hosts get them over the bus and take the size they want.
    for (const int size : {16, 22, 24, 32, 44, 48, 64, 128}) {
        QImage image(size, size, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        drawing.render(&painter, QRectF(0, 0, size, size));
        painter.end();
        // What was painted on keeps the painter's buffers, which are larger than an icon.
        const auto pixmap = QPixmap::fromImage(image.copy());
        // Selected and disabled, too: a state keeps its colours.
        for (const auto mode : {QIcon::Normal, QIcon::Selected, QIcon::Disabled})
            icon.addPixmap(pixmap, mode);
    }
    return icon;
}

} // namespace

QIcon colourIcon(const QString& name)
{
    static QHash<QString, QIcon> kept; // a dozen
    const auto found = kept.constFind(name);
    if (found != kept.constEnd())
        return *found;
    return *kept.insert(name, drawnIcon(name));
}

} // namespace arv
