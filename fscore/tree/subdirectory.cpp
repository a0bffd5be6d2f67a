// SPDX-License-Identifier: Apache-2.0
#include "tree/subdirectory.h"

#include "tree/collectiondirectory.h"
#include "tree/context.h"

namespace arv {

SubDirectory::SubDirectory(TreeContext& context, Inode inode, Directory* parent, QByteArray name,
                           CollectionDirectory& collection, Manifest::NodeIndex place)
    : Directory(context, inode, parent, std::move(name))
    , m_collection(&collection)
    , m_place(place)
{ }

Attributes SubDirectory::attributes() const
{
    return directoryAttributes(m_collection ? m_collection->modified() : m_lastModified);
}

Validity SubDirectory::childValidity() const
{
    return m_collection ? m_collection->childValidity() : Validity{};
}

std::optional<Node*> SubDirectory::findNow(const QByteArray& name)
{
    if (!m_collection)
        return nullptr;
    if (!m_collection->isReady())
        return std::nullopt;
    return m_collection->childOf(*this, m_place, name);
}

Task<void> SubDirectory::prepareToFind(QByteArray /*name*/, CancelToken token)
{
    return prepareToList(std::move(token));
}

std::shared_ptr<const Listing> SubDirectory::listingNow()
{
    if (!m_collection) {
        auto empty = std::make_shared<GrowingListing>();
        empty->complete();
        return empty;
    }
    return m_collection->isReady() ? m_collection->listingOf(m_place) : nullptr;
}

Task<void> SubDirectory::prepareToList(CancelToken token)
{
    if (!m_collection)
        co_return done();
    auto preparing = m_collection->prepare(std::move(token));
    auto prepared = co_await preparing;
    co_return prepared;
}

void SubDirectory::refreshIfStale()
{
    if (m_collection)
        m_collection->refreshIfStale();
}

void SubDirectory::relocate(std::optional<Manifest::NodeIndex> place)
{
    if (!m_collection)
        return;
    m_collection->relocateChildren(*this, place);
    if (place) {
        m_place = *place;
        context().tellKernel({Change::Kind::Attributes, Inode::None, {}, inode()});
        return;
    }
    m_lastModified = m_collection->modified();
    m_collection = nullptr;
}

} // namespace arv
