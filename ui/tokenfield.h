// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokentext.h"

#include <QWidget>

class QLineEdit;
class QToolButton;

namespace arv {

// One line to paste a token or Workbench's whole block into: shown as dots, unless the person asks
// to see it; more than readTokenText() takes is not even kept. UI thread.
class TokenField : public QWidget
{
    Q_OBJECT

public:
    explicit TokenField(QWidget* parent = nullptr);

    [[nodiscard]] TokenText content() const;
    [[nodiscard]] bool isEmpty() const;
    void setText(const QString& text);
    // Also from the history of undo, and hidden again.
    void forget();

Q_SIGNALS:
    void edited();

protected:
    void hideEvent(QHideEvent* event) override;

private:
    void reveal(bool shown);

    QLineEdit* m_edit;
    QToolButton* m_reveal;
};

} // namespace arv
