// SPDX-License-Identifier: Apache-2.0
#include "keep/transferqueue.h"

#include <algorithm>

namespace arv {

namespace {

// Half of the connections that a host gets (net/httpclient): the others are for who waits.
constexpr unsigned mostAhead = 3;

} // namespace

Pending<TransferQueue::Pass> TransferQueue::enter(std::shared_ptr<ArrivingBlock> block,
                                                  const CancelToken& token)
{
    const Promise<Pass> promise(token);
    auto pending = promise.pending();
    block->setWaiting(m_paused ? Transfer::Waiting::Pause : Transfer::Waiting::Turn);
    m_queue.push_back({std::move(block), promise});
    admit();
    return pending;
}

void TransferQueue::admit()
{
    std::erase_if(m_queue, [](const Waiting& waiting) { return waiting.promise.isFinished(); });
    while (!m_paused) {
        const auto at = next();
        if (at == m_queue.end() || !mayEnter(*at->block))
            return;
        const auto waiting = std::move(*at);
        m_queue.erase(at);
        const bool isAhead = waiting.block->purpose() != Transfer::Purpose::Read;
        m_bytes += waiting.block->size();
        ++m_inside;
        m_ahead += isAhead ? 1 : 0;
        waiting.promise.finish(std::make_shared<Inside>(*this, waiting.block->size(), isAhead));
    }
}

std::deque<TransferQueue::Waiting>::iterator TransferQueue::next()
{
    return std::min_element(m_queue.begin(), m_queue.end(), [](const auto& a, const auto& b) {
        return a.block->purpose() < b.block->purpose();
    });
}

bool TransferQueue::mayEnter(const ArrivingBlock& block) const
{
    if (m_inside == 0)
        return true;
    if (m_bytes + block.size() > m_room)
        return false;
    return block.purpose() == Transfer::Purpose::Read || m_ahead < mostAhead;
}

void TransferQueue::leave(std::uint32_t bytes, bool isAhead)
{
    m_bytes -= bytes;
    --m_inside;
    m_ahead -= isAhead ? 1 : 0;
    admit();
}

void TransferQueue::setRoom(std::uint64_t bytes)
{
    m_room = bytes;
    admit();
}

void TransferQueue::setPaused(bool paused)
{
    m_paused = paused;
    for (const auto& waiting : m_queue)
        waiting.block->setWaiting(paused ? Transfer::Waiting::Pause : Transfer::Waiting::Turn);
    admit();
}

} // namespace arv
