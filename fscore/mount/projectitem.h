// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <cstdint>
#include <optional>

namespace arv {

// One row of a project tree, as the server told it; every text may hold anything. A value.
struct ProjectItem
{
    enum class Kind
    {
        Project,
        FilterGroup,
        User, // whose home it is: at the top of what is shared
        Collection
    };
    Kind kind = Kind::Collection;
    QString uuid;
    QString name; // as the server has it
    QString fileName; // as the mount shows it; empty: the mount does not show it
    QString ownerUuid;
    QDateTime modified; // UTC; invalid if not known
    QString portableDataHash; // collections
    std::int64_t fileCount = 0; // collections
    std::int64_t totalSize = 0; // bytes; collections
    QJsonObject properties;
    bool canWrite = false; // groups
    bool frozen = false; // groups
    [[nodiscard]] bool hasChildren() const { return kind != Kind::Collection; }
};

// Which page of which place is asked for.
struct ProjectQuery
{
    enum class Place
    {
        Home,
        Shared,
        Inside // of `uuid`: a project, filter group or user
    };
    Place place = Place::Home;
    QString uuid;
    QString cursor; // of the page before; empty: the first page
};

struct ProjectPage
{
    QList<ProjectItem> items;
    QString next; // cursor of the next page; empty: this was the last
    QString error; // one sentence; not empty: the page could not be had, ask again
};

} // namespace arv
