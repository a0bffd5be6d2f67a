// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"

#include <atomic>

namespace arv::test {

// A clock that stands still until it is moved. Any thread.
class FakeClock : public Clock
{
public:
    [[nodiscard]] Monotonic monotonic() const override { return m_begin + m_passed.load(); }
    [[nodiscard]] Wall wall() const override { return m_wall + m_passed.load(); }
    void advance(std::chrono::milliseconds time)
    {
        auto passed = m_passed.load();
        while (!m_passed.compare_exchange_weak(passed, passed + time)) { }
    }

private:
    Monotonic m_begin = std::chrono::steady_clock::now();
    Wall m_wall = std::chrono::system_clock::now();
    std::atomic<std::chrono::milliseconds> m_passed{std::chrono::milliseconds(0)};
};

} // namespace arv::test
