// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/pool.h"
#include "async/taskscope.h"

#include <cstddef>

namespace arv {

// Gives memory back to the system: malloc keeps what is freed between pieces that are still in use,
// for ever if nobody asks, so that a mount would look as large as its largest moment. Told of what
// was freed, it has the heap of the process trimmed on the pool: a moment later, so that a burst
// counts once, and only for what is worth the walk. One thread; must outlive
// the tasks of its scope.
class HeapTrim
{
public:
    static constexpr std::size_t worthwhile = std::size_t{16} << 20; // bytes

    // ending: no trim any more.
    HeapTrim(Pool& pool, TaskScope& scope, CancelToken ending);

    void noteFreed(std::size_t bytes);
    [[nodiscard]] std::size_t trims() const { return m_trims; } // so far

private:
    [[nodiscard]] Task<void> trimSoon();

    Pool& m_pool;
    TaskScope& m_scope;
    CancelToken m_ending;
    std::size_t m_freed = 0; // since the last trim
    std::size_t m_trims = 0;
    bool m_isComing = false;
};

} // namespace arv
