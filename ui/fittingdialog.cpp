// SPDX-License-Identifier: Apache-2.0
#include "fittingdialog.h"

#include <QEvent>
#include <QLayout>
#include <QResizeEvent>
#include <QScreen>
#include <QShowEvent>

namespace arv {

bool FittingDialog::event(QEvent* event)
{
    const bool handled = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest && isVisible())
        grow();
    return handled;
}

// Its layout makes it higher, too, by the least height of what is inside.
void FittingDialog::resizeEvent(QResizeEvent* event)
{
    QDialog::resizeEvent(event);
    if (isVisible() && event->size().height() > event->oldSize().height())
        QMetaObject::invokeMethod(this, &FittingDialog::moveIntoSight, Qt::QueuedConnection);
}

void FittingDialog::showEvent(QShowEvent* event)
{
    if (layout() && !event->spontaneous() && !testAttribute(Qt::WA_Resized))
        resize(layout()->totalSizeHint().width(), 0);
    grow();
    QDialog::showEvent(event);
}

int FittingDialog::neededHeight() const
{
    const auto least = layout()->totalMinimumSize().height();
    return layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width()) : least;
}

void FittingDialog::grow()
{
    if (!layout())
        return;
    auto height = neededHeight();
    if (screen())
        height = std::min(height, screen()->availableGeometry().height() - 40); // its frame
    if (height > this->height())
        resize(width(), height);
}

// What has grown beyond the end of the screen goes up.
void FittingDialog::moveIntoSight()
{
    if (!screen())
        return;
    const auto room = screen()->availableGeometry();
    const int frame = frameGeometry().height() - geometry().height();
    const int beyond = y() + height() + frame - (room.y() + room.height());
    const int above = y() - room.y();
    if (beyond > 0 && above > 0)
        move(x(), y() - std::min(beyond, above));
}

} // namespace arv
