// SPDX-License-Identifier: Apache-2.0
#include "keep/ratemeter.h"

namespace arv {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::duration<double> shortest = 180ms; // less says nothing
constexpr std::chrono::duration<double> longest = 5s; // more is no "lately"

} // namespace

double RateMeter::note(std::uint64_t sum, std::chrono::steady_clock::time_point now)
{
    const std::chrono::duration<double> time = now - m_at;
    if (time < shortest)
        return m_rate;
    const auto grown = sum > m_sum ? sum - m_sum : 0; // a transfer that failed takes its bytes back
    m_rate = time > longest ? 0 : static_cast<double>(grown) / time.count();
    m_at = now;
    m_sum = sum;
    return m_rate;
}

} // namespace arv
