// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <functional>

class QMessageBox;
class QWidget;

namespace arv {

// Asks before something that cannot be taken back, without waiting for the answer: `agreed` runs
// when the person presses the button with `action` on it. Texts are shown as plain text. Returns
// the question, which is gone when it was answered or its parent goes. UI thread.
struct Question
{
    QString title;
    QString text; // the question itself
    QString details; // what will happen
    QString action; // the button's words
};
QMessageBox* confirm(QWidget* parent, const Question& question, std::function<void()> agreed);

} // namespace arv
