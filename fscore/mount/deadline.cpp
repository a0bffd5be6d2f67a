// SPDX-License-Identifier: Apache-2.0
#include "mount/deadline.h"

namespace arv {

Deadline::Deadline(std::chrono::milliseconds time, const CancelToken& outer)
    : m_outer(outer.onCancel([this] { m_stop.cancel(); }))
{
    if (outer.isCancelled())
        m_stop.cancel();
    m_timer.setSingleShot(true);
    m_timer.setInterval(time);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
        m_isOver = true;
        m_stop.cancel();
    });
    m_timer.start();
}

Error Deadline::explained(const Error& error) const
{
    if (error.code != Errc::Cancelled || !m_isOver)
        return error;
    return {Errc::TimedOut,
            QStringLiteral("no answer in %1 s").arg((m_timer.interval() + 999) / 1000)};
}

} // namespace arv
