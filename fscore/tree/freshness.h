// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "tree/context.h"

#include <algorithm>
#include <chrono>

namespace arv {

// When something was last known to be what the server has, and so how long it is good for. By the
// monotonic clock: nobody's setting of the time makes it older. A value; mount thread.
class Freshness
{
public:
    // period: after this the server is asked again; without a feed of changes that is the mount's
    // refresh time, or longer if this kind of thing is asked for seldom.
    [[nodiscard]] static std::chrono::milliseconds period(const TreeContext& context,
                                                          std::chrono::milliseconds atLeast = {})
    {
        const auto polled = std::max(context.refreshTime, atLeast);
        return context.isFeedConnected ? std::max(polled, staleness::fed) : polled;
    }

    void renew(const TreeContext& context) { m_checked = context.clock.monotonic(); }
    // Asked for again at the next use, served as it is until then.
    void expire(const TreeContext& context, std::chrono::milliseconds period)
    {
        m_checked = std::min(m_checked, context.clock.monotonic() - period);
    }
    // The server did not answer: what is there is served on, and tried again soon.
    void retrySoon(const TreeContext& context, std::chrono::milliseconds period)
    {
        m_checked = context.clock.monotonic() - period + staleness::afterFailure;
    }

    [[nodiscard]] std::chrono::milliseconds age(const TreeContext& context) const
    {
        return std::chrono::duration_cast<std::chrono::milliseconds>(context.clock.monotonic()
                                                                     - m_checked);
    }
    // Good for so long, as the kernel may be told.
    [[nodiscard]] std::chrono::milliseconds left(const TreeContext& context,
                                                 std::chrono::milliseconds period) const
    {
        return std::clamp(period - age(context), std::chrono::milliseconds{0},
                          staleness::polledAtMost);
    }
    // Too old to be served while the server is asked behind it.
    [[nodiscard]] bool isTooOld(const TreeContext& context, std::chrono::milliseconds period) const
    {
        return age(context)
            >= std::max(period, context.refreshTime * staleness::refreshesServedOld);
    }

private:
    Clock::Monotonic m_checked;
};

} // namespace arv
