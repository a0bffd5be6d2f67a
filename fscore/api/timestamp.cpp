// SPDX-License-Identifier: Apache-2.0
#include "api/records.h"

#include <QDateTime>

namespace arv {

namespace {

constexpr std::int64_t perSecond = 1000000000;

// Digits behind the point as nanoseconds; -1 if there are none, too many, or others.
std::int64_t nanoseconds(QStringView digits)
{
    if (digits.isEmpty() || digits.size() > 9)
        return -1;
    std::int64_t value = 0;
    for (int i = 0; i < 9; ++i) {
        const QChar c = i < digits.size() ? digits[i] : QChar(u'0');
        if (c < u'0' || c > u'9')
            return -1;
        value = value * 10 + (c.unicode() - u'0');
    }
    return value;
}

} // namespace

Timestamp parseTimestamp(QStringView text)
{
    if (text.size() < 20 || !text.endsWith(u'Z'))
        return 0;
    const auto fraction = text.mid(19, text.size() - 20);
    const auto nanos = fraction.isEmpty() ? 0
        : fraction[0] == u'.'             ? nanoseconds(fraction.mid(1))
                                          : -1;
    auto moment = QDateTime::fromString(text.left(19).toString(), Qt::ISODate);
    moment.setTimeSpec(Qt::UTC);
    // Beyond 2262 nanoseconds do not fit into 64 bits.
    if (nanos < 0 || !moment.isValid() || moment.date().year() < 1700
        || moment.date().year() > 2261)
        return 0;
    return moment.toSecsSinceEpoch() * perSecond + nanos;
}

} // namespace arv
