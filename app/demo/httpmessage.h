// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/steadybytes.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace arv::demo {

// A request as the demo's servers see it, free of any HTTP library. Paths are percent-decoded.
struct HttpRequest
{
    std::string method; // "GET", ...
    std::string path; // without the query
    std::string query; // raw, behind the "?"
    std::multimap<std::string, std::string> headers; // names in lower case
    std::string body;

    [[nodiscard]] std::string header(const std::string& lowerCaseName) const
    {
        const auto found = headers.find(lowerCaseName);
        return found == headers.end() ? std::string() : found->second;
    }
};

struct HttpResponse
{
    int status = 200;
    std::string contentType = "application/json";
    std::multimap<std::string, std::string> headers; // beyond what the server adds by itself
    std::string body;
    // Instead of body, for blocks that are made as they are sent: bodySize bytes, asked for by
    // offset and length, written to the given place. Called from a server thread.
    std::uint64_t bodySize = 0;
    std::function<void(std::uint64_t offset, std::size_t length, char* to)> makeBody;
    // The same bytes as makeBody's, if they lie somewhere: sent from there. bodySize says how many.
    SteadyBytes steadyBody;
    // Larger than what there is to send: goes into Content-Length, and the connection closes where
    // the bytes end. That is what keepstore does with a block that proves short or wrong. 0: not
    // used.
    std::uint64_t promisedSize = 0;
};

// Called from many server threads at once.
using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;

} // namespace arv::demo
