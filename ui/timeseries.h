// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>

#include <deque>
#include <optional>

namespace arv {

// Measured values over the last minutes, at most so many of them; where nothing was measured there
// is a gap. Times are milliseconds of any one clock that does not go back. A value; any thread.
class TimeSeries
{
public:
    struct Point
    {
        qint64 when = 0; // ms
        double value = 0; // NaN: a gap, the points on its two sides do not belong together
        [[nodiscard]] bool isGap() const { return value != value; }
    };
    // What falls on one pixel; low and high keep a peak that a plain choice of points would lose.
    struct Column
    {
        int x = 0;
        double first = 0;
        double low = 0;
        double high = 0;
        double last = 0;
        bool afterGap = true; // not joined to the column before it
    };

    explicit TimeSeries(std::size_t capacity);

    // A time before the latest one is taken for the latest one; a value that is no number makes a
    // gap.
    void add(qint64 when, double value);
    // Two gaps in a row are one.
    void addGap(qint64 when);

    [[nodiscard]] std::size_t size() const { return m_points.size(); } // gaps included
    [[nodiscard]] const Point& at(std::size_t index) const { return m_points[index]; } // 0: oldest
    // Nothing, if the series ends with a gap.
    [[nodiscard]] std::optional<Point> latest() const;
    // The measured point nearest to that time.
    [[nodiscard]] std::optional<Point> nearest(qint64 when) const;
    // The measured point next to that time on its way to the past or the future.
    [[nodiscard]] std::optional<Point> before(qint64 when) const;
    [[nodiscard]] std::optional<Point> after(qint64 when) const;
    // The greatest value since that time; 0 if there is none.
    [[nodiscard]] double greatestSince(qint64 when) const;

    // At most one column for each x from 0 to width - 1; from and to are its outer edges. The last
    // point before `from` and the first one after `to` are among them (x out of the range) so that
    // lines run to the edges.
    [[nodiscard]] QList<Column> columns(qint64 from, qint64 to, int width) const;

private:
    using Points = std::deque<Point>;
    [[nodiscard]] Points::const_iterator firstFrom(qint64 when) const;
    void append(Point point);

    std::size_t m_capacity;
    Points m_points;
};

} // namespace arv
