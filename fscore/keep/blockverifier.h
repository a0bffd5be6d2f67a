// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/pool.h"
#include "keep/blockcopy.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

namespace arv {

// Hashes blocks while they arrive, several at a time where there are several: one MD5 waits for
// itself at each step, so others fit in between. Runs on the pool. Any thread.
class BlockVerifier
{
public:
    explicit BlockVerifier(Pool& pool);
    ~BlockVerifier(); // when its jobs on the pool have ended
    BlockVerifier(const BlockVerifier&) = delete;
    BlockVerifier& operator=(const BlockVerifier&) = delete;

    // More of the copy has arrived. Hashing begins when that is worth a job.
    void note(const std::shared_ptr<BlockCopy>& copy);

    // The MD5 of a copy that is whole, 32 lower-case hex digits. From a thread with a Mailbox.
    [[nodiscard]] Pending<QByteArray> digest(const std::shared_ptr<BlockCopy>& copy);

private:
    using Copies = std::vector<std::shared_ptr<BlockCopy>>;
    void queue(const std::shared_ptr<BlockCopy>& copy);
    [[nodiscard]] bool isDue() const;
    void startIfDue();
    void work();
    [[nodiscard]] Copies take(Copies& finished);
    static void deliver(BlockCopy& copy);
    static void advance(const Copies& copies);
    void settle(const Copies& copies);

    Pool& m_pool;
    const unsigned m_mostJobs;
    std::mutex m_mutex;
    std::condition_variable m_ended; // a job
    Copies m_queue;
    unsigned m_jobs = 0; // on the pool, or on their way there
};

} // namespace arv
