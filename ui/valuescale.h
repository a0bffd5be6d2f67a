// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

namespace arv {

// The upright axis of a plot, from zero to a round value a little above the greatest one: where
// its lines are, and how values are written. Bytes have steps that are round in KiB, MiB and GiB.
// A value; UI thread for its words.
class ValueScale
{
public:
    enum class Unit
    {
        Bytes,
        PerSecond,
        BytesPerSecond
    };
    // About so many lines above zero, at least one.
    ValueScale(Unit unit, double greatest, int lines);

    [[nodiscard]] double top() const { return m_ticks.last(); }
    [[nodiscard]] const QList<double>& ticks() const { return m_ticks; } // from 0 to top
    [[nodiscard]] QString tickText(double value) const; // "64 MiB", "20/s", "64 MiB/s"

    // "42.0 MiB", "3.4/s", "42.0 MiB/s"
    [[nodiscard]] static QString valueText(Unit unit, double value);

private:
    Unit m_unit;
    QList<double> m_ticks;
};

} // namespace arv
