// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <memory>
#include <string>

namespace arv::demo {

// The tables of the demo's store.
enum class Kind
{
    User,
    Token,
    Group,
    Collection,
    Link,
    KeepService,
    ContainerRequest,
    Workflow,
    Log
};
inline constexpr int kindCount = 9;

// One row. Never changed once it is in the store (an update puts a new one in its place), so that
// requests may look at rows without holding the store's lock. Any thread.
struct Record
{
    Kind kind = Kind::Collection;
    // Every stored attribute under its name in the API, "kind" and "etag" too. Not in here: what
    // depends on who asks (can_write, can_manage, writable_by) and the manifest.
    nlohmann::json attributes;
    std::string manifest; // collections: the text as saved, without +A hints; others: empty
    std::string fileNames; // collections: one path per line, for filters on "file_names"

    [[nodiscard]] const std::string& uuid() const { return text("uuid"); }
    [[nodiscard]] const std::string& owner() const { return text("owner_uuid"); }
    [[nodiscard]] bool flag(const char* name) const;
    // The attribute if it is a string, else the empty string.
    [[nodiscard]] const std::string& text(const char* name) const;
};

using RecordPtr = std::shared_ptr<const Record>;

} // namespace arv::demo
