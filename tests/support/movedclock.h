// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"

#include <atomic>

namespace arv::test {

// The real clock, moved ahead: hours pass in no time, and what a mount really waits for passes,
// too. Any thread.
class MovedClock : public Clock
{
public:
    [[nodiscard]] Monotonic monotonic() const override
    {
        return std::chrono::steady_clock::now() + ahead();
    }
    [[nodiscard]] Wall wall() const override { return std::chrono::system_clock::now() + ahead(); }

    void advance(std::chrono::milliseconds time) { m_ahead += time.count(); }
    [[nodiscard]] std::chrono::milliseconds ahead() const
    {
        return std::chrono::milliseconds(m_ahead);
    }

private:
    std::atomic<std::int64_t> m_ahead{0}; // milliseconds
};

} // namespace arv::test
