// SPDX-License-Identifier: Apache-2.0
#include "api/pages.h"

#include "api/jsonreader.h"
#include "base/idforms.h"
#include "base/log.h"

#include <algorithm>

namespace arv {

Result<RawPage> RawPage::fromJson(const QJsonObject& json)
{
    JsonReader reader(json, QStringLiteral("list"));
    RawPage page;
    page.items = reader.list("items");
    page.isLast = page.items.isEmpty() || page.items.size() < reader.number("limit", 0);
    return reader.finish(std::move(page));
}

template <class T>
QList<T> readItems(const QJsonArray& items)
{
    QList<T> read;
    read.reserve(items.size());
    for (const auto& item : items) {
        auto record = T::fromJson(item.toObject());
        if (record)
            read.append(std::move(*record));
        else
            qCWarning(logApi).noquote() << "left out of a list:" << redact(record.error().text);
    }
    return read;
}

template QList<ContentItem> readItems<ContentItem>(const QJsonArray& items);
template QList<KeepServiceRecord> readItems<KeepServiceRecord>(const QJsonArray& items);
template QList<Collection> readItems<Collection>(const QJsonArray& items);
template QList<Group> readItems<Group>(const QJsonArray& items);
template QList<User> readItems<User>(const QJsonArray& items);

namespace {

// The greatest, so that a series goes on whatever the order; of unusable rows too.
Uuid lastUuid(const QJsonArray& items)
{
    Uuid last;
    for (const auto& item : items)
        last.text = std::max(last.text, item.toObject().value(QLatin1String("uuid")).toString());
    return last;
}

QJsonArray ofKind(const QJsonArray& items, QLatin1String kind)
{
    QJsonArray found;
    for (const auto& item : items) {
        if (item.toObject().value(QLatin1String("kind")).toString() == kind)
            found.append(item);
    }
    return found;
}

} // namespace

Result<ContentsPage> contentsPage(const QJsonObject& json, const Uuid& after)
{
    const auto raw = RawPage::fromJson(json);
    if (!raw)
        return raw.error();
    ContentsPage page;
    page.items = readItems<ContentItem>(raw->items);
    page.last = lastUuid(raw->items);
    page.isLast = raw->isLast;
    if (!page.isLast && page.last.text <= after.text)
        return Error{Errc::BadReply,
                     QStringLiteral("list: \"items\" does not go on after \"%1\"").arg(after.text)};
    return page;
}

Result<CollectionsPage> collectionsPage(const QJsonObject& json)
{
    const auto raw = RawPage::fromJson(json);
    if (!raw)
        return raw.error();
    return CollectionsPage{readItems<Collection>(raw->items), lastUuid(raw->items), raw->isLast};
}

Result<SharedPage> sharedPage(const QJsonObject& json, const Uuid& after)
{
    const auto groups = contentsPage(json, after);
    if (!groups)
        return groups.error();
    JsonReader reader(json, QStringLiteral("list"));
    const auto included = json.value(QLatin1String("included"));
    const bool isGiven = !included.isNull() && !included.isUndefined();
    const auto owners = isGiven ? reader.list("included") : QJsonArray();
    SharedPage page;
    page.groups = groups->items;
    page.users = readItems<User>(ofKind(owners, QLatin1String("arvados#user")));
    page.ownerGroups = readItems<Group>(ofKind(owners, QLatin1String("arvados#group")));
    page.last = groups->last;
    page.isLast = groups->isLast;
    return reader.finish(std::move(page));
}

// The order is that of the server's database, whatever it is; an entry without a name is left out.
Result<TagNamesPage> tagNamesPage(const QJsonObject& json, const QString& after)
{
    const auto raw = RawPage::fromJson(json);
    if (!raw)
        return raw.error();
    TagNamesPage page;
    page.isLast = raw->isLast;
    for (const auto& item : raw->items) {
        const auto name = item.toObject().value(QLatin1String("name")).toString();
        if (!name.isEmpty())
            page.names.append(name);
    }
    if (!page.names.isEmpty())
        page.last = page.names.last();
    if (!page.isLast && (page.last.isEmpty() || page.last == after))
        return Error{Errc::BadReply,
                     QStringLiteral("list: \"items\" does not go on after \"%1\"").arg(after)};
    return page;
}

Result<TaggedPage> taggedPage(const QJsonObject& json, const Uuid& after)
{
    const auto raw = RawPage::fromJson(json);
    if (!raw)
        return raw.error();
    TaggedPage page;
    page.isLast = raw->isLast;
    page.last = lastUuid(raw->items);
    for (const auto& item : raw->items) {
        const Uuid head{item.toObject().value(QLatin1String("head_uuid")).toString()};
        if (isUuidOf(head.text, collectionInfix))
            page.collections.append(head);
    }
    if (!page.isLast && page.last.text <= after.text)
        return Error{Errc::BadReply,
                     QStringLiteral("list: \"items\" does not go on after \"%1\"").arg(after.text)};
    return page;
}

} // namespace arv
