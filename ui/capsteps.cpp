// SPDX-License-Identifier: Apache-2.0
#include "capsteps.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace arv {

namespace {

constexpr int stepsPerDoubling = 8;

QString inMebibytes(const QString& number)
{
    return QCoreApplication::translate("CapSteps", "%1 MiB").arg(number);
}

QString inGibibytes(const QString& number)
{
    return QCoreApplication::translate("CapSteps", "%1 GiB").arg(number);
}

} // namespace

int CapSteps::mebibytes(int step)
{
    const auto bounded = std::clamp(step, 0, count);
    const int base = smallest << (bounded / stepsPerDoubling);
    return base + base / stepsPerDoubling * (bounded % stepsPerDoubling);
}

int CapSteps::nearestStep(int wanted)
{
    int best = 0;
    for (int step = 1; step <= count; ++step) {
        if (std::abs(mebibytes(step) - wanted) < std::abs(mebibytes(best) - wanted))
            best = step;
    }
    return best;
}

QString CapSteps::text(int mebibytes)
{
    const QLocale locale;
    // Eighths of a GiB have at most three decimals, which a person may still read.
    if (mebibytes < 1024 || mebibytes % 128 != 0)
        return inMebibytes(locale.toString(mebibytes));
    return inGibibytes(locale.toString(mebibytes / 1024.0, 'g', 6));
}

std::optional<int> CapSteps::parse(const QString& text)
{
    static const QRegularExpression form(
        QStringLiteral("^\\s*([^A-Za-z]{1,20}?)\\s*([A-Za-z]*)\\s*$"));
    const auto match = form.match(text.left(60));
    if (!match.hasMatch())
        return std::nullopt;
    bool isNumber = false;
    auto value = QLocale().toDouble(match.captured(1).trimmed(), &isNumber);
    if (!isNumber)
        value = QLocale::c().toDouble(match.captured(1).trimmed(), &isNumber);
    const auto unit = match.captured(2).toLower();
    if (unit == QLatin1String("g") || unit == QLatin1String("gib") || unit == QLatin1String("gb"))
        value *= 1024;
    else if (!unit.isEmpty() && unit != QLatin1String("m") && unit != QLatin1String("mib")
             && unit != QLatin1String("mb"))
        return std::nullopt;
    if (!isNumber || !(value >= 0 && value < 1e9))
        return std::nullopt;
    return static_cast<int>(std::lround(value));
}

} // namespace arv
