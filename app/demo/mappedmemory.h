// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "demo/steadybytes.h"

#include <cstdint>
#include <memory>

namespace arv::demo {

// Much memory in one piece, in large pages where the kernel has them. Goes with the last who holds
// it. Filled once, by any threads in parts of their own, and only read from then on.
class MappedMemory : public std::enable_shared_from_this<MappedMemory>
{
public:
    // Bytes, at least 1. Error NoMemory: more than the machine has to spare now.
    [[nodiscard]] static Result<std::shared_ptr<MappedMemory>> make(std::uint64_t size);
    ~MappedMemory();
    MappedMemory(const MappedMemory&) = delete;
    MappedMemory& operator=(const MappedMemory&) = delete;

    [[nodiscard]] char* data() { return m_data; }
    [[nodiscard]] SteadyBytes part(std::uint64_t offset, std::uint64_t size) const; // or none

private:
    MappedMemory(char* data, std::uint64_t size);

    char* const m_data;
    const std::uint64_t m_size;
};

} // namespace arv::demo
