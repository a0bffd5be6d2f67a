// SPDX-License-Identifier: Apache-2.0
#include "demo/pace.h"

#include <algorithm>

namespace arv::demo {

namespace {

constexpr std::size_t largestPortion = 64 * 1024; // bytes: as much as TCP sends in one piece
constexpr double portionSeconds = 0.02;

} // namespace

Pace::Pace(std::uint64_t bytesPerSecond)
    : m_bytesPerSecond(static_cast<double>(std::max<std::uint64_t>(bytesPerSecond, 1)))
    , m_portion(static_cast<std::size_t>(
          std::clamp(m_bytesPerSecond * portionSeconds, 1.0, static_cast<double>(largestPortion))))
{ }

Pace::Time Pace::handIn(std::size_t bytes, Time ready)
{
    const std::chrono::duration<double> takes(static_cast<double>(bytes) / m_bytesPerSecond);
    const std::lock_guard lock(m_mutex);
    m_free = std::max(m_free, ready) + std::chrono::duration_cast<Time::duration>(takes);
    return m_free;
}

} // namespace arv::demo
