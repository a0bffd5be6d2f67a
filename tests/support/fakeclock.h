// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"

namespace arv::test {

// A clock that stands still until it is moved. One thread.
class FakeClock : public Clock
{
public:
    [[nodiscard]] Monotonic monotonic() const override { return m_begin + m_passed; }
    [[nodiscard]] Wall wall() const override { return m_wall + m_passed; }
    void advance(std::chrono::milliseconds time) { m_passed += time; }

private:
    Monotonic m_begin = std::chrono::steady_clock::now();
    Wall m_wall = std::chrono::system_clock::now();
    std::chrono::milliseconds m_passed{0};
};

} // namespace arv::test
