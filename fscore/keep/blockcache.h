// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.h"
#include "keep/locator.h"

#include <QHash>

#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <optional>

namespace arv {

// Blocks in memory, least recently used out first, at most so many bytes. Only verified blocks are
// put here. Shared by all mounts: any thread. Blocks that readers still hold live on when they have
// left the cache, and are then not counted.
class BlockCache
{
public:
    static constexpr std::uint64_t defaultCapacity = 256 << 20; // bytes: four whole blocks

    explicit BlockCache(std::uint64_t capacity = defaultCapacity)
        : m_capacity(capacity)
    { }
    BlockCache(const BlockCache&) = delete;
    BlockCache& operator=(const BlockCache&) = delete;

    enum class Use
    {
        Likely,
        Passing, // first to go: read by a program that reads everything once
    };
    // A block bigger than the whole cache, or of another size than its locator says, is not kept.
    void put(const Locator& locator, const Bytes& block, Use use = Use::Likely);
    // A passing use leaves the block in its place in the order.
    [[nodiscard]] std::optional<Bytes> get(const Locator& locator, Use use = Use::Likely);
    // The same, not counted as a hit or miss.
    [[nodiscard]] std::optional<Bytes> getUncounted(const Locator& locator, Use use = Use::Likely);

    // Blocks on their way take part of the capacity; what is here makes room for them.
    void reserve(std::uint64_t bytes);
    void unreserve(std::uint64_t bytes);

    std::uint64_t remove(const QByteArray& hash); // bytes that went

    // Told of each block that leaves for want of room, without a lock held. Before any thread uses
    // the cache.
    void onEviction(std::function<void(const Locator&)> told) { m_told = std::move(told); }

    void setCapacity(std::uint64_t bytes);
    [[nodiscard]] std::uint64_t capacity() const
    {
        const std::lock_guard lock(m_mutex);
        return m_capacity;
    }
    void clear();

    // How it is doing, since the start.
    struct Figures
    {
        std::uint64_t bytes = 0;
        std::uint64_t capacity = 0; // bytes
        std::uint64_t reserved = 0; // bytes of these
        std::uint64_t blocks = 0;
        std::uint64_t hits = 0;
        std::uint64_t misses = 0;
        std::uint64_t evictions = 0;
    };
    [[nodiscard]] Figures figures() const;

private:
    struct Entry
    {
        Locator locator;
        Bytes block;
    };
    using Entries = std::list<Entry>;

    [[nodiscard]] std::optional<Bytes> find(const Locator& locator, Use use);
    [[nodiscard]] Entries insert(const Locator& locator, const Bytes& block, Use use);
    [[nodiscard]] Entries shrink();
    void tell(const Entries& removed) const;

    mutable std::mutex m_mutex;
    std::uint64_t m_capacity;
    Entries m_entries; // most recently used first
    QHash<QByteArray, Entries::iterator> m_byHash;
    Figures m_figures;
    std::function<void(const Locator&)> m_told;
};

} // namespace arv
