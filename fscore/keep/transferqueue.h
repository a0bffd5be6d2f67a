// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/pending.h"
#include "keep/arrivingblock.h"

#include <deque>
#include <memory>

namespace arv {

// Who may transfer next: as many blocks as find room in memory, those that somebody waits for
// first. One more of these is always let in, so that nothing waits for what cannot end. Transfer
// thread only; must outlive its passes.
class TransferQueue
{
public:
    // room: bytes that blocks on their way may take; one block may take more.
    explicit TransferQueue(std::uint64_t room)
        : m_room(room)
    { }

    // Being under way, for as long as it is held.
    class Inside
    {
    public:
        Inside(TransferQueue& queue, std::uint32_t bytes, bool isAhead)
            : m_queue(queue)
            , m_bytes(bytes)
            , m_isAhead(isAhead)
        { }
        ~Inside() { m_queue.leave(m_bytes, m_isAhead); }
        Inside(const Inside&) = delete;
        Inside& operator=(const Inside&) = delete;

    private:
        TransferQueue& m_queue;
        std::uint32_t m_bytes;
        bool m_isAhead; // or in the background
    };
    using Pass = std::shared_ptr<Inside>;

    [[nodiscard]] Pending<Pass> enter(std::shared_ptr<ArrivingBlock> block,
                                      const CancelToken& token);
    // What is queued has been moved up.
    void reconsider() { admit(); }

    void setRoom(std::uint64_t bytes);
    void setPaused(bool paused);

private:
    struct Waiting
    {
        std::shared_ptr<ArrivingBlock> block;
        Promise<Pass> promise;
    };
    void admit();
    [[nodiscard]] std::deque<Waiting>::iterator next();
    [[nodiscard]] bool mayEnter(const ArrivingBlock& block) const;
    void leave(std::uint32_t bytes, bool isAhead);

    std::uint64_t m_room;
    bool m_paused = false;
    std::uint64_t m_bytes = 0; // under way
    unsigned m_ahead = 0; // of these, how many blocks that nobody waited for, or an indexer
    unsigned m_inside = 0; // blocks under way
    std::deque<Waiting> m_queue;
};

} // namespace arv
