// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/httpmessage.h"
#ifdef ARV_DEMO_FAULTS
#include "demo/faults.h"
#endif

#include <cstdint>
#include <limits>

namespace arv::demo {

// A reply and how it is to reach the client: whole, in the ordinary case. A value.
struct ExchangePlan
{
    static constexpr auto whole = std::numeric_limits<std::uint64_t>::max();

    HttpResponse response;
    bool drop = false; // the connection is reset instead of any answer
    bool endless = false; // the body goes on for ever
    std::uint64_t breakAfter = whole; // bytes of the body, then the connection ends,
    bool reset = false; // by a reset
};

// Bytes that a body will have, however it is made.
[[nodiscard]] std::uint64_t bodyLength(const HttpResponse& response);
// Part of the body, copied to a place for `length` bytes. offset + length <= bodyLength().
void copyBody(const HttpResponse& response, std::uint64_t offset, std::size_t length, char* to);

#ifdef ARV_DEMO_FAULTS
// What the fault makes of the request. Calls the handler unless the fault comes before it.
[[nodiscard]] ExchangePlan spoiltPlan(const Fault& fault, const HttpHandler& handler,
                                      const HttpRequest& request);
#endif

} // namespace arv::demo
