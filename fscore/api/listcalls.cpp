// SPDX-License-Identifier: Apache-2.0
// The calls of ArvadosApi that list: projects and what they hold, what is shared, tags.
#include "api/arvadosapi.h"
#include "api/pages.h"
#include "api/selects.h"
#include "base/idforms.h"

namespace arv {

namespace {

constexpr int pageSize = 1000; // what servers give at most

// Items after this key: insertions meanwhile do no harm.
ListQuery pageAfter(const QString& key, const QString& after)
{
    ListQuery query;
    if (!after.isEmpty())
        query.where(key, QStringLiteral(">"), after);
    query.orderedBy(key + QStringLiteral(" asc")).atMost(pageSize).withoutCount();
    return query;
}

ListQuery pageAfter(const Uuid& after)
{
    return pageAfter(QStringLiteral("uuid"), after.text);
}

ListQuery contentsAfter(const Uuid& after, const QJsonValue& kinds, const QStringList& attributes)
{
    auto query = pageAfter(after);
    query.where(QStringLiteral("uuid"), QStringLiteral("is_a"), kinds).selecting(attributes);
    return query;
}

QJsonArray projectClasses()
{
    return {QStringLiteral("project"), QStringLiteral("filter")};
}

QJsonArray otherKinds()
{
    return {QStringLiteral("arvados#containerRequest"), QStringLiteral("arvados#workflow")};
}

QJsonArray textsOf(const QList<Uuid>& uuids)
{
    QJsonArray texts;
    for (const auto& uuid : uuids)
        texts.append(uuid.text);
    return texts;
}

ListQuery withUuids(const QList<Uuid>& uuids)
{
    ListQuery query;
    query.where(QStringLiteral("uuid"), QStringLiteral("in"), textsOf(uuids));
    query.atMost(pageSize).withoutCount();
    return query;
}

ListQuery tagLinks(ListQuery query)
{
    query.where(QStringLiteral("link_class"), QStringLiteral("="), QStringLiteral("tag"));
    return query;
}

const QString groupsPath = QStringLiteral("arvados/v1/groups");
const QString collectionsPath = QStringLiteral("arvados/v1/collections");
const QString usersPath = QStringLiteral("arvados/v1/users");
const QString linksPath = QStringLiteral("arvados/v1/links");

} // namespace

Task<Group> ArvadosApi::projectOrFilterGroup(Uuid uuid, CancelToken token)
{
    ListQuery query;
    query.where(QStringLiteral("uuid"), QStringLiteral("="), uuid.text);
    query.where(QStringLiteral("group_class"), QStringLiteral("in"), projectClasses());
    query.atMost(1).withoutCount();
    m_filters.addTo(query, UserFilters::Table::Groups);
    auto reading = read<QList<Group>>(groupsPath, query, token, readList<Group>);
    const auto groups = co_await reading;
    if (!groups)
        co_return groups.error();
    if (groups->isEmpty() || groups->first().uuid != uuid)
        co_return Error{Errc::NotFound, groupsPath + QStringLiteral(": no project ") + uuid.text};
    co_return groups->first();
}

Task<ContentsPage> ArvadosApi::contents(Uuid owner, ListQuery query, CancelToken token)
{
    return page(std::move(owner), std::move(query), Uuid{}, token);
}

Task<ContentsPage> ArvadosApi::groupsPage(Uuid owner, Uuid after, CancelToken token)
{
    const auto query = contentsAfter(after, QStringLiteral("arvados#group"), groupAttributes());
    return page(std::move(owner), query, std::move(after), token);
}

Task<ContentsPage> ArvadosApi::collectionsPage(Uuid owner, Uuid after, CancelToken token)
{
    const auto query =
        contentsAfter(after, QStringLiteral("arvados#collection"), collectionAttributes());
    return page(std::move(owner), query, std::move(after), token);
}

Task<ContentsPage> ArvadosApi::othersPage(Uuid owner, Uuid after, CancelToken token)
{
    const auto query = contentsAfter(after, otherKinds(), otherAttributes());
    return page(std::move(owner), query, std::move(after), token);
}

// Without a selection: it would apply to the owners too, and groups and users share few attributes.
Task<SharedPage> ArvadosApi::sharedPage(Uuid after, CancelToken token)
{
    auto query = pageAfter(after);
    query.where(QStringLiteral("group_class"), QStringLiteral("in"), projectClasses());
    query.including(QStringLiteral("owner_uuid"));
    m_filters.addTo(query, UserFilters::Table::Groups);
    const auto reader = [after](const QJsonObject& json) { return arv::sharedPage(json, after); };
    auto reading = read<SharedPage>(groupsPath + QStringLiteral("/shared"), query, token, reader);
    auto page = co_await reading;
    co_return page;
}

Task<ContentsPage> ArvadosApi::readableGroupsPage(Uuid after, CancelToken token)
{
    auto query = pageAfter(after);
    query.where(QStringLiteral("group_class"), QStringLiteral("in"), projectClasses());
    query.selecting(groupAttributes());
    m_filters.addTo(query, UserFilters::Table::Groups);
    const auto reader = [after](const QJsonObject& json) { return contentsPage(json, after); };
    auto reading = read<ContentsPage>(groupsPath, query, token, reader);
    auto page = co_await reading;
    co_return page;
}

Task<QList<User>> ArvadosApi::usersOf(QList<Uuid> uuids, CancelToken token)
{
    return read<QList<User>>(usersPath, withUuids(uuids), token, readList<User>);
}

Task<QList<Group>> ArvadosApi::groupsOf(QList<Uuid> uuids, CancelToken token)
{
    return read<QList<Group>>(groupsPath, withUuids(uuids), token, readList<Group>);
}

// A server that is short of memory gives fewer than were asked for at a time.
Task<QList<Collection>> ArvadosApi::collectionsOf(QList<Uuid> uuids, CancelToken token)
{
    QList<Collection> found;
    for (bool isLast = uuids.isEmpty(); !isLast;) {
        auto query = withUuids(uuids);
        query.selecting({QStringLiteral("uuid"), QStringLiteral("modified_at")});
        query.orderedBy(QStringLiteral("uuid asc"))
            .with(QStringLiteral("include_old_versions"), true);
        auto reading = read<CollectionsPage>(collectionsPath, query, token, arv::collectionsPage);
        const auto page = co_await reading;
        if (!page)
            co_return page.error();
        for (const auto& collection : page->collections) {
            if (uuids.contains(collection.uuid))
                found.append(collection);
        }
        const auto last = page->last.text;
        const auto past = uuids.removeIf([&last](const Uuid& uuid) { return uuid.text <= last; });
        isLast = page->isLast || uuids.isEmpty();
        if (!isLast && past == 0)
            co_return Error{Errc::BadReply,
                            collectionsPath + QStringLiteral(": the list does not go on")};
    }
    co_return found;
}

Task<ContentsPage> ArvadosApi::named(Uuid owner, QStringList names, bool inFilterGroup,
                                     CancelToken token)
{
    const auto wanted = QJsonArray::fromStringList(names);
    const QJsonArray kinds{QStringLiteral("arvados#group"), QStringLiteral("arvados#collection")};
    ListQuery query;
    query.where(QStringLiteral("uuid"), QStringLiteral("is_a"), kinds);
    const QStringList attributes = inFilterGroup
        ? QStringList{QStringLiteral("groups.name"), QStringLiteral("collections.name")}
        : QStringList{QStringLiteral("name")};
    for (const auto& attribute : attributes)
        query.where(attribute, QStringLiteral("in"), wanted);
    query.selecting(attributesOfBoth()).withoutCount();
    // A name is taken at most once by a group and once by a collection, in a filter group by many.
    query.atMost(inFilterGroup ? pageSize : 2 * static_cast<int>(names.size()));
    return page(std::move(owner), query, Uuid{}, token);
}

Task<ContentsPage> ArvadosApi::otherNamed(Uuid owner, QStringList names, CancelToken token)
{
    ListQuery query;
    query.where(QStringLiteral("uuid"), QStringLiteral("is_a"), otherKinds());
    query.where(QStringLiteral("name"), QStringLiteral("in"), QJsonArray::fromStringList(names));
    query.selecting(otherAttributes()).atMost(pageSize).withoutCount();
    return page(std::move(owner), query, Uuid{}, token);
}

// Any order will do, so a full page is no series; more than was asked for does not come.
Task<ContentsPage> ArvadosApi::objectsIn(Uuid owner, QStringList uuids, bool withOthers,
                                         CancelToken token)
{
    QJsonArray kinds{QStringLiteral("arvados#group"), QStringLiteral("arvados#collection")};
    if (withOthers) {
        for (const auto& kind : otherKinds())
            kinds.append(kind);
    }
    ListQuery query;
    query.where(QStringLiteral("uuid"), QStringLiteral("in"), QJsonArray::fromStringList(uuids));
    query.where(QStringLiteral("uuid"), QStringLiteral("is_a"), kinds);
    query.selecting(attributesOfBoth()).atMost(pageSize).withoutCount();
    return page(std::move(owner), query, Uuid{}, token);
}

Task<QJsonObject> ArvadosApi::object(Uuid uuid, CancelToken token)
{
    const auto path = QStringLiteral("arvados/v1/")
        + (isUuidOf(uuid.text, containerRequestInfix) ? QStringLiteral("container_requests/")
                                                      : QStringLiteral("workflows/"))
        + uuid.text;
    const auto reader = [uuid](const QJsonObject& json) -> Result<QJsonObject> {
        if (json.value(QLatin1String("uuid")).toString() != uuid.text)
            return Error{Errc::BadReply, QStringLiteral("the answer is another record")};
        return json;
    };
    auto reading = read<QJsonObject>(path, ListQuery(), token, reader);
    auto record = co_await reading;
    co_return record;
}

Task<TagNamesPage> ArvadosApi::tagNamesPage(QString after, CancelToken token)
{
    auto query = tagLinks(pageAfter(QStringLiteral("name"), after));
    if (after.isEmpty())
        query.where(QStringLiteral("name"), QStringLiteral("!="), QString());
    query.selecting({QStringLiteral("name")}).with(QStringLiteral("distinct"), true);
    m_filters.addTo(query, UserFilters::Table::Links);
    const auto reader = [after](const QJsonObject& json) { return arv::tagNamesPage(json, after); };
    auto reading = read<TagNamesPage>(linksPath, query, token, reader);
    auto page = co_await reading;
    co_return page;
}

Task<bool> ArvadosApi::hasTag(QString name, CancelToken token)
{
    auto query = tagLinks(ListQuery());
    query.where(QStringLiteral("name"), QStringLiteral("="), name);
    query.selecting({QStringLiteral("name")}).atMost(1).withoutCount();
    m_filters.addTo(query, UserFilters::Table::Links);
    const auto reader = [](const QJsonObject& json) { return arv::tagNamesPage(json, {}); };
    auto reading = read<TagNamesPage>(linksPath, query, token, reader);
    const auto page = co_await reading;
    if (!page)
        co_return page.error();
    co_return page->names.contains(name);
}

Task<TaggedPage> ArvadosApi::taggedPage(QString tag, Uuid afterLink, CancelToken token)
{
    auto query = tagLinks(pageAfter(afterLink));
    query.where(QStringLiteral("name"), QStringLiteral("="), tag);
    query.where(QStringLiteral("head_uuid"), QStringLiteral("is_a"),
                QStringLiteral("arvados#collection"));
    query.selecting({QStringLiteral("uuid"), QStringLiteral("head_uuid")});
    m_filters.addTo(query, UserFilters::Table::Links);
    const auto reader = [afterLink](const QJsonObject& json) {
        return arv::taggedPage(json, afterLink);
    };
    auto reading = read<TaggedPage>(linksPath, query, token, reader);
    auto page = co_await reading;
    co_return page;
}

Task<ContentsPage> ArvadosApi::page(Uuid owner, ListQuery query, Uuid after, CancelToken token)
{
    const auto path = groupsPath + QStringLiteral("/contents");
    if (owner.isEmpty()) // would list everything that can be read
        co_return Error{Errc::Invalid, path + QStringLiteral(": no owner is given")};
    query.with(QStringLiteral("uuid"), owner.text);
    m_filters.addToContents(query);
    const auto reader = [after](const QJsonObject& json) { return contentsPage(json, after); };
    auto reading = read<ContentsPage>(path, query, token, reader);
    auto page = co_await reading;
    co_return page;
}

} // namespace arv
