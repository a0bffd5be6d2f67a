// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace arv {

// Memory for one block of at most 64 MiB, filled by one thread and then read by many.
class BlockBuffer
{
public:
    BlockBuffer(char* data, std::size_t room)
        : m_data(data)
        , m_room(room)
    { }

    [[nodiscard]] char* data() { return m_data; }
    [[nodiscard]] const char* data() const { return m_data; }
    [[nodiscard]] std::size_t room() const { return m_room; } // bytes; at least what was asked for

private:
    char* m_data;
    std::size_t m_room;
};

// Buffers for blocks, used again and again: fresh memory costs more in page faults than the bytes
// cost to copy. Whoever lets go of the last reference gives a buffer back; a few idle ones are
// kept. Blocks below 1 MiB come from malloc and are not counted. May go before its buffers. Any
// thread.
class BlockBuffers
{
public:
    static constexpr std::size_t mostIdle = 128 << 20; // bytes that are kept for the next blocks

    BlockBuffers();
    ~BlockBuffers();
    BlockBuffers(const BlockBuffers&) = delete;
    BlockBuffers& operator=(const BlockBuffers&) = delete;

    // nullptr: the machine has no such memory left. bytes: 64 MiB at most; what is in it is
    // whatever was there.
    [[nodiscard]] std::shared_ptr<BlockBuffer> take(std::size_t bytes);

    // Gives idle memory back to the machine: nothing is being read any more.
    void trim();

    struct Figures
    {
        std::size_t used = 0; // bytes in buffers that somebody holds
        std::size_t idle = 0; // bytes in buffers that wait for the next block
    };
    [[nodiscard]] Figures figures() const;

private:
    class Shelf;
    std::shared_ptr<Shelf> m_shelf;
};

} // namespace arv
