// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mount/datasnapshot.h"
#include "timeseries.h"

#include <optional>

namespace arv {

// How fast blocks came during the last minutes, about one point a second. While nobody looked
// there is a gap. Times in milliseconds of a clock that does not go back. UI thread.
class DataHistory
{
public:
    // Says whether a point was added.
    bool record(qint64 now, const TransferFigures& figures);
    // Nothing is measured from now on, until the next record().
    void interrupt(qint64 now);

    [[nodiscard]] const TimeSeries& received() const { return m_received; } // bytes per second

    static constexpr qint64 interval = 900; // ms; a little less than the second of the timer
    static constexpr qint64 longestSilence = 5000; // ms

private:
    struct Total
    {
        qint64 when = 0;
        std::uint64_t received = 0;
    };
    static constexpr std::size_t capacity = 400; // a little more than five minutes
    TimeSeries m_received{capacity};
    std::optional<Total> m_last;
};

} // namespace arv
