// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>

namespace arv::demo {

// A line that takes so many bytes a second, whoever sends them: everybody's bytes go through one
// after the other, in the order in which they were handed in. A line that is idle saves nothing up.
// Any thread.
class Pace
{
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit Pace(std::uint64_t bytesPerSecond); // at least 1

    // How much to hand in at once, so that others get their turn and nobody waits long in one go.
    [[nodiscard]] std::size_t portion() const { return m_portion; }
    // Hands in so many bytes of a sender who was ready at that time, which may be past if he was
    // woken late; returns when the last of them will be through.
    [[nodiscard]] Time handIn(std::size_t bytes, Time ready);

private:
    const double m_bytesPerSecond;
    const std::size_t m_portion;
    std::mutex m_mutex;
    Time m_free; // when all that was handed in so far is through
};

} // namespace arv::demo
