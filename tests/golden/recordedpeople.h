// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/store.h"

#include <nlohmann/json.hpp>

#include <string>

namespace arv::test {

using nlohmann::json;

inline constexpr const char* recordedAlice = "zzzzz-tpzed-alice0000000000";
inline constexpr const char* recordedBob = "zzzzz-tpzed-bob000000000000";

// UUIDs have 15 characters behind the infix, secrets 50, both filled up with zeros.
inline void addRecordedToken(demo::Store& store, const std::string& name)
{
    demo::NewToken token;
    const bool person = name != "exp" && name != "scoped" && name != "future";
    token.user =
        person ? "zzzzz-tpzed-" + (name + std::string(15 - name.size(), '0')) : recordedAlice;
    token.uuid = "zzzzz-gj3su-" + (name + "token" + std::string(10 - name.size(), '0'));
    token.secret = "golden" + name + "token";
    token.secret.append(50 - token.secret.size(), '0');
    if (name == "exp")
        token.expiresAt = "2020-01-01T00:00:00Z";
    if (name == "scoped")
        token.scopes = json::array({"GET /arvados/v1/users/current"});
    store.addToken(token);
}

// The users and tokens of the recorded cluster.
inline void addRecordedPeople(demo::Store& store)
{
    store.addUser({"alice", "Alice", "Example", true, false, recordedAlice});
    store.addUser({"bob", "Bob", "Example", true, false, recordedBob});
    store.addUser({"carol", "Carol", "Example", false, false, "zzzzz-tpzed-carol0000000000"});
    store.addUser({"dave", "Dave", "Example", true, true, "zzzzz-tpzed-dave00000000000"});
    for (const std::string name : {"alice", "bob", "carol", "dave", "exp", "scoped", "future"})
        addRecordedToken(store, name);
}

inline bool hasText(const json& record, const char* name)
{
    return record.contains(name) && record[name].is_string() && record[name] != "";
}

// What select or a limited view left over would come out with defaults in it.
inline bool isWholeRecord(const json& record)
{
    if (!record.is_object() || !hasText(record, "uuid") || !hasText(record, "kind")
        || !hasText(record, "owner_uuid"))
        return false;
    return record["kind"] == "arvados#apiClientAuthorization"
        || (hasText(record, "modified_at") && hasText(record, "created_at"));
}

} // namespace arv::test
