// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "base/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>

namespace arv {

// Nanoseconds since 1970, UTC; 0 where the server said nothing or nonsense.
using Timestamp = std::int64_t;

// 2026-08-07T19:37:21.123456000Z, with 0 to 9 digits of fraction. Pure.
[[nodiscard]] Timestamp parseTimestamp(QStringView text);

// One collection record. From a get it has manifest and record; from a list it has neither.
struct Collection
{
    Uuid uuid; // the portable data hash if it was asked for by that
    Uuid ownerUuid;
    QString name;
    PortableDataHash portableDataHash;
    QByteArray manifestText; // signed for the token of the request
    Timestamp modifiedAt = 0;
    Uuid currentVersionUuid;
    QJsonObject record; // all that the server sent but the manifest's text

    [[nodiscard]] static Result<Collection> fromJson(const QJsonObject& json);
};

// A project or filter group.
struct Group
{
    Uuid uuid;
    Uuid ownerUuid;
    QString name;
    QString groupClass; // "project", "filter", "role"
    Timestamp modifiedAt = 0;
    bool canWrite = false;
    bool frozen = false;
    QJsonObject record; // all that the server sent, for .arvados#project

    [[nodiscard]] static Result<Group> fromJson(const QJsonObject& json);
};

struct User
{
    Uuid uuid;
    QString email;
    QString username;
    QString fullName;
    QString firstName;
    QString lastName;
    bool isActive = false;
    bool isAdmin = false;
    QJsonObject record;

    [[nodiscard]] static Result<User> fromJson(const QJsonObject& json);
};

// The token in use, without its secret.
struct TokenInfo
{
    Uuid uuid;
    Uuid ownerUuid;
    std::optional<Timestamp> expiresAt; // none: it does not expire

    [[nodiscard]] static Result<TokenInfo> fromJson(const QJsonObject& json);
};

// What a project holds: one row of groups.contents.
struct ContentItem
{
    enum class Kind
    {
        Project,
        FilterGroup,
        Collection,
        ContainerRequest,
        Workflow,
        Other
    };
    Kind kind = Kind::Other;
    Uuid uuid;
    Uuid ownerUuid;
    QString name; // as the server has it, may be empty
    Timestamp modifiedAt = 0;
    bool canWrite = false;
    bool frozen = false;
    PortableDataHash portableDataHash;
    Uuid currentVersionUuid;
    std::int64_t fileCount = 0;
    std::int64_t fileSizeTotal = 0;
    QJsonObject properties;

    [[nodiscard]] static Result<ContentItem> fromJson(const QJsonObject& json);
};

// One page of a list. isLast: the protocol's own rule, fewer items than the reply's own limit, or
// none; a short page alone is not the end.
struct ContentsPage
{
    QList<ContentItem> items;
    Uuid last; // of the page's last row, to go on after it; also when that row was unusable
    bool isLast = true;
};

// One page of groups.shared: groups that are not reached from the home project, and those of their
// owners that may be read.
struct SharedPage
{
    QList<ContentItem> groups;
    QList<User> users; // owners
    QList<Group> ownerGroups; // owners; of any class
    Uuid last; // as in ContentsPage
    bool isLast = true;
};

// One page of the names of tags. last: of the page, empty if it had none.
struct TagNamesPage
{
    QStringList names;
    QString last;
    bool isLast = true;
};

// One page of the links of a tag to collections.
struct TaggedPage
{
    QList<Uuid> collections; // may repeat: two people may tag one collection
    Uuid last; // link of the page's last row
    bool isLast = true;
};

// One page of a list of collections. last: as in ContentsPage.
struct CollectionsPage
{
    QList<Collection> collections;
    Uuid last;
    bool isLast = true;
};

// One row of keep_services.accessible.
struct KeepServiceRecord
{
    Uuid uuid; // 27 or 28 characters
    QString host;
    int port = 0;
    bool tls = false;
    QString type; // "disk", "proxy", ...
    bool readOnly = false;

    [[nodiscard]] static Result<KeepServiceRecord> fromJson(const QJsonObject& json);
};

// What we use of the discovery document.
struct Discovery
{
    QString uuidPrefix; // five characters
    std::int64_t blobSignatureTtl = 1209600; // seconds
    std::int64_t maxRequestSize = 134217728; // bytes
    int defaultCollectionReplication = 2;
    QString websocketUrl;
    QString workbenchUrl;
    bool hasGroupsShared = false;

    [[nodiscard]] static Result<Discovery> fromJson(const QJsonObject& json);
};

// What we use of the exported configuration.
struct ClusterConfig
{
    QString clusterId;
    // String that stands for "/" in names; nullopt: none. An old server without the key means "_".
    std::optional<QString> slashSubstitution;

    [[nodiscard]] static Result<ClusterConfig> fromJson(const QJsonObject& json);
};

} // namespace arv
