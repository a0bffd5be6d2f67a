// SPDX-License-Identifier: Apache-2.0
#include "plotpainter.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace arv {

namespace {

constexpr double sampleWidth = 26;
constexpr double legendGap = 6;
constexpr qint64 minute = 60'000; // ms

double mixed(double a, double b, double share)
{
    return a + (b - a) * share;
}

QColor mix(const QColor& a, const QColor& b, double share)
{
    return QColor::fromRgbF(static_cast<float>(mixed(a.redF(), b.redF(), share)),
                            static_cast<float>(mixed(a.greenF(), b.greenF(), share)),
                            static_cast<float>(mixed(a.blueF(), b.blueF(), share)));
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

// As WCAG counts it; 3 is what it asks for in drawings.
double contrast(const QColor& a, const QColor& b)
{
    const auto lightA = luminance(a) + 0.05;
    const auto lightB = luminance(b) + 0.05;
    return std::max(lightA, lightB) / std::min(lightA, lightB);
}

QString minutesAgo(qint64 minutes)
{
    if (minutes == 0)
        return QCoreApplication::translate("Plot", "now");
    //: label on a time axis: so many minutes ago
    return QCoreApplication::translate("Plot", "−%1 min").arg(QLocale().toString(minutes));
}

} // namespace

PlotPainter::PlotPainter(QPainter& painter, const PlotFrame& frame, const QPalette& palette)
    : m_painter(painter)
    , m_frame(frame)
    , m_palette(palette)
{ }

QColor PlotPainter::readable(QColor wanted, const QColor& base, const QColor& other)
{
    for (int tries = 0; tries < 10 && contrast(wanted, base) < 3; ++tries)
        wanted = mix(wanted, other, 0.2);
    return wanted;
}

QColor PlotPainter::ink(const PlotLine& line) const
{
    const auto text = m_palette.color(QPalette::Text);
    if (line.ink == PlotLine::Ink::Text)
        return text;
    return readable(m_palette.color(QPalette::Highlight), m_palette.color(QPalette::Base), text);
}

QPen PlotPainter::pen(const PlotLine& line) const
{
    QPen pen(ink(line), 1.6, line.dash, Qt::FlatCap, Qt::RoundJoin);
    if (line.dash == Qt::DashLine)
        pen.setDashPattern({4, 2.5});
    return pen;
}

void PlotPainter::drawGrid(const ValueScale& scale)
{
    const auto base = m_palette.color(QPalette::Base);
    const auto text = m_palette.color(QPalette::Text);
    const QFontMetricsF metrics(m_painter.font());
    for (const auto tick : scale.ticks()) {
        const auto y = std::round(m_frame.y(tick)) + 0.5;
        m_painter.setPen(QPen(mix(base, text, tick > 0 ? 0.14 : 0.45), 1));
        m_painter.drawLine(QPointF(m_frame.area.left(), y), QPointF(m_frame.area.right(), y));
        m_painter.setPen(mix(base, text, 0.75));
        const auto label = scale.tickText(tick);
        const auto width = metrics.horizontalAdvance(label);
        const auto x =
            m_frame.mirrored ? m_frame.area.right() + 6 : m_frame.area.left() - 6 - width;
        m_painter.drawText(QPointF(x, y + metrics.capHeight() / 2), label);
    }
}

void PlotPainter::drawTimes()
{
    const auto base = m_palette.color(QPalette::Base);
    const auto text = m_palette.color(QPalette::Text);
    const QFontMetricsF metrics(m_painter.font());
    const auto room =
        m_frame.area.width() * minute / static_cast<double>(m_frame.to - m_frame.from);
    const qint64 step = room > metrics.horizontalAdvance(minutesAgo(88)) * 1.3 ? 1 : 5;
    for (qint64 ago = 0; m_frame.to - ago * minute >= m_frame.from; ago += step) {
        const auto x = std::round(m_frame.x(m_frame.to - ago * minute)) + 0.5;
        m_painter.setPen(QPen(mix(base, text, 0.09), 1));
        m_painter.drawLine(QPointF(x, m_frame.area.top()), QPointF(x, m_frame.area.bottom()));
        m_painter.setPen(mix(base, text, 0.75));
        const auto label = minutesAgo(ago);
        const auto width = metrics.horizontalAdvance(label);
        const auto left =
            std::clamp(x - width / 2, m_frame.area.left() - 8,
                       std::max(m_frame.area.left(), m_frame.area.right() - width + 8));
        m_painter.drawText(QPointF(left, m_frame.area.bottom() + 5 + metrics.ascent()), label);
    }
}

void PlotPainter::fillRun(const QPolygonF& run, const PlotLine& line)
{
    auto area = run;
    area << QPointF(run.last().x(), m_frame.area.bottom())
         << QPointF(run.first().x(), m_frame.area.bottom());
    auto color = ink(line);
    color.setAlphaF(0.22F);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(color);
    m_painter.drawPolygon(area);
    m_painter.setBrush(Qt::NoBrush);
}

void PlotPainter::drawRun(const QPolygonF& run, const PlotLine& line)
{
    if (run.isEmpty())
        return;
    if (line.filled && run.size() > 1)
        fillRun(run, line);
    m_painter.setPen(pen(line));
    if (run.size() > 1)
        m_painter.drawPolyline(run);
    else
        drawMarker(run.first(), line); // between two gaps: no line, and yet measured
}

void PlotPainter::drawSeries(const TimeSeries& series, const PlotLine& line)
{
    const auto pixels = m_painter.device()->devicePixelRatioF() * m_frame.area.width();
    const auto width = std::max(1, static_cast<int>(pixels));
    m_painter.save();
    m_painter.setClipRect(m_frame.area.adjusted(-1, -2, 1, 1));
    QPolygonF run;
    const auto columns = series.columns(m_frame.from, m_frame.to, width);
    for (const auto& column : columns) {
        if (column.afterGap) {
            drawRun(run, line);
            run.clear();
        }
        const auto x = m_frame.xOfShare((column.x + 0.5) / width);
        run << QPointF(x, m_frame.y(column.first));
        if (column.low < column.high)
            run << QPointF(x, m_frame.y(column.low)) << QPointF(x, m_frame.y(column.high))
                << QPointF(x, m_frame.y(column.last));
    }
    drawRun(run, line);
    m_painter.restore();
}

void PlotPainter::drawMarker(QPointF at, const PlotLine& line)
{
    m_painter.save();
    m_painter.setPen(QPen(m_palette.color(QPalette::Base), 1));
    m_painter.setBrush(ink(line));
    constexpr double half = 3.6;
    switch (line.marker) {
    case PlotLine::Marker::Dot:
        m_painter.drawEllipse(at, half, half);
        break;
    case PlotLine::Marker::Square:
        m_painter.drawRect(QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half));
        break;
    case PlotLine::Marker::Triangle:
        m_painter.drawPolygon(QPolygonF{QPointF(at.x(), at.y() - half - 1),
                                        QPointF(at.x() + half + 1, at.y() + half),
                                        QPointF(at.x() - half - 1, at.y() + half)});
        break;
    }
    m_painter.restore();
}

