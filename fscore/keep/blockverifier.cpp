// SPDX-License-Identifier: Apache-2.0
#include "keep/blockverifier.h"

#include <algorithm>
#include <thread>

namespace arv {

namespace {

constexpr std::size_t step = 1 << 20; // bytes of each copy at a time: they stay in the cache
constexpr std::size_t worthALane = 1 << 20; // bytes
constexpr std::size_t worthAJob = 4 << 20; // bytes of one copy, if there are not several
constexpr std::size_t goodLanes = 4;

std::size_t unhashed(const BlockCopy& copy, std::uint32_t hashed)
{
    return copy.arrived() - hashed;
}

} // namespace

BlockVerifier::BlockVerifier(Pool& pool)
    : m_pool(pool)
    , m_mostJobs(std::max(1U, std::thread::hardware_concurrency() / 2))
{ }

BlockVerifier::~BlockVerifier()
{
    std::unique_lock lock(m_mutex);
    m_queue.clear(); // nobody waits for these
    m_ended.wait(lock, [this] { return m_jobs == 0; });
}

void BlockVerifier::note(const std::shared_ptr<BlockCopy>& copy)
{
    const std::lock_guard lock(m_mutex);
    if (unhashed(*copy, copy->m_hashing.hashed) < worthALane)
        return;
    queue(copy);
    startIfDue();
}

Pending<QByteArray> BlockVerifier::digest(const std::shared_ptr<BlockCopy>& copy)
{
    const Promise<QByteArray> promise;
    auto pending = promise.pending();
    // As with the pool's own answers: the box is opened at home alone.
    auto box = std::make_shared<Promise<QByteArray>>(promise);
    const auto home = Mailbox::current().address();
    const std::lock_guard lock(m_mutex);
    copy->m_hashing.deliver = [box = std::move(box), home](QByteArray digest) mutable {
        home->post([box = std::move(box), digest] { box->finishFromLoop(digest); });
    };
    queue(copy);
    startIfDue();
    return pending;
}

// With the lock.
void BlockVerifier::queue(const std::shared_ptr<BlockCopy>& copy)
{
    auto& hashing = copy->m_hashing;
    if (hashing.isQueued || hashing.isBusy)
        return;
    hashing.isQueued = true;
    m_queue.push_back(copy);
}

// With the lock. Single lanes are waited with: soon there are more, or the block is whole.
bool BlockVerifier::isDue() const
{
    return m_queue.size() >= goodLanes
        || std::any_of(m_queue.begin(), m_queue.end(), [](const auto& copy) {
               return copy->m_hashing.deliver
                   || unhashed(*copy, copy->m_hashing.hashed) >= worthAJob;
           });
}

// With the lock.
void BlockVerifier::startIfDue()
{
    if (m_jobs >= m_mostJobs || m_queue.empty() || !isDue())
        return;
    ++m_jobs;
    m_pool.post([this] { work(); });
}

void BlockVerifier::work()
{
    for (;;) {
        Copies whole;
        const auto copies = take(whole);
        if (copies.empty() && whole.empty())
            return;
        for (const auto& copy : whole)
            deliver(*copy);
        advance(copies);
        settle(copies);
    }
}

void BlockVerifier::deliver(BlockCopy& copy)
{
    auto& hashing = copy.m_hashing;
    const auto hashed = hashing.stream.length();
    const auto rest = copy.size() - static_cast<std::uint32_t>(hashed);
    const auto deliver = std::exchange(hashing.deliver, nullptr);
    deliver(hashing.stream.finish({copy.data() + hashed, static_cast<qsizetype>(rest)}));
}

// All by as much as the one that has least, which is then the next to be whole or to wait.
void BlockVerifier::advance(const Copies& copies)
{
    if (copies.empty())
        return;
    std::vector<Md5Work> lanes;
    auto bytes = step;
    for (const auto& copy : copies) {
        auto& stream = copy->m_hashing.stream;
        bytes = std::min(bytes, unhashed(*copy, static_cast<std::uint32_t>(stream.length())));
        lanes.push_back({&stream, copy->data() + stream.length()});
    }
    advanceTogether(lanes, bytes / Md5Stream::grain * Md5Stream::grain);
}

// What is hashed next, and what has less than a step of the algorithm left. Nothing of either: this
// job has ended.
BlockVerifier::Copies BlockVerifier::take(Copies& finished)
{
    const std::lock_guard lock(m_mutex);
    Copies copies;
    Copies later;
    for (auto& copy : m_queue) {
        auto& hashing = copy->m_hashing;
        const bool hasGrain = unhashed(*copy, hashing.hashed) >= Md5Stream::grain;
        auto& place = !hasGrain ? finished : copies.size() < mostMd5Lanes ? copies : later;
        if (&place != &later) {
            hashing.isQueued = false;
            hashing.isBusy = true;
        }
        place.push_back(std::move(copy));
    }
    m_queue = std::move(later);
    if (copies.empty() && finished.empty()) {
        --m_jobs;
        m_ended.notify_all();
    }
    return copies;
}

void BlockVerifier::settle(const Copies& copies)
{
    const std::lock_guard lock(m_mutex);
    for (const auto& copy : copies) {
        auto& hashing = copy->m_hashing;
        hashing.isBusy = false;
        hashing.hashed = static_cast<std::uint32_t>(hashing.stream.length());
        if (hashing.deliver || unhashed(*copy, hashing.hashed) >= worthALane)
            queue(copy);
    }
}

} // namespace arv
