// SPDX-License-Identifier: Apache-2.0
#include "theme.h"

#include <QApplication>
#include <QStyle>
#include <QStyleFactory>

namespace arv {

namespace {

// The colours that a scheme is made of.
struct Shades
{
    QColor window, base, alternate, button, text, disabled, highlight, highlighted, link, edge;
};

Shades shades(bool dark)
{
    if (dark)
        return {0x2b2d30, 0x1f2123, 0x26282b, 0x3a3d41, 0xececec,
                0x8b8f94, 0x2f6fb0, 0xffffff, 0x6cb6ff, 0x17181a};
    return {0xf3f4f5, 0xffffff, 0xf6f8fa, 0xebecee, 0x1b1d1f,
            0x7d8288, 0x1a6fc4, 0xffffff, 0x0b5cad, 0xb4b8bd};
}

void setShades(QPalette& palette, const Shades& with)
{
    palette.setColor(QPalette::Base, with.base);
    palette.setColor(QPalette::AlternateBase, with.alternate);
    palette.setColor(QPalette::ToolTipBase, with.alternate);
    palette.setColor(QPalette::ToolTipText, with.text);
    palette.setColor(QPalette::Highlight, with.highlight);
    palette.setColor(QPalette::HighlightedText, with.highlighted);
    palette.setColor(QPalette::Link, with.link);
    palette.setColor(QPalette::LinkVisited, with.link);
    palette.setColor(QPalette::PlaceholderText, with.disabled);
    palette.setColor(QPalette::Mid, with.edge);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, with.disabled);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, with.disabled);
}

} // namespace

QPalette schemePalette(bool isDark)
{
    const auto with = shades(isDark);
    QPalette palette(with.button, with.window); // the shades of bevels follow from these
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(role, with.text);
    palette.setColor(QPalette::BrightText, isDark ? Qt::white : Qt::black);
    setShades(palette, with);
    return palette;
}

void applyScheme(Preferences::Scheme scheme, std::optional<bool> desktopIsDark)
{
    const bool dark = scheme == Preferences::Scheme::Dark
        || (scheme == Preferences::Scheme::Desktop && desktopIsDark.value_or(false));
    // A style that is set anew polishes every widget again.
    if (QApplication::style()->name() != QLatin1String("fusion"))
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(schemePalette(dark));
}

bool isDark(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness()
        < palette.color(QPalette::WindowText).lightness();
}

QColor stateColor(StateRole role, const QPalette& palette)
{
    const bool dark = isDark(palette);
    switch (role) {
    case StateRole::Good:
        return dark ? 0x6fd39b : 0x1a6e42;
    case StateRole::Working:
        return dark ? 0x7db9f5 : 0x14589c;
    case StateRole::Warning:
        return dark ? 0xf0c060 : 0x7a5000;
    case StateRole::Bad:
        return dark ? 0xff9a8f : 0xb3261e;
    case StateRole::Quiet:
        break;
    }
    return dark ? 0xb6babf : 0x565b61;
}

} // namespace arv
