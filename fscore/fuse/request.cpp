// SPDX-License-Identifier: Apache-2.0
#include "fuse/request.h"

#include "fuse/errno.h"
#include "tree/staleness.h"

#include <QTimer>

#include <cerrno>

namespace arv {

Request::Request(fuse_req_t raw, const char* operation, RequestList& living)
    : m_raw(raw)
    , m_operation(operation)
    , m_living(living)
    , m_id(living.add(*this))
{ }

Request::~Request()
{
    m_living.remove(m_id);
}

CancelToken Request::waiting()
{
    // libfuse may call at once, if the interrupt overtook the request.
    fuse_req_interrupt_func(
        m_raw,
        [](fuse_req_t, void* data) {
            auto* const request = static_cast<Request*>(data);
            request->m_living.noteInterrupt(request->m_id);
        },
        this);
    return m_cancel.token();
}

void Request::interrupt()
{
    m_interrupted = true;
    m_cancel.cancel();
}

int Request::errnoFor(Errc code) const
{
    if (code == Errc::Cancelled)
        return m_interrupted ? EINTR : errnoOf(Errc::ShuttingDown);
    return errnoOf(code);
}

std::uint64_t RequestList::add(Request& request)
{
    const auto id = m_nextId++;
    m_requests.emplace(id, &request);
    return id;
}

std::vector<const char*> RequestList::operations() const
{
    std::vector<const char*> operations;
    for (const auto& [id, request] : m_requests)
        operations.push_back(request->operation());
    return operations;
}

void RequestList::cancelAll()
{
    std::vector<std::uint64_t> ids; // an answer changes the map
    for (const auto& [id, request] : m_requests)
        ids.push_back(id);
    for (const auto id : ids) {
        if (const auto found = m_requests.find(id); found != m_requests.end())
            found->second->m_cancel.cancel();
    }
}

void RequestList::deliverInterrupts()
{
    for (const auto id : std::exchange(m_interrupted, {}))
        QTimer::singleShot(staleness::interruptGrace, &m_timers, [this, id] { interrupt(id); });
}

void RequestList::interrupt(std::uint64_t id)
{
    if (const auto found = m_requests.find(id); found != m_requests.end())
        found->second->interrupt();
}

} // namespace arv
