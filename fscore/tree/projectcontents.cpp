// SPDX-License-Identifier: Apache-2.0
// What a ProjectDirectory asks the server: all it holds, one name, some objects.
#include "api/arvadosapi.h"
#include "tree/projectdirectory.h"

#include <array>
#include <tuple>

namespace arv {

Task<void> ProjectDirectory::fetchListing(RunPointer run, CancelToken token)
{
    auto resolving = resolveOwner(token);
    const auto resolved = co_await resolving;
    if (!resolved)
        co_return resolved;
    if (isInsideItself())
        co_return done();
    // All series begin at once (tasks are eager); groups are taken first, whoever answers first.
    CancelSource second;
    const auto both = token.onCancel([second]() mutable { second.cancel(); });
    auto groups = fetchPage(Series::Groups, {}, token);
    auto collections = fetchPage(Series::Collections, {}, second.token());
    auto takingGroups = fetchSeries(Series::Groups, &groups, run, token);
    const auto groupsTaken = co_await takingGroups;
    if (!groupsTaken) {
        second.cancel();
        const auto givenUp = co_await collections; // nothing that runs outlives who began it
        Q_UNUSED(givenUp);
        co_return groupsTaken;
    }
    auto taking = fetchSeries(Series::Collections, &collections, run, token);
    const auto taken = co_await taking;
    if (!taken || !context().showOtherObjects)
        co_return taken;
    auto others = fetchPage(Series::Others, {}, token);
    auto takingOthers = fetchSeries(Series::Others, &others, run, token);
    const auto othersTaken = co_await takingOthers;
    co_return othersTaken;
}

Task<void> ProjectDirectory::fetchSeries(Series series, Task<ContentsPage>* first, RunPointer run,
                                         CancelToken token)
{
    auto page = co_await *first;
    while (page) {
        for (const auto& item : page->items) {
            if (const auto place = placeOf(item))
                take(*run, *place);
        }
        pageTaken(*run);
        if (page->isLast)
            co_return done();
        auto next = fetchPage(series, page->last, token);
        page = co_await next;
    }
    co_return page.error();
}

Task<ContentsPage> ProjectDirectory::fetchPage(Series series, Uuid after, CancelToken token)
{
    auto& api = context().api;
    if (series == Series::Groups)
        return api.groupsPage(m_subject.uuid, std::move(after), std::move(token));
    if (series == Series::Collections)
        return api.collectionsPage(m_subject.uuid, std::move(after), std::move(token));
    return api.othersPage(m_subject.uuid, std::move(after), std::move(token));
}

// NAME, or for a file with a record NAME.KIND.
QByteArray ProjectDirectory::shownName(const ContentItem& item) const
{
    auto name = item.name;
    if (item.kind == ContentItem::Kind::ContainerRequest)
        name += QStringLiteral(".containerRequest");
    else if (item.kind == ContentItem::Kind::Workflow)
        name += QStringLiteral(".workflow");
    return fileName(name, context().slashSubstitution);
}

std::optional<Place> ProjectDirectory::placeOf(const ContentItem& item) const
{
    if (!isShown(item) && !(context().showOtherObjects && isOtherObject(item)))
        return std::nullopt;
    return placeFor(shownName(item), item);
}

namespace {

// The kind of record that a name with this ending may be, and the name without it.
struct Ending
{
    ContentItem::Kind kind;
    QStringView text;
};
constexpr std::array endings{Ending{ContentItem::Kind::ContainerRequest, u".containerRequest"},
                             Ending{ContentItem::Kind::Workflow, u".workflow"}};

} // namespace

Task<Place> ProjectDirectory::askForName(QByteArray name, CancelToken token)
{
    auto names = recordNames(name, context().slashSubstitution);
    if (names.isEmpty())
        co_return Place{};
    auto resolving = resolveOwner(token);
    const auto resolved = co_await resolving;
    if (!resolved)
        co_return resolved.error();
    if (isInsideItself())
        co_return Place{};
    auto asking = context().api.named(m_subject.uuid, names, m_subject.isFilterGroup, token);
    const auto page = co_await asking;
    if (!page)
        co_return page.error();
    const auto chosen = chosenOf(page->items, name, names.first());
    if (chosen.exists || !context().showOtherObjects)
        co_return chosen;
    for (const auto& ending : endings) {
        if (!names.first().endsWith(ending.text))
            continue;
        for (auto& text : names)
            text.chop(ending.text.size());
        auto askingOthers = context().api.otherNamed(m_subject.uuid, names, token);
        const auto others = co_await askingOthers;
        if (!others)
            co_return others.error();
        co_return chosenOf(others->items, name, names.first());
    }
    co_return chosen;
}

// Of several, the one whose name was typed literally wins; then the one that a listing shows.
Place ProjectDirectory::chosenOf(const QList<ContentItem>& items, const QByteArray& name,
                                 const QString& typed) const
{
    Place chosen;
    const auto rank = [&typed](const ContentItem& item) {
        const bool isCollection = item.kind == ContentItem::Kind::Collection;
        return std::tuple(item.name != typed, isCollection, item.uuid.text);
    };
    std::optional<decltype(rank(ContentItem()))> best;
    for (const auto& item : items) {
        const auto place = placeOf(item);
        if (!place || place->name != name || (best && *best < rank(item)))
            continue;
        best = rank(item);
        chosen = *place;
    }
    return chosen;
}

Task<QList<Place>> ProjectDirectory::askForObjects(QStringList ids, CancelToken token)
{
    auto resolving = resolveOwner(token);
    const auto resolved = co_await resolving;
    if (!resolved)
        co_return resolved.error();
    auto asking = context().api.objectsIn(m_subject.uuid, ids, context().showOtherObjects, token);
    const auto page = co_await asking;
    if (!page)
        co_return page.error();
    QList<Place> places;
    for (const auto& item : page->items) {
        if (auto place = placeOf(item))
            places.append(std::move(*place));
    }
    co_return places;
}

} // namespace arv
