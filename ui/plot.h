// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "plotframe.h"
#include "plotline.h"
#include "timeseries.h"
#include "valuescale.h"

#include <QWidget>

#include <optional>

namespace arv {

class PlotPainter;

// One or several series over the last minutes. A reading point, moved by the mouse or by Left and
// Right, shows the values of one moment; in words they are the description that screen readers get.
// Series are lent: they outlive the plot or are replaced before they go. UI thread.
class Plot : public QWidget
{
    Q_OBJECT

public:
    Plot(const QString& title, ValueScale::Unit unit, const QList<PlotLine>& lines,
         QWidget* parent = nullptr);

    // One for each line, or none at all. The reading point goes.
    void showSeries(const QList<const TimeSeries*>& series);
    // The newest edge, in the clock of the series. Repaints if anybody can see it: call it when a
    // value came.
    void setNow(qint64 now);

    [[nodiscard]] const QList<PlotLine>& lines() const { return m_lines; }
    [[nodiscard]] const QList<const TimeSeries*>& series() const { return m_series; }
    [[nodiscard]] ValueScale::Unit unit() const { return m_unit; }
    [[nodiscard]] qint64 now() const { return m_now; }
    [[nodiscard]] std::optional<qint64> reading() const { return m_reading; }
    // The values at the reading point, or the latest ones: "Kept: 42.0 MiB, Cap: 128.0 MiB".
    [[nodiscard]] QString words() const;
    [[nodiscard]] PlotFrame frame() const;

    static constexpr qint64 span = 300'000; // ms from edge to edge

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void readingMoved(const QString& words); // by the keyboard; screen readers hear it as well

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] ValueScale scale() const;
    [[nodiscard]] QFont smallFont() const;
    [[nodiscard]] std::optional<TimeSeries::Point> shownPoint(qsizetype index) const;
    [[nodiscard]] QString legendText(qsizetype index) const;
    [[nodiscard]] QString whenText(qint64 when) const;
    [[nodiscard]] std::optional<qint64> older(qint64 when) const;
    [[nodiscard]] std::optional<qint64> newer(qint64 when) const;
    [[nodiscard]] std::optional<qint64> nearest(qint64 when) const;
    void read(std::optional<qint64> when);
    bool moveReading(int key);
    void drawLegends(PlotPainter& painter) const;
    void drawPoints(PlotPainter& painter) const;

    ValueScale::Unit m_unit;
    QList<PlotLine> m_lines;
    QList<const TimeSeries*> m_series;
    qint64 m_now = 0;
    std::optional<qint64> m_reading;
};

} // namespace arv
