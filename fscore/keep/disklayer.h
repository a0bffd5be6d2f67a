// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/pool.h"
#include "keep/blockcachesettings.h"
#include "keep/diskcache.h"

#include <memory>
#include <mutex>

namespace arv {

// The disk layer of the block cache: its own two threads, so that a slow disk keeps nobody else
// waiting, and what is to be told of it. The folder is opened at its first use. Where there is
// none, or it cannot be written, blocks are in memory alone, which is told once. pool(), figures()
// and what is posted: any thread; the others: on the pool.
class DiskLayer
{
public:
    DiskLayer(const BlockCacheSettings& settings, BlockBuffers& buffers);
    DiskLayer(const DiskLayer&) = delete;
    DiskLayer& operator=(const DiskLayer&) = delete;

    [[nodiscard]] Pool& pool() { return m_pool; }

    [[nodiscard]] std::optional<Bytes> read(const Locator& locator);
    void write(const Locator& locator, const Bytes& bytes);

    void postClear();
    // removed: told on the pool of what went.
    void postRemove(std::vector<QByteArray> hashes,
                    std::function<void(const DiskCache::Removed&)> removed);
    void postUse(const Locator& locator); // it was used, from memory
    void postLimit(std::uint64_t bytes);

    struct Figures
    {
        DiskCache::Figures cache;
        QString folder;
        QString trouble; // one sentence, or empty
    };
    [[nodiscard]] Figures figures() const;

private:
    [[nodiscard]] DiskCache* cache();
    void open();
    void setTrouble(const QString& sentence);

    const BlockCacheSettings m_settings;
    BlockBuffers& m_buffers;
    std::once_flag m_opened;
    mutable std::mutex m_mutex; // of the two below
    std::unique_ptr<DiskCache> m_cache; // once it is there it stays
    QString m_trouble;
    Pool m_pool{2}; // last: its threads end before what they use
};

} // namespace arv
