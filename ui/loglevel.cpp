// SPDX-License-Identifier: Apache-2.0
#include "loglevel.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPixmap>

namespace arv {

namespace {

constexpr int side = 16;

void drawSign(QPainter& painter, const QString& sign, QColor color, double size)
{
    auto font = painter.font();
    font.setPixelSize(static_cast<int>(size));
    font.setBold(true);
    painter.setFont(font);
    painter.setPen(color);
    painter.drawText(QRectF(0, 0, side, side), Qt::AlignCenter, sign);
}

// Filled shapes for what is wrong, outlines for what is not.
void drawRank(QPainter& painter, LogLevel::Rank rank, const QColor& ink, const QColor& paper)
{
    painter.setPen(QPen(ink, 1.4));
    switch (rank) {
    case LogLevel::Error:
        painter.setBrush(ink);
        painter.drawPolygon(
            QPolygonF{{5, 1}, {11, 1}, {15, 5}, {15, 11}, {11, 15}, {5, 15}, {1, 11}, {1, 5}});
        painter.setPen(QPen(paper, 2));
        painter.drawLine(QPointF(5.2, 5.2), QPointF(10.8, 10.8));
        painter.drawLine(QPointF(10.8, 5.2), QPointF(5.2, 10.8));
        break;
    case LogLevel::Warning:
        painter.setBrush(ink);
        painter.drawPolygon(QPolygonF{{8, 1.5}, {15, 14.5}, {1, 14.5}});
        painter.setPen(QPen(paper, 1.8));
        painter.drawLine(QPointF(8, 6), QPointF(8, 10));
        painter.drawLine(QPointF(8, 12), QPointF(8, 12.6));
        break;
    case LogLevel::Info:
        painter.drawEllipse(QPointF(8, 8), 6.3, 6.3);
        drawSign(painter, QStringLiteral("i"), ink, 10);
        break;
    case LogLevel::Debug:
        painter.setBrush(ink);
        painter.drawEllipse(QPointF(8, 8), 1.6, 1.6);
        break;
    }
}

QPixmap drawn(LogLevel::Rank rank, const QColor& ink, const QColor& paper, int scale)
{
    QPixmap pixmap(side * scale, side * scale);
    pixmap.setDevicePixelRatio(scale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    drawRank(painter, rank, ink, paper);
    return pixmap;
}

} // namespace

LogLevel::Rank LogLevel::rank(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return Debug;
    case QtInfoMsg:
        return Info;
    case QtWarningMsg:
        return Warning;
    case QtCriticalMsg:
    case QtFatalMsg:
        return Error;
    }
    return Error;
}

QString LogLevel::word(Rank rank)
{
    switch (rank) {
    case Debug:
        return QCoreApplication::translate("LogLevel", "Detail");
    case Info:
        return QCoreApplication::translate("LogLevel", "Info");
    case Warning:
        return QCoreApplication::translate("LogLevel", "Warning");
    case Error:
        return QCoreApplication::translate("LogLevel", "Error");
    }
    return {};
}

QIcon LogLevel::icon(Rank rank, const QPalette& palette)
{
    QIcon icon;
    for (const int scale : {1, 2}) {
        icon.addPixmap(
            drawn(rank, palette.color(QPalette::Text), palette.color(QPalette::Base), scale));
        icon.addPixmap(drawn(rank, palette.color(QPalette::HighlightedText),
                             palette.color(QPalette::Highlight), scale),
                       QIcon::Selected);
    }
    return icon;
}

} // namespace arv
