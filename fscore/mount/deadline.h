// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/canceltoken.h"
#include "base/result.h"

#include <QTimer>

#include <chrono>

namespace arv {

// Bounds a wait: its token fires when the time is over, or when the outer token does. One thread,
// with an event loop.
class Deadline
{
public:
    Deadline(std::chrono::milliseconds time, const CancelToken& outer);

    [[nodiscard]] CancelToken token() const { return m_stop.token(); }
    void renew() { m_timer.start(); } // there was progress

    // What a wait with token() came to: TimedOut if it was this that ended it.
    [[nodiscard]] Error explained(const Error& error) const;

private:
    CancelSource m_stop;
    CancelRegistration m_outer;
    QTimer m_timer;
    bool m_isOver = false;
};

} // namespace arv
