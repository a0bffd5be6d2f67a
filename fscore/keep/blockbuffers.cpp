// SPDX-License-Identifier: Apache-2.0
#include "keep/blockbuffers.h"

#include "keep/locator.h"

#include <algorithm>
#include <bit>
#include <new>

#include <sys/mman.h>

namespace arv {

namespace {

// Rooms are powers of two, so that what one block leaves fits the next. What is smaller comes from
// malloc: a process can have 65,530 mappings only.
constexpr std::size_t smallestRoom = 1 << 20;
constexpr std::size_t largestRoom = maxBlockSize;
constexpr std::size_t rooms =
    std::countr_zero(largestRoom) - std::countr_zero(smallestRoom) + std::size_t{1};

std::size_t roomFor(std::size_t bytes)
{
    return std::bit_ceil(bytes);
}

std::size_t shelfOf(std::size_t room)
{
    return static_cast<std::size_t>(std::countr_zero(room) - std::countr_zero(smallestRoom));
}

// Mapped rather than allocated, so that giving it back really does so.
char* mapped(std::size_t room)
{
    void* const place =
        ::mmap(nullptr, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (place == MAP_FAILED)
        return nullptr;
    ::madvise(place, room, MADV_HUGEPAGE); // a wish; fewer page faults where it is granted
    ::madvise(place, room, MADV_DONTDUMP); // data of people are not for core files
    return static_cast<char*>(place);
}

// Pages that this block does not need may be there from a larger one.
void letGoBehind(char* place, std::size_t bytes, std::size_t room)
{
    constexpr std::size_t page = 4096;
    const auto needed = (bytes + page - 1) / page * page;
    if (needed < room)
        ::madvise(place + needed, room - needed, MADV_DONTNEED);
}

std::shared_ptr<BlockBuffer> smallBuffer(std::size_t bytes)
{
    const std::shared_ptr<char[]> memory(new (std::nothrow) char[bytes]);
    if (!memory)
        return nullptr;
    return {new BlockBuffer(memory.get(), bytes), [memory](BlockBuffer* buffer) { delete buffer; }};
}

} // namespace

class BlockBuffers::Shelf
{
public:
    ~Shelf() { trim(); }

    [[nodiscard]] char* take(std::size_t room)
    {
        const std::lock_guard lock(m_mutex);
        auto& idle = m_idle[shelfOf(room)];
        char* place = nullptr;
        if (idle.empty()) {
            place = mapped(room);
        } else {
            place = idle.back();
            idle.pop_back();
            m_figures.idle -= room;
        }
        if (place)
            m_figures.used += room;
        return place;
    }

    void giveBack(char* place, std::size_t room)
    {
        const std::lock_guard lock(m_mutex);
        m_figures.used -= room;
        if (m_figures.idle + room > mostIdle) {
            ::munmap(place, room);
            return;
        }
        m_idle[shelfOf(room)].push_back(place);
        m_figures.idle += room;
    }

    void trim()
    {
        const std::lock_guard lock(m_mutex);
        for (std::size_t i = 0; i < rooms; ++i) {
            for (char* const place : m_idle[i])
                ::munmap(place, smallestRoom << i);
            m_idle[i].clear();
        }
        m_figures.idle = 0;
    }

    [[nodiscard]] Figures figures() const
    {
        const std::lock_guard lock(m_mutex);
        return m_figures;
    }

private:
    mutable std::mutex m_mutex;
    std::array<std::vector<char*>, rooms> m_idle; // by room
    Figures m_figures;
};

BlockBuffers::BlockBuffers()
    : m_shelf(std::make_shared<Shelf>())
{ }

BlockBuffers::~BlockBuffers() = default;

std::shared_ptr<BlockBuffer> BlockBuffers::take(std::size_t bytes)
{
    if (bytes > largestRoom)
        return nullptr;
    if (bytes < smallestRoom)
        return smallBuffer(bytes);
    const auto room = roomFor(bytes);
    char* const place = m_shelf->take(room);
    if (!place)
        return nullptr;
    letGoBehind(place, bytes, room);
    const auto giveBack = [shelf = m_shelf](BlockBuffer* buffer) {
        shelf->giveBack(buffer->data(), buffer->room());
        delete buffer;
    };
    return {new BlockBuffer(place, room), giveBack};
}

void BlockBuffers::trim()
{
    m_shelf->trim();
}

BlockBuffers::Figures BlockBuffers::figures() const
{
    return m_shelf->figures();
}

} // namespace arv
