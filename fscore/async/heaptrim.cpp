// SPDX-License-Identifier: Apache-2.0
#include "async/heaptrim.h"

#include "async/sleep.h"

#include <malloc.h>

namespace arv {

namespace {

// Long enough for what comes in a row to be over; also the least time between two trims.
constexpr std::chrono::milliseconds settling{2000};

} // namespace

HeapTrim::HeapTrim(Pool& pool, TaskScope& scope, CancelToken ending)
    : m_pool(pool)
    , m_scope(scope)
    , m_ending(std::move(ending))
{ }

void HeapTrim::noteFreed(std::size_t bytes)
{
    m_freed += bytes;
    if (m_freed < worthwhile || m_isComing || m_ending.isCancelled())
        return;
    m_isComing = true;
    m_scope.start(trimSoon());
}

Task<void> HeapTrim::trimSoon()
{
    auto sleeping = sleepFor(settling, m_ending);
    const auto slept = co_await sleeping;
    m_isComing = false;
    if (!slept)
        co_return done();
    m_freed = 0;
    const auto job = [] { return ::malloc_trim(0); };
    auto trimming = m_pool.run(job, m_ending);
    const auto trimmed = co_await trimming;
    if (trimmed)
        ++m_trims;
    co_return done();
}

} // namespace arv
