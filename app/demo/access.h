// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/record.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace arv::demo {

enum class Level
{
    None,
    Read,
    Write,
    Manage
};

// What one user may see and do, worked out from owners and permission links at one moment.
// Immutable; any thread.
class Access
{
public:
    struct Source // the rows it is worked out from, and the cluster's special UUIDs
    {
        std::vector<RecordPtr> users;
        std::vector<RecordPtr> groups;
        std::vector<RecordPtr> links;
        std::string allUsersGroup;
        std::string anonymousGroup;
        std::string systemUser; // whom only administrators see
    };
    Access(const std::string& user, const Source& source);

    [[nodiscard]] const std::string& user() const { return m_user; }
    [[nodiscard]] bool isAdmin() const { return m_admin; }

    // By owners and links alone; trash and frozen projects aside.
    [[nodiscard]] Level level(const Record& record) const;
    // Of a user or group, or of another object that a permission link points to.
    [[nodiscard]] Level levelOf(const std::string& uuid) const;

    [[nodiscard]] bool canRead(const Record& record) const { return level(record) >= Level::Read; }
    // Not inside a frozen project, and not that project itself.
    [[nodiscard]] bool canWrite(const Record& record) const;
    [[nodiscard]] bool canManage(const Record& record) const
    {
        return level(record) >= Level::Manage;
    }
    // Itself or a project around it.
    [[nodiscard]] bool isTrashed(const Record& record) const;

    // Owned, over any number of projects, by the user's home.
    [[nodiscard]] bool isAtHome(const std::string& owner) const;

private:
    using Children = std::unordered_map<std::string, std::vector<RecordPtr>>;
    void walk(const std::string& from, Level level, const Children& owned, const Children& links,
              const Source& source);
    void markInside(const Source& source, const Children& owned);

    std::string m_user;
    bool m_admin = false;
    bool m_active = false;
    std::unordered_map<std::string, Level> m_levels;
    std::unordered_set<std::string> m_trashed; // projects, with all below
    std::unordered_set<std::string> m_frozen;
    std::unordered_set<std::string> m_home; // the user and the projects below
};

// "can_read", "can_write", "can_manage"; None for another word.
[[nodiscard]] Level levelNamed(std::string_view name);
[[nodiscard]] const char* levelName(Level level);

} // namespace arv::demo
