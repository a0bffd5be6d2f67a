// SPDX-License-Identifier: Apache-2.0
#include "plot.h"

#include "plotaccessible.h"
#include "plotpainter.h"

#include <QDateTime>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace arv {

Plot::Plot(const QString& title, ValueScale::Unit unit, const QList<PlotLine>& lines,
           QWidget* parent)
    : QWidget(parent)
    , m_unit(unit)
    , m_lines(lines)
{
    PlotAccessible::install();
    setAccessibleName(title);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void Plot::showSeries(const QList<const TimeSeries*>& series)
{
    m_series = series.size() == m_lines.size() ? series : QList<const TimeSeries*>();
    m_reading.reset();
    update();
}

void Plot::setNow(qint64 now)
{
    m_now = now;
    if (m_reading && *m_reading < m_now - span)
        m_reading.reset();
    if (isVisible())
        update();
}

QSize Plot::sizeHint() const
{
    return {420, 170};
}

QSize Plot::minimumSizeHint() const
{
    return {240, 8 * fontMetrics().height()};
}

QFont Plot::smallFont() const
{
    auto small = font();
    if (small.pointSizeF() > 0)
        small.setPointSizeF(std::max(7.5, small.pointSizeF() * 0.88));
    return small;
}

ValueScale Plot::scale() const
{
    double greatest = 0;
    for (const auto* each : m_series)
        greatest = std::max(greatest, each->greatestSince(m_now - span));
    const auto lines = height() / (3 * fontMetrics().height());
    return {m_unit, greatest, std::clamp(lines, 2, 5)};
}

PlotFrame Plot::frame() const
{
    const auto scale = this->scale();
    const QFontMetricsF metrics(smallFont());
    double labels = 0;
    for (const auto tick : scale.ticks())
        labels = std::max(labels, metrics.horizontalAdvance(scale.tickText(tick)));
    PlotFrame frame;
    frame.mirrored = layoutDirection() == Qt::RightToLeft;
    const auto axis = labels + 14;
    frame.area = QRectF(rect()).adjusted(frame.mirrored ? 12 : axis, metrics.height() * 2,
                                         frame.mirrored ? -axis : -12, -metrics.height() - 9);
    frame.from = m_now - span;
    frame.to = m_now;
    frame.top = scale.top();
    return frame;
}

std::optional<TimeSeries::Point> Plot::shownPoint(qsizetype index) const
{
    if (index >= m_series.size())
        return std::nullopt;
    if (!m_reading)
        return m_series.at(index)->latest();
    const auto point = m_series.at(index)->nearest(*m_reading);
    return point && point->when == *m_reading ? point : std::nullopt;
}

QString Plot::legendText(qsizetype index) const
{
    const auto point = shownPoint(index);
    const auto value = point ? ValueScale::valueText(m_unit, point->value) : QStringLiteral("–");
    return m_lines.at(index).name + QStringLiteral("  ") + value;
}

QString Plot::whenText(qint64 when) const
{
    const auto time = QDateTime::currentDateTime().addMSecs(when - m_now);
    return QLocale().toString(time.time(), QStringLiteral("HH:mm:ss"));
}

QString Plot::words() const
{
    QStringList parts;
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        if (const auto point = shownPoint(i))
            parts +=
                tr("%1: %2").arg(m_lines.at(i).name, ValueScale::valueText(m_unit, point->value));
    }
    if (parts.isEmpty())
        return tr("Nothing was measured yet.");
    const auto all = QLocale().createSeparatedList(parts);
    return m_reading ? tr("At %1: %2").arg(whenText(*m_reading), all) : tr("Latest: %1").arg(all);
}

