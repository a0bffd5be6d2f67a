// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/blockstore.h"
#include "demo/democluster.h"
#include "demo/store.h"

#include "golden/recordedpeople.h"
#include "golden/sessioncases.h"

#include <map>
#include <string>

namespace arv::test {

// The recorded cluster as the mount found it in one session: every record in the version that the
// newest reply up to then shows, and what other clients did that no reply shows.
class SessionWorld
{
public:
    explicit SessionWorld(const std::map<int, Session>& sessions)
        : m_sessions(sessions)
    { }

    void fill(demo::DemoCluster& cluster, int number) const
    {
        demo::Store& store = cluster.store();
        const std::vector<demo::RecordPtr> services = store.all(demo::Kind::KeepService);
        store.clear();
        addServices(store, services);
        addRecordedPeople(store);
        for (const auto& [at, session] : m_sessions)
            if (at <= number)
                for (const SessionExchange& exchange : session.exchanges)
                    collect(store, exchange.reply);
        store.share(projectOfBob, recordedAlice, demo::Level::Write);
        store.addTag(recordedAlice, "mytag", changed);
        if (number >= trashedAt)
            (void)store.trash(changed);
        addOldVersion(store, number);
        addBlocks(cluster);
    }

private:
    static constexpr const char* projectOfBob = "zzzzz-j7d0g-grlau4a2rjn6n7k";
    static constexpr const char* changed = "zzzzz-4zz18-0vksb7a95ibpmi4"; // home/proj/coll
    static constexpr int trashedAt = 49;
    static constexpr int changedAt = 11; // its first state is an old version from here on

    static void collect(demo::Store& store, const json& reply)
    {
        if (!reply.is_object())
            return;
        if (isWholeRecord(reply))
            (void)store.putRecord(reply);
        for (const char* list : {"items", "included"})
            if (reply.contains(list))
                for (const json& item : reply[list])
                    if (isWholeRecord(item) && item["kind"] != "arvados#keepService")
                        (void)store.putRecord(item);
    }

    // The recorded ones, listening where ours do.
    void addServices(demo::Store& store, const std::vector<demo::RecordPtr>& ours) const
    {
        const json& recorded = m_sessions.at(7).exchanges.at(0).reply["items"];
        for (std::size_t i = 0; i < recorded.size() && i < ours.size(); ++i) {
            json service = recorded[i];
            for (const char* where : {"service_host", "service_port", "service_ssl_flag"})
                service[where] = ours[i]->attributes[where];
            (void)store.putRecord(service);
        }
    }

    void addOldVersion(demo::Store& store, int number) const
    {
        if (number < changedAt)
            return;
        json old = m_sessions.at(5).exchanges.at(0).reply;
        old["uuid"] = "zzzzz-4zz18-oldversionofcol";
        (void)store.putRecord(old);
    }

    // Where the mount found them. The content of the larger one was not recorded.
    static void addBlocks(demo::DemoCluster& cluster)
    {
        (void)cluster.blocks(0).add("hello world\n");
        cluster.blocks(0).addGenerated("95b9ab1db80efac81686a5bed6d07725", 6291456, 1);
    }

    const std::map<int, Session>& m_sessions;
};

} // namespace arv::test
