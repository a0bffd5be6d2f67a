// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <Qt>

namespace arv {

// How one series of a plot is called and drawn; dash and marker tell the series apart where colours
// do not. A value.
struct PlotLine
{
    enum class Marker
    {
        Dot,
        Square,
        Triangle
    };
    enum class Ink
    {
        Accent, // the palette's highlight
        Text
    };
    QString name;
    Ink ink = Ink::Accent;
    Qt::PenStyle dash = Qt::SolidLine;
    Marker marker = Marker::Dot;
    bool filled = false; // the area below it
};

} // namespace arv
