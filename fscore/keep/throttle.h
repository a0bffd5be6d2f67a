// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTimer>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace arv {

// How many bytes per second blocks may arrive with, over all mounts. Transfer thread only.
class Throttle
{
public:
    // Less would take a transfer for one that has died (net: 32 KiB/s over half a minute).
    static constexpr std::uint64_t leastLimit = 128 << 10; // bytes per second

    Throttle();

    // Bytes per second; 0: no limit.
    void setLimit(std::uint64_t limit);
    [[nodiscard]] bool isOn() const { return m_limit > 0; }

    // How many of the wanted bytes may be taken now; they count. 0: later, which again() tells.
    [[nodiscard]] std::size_t take(std::size_t wanted, std::function<void()> again);

private:
    void refill();

    std::uint64_t m_limit = 0;
    std::uint64_t m_left = 0; // bytes of this slice of time
    std::vector<std::function<void()>> m_waiting;
    QTimer m_timer; // runs while somebody waits
};

} // namespace arv
