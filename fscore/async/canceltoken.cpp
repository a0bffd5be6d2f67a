// SPDX-License-Identifier: Apache-2.0
#include "async/canceltoken.h"

#include <utility>

namespace arv {

CancelRegistration& CancelRegistration::operator=(CancelRegistration&& other) noexcept
{
    if (this != &other) {
        reset();
        m_state = std::move(other.m_state);
        m_id = other.m_id;
    }
    return *this;
}

void CancelRegistration::reset()
{
    if (const auto state = m_state.lock())
        state->callbacks.erase(m_id);
    m_state.reset();
}

CancelRegistration CancelToken::onCancel(CancelState::Callback callback) const
{
    if (!m_state || m_state->fired)
        return {};
    const auto id = m_state->nextId++;
    m_state->callbacks.emplace(id, std::move(callback));
    return CancelRegistration(m_state, id);
}

void CancelSource::cancel()
{
    const auto state = m_state; // a callback may destroy this source
    if (std::exchange(state->fired, true))
        return;
    while (!state->callbacks.empty()) {
        const auto first = state->callbacks.extract(state->callbacks.begin());
        first.mapped()();
    }
}

} // namespace arv
