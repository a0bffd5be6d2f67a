// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/mailbox.h"
#include "base/rangeset.h"
#include "base/result.h"
#include "keep/blockcopy.h"
#include "keep/locator.h"
#include "keep/transferfigures.h"

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace arv {

class BlockVerifier;

// A block on its way into memory: what has arrived, who waits for how much of it, and how it ended.
// Filled copy by copy in the transfer thread until one has the right MD5; asked by any thread.
// Bytes may be given out before that, from the first copy alone; if they turn out to be wrong, or
// if no service has a right copy to compare them with, the block is betrayed.
class ArrivingBlock : public std::enable_shared_from_this<ArrivingBlock>
{
public:
    enum class Trust
    {
        Verified, // nothing before the MD5 is right
        Early, // what has arrived
    };

    ArrivingBlock(Locator locator, Transfer::Purpose purpose, QString file);

    [[nodiscard]] const Locator& locator() const { return m_locator; }
    [[nodiscard]] std::uint32_t size() const { return m_size; }
    [[nodiscard]] std::uint64_t id() const { return m_figures.id; } // unlike any other block's

    // The bytes, if they may be given out now.
    [[nodiscard]] std::optional<Bytes> bytes(std::uint32_t offset, std::uint32_t length,
                                             Trust trust);
    // Calls back once, by way of the address: when bytes() up to there can be had, or at the end.
    void whenThere(std::uint32_t end, Trust trust, std::shared_ptr<MailboxAddress> address,
                   std::function<void()> call);

    // How many copies came whole, but with another MD5. Known with the outcome.
    [[nodiscard]] std::uint64_t wrongCopies() const;
    // How it ended; none: it has not. The bytes are the whole block.
    [[nodiscard]] std::optional<Result<Bytes>> outcome() const;
    // Bytes were given out that are wrong, or that nothing confirms. Known with the outcome.
    [[nodiscard]] bool isBetrayed() const;

    // The block is wanted for this too; true: that moves it up.
    [[nodiscard]] bool hasten(Transfer::Purpose purpose);
    [[nodiscard]] Transfer::Purpose purpose() const;
    [[nodiscard]] Transfer figures() const;
    void setWaiting(Transfer::Waiting waiting);
    void setCluster(const QString& host);

    // The rest is for the transfer thread.
    // The next copy, from the first byte on, of this service.
    [[nodiscard]] std::shared_ptr<BlockCopy> beginCopy(std::shared_ptr<BlockBuffer> buffer,
                                                       const QString& service,
                                                       BlockVerifier& verifier,
                                                       Throttle* throttle = nullptr);
    // The copy was not good; what was given out of it is kept, to be compared.
    void dropCopy(const QString& reason);
    void noteWrongCopy();
    // Once; wakes everybody.
    void end(const Result<Bytes>& outcome);

private:
    struct Waiter
    {
        std::uint32_t end; // beyond the size: the whole
        std::shared_ptr<MailboxAddress> address;
        std::function<void()> call;
    };
    using Waiters = std::vector<Waiter>;

    void grown(std::uint32_t arrived);
    [[nodiscard]] bool mayStream() const { return m_copy && m_given == nullptr; }
    [[nodiscard]] Waiters takeWaiters(std::uint32_t arrived);
    [[nodiscard]] bool confirms(const Result<Bytes>& outcome) const;
    static void wake(const Waiters& waiters);

    const Locator m_locator;
    const std::uint32_t m_size;
    mutable std::mutex m_mutex;
    std::shared_ptr<BlockCopy> m_copy; // that arrives
    std::shared_ptr<BlockCopy> m_given; // an earlier one, of which bytes were given out
    RangeSet m_givenRanges; // of m_given, or else of m_copy
    Waiters m_waiters;
    std::optional<Result<Bytes>> m_outcome;
    bool m_betrayed = false;
    std::uint64_t m_wrongCopies = 0;
    Transfer m_figures;
    std::chrono::steady_clock::time_point m_copyBegun;
};

} // namespace arv
