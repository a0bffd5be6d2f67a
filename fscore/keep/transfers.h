// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/blockloader.h"
#include "keep/disklayer.h"
#include "keep/throttle.h"
#include "keep/transferqueue.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>

namespace arv {

// The blocks under way: who may go next, from where each one comes, and the loaders that fetch
// them, one for each mount. Transfer thread only; loaders are closed before it goes.
class Transfers
{
public:
    using LoaderId = std::uint64_t;

    // What the whole process shares; outlives this.
    struct Services
    {
        BlockBuffers& buffers;
        BlockVerifier& verifier;
        DiskLayer* disk; // nullptr: memory alone
        std::function<std::optional<Bytes>(const Locator&)> inMemory;
        // Memory for a block has been set aside, or is set free again.
        std::function<void(std::uint64_t bytes)> reserve;
        std::function<void(std::uint64_t bytes)> unreserve;
        // The block has come, or has failed, before anybody is woken; from the disk, or not.
        std::function<void(const std::shared_ptr<ArrivingBlock>&, const Result<Bytes>&,
                           bool isFromDisk)>
            land;
    };

    Transfers(Services services, std::uint64_t room);

    void open(LoaderId id, BlockLoader::Setup setup);
    void setToken(LoaderId id, const QString& token);
    // Gives up what it loads; closed is called when nothing of it runs.
    void close(LoaderId id, std::function<void()> closed);

    void begin(LoaderId id, std::shared_ptr<ArrivingBlock> block);
    // Something that is queued has been moved up.
    void reconsider() { m_queue.reconsider(); }
    void setRoom(std::uint64_t bytes) { m_queue.setRoom(bytes); }
    void setPaused(bool paused) { m_queue.setPaused(paused); }
    void setRateLimit(std::uint64_t limit) { m_throttle.setLimit(limit); }
    // Finishes when nothing runs, what is written to the disk included.
    [[nodiscard]] Pending<void> idle() { return m_scope.idle(); }

private:
    [[nodiscard]] BlockLoader* find(LoaderId id);
    [[nodiscard]] Task<void> fly(BlockLoader* loader, std::shared_ptr<ArrivingBlock> block);
    [[nodiscard]] Task<Bytes> readFromDisk(Locator locator);
    void keepOnDisk(const Locator& locator);
    [[nodiscard]] Task<void> writeAll();
    [[nodiscard]] Task<void> write(Locator locator, Bytes bytes);
    [[nodiscard]] Task<void> remove(LoaderId id, BlockLoader* loader, std::function<void()> closed);

    Services m_services;
    TransferQueue m_queue;
    Throttle m_throttle;
    std::deque<Locator> m_toWrite; // to the disk
    bool m_isWriting = false;
    TaskScope m_scope;
    std::map<LoaderId, std::unique_ptr<BlockLoader>> m_loaders;
};

} // namespace arv
