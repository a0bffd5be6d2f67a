// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QJsonArray>
#include <QString>

namespace arv {

class ListQuery;

// A person's list of API filters (arv-mount's --filters), and to which requests each applies: an
// attribute without a table to all, "collections.X" to those for collections alone. A value; any
// thread.
class UserFilters
{
public:
    enum class Table
    {
        Groups,
        Collections,
        Links,
        Users
    };

    UserFilters() = default;

    // A JSON list whose items are [attribute, operator, operand], the first two texts, or a text
    // "(a < b)". The error names the item and what is wrong with it.
    [[nodiscard]] static Result<UserFilters> parse(const QByteArray& json);

    [[nodiscard]] bool isEmpty() const { return m_filters.isEmpty(); }

    // Into a request for one table (groups.list, groups.shared, links.list ...): those that apply
    // to it, with the table cut off.
    void addTo(ListQuery& query, Table table) const;
    // Into groups.contents: all but those for links and users, with their tables.
    void addToContents(ListQuery& query) const;

    bool operator==(const UserFilters&) const = default;

private:
    QJsonArray m_filters;
};

} // namespace arv
