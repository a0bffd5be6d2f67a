// SPDX-License-Identifier: Apache-2.0
#include "tree/tagsdirectory.h"

#include "api/arvadosapi.h"
#include "base/idforms.h"
#include "tree/names.h"
#include "tree/tagdirectory.h"

namespace arv {

namespace {

Place placeOf(const QByteArray& name, const QString& tag)
{
    Place place;
    place.name = name;
    place.exists = true;
    place.kind = Place::Kind::Tag;
    place.id = tag;
    return place;
}

} // namespace

TagsDirectory::TagsDirectory(TreeContext& context, Inode inode, Directory* parent, QByteArray name,
                             std::chrono::milliseconds seldom)
    : ListedDirectory(context, inode, parent, std::move(name), context.wallNow())
    , m_seldom(seldom)
{
    watchAllEvents();
}

void TagsDirectory::noteObjectEvent(const ObjectEvent& event)
{
    if (holdsContent() && isUuidOf(event.object.text, linkInfix))
        refreshSoon();
}

std::optional<Node*> TagsDirectory::nodeFor(const Place& place)
{
    if (Node* live = liveChild(place.name))
        return live;
    return makeChild<TagDirectory>(place.inode, place.name, place.id, m_seldom);
}

Task<void> TagsDirectory::fetchListing(RunPointer run, CancelToken token)
{
    QString after;
    for (bool isLast = false; !isLast;) {
        auto asking = context().api.tagNamesPage(after, token);
        const auto page = co_await asking;
        if (!page)
            co_return page.error();
        for (const auto& tag : page->names)
            take(*run, placeOf(fileName(tag, context().slashSubstitution), tag));
        pageTaken(*run);
        after = page->last;
        isLast = page->isLast;
    }
    co_return done();
}

Task<Place> TagsDirectory::askForName(QByteArray name, CancelToken token)
{
    const auto tags = recordNames(name, context().slashSubstitution);
    for (const auto& tag : tags) {
        auto asking = context().api.hasTag(tag, token);
        const auto there = co_await asking;
        if (!there)
            co_return there.error();
        if (*there && fileName(tag, context().slashSubstitution) == name)
            co_return placeOf(name, tag);
    }
    co_return Place{};
}

} // namespace arv