void PlotPainter::drawReading(qint64 when)
{
    const auto x = std::round(m_frame.x(when)) + 0.5;
    m_painter.setPen(QPen(m_palette.color(QPalette::Text), 1));
    m_painter.drawLine(QPointF(x, m_frame.area.top()), QPointF(x, m_frame.area.bottom()));
}

double PlotPainter::legendWidth(const QString& text) const
{
    return sampleWidth + legendGap + QFontMetricsF(m_painter.font()).horizontalAdvance(text);
}

double PlotPainter::drawLegend(const QRectF& place, const PlotLine& line, const QString& text)
{
    const auto width = legendWidth(text);
    const auto start = m_frame.mirrored ? place.right() - sampleWidth : place.left();
    const auto middle = std::round(place.center().y()) + 0.5;
    m_painter.setPen(pen(line));
    m_painter.drawLine(QPointF(start, middle), QPointF(start + sampleWidth, middle));
    drawMarker(QPointF(start + sampleWidth / 2, middle), line);
    m_painter.setPen(m_palette.color(QPalette::Text));
    const auto left = m_frame.mirrored ? place.right() - width : start + sampleWidth + legendGap;
    m_painter.drawText(QRectF(left, place.top(), width, place.height()),
                       Qt::AlignVCenter | Qt::AlignLeft | Qt::AlignAbsolute, text);
    return width;
}

} // namespace arv
