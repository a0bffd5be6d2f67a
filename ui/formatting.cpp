// SPDX-License-Identifier: Apache-2.0
#include "formatting.h"

#include "valuescale.h"

#include <QCoreApplication>
#include <QLocale>

namespace arv {

namespace {

class Formatting
{
    Q_DECLARE_TR_FUNCTIONS(Formatting)

public:
    static QString spanText(qint64 seconds)
    {
        constexpr qint64 hour = 3600;
        constexpr qint64 day = 86400;
        if (seconds < 60)
            return tr("less than a minute");
        if (seconds < 2 * hour)
            return tr("%n minute(s)", nullptr, static_cast<int>(seconds / 60));
        if (seconds < 2 * day)
            return tr("%n hour(s)", nullptr, static_cast<int>(seconds / hour));
        return tr("%n day(s)", nullptr, static_cast<int>(seconds / day));
    }
    static QString future(const QString& span) { return tr("in %1").arg(span); }
    static QString past(const QString& span) { return tr("%1 ago").arg(span); }
};

} // namespace

QString sizeText(std::uint64_t bytes)
{
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), 1);
}

QString rateText(double bytesPerSecond)
{
    return ValueScale::valueText(ValueScale::Unit::BytesPerSecond, bytesPerSecond);
}

QString countText(std::uint64_t count)
{
    return QLocale().toString(static_cast<qulonglong>(count));
}

QString shareText(std::uint64_t part, std::uint64_t whole)
{
    if (whole == 0)
        return QStringLiteral("–");
    const auto share = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
    return QLocale().toString(share, 'f', 0) + QStringLiteral(" %");
}

QString timeText(const QDateTime& when)
{
    return when.isValid() ? QLocale().toString(when.toLocalTime(), QLocale::ShortFormat)
                          : QString();
}

QString distanceText(const QDateTime& when, const QDateTime& now)
{
    const auto seconds = now.secsTo(when);
    const auto span = Formatting::spanText(qAbs(seconds));
    return seconds >= 0 ? Formatting::future(span) : Formatting::past(span);
}

} // namespace arv
