// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtWidgets>

namespace arv::test {

// Everything that a widget and those inside it tell eyes and screen readers: labels, buttons,
// tooltips, what a line shows, and what the accessibility bus would hand out.
inline QStringList visibleTexts(QWidget& root)
{
    QStringList texts;
    auto widgets = root.findChildren<QWidget*>();
    widgets.prepend(&root);
    for (auto* each : widgets) {
        texts << each->windowTitle() << each->toolTip() << each->statusTip() << each->whatsThis()
              << each->accessibleName() << each->accessibleDescription();
        if (const auto* label = qobject_cast<QLabel*>(each))
            texts << label->text();
        if (const auto* button = qobject_cast<QAbstractButton*>(each))
            texts << button->text();
        if (const auto* line = qobject_cast<QLineEdit*>(each))
            texts << line->displayText() << line->placeholderText();
        if (auto* interface = QAccessible::queryAccessibleInterface(each)) {
            for (const auto kind : {QAccessible::Name, QAccessible::Description, QAccessible::Value,
                                    QAccessible::Help})
                texts << interface->text(kind);
            if (auto* text = interface->textInterface())
                texts << text->text(0, text->characterCount());
        }
    }
    texts.removeAll(QString());
    return texts;
}

inline bool tells(QWidget& root, const QString& text)
{
    const auto texts = visibleTexts(root);
    return std::any_of(texts.begin(), texts.end(),
                       [&text](const QString& each) { return each.contains(text); });
}

// Labels that would take a server's words for markup.
inline QStringList richLabels(QWidget& root)
{
    QStringList rich;
    const auto labels = root.findChildren<QLabel*>();
    for (const auto* label : labels) {
        if (label->textFormat() != Qt::PlainText && Qt::mightBeRichText(label->text()))
            rich << label->text();
    }
    return rich;
}

} // namespace arv::test
