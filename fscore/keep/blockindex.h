// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keep/blockkey.h"

#include <QHash>

#include <cstdint>
#include <vector>

namespace arv {

// Which blocks lie in the cache on disk, as far as this process knows, in the order of their use.
// Some 80 bytes for each; touches no file. One thread at a time: its owner has the lock.
class BlockIndex
{
public:
    // What a block of so many bytes takes on disk, roughly: many small ones must count.
    [[nodiscard]] static constexpr std::uint64_t onDisk(std::uint64_t bytes)
    {
        constexpr std::uint64_t page = 4096;
        return (bytes + page - 1) / page * page;
    }

    [[nodiscard]] bool contains(const BlockKey& key) const { return m_places.contains(key); }
    // Of the file whose bytes were found right (BlockFileState::stamp); 0: not verified yet.
    [[nodiscard]] std::uint64_t stamp(const BlockKey& key) const;

    // The block is here and was used just now; size in bytes, 64 MiB at most.
    void put(const BlockKey& key, std::uint32_t size, std::uint64_t stamp);
    // Used just now; nothing else changes. Unknown ones stay unknown.
    void use(const BlockKey& key);
    void remove(const BlockKey& key);

    // The blocks that were used least recently, oldest first: as many as hold so many bytes on disk
    // and number so many, but never more than that at once.
    struct Wanted
    {
        std::uint64_t bytes = 0;
        std::uint64_t blocks = 0;
    };
    [[nodiscard]] std::vector<BlockKey> oldest(Wanted wanted, std::size_t atMost) const;

    [[nodiscard]] std::uint64_t bytes() const { return m_bytes; } // on disk
    [[nodiscard]] std::uint64_t blocks() const
    {
        return static_cast<std::uint64_t>(m_places.size());
    }
    [[nodiscard]] std::uint32_t size(const BlockKey& key) const; // in bytes; 0: unknown

private:
    // The nodes form a ring by use; the first is its beginning and no block.
    struct Node
    {
        BlockKey key;
        std::uint32_t older = 0;
        std::uint32_t younger = 0;
        std::uint64_t stamp = 0;
        std::uint32_t size = 0;
    };
    static constexpr std::uint32_t ends = 0;

    [[nodiscard]] std::uint32_t freshNode();
    void unlink(std::uint32_t place);
    void linkAsYoungest(std::uint32_t place);

    std::vector<Node> m_nodes{1};
    std::vector<std::uint32_t> m_free; // places in m_nodes that hold no block
    QHash<BlockKey, std::uint32_t> m_places;
    std::uint64_t m_bytes = 0;
};

} // namespace arv
