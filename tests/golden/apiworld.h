// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/apitime.h"
#include "demo/store.h"

#include "golden/apicases.h"
#include "golden/recordedpeople.h"

#include <map>
#include <string>
#include <vector>

namespace arv::test {

// The recorded cluster as it was at a moment: its users and tokens, and every record in the newest
// version that any recorded reply shows of it up to then.
class ApiWorld
{
public:
    explicit ApiWorld(const std::map<std::string, ApiCase>& cases)
    {
        for (const auto& [name, entry] : cases)
            if (name != "auth/token-delete") // shows what it does away with
                collect(entry.reply(), entry.second());
    }

    // Moments within the second of a case at which something changed: the recording tells when a
    // reply was made to the second only, so that the case may belong to any of them.
    [[nodiscard]] std::vector<std::string> moments(const ApiCase& entry) const
    {
        const std::string second = entry.second();
        std::vector<std::string> moments{second};
        if (second.empty()) // the recording says nothing of when
            return moments;
        for (auto at = m_changes.lower_bound(second); at != m_changes.end(); ++at) {
            if (at->first.compare(0, second.size(), second) != 0)
                break;
            if (moments.back() != at->first)
                moments.push_back(at->first);
        }
        return moments;
    }

    void fill(demo::Store& store, const std::string& moment, const ApiCase& entry) const
    {
        store.clear();
        addRecordedPeople(store);
        addEmptyCollection(store);
        for (auto at = m_changes.begin(); at != m_changes.end() && at->first <= moment; ++at)
            (void)store.putRecord(at->second);
        if (entry.name == "logs/list") // the one entry that was recorded
            (void)store.putRecord(entry.reply()["items"][0]);
        if (entry.name.compare(0, 7, "paging/") == 0)
            addManyCollections(store);
        // This link was made and changed without being recorded.
        if (entry.name == "shared/bob-get-writable-project")
            store.share("zzzzz-j7d0g-27196g67e0c7v2j", recordedBob, demo::Level::Write);
    }

private:
    static void addEmptyCollection(demo::Store& store)
    {
        for (const demo::RecordPtr& row : store.all(demo::Kind::Collection))
            (void)store.removeRecord(row->uuid());
        const char* empty = "zzzzz-4zz18-3kkzb588x08vh7o";
        demo::NewCollection collection;
        collection.owner = store.systemUser();
        collection.name = "empty collection";
        collection.uuid = empty;
        collection.modifiedAt = "2026-11-22T08:00:30Z";
        (void)store.addCollection(collection);
        store.share(empty, store.anonymousGroup(), demo::Level::Read);
    }

    static void addManyCollections(demo::Store& store)
    {
        demo::NewGroup project;
        project.owner = recordedAlice;
        project.name = "many";
        project.uuid = "zzzzz-j7d0g-m2uxu84skvdmvrc";
        (void)store.addGroup(project);
        const json& model = manyModel();
        for (int i = 0; i < 1100; ++i) {
            json record = model;
            char ending[16];
            std::snprintf(ending, sizeof ending, "%015d", i);
            record["uuid"] =
                i == 0 ? "zzzzz-4zz18-8i759x9n69m5agx" : std::string("zzzzz-4zz18-") + ending;
            record["current_version_uuid"] = record["uuid"];
            record["name"] = "n" + std::to_string(i);
            if (i == 0)
                record["modified_at"] = "2026-11-22T08:36:59.000000000Z";
            (void)store.putRecord(record);
        }
    }

    static const json& manyModel()
    {
        static const json model = [] {
            static const auto cases = loadApiCases();
            json record = cases.at("paging/contents-max-index-read").reply()["items"][0];
            record["manifest_text"] = ". acbd18db4cc2f85cedef654fccc4a4d8+3 0:3:foo.txt\n";
            return record;
        }();
        return model;
    }

    void collect(const json& value, const std::string& second)
    {
        if (!value.is_object())
            return;
        collectRecord(value, second);
        for (const char* list : {"items", "included"})
            if (value.contains(list))
                for (const json& item : value[list])
                    collectRecord(item, second);
    }

    void collectRecord(json record, const std::string& second)
    {
        if (!isWholeRecord(record) || record["kind"] == "arvados#log")
            return;
        const auto isText = [&record](const char* name) { return hasText(record, name); };
        const bool token = record["kind"] == "arvados#apiClientAuthorization";
        // A reply to create shows nine digits, all later ones six and three zeros.
        if (isText("created_at"))
            record["created_at"] = record["created_at"].get<std::string>().substr(0, 26) + "000Z";
        // Some updates leave modified_at as it is: of those the last reply counts.
        const std::string when = token ? std::string() : record["modified_at"].get<std::string>();
        m_changes.emplace(when + ' ' + second, record);
    }

    std::multimap<std::string, json> m_changes; // by modified_at and time of the reply
};

} // namespace arv::test
