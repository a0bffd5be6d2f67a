// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/blockstore.h"
#include "demo/democluster.h"
#include "demo/demousers.h"
#include "demo/faults.h"
#include "demo/signer.h"
#include "demo/store.h"
#include "net/credentials.h"

#include <QString>

namespace arv::test {

// A running demo cluster, and what a client of its user Alice needs.
class DemoAccount
{
public:
    explicit DemoAccount(demo::DemoOptions options = {})
        : cluster(std::move(options))
    {
        const auto started = cluster.start();
        if (!started)
            qFatal("%s", qPrintable(started.error().text));
        user = demo::demoUserUuid("alice", cluster.store().clusterId());
        token = demo::demoToken("alice", cluster.store().clusterId());
    }

    [[nodiscard]] Credentials credentials() const
    {
        Credentials made;
        made.host = QString::fromStdString(cluster.apiHost());
        made.token = QString::fromStdString(token);
        made.caFile = QString::fromStdString(cluster.caFile());
        return made;
    }

    // Switches a fault on for every request of one server (api, keep0, keep1), or so many.
    void addFault(const std::string& server, demo::Fault fault, int times = -1)
    {
        fault.server = server;
        fault.times = times;
        cluster.faults().add(std::move(fault));
    }

    [[nodiscard]] static demo::Fault faultOf(demo::Fault::Kind kind)
    {
        demo::Fault fault;
        fault.kind = kind;
        return fault;
    }

    [[nodiscard]] static demo::Fault statusFault(int status, const std::string& body = {})
    {
        demo::Fault fault;
        fault.status = status;
        fault.body = body;
        return fault;
    }

    [[nodiscard]] static demo::Fault latencyFault(std::chrono::milliseconds latency)
    {
        demo::Fault fault;
        fault.kind = demo::Fault::Kind::Latency;
        fault.latency = latency;
        return fault;
    }

    [[nodiscard]] static demo::Fault faultAt(demo::Fault::Kind kind, std::uint64_t offset)
    {
        demo::Fault fault;
        fault.kind = kind;
        fault.offset = offset;
        return fault;
    }

    demo::DemoCluster cluster;
    std::string user; // UUID
    std::string token; // v2/...
};

} // namespace arv::test
