// SPDX-License-Identifier: Apache-2.0
#include "tree/tagdirectory.h"

#include "api/arvadosapi.h"
#include "base/footprint.h"
#include "base/idforms.h"
#include "tree/collectiondirectory.h"

namespace arv {

TagDirectory::TagDirectory(TreeContext& context, Inode inode, Directory* parent, QByteArray name,
                           QString tag, std::chrono::milliseconds seldom)
    : ListedDirectory(context, inode, parent, std::move(name), context.wallNow())
    , m_tag(std::move(tag))
    , m_seldom(seldom)
{
    watchAllEvents();
}

std::size_t TagDirectory::footprint() const
{
    return footprintAs(sizeof(TagDirectory)) + heapBytes(m_tag) + ListedDirectory::footprint();
}

void TagDirectory::noteObjectEvent(const ObjectEvent& event)
{
    if (holdsContent() && isUuidOf(event.object.text, linkInfix))
        refreshSoon();
}

std::optional<Node*> TagDirectory::nodeFor(const Place& place)
{
    if (Node* live = liveChild(place.name))
        return live;
    return makeChild<CollectionDirectory>(place.inode, place.name, place.id, place.modifiedAt);
}

Task<void> TagDirectory::fetchListing(RunPointer run, CancelToken token)
{
    QSet<QString> seen; // two people may have tagged one collection
    Uuid after;
    for (bool isLast = false; !isLast;) {
        auto asking = context().api.taggedPage(m_tag, after, token);
        const auto page = co_await asking;
        if (!page)
            co_return page.error();
        for (const auto& collection : page->collections) {
            if (seen.contains(collection.text))
                continue;
            seen.insert(collection.text);
            Place place;
            place.name = collection.text.toLatin1();
            place.exists = true;
            place.id = collection.text;
            take(*run, place);
        }
        pageTaken(*run);
        after = page->last;
        isLast = page->isLast;
    }
    co_return done();
}

} // namespace arv
