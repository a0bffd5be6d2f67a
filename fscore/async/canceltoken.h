// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>

namespace arv {

class CancelState
{
public:
    using Callback = std::function<void()>;

    bool fired = false;
    std::uint64_t nextId = 0;
    std::map<std::uint64_t, Callback> callbacks;
};

// Asks to be told when a wait is given up; telling ends when this is destroyed.
class CancelRegistration
{
public:
    CancelRegistration() = default;
    CancelRegistration(std::weak_ptr<CancelState> state, std::uint64_t id)
        : m_state(std::move(state))
        , m_id(id)
    { }
    ~CancelRegistration() { reset(); }
    CancelRegistration(const CancelRegistration&) = delete;
    CancelRegistration& operator=(const CancelRegistration&) = delete;
    CancelRegistration(CancelRegistration&& other) noexcept = default;
    CancelRegistration& operator=(CancelRegistration&& other) noexcept;

    void reset();

private:
    std::weak_ptr<CancelState> m_state;
    std::uint64_t m_id = 0;
};

// The wish to give up a wait, as a value. Fires once, may be asked at any time. A default token
// never fires. One thread: that of its source.
class CancelToken
{
public:
    CancelToken() = default;
    explicit CancelToken(std::shared_ptr<CancelState> state)
        : m_state(std::move(state))
    { }

    [[nodiscard]] bool isCancelled() const { return m_state && m_state->fired; }

    // The callback runs inside CancelSource::cancel(), at most once; never if already cancelled.
    [[nodiscard]] CancelRegistration onCancel(CancelState::Callback callback) const;

private:
    std::shared_ptr<CancelState> m_state;
};

class CancelSource
{
public:
    [[nodiscard]] CancelToken token() const { return CancelToken(m_state); }
    [[nodiscard]] bool isCancelled() const { return m_state->fired; }
    void cancel();

private:
    std::shared_ptr<CancelState> m_state = std::make_shared<CancelState>();
};

} // namespace arv
