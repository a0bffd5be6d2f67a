// SPDX-License-Identifier: Apache-2.0
#include "valuescale.h"

#include "formatting.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace arv {

namespace {

// Beyond this no count or size of ours is believable, and the steps below stay exact.
constexpr double greatestShown = 4e18;

double decimalStep(double atLeast)
{
    const auto power = std::pow(10.0, std::floor(std::log10(atLeast)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= atLeast * 0.999999)
            return factor * power;
    }
    return 10 * power;
}

double binaryStep(double atLeast)
{
    return std::exp2(std::ceil(std::log2(atLeast) - 1e-9));
}

QString perSecond(const QString& number)
{
    //: a rate: so many per second
    return QCoreApplication::translate("ValueScale", "%1/s").arg(number);
}

} // namespace

ValueScale::ValueScale(Unit unit, double greatest, int lines)
    : m_unit(unit)
{
    const double smallest = unit == Unit::PerSecond ? 1 : 1024;
    const auto reach =
        std::isfinite(greatest) ? std::clamp(greatest, smallest, greatestShown) : smallest;
    const auto raw = reach / std::max(lines, 1);
    const auto step = unit == Unit::PerSecond ? decimalStep(raw) : binaryStep(raw);
    const auto count = static_cast<int>(std::ceil(reach / step - 1e-9));
    for (int i = 0; i <= count; ++i)
        m_ticks += i * step;
}

QString ValueScale::tickText(double value) const
{
    const auto step = m_ticks.at(1);
    const QLocale locale;
    if (m_unit == Unit::PerSecond)
        return perSecond(locale.toString(value, 'f', step < 1 ? 1 : 0));
    if (value <= 0)
        return QStringLiteral("0");
    const bool isWhole =
        value < 1024 || std::fmod(value, std::exp2(std::floor(std::log2(value) / 10) * 10)) == 0.0;
    const auto size = locale.formattedDataSize(static_cast<qint64>(value), isWhole ? 0 : 1);
    return m_unit == Unit::Bytes ? size : perSecond(size);
}

QString ValueScale::valueText(Unit unit, double value)
{
    const auto shown = std::isfinite(value) ? std::clamp(value, 0.0, greatestShown) : 0.0;
    const auto bytes = static_cast<std::uint64_t>(shown);
    if (unit != Unit::PerSecond)
        return unit == Unit::Bytes ? sizeText(bytes) : perSecond(sizeText(bytes));
    const bool isSmall = shown < 99.95 && shown > 0;
    return perSecond(QLocale().toString(shown, 'f', isSmall ? 1 : 0));
}

} // namespace arv
