// SPDX-License-Identifier: Apache-2.0
#include "mountdelegate.h"

#include "colouricons.h"
#include "mountlistmodel.h"
#include "theme.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>

namespace arv {

namespace {

constexpr int margin = 6; // pixels of the layout
constexpr int iconSize = 18;

struct Line
{
    QString text;
    QFont font;
    StateRole role = StateRole::Quiet;
    bool isName = false;
};

QFont smaller(QFont font)
{
    font.setPointSizeF(font.pointSizeF() * 0.9);
    font.setBold(false);
    return font;
}

QList<Line> linesOf(const QFont& font, const QModelIndex& index)
{
    auto nameFont = font;
    nameFont.setBold(!index.data(MountListModel::IsMountRole).toBool());
    const auto role = static_cast<StateRole>(index.data(MountListModel::ColourRole).toInt());
    QList<Line> lines{
        {index.data(Qt::DisplayRole).toString(), nameFont, StateRole::Quiet, true},
        {index.data(MountListModel::StateRole).toString(), smaller(font), role, false}};
    const auto error = index.data(MountListModel::ErrorRole).toString();
    if (!error.isEmpty())
        lines.append({error, smaller(font), StateRole::Quiet, false});
    for (const auto& warning : index.data(MountListModel::WarningsRole).toStringList())
        lines.append({QStringLiteral("⚠ ") + warning, smaller(font), StateRole::Warning, false});
    return lines;
}

QColor colourOf(const Line& line, const QStyleOptionViewItem& option)
{
    if (option.state.testFlag(QStyle::State_Selected))
        return option.palette.color(QPalette::HighlightedText);
    return line.isName ? option.palette.color(QPalette::Text)
                       : stateColor(line.role, option.palette);
}

} // namespace

void MountDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    auto background = option;
    initStyleOption(&background, index);
    background.text.clear();
    background.icon = QIcon();
    const auto* style = option.widget != nullptr ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &background, painter, option.widget);

    painter->save();
    const auto inner = option.rect.adjusted(margin, margin, -margin, -margin);
    const auto lines = linesOf(option.font, index);
    const int nameHeight = QFontMetrics(lines.first().font).height();
    const QRect iconAt(inner.left(), inner.top() + (nameHeight - iconSize) / 2, iconSize, iconSize);
    colourIcon(index.data(MountListModel::StateIconRole).toString())
        .paint(painter, QStyle::visualRect(option.direction, inner, iconAt));
    int top = inner.top();
    for (const auto& line : lines) {
        const QFontMetrics metrics(line.font);
        const QRect at(inner.left() + iconSize + margin, top, inner.width() - iconSize - margin,
                       metrics.height());
        painter->setFont(line.font);
        painter->setPen(colourOf(line, option));
        painter->drawText(QStyle::visualRect(option.direction, inner, at),
                          static_cast<int>(QStyle::visualAlignment(
                              option.direction, Qt::AlignLeft | Qt::AlignVCenter)),
                          metrics.elidedText(line.text, Qt::ElideRight, at.width()));
        top += metrics.height();
    }
    painter->restore();
}

QSize MountDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    auto filled = option;
    initStyleOption(&filled, index);
    int height = 2 * margin;
    for (const auto& line : linesOf(filled.font, index))
        height += QFontMetrics(line.font).height();
    return {180, height};
}

} // namespace arv
