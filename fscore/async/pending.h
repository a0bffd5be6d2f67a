// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/canceltoken.h"
#include "async/mailbox.h"
#include "base/result.h"

#include <coroutine>
#include <memory>
#include <optional>

namespace arv {

// The one leaf awaiter: everything that waits for the outside (an HTTP reply, a pool job, a timer,
// a shared flight) is a Promise on the working side and a Pending on the waiting side. Together
// they keep four promises: finish exactly once; finish on the thread that made them; finish from
// the event loop, never from inside another object's signal; give a Result. One thread, which must
// have a Mailbox.
template <class T>
class PendingState
{
public:
    void finish(Result<T> result, bool fromLoop)
    {
        if (m_result)
            return;
        m_result.emplace(std::move(result));
        registration.reset();
        if (!m_waiter)
            return;
        if (fromLoop)
            return std::exchange(m_waiter, nullptr).resume();
        auto waiter = std::exchange(m_waiter, nullptr);
        m_home->post([waiter] { waiter.resume(); });
    }

    [[nodiscard]] bool isFinished() const { return m_result.has_value(); }
    void suspend(std::coroutine_handle<> waiter) { m_waiter = waiter; }
    [[nodiscard]] Result<T> take() { return std::move(*m_result); }

    CancelRegistration registration;

private:
    std::shared_ptr<MailboxAddress> m_home = Mailbox::current().address();
    std::optional<Result<T>> m_result;
    std::coroutine_handle<> m_waiter;
};

// The waiting side: co_await it once. Dropping it gives up the value, not the work.
template <class T>
class [[nodiscard]] Pending
{
public:
    explicit Pending(std::shared_ptr<PendingState<T>> state)
        : m_state(std::move(state))
    { }

    // A handle of its own, because g++ 12 insists on copying an awaiter.
    struct Awaiter
    {
        std::shared_ptr<PendingState<T>> state;
        [[nodiscard]] bool await_ready() const { return state->isFinished(); }
        void await_suspend(std::coroutine_handle<> waiter) { state->suspend(waiter); }
        [[nodiscard]] Result<T> await_resume() { return state->take(); }
    };
    Awaiter operator co_await() const { return Awaiter{m_state}; }

private:
    std::shared_ptr<PendingState<T>> m_state;
};

// The working side. Copies share one outcome: the first finish counts, later ones are ignored. When
// the last copy goes unfinished the waiter gets Errc::Internal, so that nobody waits for ever.
template <class T>
class Promise
{
public:
    // With a token the wait ends with Errc::Cancelled when it fires; the work is not stopped by it.
    explicit Promise(const CancelToken& token = {})
        : m_owner(std::make_shared<Owner>())
    {
        const std::weak_ptr<PendingState<T>> weak = m_owner->state;
        m_owner->state->registration = token.onCancel([weak] {
            if (const auto state = weak.lock())
                state->finish(Error{Errc::Cancelled, QStringLiteral("the wait was given up")},
                              false);
        });
        if (token.isCancelled())
            finish(Error{Errc::Cancelled, QStringLiteral("the wait was given up")});
    }

    [[nodiscard]] Pending<T> pending() const { return Pending<T>(m_owner->state); }
    [[nodiscard]] bool isFinished() const { return m_owner->state->isFinished(); }

    void finish(Result<T> result) const { m_owner->state->finish(std::move(result), false); }

    // The same, resuming the waiter at once: only from work that a Mailbox or a timer delivers.
    void finishFromLoop(Result<T> result) const { m_owner->state->finish(std::move(result), true); }

private:
    struct Owner
    {
        Owner() = default;
        Owner(const Owner&) = delete;
        Owner& operator=(const Owner&) = delete;
        ~Owner()
        {
            if (!state->isFinished())
                state->finish(Error{Errc::Internal, QStringLiteral("work was dropped")}, false);
        }
        std::shared_ptr<PendingState<T>> state = std::make_shared<PendingState<T>>();
    };
    std::shared_ptr<Owner> m_owner;
};

} // namespace arv
