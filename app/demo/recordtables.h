// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "demo/record.h"

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace arv::demo {

// The rows of the store and the indexes over them; no rules. Not for several threads at once: the
// store has the lock.
class RecordTables
{
public:
    void put(const RecordPtr& row); // in place of the one with its UUID, else behind the others
    void remove(const std::string& uuid);

    [[nodiscard]] RecordPtr find(std::string_view uuid) const; // null: none
    [[nodiscard]] RecordPtr withSecret(std::string_view secret) const; // a token
    [[nodiscard]] std::vector<RecordPtr> all(Kind kind) const; // in the order they came
    [[nodiscard]] std::vector<RecordPtr> ownedBy(Kind kind, std::string_view owner) const;
    [[nodiscard]] std::vector<RecordPtr> withHash(std::string_view hash) const; // collections

    // Whether another row of the owner has the name. Projects and filter groups share their names,
    // collections have their own; trashed rows, old versions and the nameless have no claim.
    [[nodiscard]] bool isNameTaken(const Record& row) const;

private:
    struct Table
    {
        std::vector<RecordPtr> rows; // a removed row leaves null
        std::unordered_map<std::string, std::size_t> byUuid;
        std::unordered_map<std::string, std::vector<std::size_t>> byOwner;
    };

    Table& table(Kind kind) { return m_tables[static_cast<std::size_t>(kind)]; }
    [[nodiscard]] const Table& table(Kind kind) const
    {
        return m_tables[static_cast<std::size_t>(kind)];
    }
    void enterIndexes(std::size_t at, const Record& row);
    void leaveIndexes(std::size_t at, const Record& row);

    std::array<Table, kindCount> m_tables;
    std::unordered_map<std::string, std::string> m_byName; // see nameKey() -> UUID
    std::unordered_map<std::string, std::vector<std::string>> m_byHash; // PDH -> UUIDs
    std::unordered_map<std::string, std::string> m_bySecret; // token secret -> UUID
};

} // namespace arv::demo
