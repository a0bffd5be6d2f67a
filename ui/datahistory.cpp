// SPDX-License-Identifier: Apache-2.0
#include "datahistory.h"

namespace arv {

void DataHistory::interrupt(qint64 now)
{
    m_received.addGap(now);
    m_last.reset();
}

bool DataHistory::record(qint64 now, const TransferFigures& figures)
{
    if (m_last && (now - m_last->when > longestSilence || figures.received < m_last->received))
        interrupt(now);
    if (m_last && now - m_last->when < interval)
        return false;
    if (m_last) {
        const auto seconds = static_cast<double>(now - m_last->when) / 1000;
        m_received.add(now, static_cast<double>(figures.received - m_last->received) / seconds);
    }
    m_last = Total{now, figures.received};
    return true;
}

} // namespace arv
