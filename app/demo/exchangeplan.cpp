// SPDX-License-Identifier: Apache-2.0
#include "demo/exchangeplan.h"

#include <algorithm>
#include <cstring>

namespace arv::demo {

std::uint64_t bodyLength(const HttpResponse& response)
{
    return response.makeBody ? response.bodySize : response.body.size();
}

void copyBody(const HttpResponse& response, std::uint64_t offset, std::size_t length, char* to)
{
    if (response.makeBody)
        response.makeBody(offset, length, to);
    else
        std::memcpy(to, response.body.data() + offset, length);
}

#ifdef ARV_DEMO_FAULTS

namespace {

using Kind = Fault::Kind;

bool comesBeforeTheHandler(const Fault& fault)
{
    return fault.kind == Kind::Status
        || ((fault.kind == Kind::Drop || fault.kind == Kind::Silence) && !fault.carriedOut);
}

void flipByte(HttpResponse& response, std::uint64_t place)
{
    if (place >= bodyLength(response))
        return;
    if (!response.makeBody) {
        response.body[place] = static_cast<char>(response.body[place] ^ 1);
        return;
    }
    response.steadyBody = {};
    auto make = std::move(response.makeBody);
    response.makeBody = [make, place](std::uint64_t offset, std::size_t length, char* to) {
        make(offset, length, to);
        if (place >= offset && place - offset < length)
            to[place - offset] = static_cast<char>(to[place - offset] ^ 1);
    };
}

void cutBody(HttpResponse& response, std::uint64_t size)
{
    if (response.makeBody)
        response.bodySize = std::min(response.bodySize, size);
    else
        response.body.resize(std::min<std::uint64_t>(response.body.size(), size));
}

void setBody(HttpResponse& response, std::string body)
{
    response.makeBody = nullptr;
    response.steadyBody = {};
    response.bodySize = 0;
    response.promisedSize = 0;
    response.body = std::move(body);
}

HttpResponse statusReply(const Fault& fault)
{
    HttpResponse response;
    response.status = fault.status;
    response.contentType = fault.contentType;
    response.body = fault.body;
    return response;
}

} // namespace

ExchangePlan spoiltPlan(const Fault& fault, const HttpHandler& handler, const HttpRequest& request)
{
    ExchangePlan plan;
    if (!comesBeforeTheHandler(fault))
        plan.response = handler(request);
    plan.drop = fault.kind == Kind::Drop || fault.kind == Kind::Silence;
    plan.endless = fault.kind == Kind::Endless;
    plan.reset = fault.kind == Kind::DropInBody;
    if (fault.kind == Kind::Status)
        plan.response = statusReply(fault);
    else if (fault.kind == Kind::DropInBody || fault.kind == Kind::ShortBody)
        plan.breakAfter = fault.offset;
    else if (fault.kind == Kind::CutBody)
        cutBody(plan.response, fault.offset);
    else if (fault.kind == Kind::WrongByte)
        flipByte(plan.response, fault.offset);
    else if (fault.kind == Kind::NotJson)
        setBody(plan.response, "{\"items\": [ this is not JSON");
    return plan;
}

#endif

} // namespace arv::demo
