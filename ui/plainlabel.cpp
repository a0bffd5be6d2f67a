// SPDX-License-Identifier: Apache-2.0
#include "plainlabel.h"

#include <QLabel>

namespace arv {

namespace {

constexpr int longestWord = 40; // what fits into the narrowest of our dialogs

} // namespace

QString breakableText(const QString& text)
{
    QString broken;
    int run = 0;
    for (const auto c : text) {
        run = c.isSpace() ? 0 : run + 1;
        broken += c;
        if (run >= longestWord && !c.isHighSurrogate()) {
            broken += QChar(0x200B);
            run = 0;
        }
    }
    return broken;
}

QLabel* plainLabel(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setText(breakableText(text));
    return label;
}

} // namespace arv
