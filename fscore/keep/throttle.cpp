// SPDX-License-Identifier: Apache-2.0
#include "keep/throttle.h"

#include <algorithm>
#include <utility>

namespace arv {

namespace {

using namespace std::chrono_literals;

constexpr auto slice = 50ms;

} // namespace

Throttle::Throttle()
{
    m_timer.setInterval(slice);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { refill(); });
}

void Throttle::setLimit(std::uint64_t limit)
{
    m_limit = limit == 0 ? 0 : std::max(limit, leastLimit);
    refill();
}

std::size_t Throttle::take(std::size_t wanted, std::function<void()> again)
{
    if (!isOn())
        return wanted;
    if (m_left == 0) {
        m_waiting.push_back(std::move(again));
        m_timer.start();
        return 0;
    }
    const auto taken = std::min<std::uint64_t>(wanted, m_left);
    m_left -= taken;
    m_timer.start();
    return taken;
}

// What is not used in one slice is lost: a pause is no credit for a burst.
void Throttle::refill()
{
    m_left = m_limit * static_cast<std::uint64_t>(slice.count()) / 1000;
    if (m_waiting.empty())
        m_timer.stop();
    for (const auto& again : std::exchange(m_waiting, {}))
        again();
}

} // namespace arv
