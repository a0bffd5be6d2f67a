// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QScrollArea>

namespace arv {

// Shows its content whole for as long as the screen has room for it, and scrolls it after that: for
// the middle of a FittingDialog. Scrolls to whatever gets the focus. UI thread.
class FittingArea : public QScrollArea
{
    Q_OBJECT

public:
    explicit FittingArea(QWidget* content, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace arv
