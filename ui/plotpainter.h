// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "plotframe.h"
#include "plotline.h"
#include "timeseries.h"
#include "valuescale.h"

#include <QPainter>
#include <QPalette>

namespace arv {

// Draws the parts of a plot with the colours of a palette. Lives for one paint event; UI thread.
class PlotPainter
{
public:
    PlotPainter(QPainter& painter, const PlotFrame& frame, const QPalette& palette);

    void drawGrid(const ValueScale& scale);
    void drawTimes(); // one line and label a minute
    void drawSeries(const TimeSeries& series, const PlotLine& line);
    void drawReading(qint64 when);
    void drawMarker(QPointF at, const PlotLine& line);
    // Draws "sample text" into the rectangle's start and returns the width it took.
    double drawLegend(const QRectF& place, const PlotLine& line, const QString& text);
    [[nodiscard]] double legendWidth(const QString& text) const;

    // The wanted colour, mixed with the other one until it can be told from the base.
    [[nodiscard]] static QColor readable(QColor wanted, const QColor& base, const QColor& other);

private:
    [[nodiscard]] QColor ink(const PlotLine& line) const;
    [[nodiscard]] QPen pen(const PlotLine& line) const;
    void fillRun(const QPolygonF& run, const PlotLine& line);
    void drawRun(const QPolygonF& run, const PlotLine& line);

    QPainter& m_painter;
    PlotFrame m_frame;
    QPalette m_palette;
};

} // namespace arv
