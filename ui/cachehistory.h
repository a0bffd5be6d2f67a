// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/mountsnapshot.h"
#include "timeseries.h"

#include <optional>

namespace arv {

// The figures of one mount's inode cache over the last minutes, about one point a second; rates are
// differences of totals. A mount that began anew, or was not looked at for a while, makes a gap.
// Times in milliseconds of a clock that does not go back. UI thread.
class CacheHistory
{
public:
    // Says whether a point was added.
    bool record(qint64 now, const CacheFigures& figures);
    // Nothing is measured from now on, until the next record().
    void interrupt(qint64 now);

    [[nodiscard]] const TimeSeries& bytes() const { return m_bytes; }
    [[nodiscard]] const TimeSeries& cap() const { return m_cap; }
    [[nodiscard]] const TimeSeries& hits() const { return m_hits; } // per second
    [[nodiscard]] const TimeSeries& misses() const { return m_misses; } // per second
    [[nodiscard]] const TimeSeries& evictions() const { return m_evictions; } // per second
    // How many there were since that time, as far as it was looked at without a gap.
    [[nodiscard]] std::uint64_t evictionsSince(qint64 when) const;

    static constexpr qint64 interval = 900; // ms; a little less than the second of the timer
    static constexpr qint64 longestSilence = 5000; // ms

private:
    struct Totals
    {
        qint64 when = 0;
        std::uint64_t hits = 0;
        std::uint64_t misses = 0;
        std::uint64_t evictions = 0;
    };
    [[nodiscard]] bool isContinued(const Totals& now) const;
    void addRates(const Totals& now);

    static constexpr std::size_t capacity = 400; // a little more than five minutes
    TimeSeries m_bytes{capacity};
    TimeSeries m_cap{capacity};
    TimeSeries m_hits{capacity};
    TimeSeries m_misses{capacity};
    TimeSeries m_evictions{capacity};
    TimeSeries m_evictionTotals{capacity};
    std::optional<Totals> m_last;
};

} // namespace arv
