// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/records.h"

#include <QJsonArray>

namespace arv {

// A reply to a list, before its items are read.
struct RawPage
{
    QJsonArray items;
    bool isLast = true; // none, or fewer than the reply's own limit; never by a missing limit

    [[nodiscard]] static Result<RawPage> fromJson(const QJsonObject& json);
};

// The items that can be read; broken ones are left out with a line in the log, since one bad record
// must not hide a project. Pure but for the log; any thread.
template <class T>
[[nodiscard]] QList<T> readItems(const QJsonArray& items);

// A short list that is no page of a series.
template <class T>
[[nodiscard]] Result<QList<T>> readList(const QJsonObject& json)
{
    const auto page = RawPage::fromJson(json);
    if (!page)
        return page.error();
    return readItems<T>(page->items);
}

// A page of groups.contents. after: the last uuid seen, empty for the first page. BadReply if a
// page that is not the last brings nothing beyond it, for then the series would never end.
[[nodiscard]] Result<ContentsPage> contentsPage(const QJsonObject& json, const Uuid& after);

// The same of groups.shared. Owners of other kinds are left out.
[[nodiscard]] Result<SharedPage> sharedPage(const QJsonObject& json, const Uuid& after);

// The same of the names of tags and of the links of one tag.
[[nodiscard]] Result<TagNamesPage> tagNamesPage(const QJsonObject& json, const QString& after);
[[nodiscard]] Result<TaggedPage> taggedPage(const QJsonObject& json, const Uuid& after);

// A page of collections that were asked for by uuid, in the order of uuids.
[[nodiscard]] Result<CollectionsPage> collectionsPage(const QJsonObject& json);

} // namespace arv