void Plot::drawLegends(PlotPainter& painter) const
{
    const QFontMetricsF metrics(smallFont());
    const auto area = frame().area;
    QRectF place(area.left(), metrics.height() * 0.35, area.width(), metrics.height() * 1.2);
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        const auto needed = painter.legendWidth(legendText(i));
        const auto text = needed <= place.width() ? legendText(i) : m_lines.at(i).name;
        const auto taken = painter.drawLegend(place, m_lines.at(i), text) + 18;
        if (layoutDirection() == Qt::RightToLeft)
            place.setRight(place.right() - taken);
        else
            place.setLeft(place.left() + taken);
    }
}

void Plot::drawPoints(PlotPainter& painter) const
{
    const auto frame = this->frame();
    for (qsizetype i = 0; i < m_series.size(); ++i) {
        const auto point = shownPoint(i);
        if (point && point->when >= frame.from)
            painter.drawMarker(QPointF(frame.x(point->when), frame.y(point->value)), m_lines.at(i));
    }
}

void Plot::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setLayoutDirection(Qt::LayoutDirectionAuto); // "64 MiB" reads so in mirrored windows
    painter.setFont(smallFont());
    painter.setPen(QPen(palette().color(hasFocus() ? QPalette::Highlight : QPalette::Mid),
                        hasFocus() ? 2 : 1));
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    const auto frame = this->frame();
    PlotPainter plot(painter, frame, palette());
    plot.drawGrid(scale());
    plot.drawTimes();
    for (qsizetype i = 0; i < m_series.size(); ++i)
        plot.drawSeries(*m_series.at(i), m_lines.at(i));
    drawLegends(plot);
    if (m_reading) {
        plot.drawReading(*m_reading);
        painter.setFont(smallFont());
        const auto time = whenText(*m_reading);
        const auto side = frame.mirrored ? Qt::AlignLeft : Qt::AlignRight;
        painter.drawText(QRectF(frame.area.left(), 0, frame.area.width(), frame.area.top()),
                         side | Qt::AlignVCenter | Qt::AlignAbsolute, time);
    }
    drawPoints(plot);
}

std::optional<qint64> Plot::older(qint64 when) const
{
    std::optional<qint64> best;
    for (const auto* each : m_series) {
        if (const auto point = each->before(when); point && (!best || point->when > *best))
            best = point->when;
    }
    return best && *best >= m_now - span ? best : std::nullopt;
}

std::optional<qint64> Plot::newer(qint64 when) const
{
    std::optional<qint64> best;
    for (const auto* each : m_series) {
        if (const auto point = each->after(when); point && (!best || point->when < *best))
            best = point->when;
    }
    return best;
}

std::optional<qint64> Plot::nearest(qint64 when) const
{
    const auto past = older(when + 1);
    const auto future = newer(when);
    if (!past || !future)
        return past ? past : future;
    return when - *past <= *future - when ? past : future;
}

void Plot::read(std::optional<qint64> when)
{
    if (when == m_reading)
        return;
    m_reading = when;
    update();
}

bool Plot::moveReading(int key)
{
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const auto here = m_reading.value_or(m_now + 1);
    std::optional<qint64> next;
    if (key == (mirrored ? Qt::Key_Right : Qt::Key_Left))
        next = older(here);
    else if (key == (mirrored ? Qt::Key_Left : Qt::Key_Right))
        next = newer(here);
    else if (key == Qt::Key_Home)
        next = newer(m_now - span - 1);
    else if (key == Qt::Key_End)
        next = older(m_now + 1);
    else
        return false;
    if (next)
        read(next);
    return true;
}

void Plot::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && m_reading)
        read(std::nullopt);
    else if (!moveReading(event->key()))
        return QWidget::keyPressEvent(event);
    PlotAccessible::announce(*this);
    Q_EMIT readingMoved(words());
}

void Plot::mouseMoveEvent(QMouseEvent* event)
{
    read(nearest(frame().whenAt(event->position().x())));
}

void Plot::leaveEvent(QEvent*)
{
    read(std::nullopt);
}

void Plot::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void Plot::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    read(std::nullopt);
    update();
}

} // namespace arv
