// SPDX-License-Identifier: Apache-2.0
#include "keep/arrivingblock.h"

#include "keep/blockverifier.h"

#include <atomic>
#include <cstring>

namespace arv {

namespace {

std::uint64_t nextId()
{
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

} // namespace

ArrivingBlock::ArrivingBlock(Locator locator, Transfer::Purpose purpose, QString file)
    : m_locator(std::move(locator))
    , m_size(m_locator.size())
{
    m_figures.id = nextId();
    m_figures.file = std::move(file);
    m_figures.purpose = purpose;
    m_figures.size = m_size;
}

std::optional<Bytes> ArrivingBlock::bytes(std::uint32_t offset, std::uint32_t length, Trust trust)
{
    const std::lock_guard lock(m_mutex);
    if (m_outcome) {
        if (!*m_outcome)
            return std::nullopt;
        return (*m_outcome)->slice(offset, length);
    }
    if (trust == Trust::Verified || !mayStream() || m_copy->arrived() < offset + length)
        return std::nullopt;
    m_givenRanges.add(offset, offset + length);
    return m_copy->slice(offset, length);
}

void ArrivingBlock::whenThere(std::uint32_t end, Trust trust,
                              std::shared_ptr<MailboxAddress> address, std::function<void()> call)
{
    const std::lock_guard lock(m_mutex);
    const auto wanted = trust == Trust::Early ? end : m_size + 1;
    const bool isThere = m_outcome || (mayStream() && m_copy->arrived() >= wanted);
    if (isThere)
        address->post(std::move(call));
    else
        m_waiters.push_back({wanted, std::move(address), std::move(call)});
}

std::optional<Result<Bytes>> ArrivingBlock::outcome() const
{
    const std::lock_guard lock(m_mutex);
    return m_outcome;
}

bool ArrivingBlock::isBetrayed() const
{
    const std::lock_guard lock(m_mutex);
    return m_betrayed;
}

bool ArrivingBlock::hasten(Transfer::Purpose purpose)
{
    const std::lock_guard lock(m_mutex);
    if (m_figures.purpose <= purpose)
        return false;
    m_figures.purpose = purpose;
    return true;
}

Transfer::Purpose ArrivingBlock::purpose() const
{
    const std::lock_guard lock(m_mutex);
    return m_figures.purpose;
}

Transfer ArrivingBlock::figures() const
{
    const std::lock_guard lock(m_mutex);
    auto now = m_figures;
    now.bytes = m_copy ? m_copy->arrived() : 0;
    if (now.waiting == Transfer::Waiting::Answer && now.bytes > 0)
        now.waiting = Transfer::Waiting::Nothing;
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - m_copyBegun;
    if (now.bytes > 0 && time.count() > 0)
        now.rate = static_cast<double>(now.bytes) / time.count();
    return now;
}

void ArrivingBlock::setCluster(const QString& host)
{
    const std::lock_guard lock(m_mutex);
    m_figures.cluster = host;
}

void ArrivingBlock::setWaiting(Transfer::Waiting waiting)
{
    const std::lock_guard lock(m_mutex);
    m_figures.waiting = waiting;
}

std::shared_ptr<BlockCopy> ArrivingBlock::beginCopy(std::shared_ptr<BlockBuffer> buffer,
                                                    const QString& service, BlockVerifier& verifier,
                                                    Throttle* throttle)
{
    auto place = std::make_shared<std::weak_ptr<BlockCopy>>();
    const auto grown = [weak = weak_from_this(), place, &verifier](std::uint32_t arrived) {
        if (const auto copy = place->lock())
            verifier.note(copy);
        if (const auto block = weak.lock())
            block->grown(arrived);
    };
    auto copy = std::make_shared<BlockCopy>(std::move(buffer), m_size, grown, throttle);
    *place = copy;
    const std::lock_guard lock(m_mutex);
    m_copy = copy;
    ++m_figures.tries;
    m_figures.service = service;
    m_figures.waiting = Transfer::Waiting::Answer;
    m_copyBegun = std::chrono::steady_clock::now();
    return copy;
}

void ArrivingBlock::dropCopy(const QString& reason)
{
    const std::lock_guard lock(m_mutex);
    if (m_given == nullptr && !m_givenRanges.isEmpty())
        m_given = m_copy;
    m_copy.reset();
    m_figures.lastFailure = reason;
}

void ArrivingBlock::noteWrongCopy()
{
    const std::lock_guard lock(m_mutex);
    ++m_wrongCopies;
}

std::uint64_t ArrivingBlock::wrongCopies() const
{
    const std::lock_guard lock(m_mutex);
    return m_wrongCopies;
}

void ArrivingBlock::grown(std::uint32_t arrived)
{
    Waiters due;
    {
        const std::lock_guard lock(m_mutex);
        if (mayStream())
            due = takeWaiters(arrived);
    }
    wake(due);
}

// With the lock.
ArrivingBlock::Waiters ArrivingBlock::takeWaiters(std::uint32_t arrived)
{
    Waiters due;
    std::erase_if(m_waiters, [&](Waiter& waiter) {
        if (waiter.end > arrived)
            return false;
        due.push_back(std::move(waiter));
        return true;
    });
    return due;
}

// With the lock. Whether what was given out is what the block really holds.
bool ArrivingBlock::confirms(const Result<Bytes>& outcome) const
{
    if (m_givenRanges.isEmpty())
        return true;
    if (!outcome)
        return false;
    if (m_given == nullptr)
        return true; // it was this copy
    const auto& whole = outcome.value();
    return std::all_of(m_givenRanges.begin(), m_givenRanges.end(), [&](const auto& range) {
        const auto [begin, end] = range;
        return std::memcmp(m_given->data() + begin, whole.data() + begin, end - begin) == 0;
    });
}

void ArrivingBlock::end(const Result<Bytes>& outcome)
{
    Waiters all;
    {
        const std::lock_guard lock(m_mutex);
        m_betrayed = !confirms(outcome);
        m_outcome = outcome;
        m_copy.reset();
        m_given.reset();
        all = std::exchange(m_waiters, {});
    }
    wake(all);
}

void ArrivingBlock::wake(const Waiters& waiters)
{
    for (const auto& waiter : waiters)
        waiter.address->post(waiter.call);
}

} // namespace arv
