// SPDX-License-Identifier: Apache-2.0
#include "plainlabel.h"

#include <QLabel>

namespace arv {

QLabel* plainLabel(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setText(text);
    return label;
}

} // namespace arv
