// SPDX-License-Identifier: Apache-2.0
#pragma once

#define FUSE_USE_VERSION 314
#include <fuse_lowlevel.h>

#include "async/canceltoken.h"
#include "base/errc.h"

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

class QObject;

namespace arv {

class RequestList;

// One request of the kernel, from its arrival to its answer. Whoever takes the raw handle must
// answer with it at once: afterwards libfuse has freed it. Mount thread only.
class Request
{
public:
    Request(fuse_req_t raw, const char* operation, RequestList& living);
    ~Request();
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;

    [[nodiscard]] fuse_req_t take() { return std::exchange(m_raw, nullptr); }
    [[nodiscard]] const char* operation() const { return m_operation; }

    // The answer has to wait: from here on an interrupt of the caller, or the end of the mount,
    // ends the wait. Until now nothing could interrupt it, and most requests never come here.
    [[nodiscard]] CancelToken waiting();

    // The program that asks, 0 if it cannot be seen from here. Not after take().
    [[nodiscard]] pid_t caller() const { return fuse_req_ctx(m_raw)->pid; }

    // What the caller gets for this error: EINTR if it was the caller who gave up.
    [[nodiscard]] int errnoFor(Errc code) const;

private:
    friend class RequestList;
    void interrupt();

    fuse_req_t m_raw;
    const char* m_operation;
    RequestList& m_living;
    std::uint64_t m_id;
    CancelSource m_cancel;
    bool m_interrupted = false;
};

// The requests that have not been answered yet: what shutdown waits for, and the answer to "what is
// stuck?". Also delivers interrupts, after a time of grace. Mount thread only.
class RequestList
{
public:
    // timers: whose thread and life the timers of grace share.
    explicit RequestList(QObject& timers)
        : m_timers(timers)
    { }

    [[nodiscard]] bool isEmpty() const { return m_requests.empty(); }
    [[nodiscard]] std::vector<const char*> operations() const;
    void cancelAll();

    // Called by libfuse from inside process_buf, with a lock held: only notes the number.
    void noteInterrupt(std::uint64_t id) { m_interrupted.push_back(id); }
    // Called after process_buf: the noted ones get their time of grace.
    void deliverInterrupts();

private:
    friend class Request;
    std::uint64_t add(Request& request);
    void remove(std::uint64_t id) { m_requests.erase(id); }
    void interrupt(std::uint64_t id);

    QObject& m_timers;
    std::uint64_t m_nextId = 1;
    std::map<std::uint64_t, Request*> m_requests;
    std::vector<std::uint64_t> m_interrupted;
};

} // namespace arv
