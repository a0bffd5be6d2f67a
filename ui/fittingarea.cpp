// SPDX-License-Identifier: Apache-2.0
#include "fittingarea.h"

#include <QEvent>
#include <QLayout>
#include <QScreen>
#include <QScrollBar>

#include <algorithm>

namespace arv {

namespace {

constexpr int around = 200; // pixels of a screen: the dialog's frame, its buttons, a notice

} // namespace

FittingArea::FittingArea(QWidget* content, QWidget* parent)
    : QScrollArea(parent)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(content);
}

QSize FittingArea::sizeHint() const
{
    return minimumSizeHint();
}

QSize FittingArea::minimumSizeHint() const
{
    const auto* inside = widget()->layout();
    const auto least = inside->totalMinimumSize();
    const int width = std::max(viewport()->width(), least.width());
    const int height =
        inside->hasHeightForWidth() ? inside->totalHeightForWidth(width) : least.height();
    const int most = screen() ? screen()->availableGeometry().height() - around : height;
    return {least.width() + verticalScrollBar()->sizeHint().width(), std::min(height, most)};
}

bool FittingArea::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        updateGeometry();
    return QScrollArea::eventFilter(watched, event);
}

} // namespace arv
