// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace arv {

// Asked for the time by everything that keeps times, so that tests can move it. Any thread.
class Clock
{
public:
    using Monotonic = std::chrono::steady_clock::time_point;
    using Wall = std::chrono::system_clock::time_point;

    virtual ~Clock() = default;
    [[nodiscard]] virtual Monotonic monotonic() const { return std::chrono::steady_clock::now(); }
    [[nodiscard]] virtual Wall wall() const { return std::chrono::system_clock::now(); }
};

} // namespace arv
