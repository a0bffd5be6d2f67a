// SPDX-License-Identifier: Apache-2.0
#include "tree/collectionfile.h"

#include "keep/keepclient.h"
#include "tree/collectiondirectory.h"
#include "tree/context.h"
#include "tree/inodetable.h"
#include "tree/staleness.h"

#include <algorithm>

namespace arv {

CollectionFile::CollectionFile(TreeContext& context, Inode inode, Directory* parent,
                               QByteArray name, CollectionDirectory& collection,
                               Manifest::NodeIndex place)
    : File(context, inode, parent, std::move(name))
    , m_collection(&collection)
    , m_place(place)
    , m_size(collection.manifest()->size(place))
{ }

Attributes CollectionFile::attributes() const
{
    const auto modified = m_collection ? m_collection->modified() : m_modified;
    Attributes attributes;
    attributes.inode = inode();
    attributes.permissions = 0555; // a manifest stores no mode: every file may be run
    attributes.size = m_size;
    attributes.modified = modified;
    attributes.accessed = accessed(modified);
    return attributes;
}

bool CollectionFile::isReadyToOpen()
{
    return !m_collection || m_collection->isReady();
}

Task<void> CollectionFile::prepareToOpen(CancelToken token)
{
    if (!m_collection)
        co_return done();
    auto preparing = m_collection->prepare(std::move(token));
    auto prepared = co_await preparing;
    co_return prepared;
}

// nullptr if the file vanished before anybody opened it.
const FileMap* CollectionFile::map()
{
    if (!m_map && m_collection) {
        m_map = std::make_shared<FileMap>(m_collection->manifest(), m_place);
        context().inodes.cache().measure(*this);
    }
    return m_map.get();
}

std::size_t CollectionFile::footprint() const
{
    return footprintAs(sizeof(CollectionFile)) + (m_map ? m_map->footprint() : 0);
}

std::optional<Pieces> CollectionFile::readNow(ByteRange range)
{
    if (!map())
        return std::nullopt;
    Pieces bytes;
    for (const auto& piece : map()->pieces(range)) {
        const auto block = context().keep.cached(piece.block);
        if (!block)
            return std::nullopt;
        bytes.push_back(block->slice(piece.offset, piece.length));
    }
    return bytes;
}

// Signatures of files that are held open for days are renewed before they end, and when they are
// refused.
Task<Pieces> CollectionFile::read(ByteRange range, CancelToken token)
{
    if (areSignaturesOld(range)) {
        auto renewing = renewSignatures(token);
        const auto renewed = co_await renewing;
        Q_UNUSED(renewed); // the old ones may still do, and blocks may be cached
    }
    auto fetching = fetchPieces(range, token);
    auto bytes = co_await fetching;
    if (bytes || bytes.error().code != Errc::SignatureRefused)
        co_return bytes;
    auto renewing = renewSignatures(token);
    const auto renewed = co_await renewing;
    if (!renewed)
        co_return renewed.error();
    auto again = fetchPieces(range, token);
    auto bytesAgain = co_await again;
    co_return bytesAgain;
}

bool CollectionFile::areSignaturesOld(ByteRange range)
{
    if (!map() || (m_collection && m_collection->hasJustLoaded()))
        return false;
    const auto soon = std::chrono::duration_cast<std::chrono::seconds>(
                          (context().clock.wall() + staleness::signatureMargin).time_since_epoch())
                          .count();
    const auto pieces = map()->pieces(range);
    return std::any_of(pieces.begin(), pieces.end(), [soon](const FileMap::Piece& piece) {
        const auto expiry = piece.block.signatureExpiry();
        return expiry != 0 && expiry < soon;
    });
}

// A file that is gone from its collection is in the content that the collection had.
Task<void> CollectionFile::renewSignatures(CancelToken token)
{
    if (m_collection) {
        auto renewing = m_collection->renewSignatures(std::move(token));
        const auto renewed = co_await renewing;
        co_return renewed;
    }
    auto loading = context().collections.reload(m_lastHash.text, nullptr, std::move(token));
    const auto loaded = co_await loading;
    if (!loaded)
        co_return loaded.error();
    const auto renewed = m_map ? m_map->with((*loaded)->manifest) : nullptr;
    if (!renewed)
        co_return Error{Errc::Stale, QStringLiteral("the file is gone from its collection")};
    m_map = renewed;
    co_return done();
}

Task<Pieces> CollectionFile::fetchPieces(ByteRange range, CancelToken token)
{
    if (!map())
        co_return Error{Errc::Stale, QStringLiteral("the file is gone from its collection")};
    const auto pieces = map()->pieces(range);
    Pieces bytes;
    for (const auto& piece : pieces) {
        auto fetching = context().keep.fetch(piece.block, token);
        const auto block = co_await fetching;
        if (!block)
            co_return block.error();
        bytes.push_back(block->slice(piece.offset, piece.length));
    }
    co_return bytes;
}

bool CollectionFile::mayKeepPages()
{
    map(); // from now on the content is known even if the collection drops the file
    return !std::exchange(m_changedSinceOpen, false);
}

std::optional<std::uint64_t> CollectionFile::blockCount() const
{
    if (!m_collection)
        return std::nullopt;
    return m_collection->manifest()->blocksOf(m_place);
}

void CollectionFile::relocate(std::optional<Manifest::NodeIndex> place)
{
    if (!m_collection)
        return;
    if (!place) {
        m_modified = m_collection->modified();
        m_lastHash = m_collection->previousHash();
        m_collection = nullptr;
        return;
    }
    m_place = *place;
    const auto old = std::exchange(m_map, nullptr);
    const auto oldSize = std::exchange(m_size, m_collection->manifest()->size(m_place));
    // Who has it open can read it also if it vanishes next, and nobody has read it since.
    const FileMap* const now = old ? map() : nullptr;
    const bool changed =
        oldSize != m_size || (now && old->contentVersion() != now->contentVersion());
    context().inodes.cache().measure(*this);
    m_changedSinceOpen = m_changedSinceOpen || changed;
    context().tellKernel(
        {changed ? Change::Kind::Content : Change::Kind::Attributes, Inode::None, {}, inode()});
}

} // namespace arv
