// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/pending.h"

#include <deque>
#include <memory>

namespace arv {

// At most n inside, first come first served: requests that would otherwise queue inside Qt, where
// they can be neither ordered nor given up. One thread; must outlive its passes.
class Gate
{
public:
    explicit Gate(unsigned places)
        : m_free(places)
    { }

    // Being inside, for as long as it is held.
    class Inside
    {
    public:
        explicit Inside(Gate& gate)
            : m_gate(gate)
        { }
        ~Inside() { m_gate.leave(); }
        Inside(const Inside&) = delete;
        Inside& operator=(const Inside&) = delete;

    private:
        Gate& m_gate;
    };
    using Pass = std::shared_ptr<Inside>;

    [[nodiscard]] Pending<Pass> enter(const CancelToken& token = {});
    [[nodiscard]] std::size_t waiting() const { return m_queue.size(); }

private:
    void leave();

    unsigned m_free;
    std::deque<Promise<Pass>> m_queue;
};

} // namespace arv
