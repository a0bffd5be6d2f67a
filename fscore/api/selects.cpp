// SPDX-License-Identifier: Apache-2.0
#include "api/selects.h"

namespace arv {

QStringList recordAttributes(bool byHash)
{
    QStringList names{QStringLiteral("uuid"), QStringLiteral("portable_data_hash"),
                      QStringLiteral("manifest_text"), QStringLiteral("trash_at")};
    if (!byHash)
        names << QStringLiteral("owner_uuid") << QStringLiteral("name")
              << QStringLiteral("modified_at") << QStringLiteral("properties")
              << QStringLiteral("replication_desired") << QStringLiteral("storage_classes_desired")
              << QStringLiteral("current_version_uuid") << QStringLiteral("version")
              << QStringLiteral("is_trashed") << QStringLiteral("description");
    return names;
}

const QStringList& groupAttributes()
{
    static const QStringList names{QStringLiteral("uuid"),        QStringLiteral("name"),
                                   QStringLiteral("owner_uuid"),  QStringLiteral("modified_at"),
                                   QStringLiteral("group_class"), QStringLiteral("can_write"),
                                   QStringLiteral("properties"),  QStringLiteral("frozen_by_uuid")};
    return names;
}

const QStringList& collectionAttributes()
{
    static const QStringList names{
        QStringLiteral("uuid"),           QStringLiteral("name"),
        QStringLiteral("owner_uuid"),     QStringLiteral("modified_at"),
        QStringLiteral("properties"),     QStringLiteral("portable_data_hash"),
        QStringLiteral("file_count"),     QStringLiteral("current_version_uuid"),
        QStringLiteral("file_size_total")};
    return names;
}

QStringList attributesOfBoth()
{
    auto names = groupAttributes() + collectionAttributes();
    names.removeDuplicates();
    return names;
}

const QStringList& otherAttributes()
{
    static const QStringList names{QStringLiteral("uuid"), QStringLiteral("name"),
                                   QStringLiteral("owner_uuid"), QStringLiteral("modified_at")};
    return names;
}

} // namespace arv
