// SPDX-License-Identifier: Apache-2.0
#include "capspinbox.h"

#include "capsteps.h"

#include <algorithm>

namespace arv {

CapSpinBox::CapSpinBox(QWidget* parent)
    : QSpinBox(parent)
{
    setRange(CapSteps::smallest, CapSteps::largest);
    setKeyboardTracking(false); // half a number is no wish
    setAccelerated(true);
    // Qt measures the ends of the range only, and some in between are longer.
    const auto longest = fontMetrics().horizontalAdvance(CapSteps::text(9999));
    setMinimumWidth(longest + 2 * fontMetrics().height() + 12);
}

void CapSpinBox::stepBy(int steps)
{
    auto step = CapSteps::nearestStep(value());
    // From between two steps, the first press goes to the neighbour.
    const auto here = CapSteps::mebibytes(step);
    if ((steps > 0 && here > value()) || (steps < 0 && here < value()))
        step -= steps > 0 ? 1 : -1;
    setValue(CapSteps::mebibytes(step + steps));
    selectAll();
}

QString CapSpinBox::textFromValue(int value) const
{
    return CapSteps::text(value);
}

int CapSpinBox::valueFromText(const QString& text) const
{
    return std::clamp(CapSteps::parse(text).value_or(value()), minimum(), maximum());
}

QValidator::State CapSpinBox::validate(QString& text, int&) const
{
    const auto size = CapSteps::parse(text);
    const bool fits = size && *size >= minimum() && *size <= maximum();
    return fits ? QValidator::Acceptable : QValidator::Intermediate;
}

void CapSpinBox::fixup(QString& text) const
{
    text = textFromValue(valueFromText(text));
}

} // namespace arv
