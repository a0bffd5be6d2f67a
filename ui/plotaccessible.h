// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAccessibleWidget>

namespace arv {

class Plot;

// What a screen reader gets of a plot: a chart whose description is its values in words. Made by
// Qt when somebody asks; UI thread.
class PlotAccessible : public QAccessibleWidget
{
public:
    explicit PlotAccessible(Plot& plot);
    [[nodiscard]] QString text(QAccessible::Text kind) const override;

    static void install(); // more than once does nothing
    static void
    announce(Plot& plot); // the words changed because the person moved the reading point

private:
    Plot& m_plot; // outlives this: Qt drops the interface with the widget
};

} // namespace arv
