// SPDX-License-Identifier: Apache-2.0
#include "mount/projectitems.h"

#include "tree/names.h"
#include "tree/places.h"

#include <QSet>

namespace arv {

namespace {

using Substitution = std::optional<QString>;

// Empty: the mount shows no file of this name.
QString shownName(const QString& name, const Substitution& substitution)
{
    const auto bytes = fileName(name, substitution);
    const bool isShown = bytes.size() <= maxNameBytes && bytes != projectFileName;
    return isShown ? QString::fromUtf8(bytes) : QString();
}

QDateTime momentOf(Timestamp time)
{
    return time > 0 ? QDateTime::fromMSecsSinceEpoch(time / 1000000, Qt::UTC) : QDateTime();
}

bool isListed(ContentItem item)
{
    item.name = item.uuid.text; // the nameless are listed, though not mounted
    return isShown(item);
}

ProjectItem::Kind kindOf(ContentItem::Kind kind)
{
    if (kind == ContentItem::Kind::Collection)
        return ProjectItem::Kind::Collection;
    return kind == ContentItem::Kind::FilterGroup ? ProjectItem::Kind::FilterGroup
                                                  : ProjectItem::Kind::Project;
}

ProjectItem projectItem(const ContentItem& record, const Substitution& substitution)
{
    ProjectItem item;
    item.kind = kindOf(record.kind);
    item.uuid = record.uuid.text;
    item.name = record.name.isEmpty() ? record.uuid.text : record.name;
    item.fileName = isShown(record) ? shownName(record.name, substitution) : QString();
    item.ownerUuid = record.ownerUuid.text;
    item.modified = momentOf(record.modifiedAt);
    item.portableDataHash = record.portableDataHash.text;
    item.fileCount = record.fileCount;
    item.totalSize = record.fileSizeTotal;
    item.properties = record.properties;
    item.canWrite = record.canWrite;
    item.frozen = record.frozen;
    return item;
}

QString nameOf(const User& user)
{
    const auto name = QStringList{user.firstName, user.lastName}.join(u' ').trimmed();
    if (!name.isEmpty())
        return name;
    return user.username.isEmpty() ? user.uuid.text : user.username;
}

ProjectItem ownerItem(const User& user)
{
    ProjectItem item;
    item.kind = ProjectItem::Kind::User;
    item.uuid = user.uuid.text;
    item.name = nameOf(user);
    return item;
}

// A role as well: it may own projects.
ProjectItem ownerItem(const Group& group)
{
    ProjectItem item;
    item.kind = group.groupClass == QLatin1String("filter") ? ProjectItem::Kind::FilterGroup
                                                            : ProjectItem::Kind::Project;
    item.uuid = group.uuid.text;
    item.name = group.name.isEmpty() ? group.uuid.text : group.name;
    item.ownerUuid = group.ownerUuid.text;
    item.modified = momentOf(group.modifiedAt);
    item.properties = group.record.value(QLatin1String("properties")).toObject();
    item.canWrite = group.canWrite;
    item.frozen = group.frozen;
    return item;
}

// Of entries whose file names are equal the one with the lowest UUID keeps its name.
void tellApart(QList<ProjectItem>& items, const Substitution& substitution)
{
    std::sort(items.begin(), items.end(),
              [](const ProjectItem& a, const ProjectItem& b) { return a.uuid < b.uuid; });
    QSet<QByteArray> taken;
    for (auto& item : items) {
        const auto name = fileName(item.name, substitution);
        if (taken.contains(name))
            item.name += QStringLiteral(" (%1)").arg(item.uuid);
        taken.insert(name);
        if (item.name != item.uuid || item.kind == ProjectItem::Kind::User)
            item.fileName = shownName(item.name, substitution);
    }
}

class Owners
{
public:
    template <class Owner>
    void take(const QList<Owner>& owners, const QString& self)
    {
        for (const auto& owner : owners) {
            if (owner.uuid.text == self || known.contains(owner.uuid.text))
                continue;
            known.insert(owner.uuid.text);
            items.append(ownerItem(owner));
        }
    }

    QSet<QString> known;
    QList<ProjectItem> items;
};

} // namespace

QList<ProjectItem> projectItems(const QList<ContentItem>& items, const Substitution& substitution)
{
    QList<ProjectItem> listed;
    listed.reserve(items.size());
    for (const auto& item : items) {
        if (isListed(item))
            listed.append(projectItem(item, substitution));
    }
    return listed;
}

QList<ProjectItem> sharedItems(const SharedPage& all, const QString& self,
                               const Substitution& substitution)
{
    Owners owners;
    owners.take(all.users, self);
    owners.take(all.ownerGroups, self);
    auto top = owners.items;
    auto known = owners.known;
    for (const auto& group : all.groups)
        known.insert(group.uuid.text);
    for (const auto& item : projectItems(all.groups, substitution)) {
        if (!known.contains(item.ownerUuid) && !owners.known.contains(item.uuid))
            top.append(item);
    }
    tellApart(top, substitution);
    std::stable_sort(top.begin(), top.end(), [](const ProjectItem& a, const ProjectItem& b) {
        return a.name.compare(b.name, Qt::CaseInsensitive) < 0;
    });
    return top;
}

} // namespace arv
