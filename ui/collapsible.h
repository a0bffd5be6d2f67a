// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QToolButton;

namespace arv {

// A part of a form that is folded away until somebody wants it: a line with an arrow, and the
// content below, a child of this. UI thread.
class Collapsible : public QWidget
{
    Q_OBJECT

public:
    explicit Collapsible(const QString& title, QWidget* parent = nullptr);

    void setContent(QWidget* content); // once

    void setOpen(bool open);
    [[nodiscard]] bool isOpen() const;

private:
    void follow(bool open);

    QToolButton* m_head;
    QWidget* m_content = nullptr;
};

} // namespace arv
