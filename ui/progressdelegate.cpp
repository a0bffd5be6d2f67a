// SPDX-License-Identifier: Apache-2.0
#include "progressdelegate.h"

#include <QApplication>
#include <QPainter>
#include <QPainterPath>

namespace arv {

namespace {

constexpr int thousandths = 1000;

// Where the bar is full, and its whole groove.
struct Bar
{
    QRectF groove;
    QRectF full;
};

Bar barIn(const QStyleOptionViewItem& option, int share)
{
    const auto groove = QRectF(option.rect).adjusted(3.5, 2.5, -3.5, -2.5);
    auto full = groove;
    full.setWidth(groove.width() * qBound(0, share, thousandths) / thousandths);
    if (option.direction == Qt::RightToLeft)
        full.moveRight(groove.right());
    return {groove, full};
}

void drawText(QPainter& painter, const QRectF& clip, const QRect& rect, const QString& text,
              const QColor& colour)
{
    painter.save();
    painter.setClipRect(clip, Qt::IntersectClip);
    painter.setPen(colour);
    painter.drawText(rect, Qt::AlignCenter | Qt::TextSingleLine, text);
    painter.restore();
}

} // namespace

ProgressDelegate::ProgressDelegate(int shareRole, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_shareRole(shareRole)
{ }

void ProgressDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const
{
    auto item = option;
    initStyleOption(&item, index);
    const auto text = item.fontMetrics.elidedText(item.text, Qt::ElideRight, item.rect.width() - 8);
    item.text.clear();
    const auto* style = item.widget ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget); // its background
    const auto bar = barIn(item, index.data(m_shareRole).toInt());
    const auto& colours = item.palette;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(colours.color(QPalette::Mid));
    painter->setBrush(colours.color(QPalette::Base));
    painter->drawRoundedRect(bar.groove, 2, 2);
    painter->setClipRect(bar.full);
    painter->setBrush(colours.color(QPalette::Highlight));
    painter->drawRoundedRect(bar.groove, 2, 2);
    painter->restore();
    // Each half of the text is readable on what is behind it.
    painter->save();
    painter->setFont(item.font);
    drawText(*painter, bar.full, item.rect, text, colours.color(QPalette::HighlightedText));
    auto rest = bar.groove;
    if (item.direction == Qt::RightToLeft)
        rest.setRight(bar.full.left());
    else
        rest.setLeft(bar.full.right());
    drawText(*painter, rest, item.rect, text, colours.color(QPalette::Text));
    painter->restore();
}

} // namespace arv
