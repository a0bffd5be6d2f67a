// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "demo/feedsettings.h"
#include "demo/linkspeed.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace arv::demo {

class Store;
class BlockStore;
class Faults;
class Signer;

struct DemoOptions
{
    std::string clusterId = "zzzzz";
    bool tls = true; // API and Keep; the certificate is made at start
    std::uint16_t apiPort = 0; // 0: any free one
    std::int64_t signatureTtl = 1209600; // seconds
    bool enforceSignatures = true;
    std::int64_t maxItemsPerResponse = 1000; // API.MaxItemsPerResponse
    std::int64_t maxRequestSize = 134217728; // API.MaxRequestSize, bytes
    std::int64_t maxIndexDatabaseRead = 134217728; // bytes of large columns in one list
    std::string forwardSlashSubstitution; // Collections.ForwardSlashNameSubstitution
    bool servesSharedGroups = true; // false: no groups.shared, nor in the discovery document
    bool keepTls = true; // false: Keep alone without TLS, for benchmarks
    std::optional<LinkSpeed> link{}; // in front of the Keep services; none: as fast as it goes
    bool eventFeed = true; // false: no websocketUrl, and no need of a QCoreApplication
    FeedSettings feed{};
    std::shared_ptr<const Clock> clock{}; // of signatures; null: the real one
};

// A small, honest Arvados cluster on the loopback address: one API server, two Keep services with
// their own ports, and an event feed on another. Starts empty but for its users and tokens; world/
// functions fill it. Its servers run on their own threads; the face may be used from any one
// thread.
class DemoCluster
{
public:
    explicit DemoCluster(DemoOptions options = {});
    ~DemoCluster(); // stops
    DemoCluster(const DemoCluster&) = delete;
    DemoCluster& operator=(const DemoCluster&) = delete;

    [[nodiscard]] Result<void> start();
    void stop();

    [[nodiscard]] std::string apiHost() const; // localhost:PORT, for ARVADOS_API_HOST
    [[nodiscard]] std::string caFile() const; // PEM file to trust; gone when the cluster is
    [[nodiscard]] std::string keepBaseUrl(int service) const; // 0 or 1, ends with "/"

    [[nodiscard]] Store& store(); // records: users, tokens, groups, collections
    [[nodiscard]] BlockStore& blocks(int service); // 0 or 1
    [[nodiscard]] const Signer& signer() const;
    [[nodiscard]] Faults& faults();

    // Requests answered so far, "METHOD /path?query" each, oldest first; for tests that count them.
    [[nodiscard]] std::vector<std::string> requestsSeen() const;
    void forgetRequestsSeen();

    [[nodiscard]] std::string websocketUrl() const; // "wss://localhost:PORT/websocket"
    [[nodiscard]] std::size_t feedConnections() const; // clients of the event feed
    // What they have sent so far, oldest first: {"method":"subscribe",...}
    [[nodiscard]] std::vector<std::string> feedFrames() const;
    void closeFeeds(); // resets all their connections, before it returns

private:
    class Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace arv::demo
