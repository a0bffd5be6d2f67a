// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <cstdio>

#include <time.h>

namespace arv::test {

// Measures the longest gap in the event loop of the thread that makes it: how long a person would
// have waited for an answer to a click. A gap that took little processor time of the thread was
// spent blocked, or waiting for a busy machine. Milliseconds.
class StallWatch
{
public:
    struct Gap
    {
        qint64 wall = 0;
        qint64 processor = 0; // of it, in this thread
    };

    StallWatch()
    {
        m_tick.setTimerType(Qt::PreciseTimer);
        m_tick.setInterval(interval);
        QObject::connect(&m_tick, &QTimer::timeout, [this] { tick(); });
        m_clock.start();
        m_processor = processorTime();
        m_tick.start();
    }

    [[nodiscard]] Gap longest()
    {
        tick(); // the gap that is still open
        return m_longest;
    }
    // What it was, for the record of the run.
    void print(const char* during)
    {
        const auto gap = longest();
        std::printf("longest stall, %-28s %5lld ms, %lld ms of them busy\n", during,
                    static_cast<long long>(gap.wall), static_cast<long long>(gap.processor));
        std::fflush(stdout);
    }

private:
    static constexpr int interval = 4;

    static qint64 processorTime()
    {
        timespec now{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
    }
    void tick()
    {
        const auto processor = processorTime();
        const Gap gap{std::max<qint64>(0, m_clock.restart() - interval), processor - m_processor};
        m_processor = processor;
        if (gap.wall > m_longest.wall)
            m_longest = gap;
    }

    QTimer m_tick;
    QElapsedTimer m_clock;
    qint64 m_processor = 0;
    Gap m_longest;
};

} // namespace arv::test
