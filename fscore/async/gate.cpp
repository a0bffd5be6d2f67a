// SPDX-License-Identifier: Apache-2.0
#include "async/gate.h"

namespace arv {

Pending<Gate::Pass> Gate::enter(const CancelToken& token)
{
    const Promise<Pass> promise(token);
    auto pending = promise.pending();
    if (m_free > 0) {
        --m_free;
        promise.finish(std::make_shared<Inside>(*this));
    } else {
        m_queue.push_back(promise);
    }
    return pending;
}

void Gate::leave()
{
    ++m_free;
    while (m_free > 0 && !m_queue.empty()) {
        const auto next = std::move(m_queue.front());
        m_queue.pop_front();
        if (next.isFinished())
            continue; // given up while it waited
        --m_free;
        next.finish(std::make_shared<Inside>(*this));
    }
}

} // namespace arv
