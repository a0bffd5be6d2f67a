// SPDX-License-Identifier: Apache-2.0
#include "demo/apitime.h"

#include <charconv>
#include <cstdio>

namespace arv::demo {

namespace {

using namespace std::chrono;
using Time = sys_time<nanoseconds>;

// Reads fixed parts from the front of a text; after the first misfit all reads fail.
class Reader
{
public:
    explicit Reader(std::string_view text)
        : m_rest(text)
    { }
    int digits(std::size_t count)
    {
        int value = 0;
        const char* end = m_rest.data() + std::min(count, m_rest.size());
        const auto [stop, error] = std::from_chars(m_rest.data(), end, value);
        m_good = m_good && m_rest.size() >= count && stop == end && error == std::errc()
            && m_rest.front() != '-';
        m_rest.remove_prefix(std::min(count, m_rest.size()));
        return value;
    }
    bool take(std::string_view anyOf)
    {
        if (m_rest.empty() || anyOf.find(m_rest.front()) == std::string_view::npos)
            return false;
        m_taken = m_rest.front();
        m_rest.remove_prefix(1);
        return true;
    }
    void expect(std::string_view anyOf) { m_good = take(anyOf) && m_good; }
    [[nodiscard]] char taken() const { return m_taken; }
    [[nodiscard]] bool atEnd() const { return m_rest.empty(); }
    [[nodiscard]] bool good() const { return m_good; }

private:
    std::string_view m_rest;
    char m_taken = 0;
    bool m_good = true;
};

nanoseconds fraction(Reader& from)
{
    std::int64_t value = 0;
    std::int64_t unit = 100'000'000;
    if (!from.take("."))
        return {};
    while (from.take("0123456789")) {
        value += unit * (from.taken() - '0');
        unit /= 10;
    }
    return nanoseconds(value);
}

minutes zone(Reader& from)
{
    if (from.atEnd() || from.take("Zz"))
        return {};
    from.expect("+-");
    const int sign = from.taken() == '-' ? -1 : 1;
    const int hour = from.digits(2);
    from.take(":");
    return minutes(sign * (hour * 60 + from.digits(2)));
}

nanoseconds timeOfDay(Reader& from)
{
    if (from.atEnd())
        return {};
    from.expect("Tt ");
    const hours hour(from.digits(2));
    from.expect(":");
    const minutes minute(from.digits(2));
    from.expect(":");
    const seconds second(from.digits(2));
    const nanoseconds part = fraction(from);
    return hour + minute + second + part - zone(from);
}

std::optional<Time> parse(std::string_view text)
{
    Reader from(text);
    const year y(from.digits(4));
    from.expect("-");
    const month m(static_cast<unsigned>(from.digits(2)));
    from.expect("-");
    const day d(static_cast<unsigned>(from.digits(2)));
    const nanoseconds inDay = timeOfDay(from);
    const year_month_day date(y, m, d);
    if (!from.good() || !from.atEnd() || !date.ok())
        return std::nullopt;
    return Time(sys_days(date)) + inDay;
}

std::string write(Time time)
{
    const sys_days date = floor<days>(time);
    const year_month_day ymd(date);
    const hh_mm_ss clock(time - date);
    char text[40];
    std::snprintf(
        text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%09dZ", static_cast<int>(ymd.year()),
        static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return text;
}

} // namespace

std::string timeText(system_clock::time_point time)
{
    return write(Time(floor<microseconds>(time)));
}

std::string nowText()
{
    return timeText(system_clock::now());
}

std::optional<std::string> canonicalTime(std::string_view text)
{
    const std::optional<Time> time = parse(text);
    return time ? std::optional(write(*time)) : std::nullopt;
}

std::int64_t secondsOf(std::string_view text)
{
    const std::optional<Time> time = parse(text);
    return time ? floor<seconds>(*time).time_since_epoch().count() : 0;
}

} // namespace arv::demo
