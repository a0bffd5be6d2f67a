// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

namespace arv::demo {

// Bytes in memory that stay as they are while somebody holds them, and so can be sent from where
// they lie. A value.
struct SteadyBytes
{
    std::shared_ptr<const void> owner; // null: there are none
    const char* data = nullptr;
    std::uint64_t size = 0;

    explicit operator bool() const { return owner != nullptr; }
};

} // namespace arv::demo
