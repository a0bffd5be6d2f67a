// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "demo/access.h"
#include "demo/parameters.h"
#include "demo/record.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace arv::demo {

class Store;
class Signer;

// What a cluster's configuration sets. Values as a fresh cluster has them.
struct ApiServerOptions
{
    std::string clusterId = "zzzzz";
    std::int64_t signatureTtl = 1209600; // seconds
    std::int64_t maxItemsPerResponse = 1000;
    std::int64_t maxRequestSize = 134217728; // bytes
    std::int64_t maxIndexDatabaseRead = 134217728; // bytes of large columns in one list
    std::string forwardSlashSubstitution; // Collections.ForwardSlashNameSubstitution
    int defaultReplication = 2;
    bool servesSharedGroups = true; // false: groups.shared is not there, as on old clusters
    std::shared_ptr<const Clock> clock; // of signatures; null: the real one
    // Addresses, asked for with each request since the ports are known only when all servers run.
    std::function<std::string()> apiBaseUrl; // "https://localhost:1234/"
    std::function<std::string()> websocketUrl; // empty text: no event feed
};

// Who asks: the row of the user and of the token, and the token exactly as sent.
struct Caller
{
    RecordPtr user; // null: nobody
    RecordPtr tokenRow;
    std::string token;
    std::shared_ptr<const Access> access;

    [[nodiscard]] bool isActive() const { return user && user->flag("is_active"); }
};

// One request on its way to a resource. Lives as long as the request; one thread.
struct ApiCall
{
    std::string method; // after HEAD and overrides: GET, POST, ...
    std::string path;
    std::vector<std::string> parts; // of the path, behind /arvados/v1/
    Parameters parameters;
    Caller caller;
    bool external = false; // X-External-Client
};

// What resources work with; all outlive them.
struct ApiContext
{
    const Store& store;
    const Signer& signer;
    const ApiServerOptions& options;
};

} // namespace arv::demo
