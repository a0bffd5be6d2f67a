// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QRectF>

namespace arv {

// Where times and values are inside a plot's rectangle. Mirrored (right-to-left languages): the
// newest time is at the left. Times in milliseconds. A value; UI thread.
struct PlotFrame
{
    QRectF area;
    qint64 from = 0;
    qint64 to = 1; // after from
    double top = 1; // value at the upper edge, above 0
    bool mirrored = false;

    [[nodiscard]] double x(qint64 when) const
    {
        return xOfShare(static_cast<double>(when - from) / static_cast<double>(to - from));
    }
    [[nodiscard]] double xOfShare(double share) const // 0: from, 1: to
    {
        return area.left() + (mirrored ? 1 - share : share) * area.width();
    }
    [[nodiscard]] double y(double value) const
    {
        return area.bottom() - value / top * area.height();
    }
    [[nodiscard]] qint64 whenAt(double x) const
    {
        const auto share = area.width() > 0 ? (x - area.left()) / area.width() : 0;
        return from
            + static_cast<qint64>((mirrored ? 1 - share : share) * static_cast<double>(to - from));
    }
};

} // namespace arv
