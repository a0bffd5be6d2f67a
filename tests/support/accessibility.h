// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtWidgets>

namespace arv::test {

// The name that a screen reader has for a widget: its own, its text, or that of the label whose
// buddy it is. What Qt falls back to otherwise (a combo box is called by its current text on Unix)
// names no control.
inline QString nameForReaders(const QWidget& widget)
{
    if (!widget.accessibleName().isEmpty())
        return widget.accessibleName();
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
        return button->text();
    if (const auto* box = qobject_cast<const QGroupBox*>(&widget))
        return box->title();
    if (const auto* label = qobject_cast<const QLabel*>(&widget))
        return label->text();
    const auto labels = widget.window()->findChildren<QLabel*>();
    for (const auto* label : labels) {
        if (label->buddy() == &widget)
            return label->text();
    }
    return {};
}

// Parts that Qt makes inside its own widgets; the widget around them has the name.
inline bool isInnerPart(const QWidget& widget)
{
    if (widget.objectName().startsWith(QLatin1String("qt_")))
        return true;
    if (qobject_cast<const QScrollBar*>(&widget) || qobject_cast<const QHeaderView*>(&widget)
        || qobject_cast<const QSplitterHandle*>(&widget)
        || qobject_cast<const QScrollArea*>(&widget) || qobject_cast<const QMenu*>(&widget))
        return true;
    const auto* around = widget.parentWidget();
    if (!around || widget.isWindow())
        return true; // windows have titles; popups of combo boxes are windows
    if (const auto* popup = widget.window();
        popup != around && popup->inherits("QComboBoxPrivateContainer"))
        return true;
    return around->inherits("QComboBoxPrivateContainer") || around->inherits("QAbstractSpinBox")
        || around->inherits("QComboBox") || around->inherits("QLineEdit")
        || around->inherits("QTabBar") || around->inherits("QTableView");
}

// Something that takes the keyboard, can be pressed, or shows a value by drawing.
inline bool isControl(const QWidget& widget)
{
    if (qobject_cast<const QTabBar*>(&widget))
        return false; // its tabs have their texts
    return widget.focusPolicy() != Qt::NoFocus || qobject_cast<const QAbstractButton*>(&widget)
        || qobject_cast<const QProgressBar*>(&widget)
        || qobject_cast<const QAbstractItemView*>(&widget);
}

// Controls below the widget, shown or not, that a screen reader could not call by a name: class,
// object name and the class around it, for the message of a failed test.
inline QStringList controlsWithoutName(QWidget& root)
{
    QStringList nameless;
    const auto widgets = root.findChildren<QWidget*>();
    for (const auto* each : widgets) {
        if (isInnerPart(*each) || !isControl(*each) || !nameForReaders(*each).trimmed().isEmpty())
            continue;
        nameless += QStringLiteral("%1 \"%2\" in %3")
                        .arg(QLatin1String(each->metaObject()->className()), each->objectName(),
                             QLatin1String(each->parentWidget()->metaObject()->className()));
    }
    return nameless;
}

} // namespace arv::test
