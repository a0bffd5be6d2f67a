// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDialog>

namespace arv {

// A dialog that is as high as its content at its width, and grows when the content does: wrapped
// text that comes later would be cut off otherwise. Never higher than the screen, nor, where
// windows may say where they are, below its end. UI thread.
class FittingDialog : public QDialog
{
    Q_OBJECT

public:
    using QDialog::QDialog;

protected:
    bool event(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] int neededHeight() const;
    void grow();
    void moveIntoSight();
};

} // namespace arv
